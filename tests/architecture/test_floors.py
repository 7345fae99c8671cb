"""Who may import whom: the tables of docs/architecture.md are the law, exactly as they stand."""

from __future__ import annotations

import sys

import pytest

from bench.house import figures
from bench.house.imports import grouped
from bench.house.page import level
from bench.house.source import PACKAGE
from tests.architecture.tree import HOUSE, IMPORTS, KNOWN, PLAN

FLOORS = level(PLAN.floors)

OWNERS = {
    "reportlab": ("paper",),
    "fontTools": ("paper",),
    "openpyxl": ("exchange",),
    "xlrd": ("exchange",),
    "docx": ("exchange",),
    "PySide6": ("ui", "app"),
    "pypdfium2": ("ui.paper", "exchange"),
    "segno": ("paper",),
    "zxingcpp": ("exchange",),
    "PIL": ("exchange",),
    "rfc8785": ("storage",),
    "platformdirs": ("app",),
}
# The network, and whatever would reach it.
FORBIDDEN = {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "xmlrpc", "requests", "httpx"}


def room(module: str) -> str:
    return module.partition(".")[0]


def test_every_module_stands_on_a_floor() -> None:
    assert {room(name) for name in HOUSE if name} == FLOORS.keys()


def test_imports_go_down_and_neighbours_do_not_know_each_other() -> None:
    wrong = []
    for each in IMPORTS:
        here, there = room(each.importer), room(each.inner or "")
        if here and there and here != there and FLOORS[there] >= FLOORS[here]:
            wrong.append(str(each))
    assert wrong == []


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_knows_exactly_what_the_page_says(package: str) -> None:
    assert grouped(KNOWN, 1)[package] == PLAN.knows[package]


def test_nothing_goes_round_in_a_circle() -> None:
    """A deferred import or one for types only delays what a circle costs."""
    assert figures.rings(HOUSE) == []


@pytest.mark.parametrize("package", PLAN.rooms)
def test_every_room_of_a_package_stands_on_a_floor(package: str) -> None:
    rooms = {name for name in grouped(KNOWN, 2) if name.startswith(f"{package}.")}
    assert {f"{package}.{name}" for floor in PLAN.rooms[package] for name in floor} == rooms


def test_the_packages_with_rooms_have_floors_inside() -> None:
    with_rooms = {room(name) for name, each in HOUSE.items() if each.is_package and "." in name}
    assert with_rooms == PLAN.rooms.keys()


def test_imports_inside_a_package_go_down_too() -> None:
    floors = {
        f"{package}.{name}": number
        for package, rooms in PLAN.rooms.items()
        for name, number in level(rooms).items()
    }
    upwards = {
        f"{here} → {there}"
        for here, others in grouped(KNOWN, 2).items()
        for there in others
        if room(here) == room(there) and here in floors and there in floors
        if floors[there] >= floors[here]
    }
    assert upwards == set()


def test_the_way_in_and_the_environment_are_outside() -> None:
    wrong = [str(each) for each in IMPORTS if room(each.imported) in ("bootstrap", "run", "main")]
    assert wrong == []


def test_each_outside_library_is_known_to_its_own_floor_only() -> None:
    wrong = []
    for each in IMPORTS:
        owners = OWNERS.get(room(each.imported))
        if owners and not any(f"{each.importer}.".startswith(owner) for owner in owners):
            wrong.append(str(each))
    assert wrong == []


def test_the_ground_floor_needs_the_standard_library_only() -> None:
    wrong = [
        str(each)
        for each in IMPORTS
        if room(each.importer) == "models"
        and room(each.imported) not in (*sys.stdlib_module_names, PACKAGE)
    ]
    assert wrong == []


def test_nothing_knows_the_network() -> None:
    wrong = [str(each) for each in IMPORTS if room(each.imported) in FORBIDDEN]
    # The lock of a shared folder says on which machine it was taken; that asks no network.
    assert wrong == [each for each in wrong if "storage.process" in each and "socket" in each]
