"""Read what docs/architecture.md promises: the floors, who knows whom, the rooms inside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The house as its page promises it.

    `floors` gives the packages of each floor, `rooms` those inside a large package; both from
    the ground up. `knows` names for every package the others that it imports.
    """

    floors: Sequence[Sequence[str]]
    knows: Mapping[str, frozenset[str]]
    rooms: Mapping[str, Sequence[Sequence[str]]]


def read_plan(page: str) -> Plan:
    """Read the two tables of the page."""
    rows = [
        (int(floor), names(whose), names(known)) for floor, whose, _, known in _table(page, "floor")
    ]
    return Plan(
        floors=[
            [name for number, whose, _ in rows if number == floor for name in whose]
            for floor in sorted({number for number, _, _ in rows})
        ],
        knows={name: frozenset(known) for _, whose, known in rows for name in whose},
        rooms={
            package: [names(floor) for floor in inside.split("·")]
            for whose, inside in _table(page, "package")
            for package in names(whose)
        },
    )


def level(floors: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """Number the floors from the ground up, by the names that stand on them."""
    return {name: number for number, floor in enumerate(floors) for name in floor}


def names(cell: str) -> list[str]:
    """Give what stands in backticks, without the endings that tell a folder from a file."""
    return [each.removesuffix("/").removesuffix(".py") for each in re.findall("`([^`]+)`", cell)]


def _table(page: str, head: str) -> Iterator[list[str]]:
    found = re.search(rf"^\| {head} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert found, f"no table that begins with “{head}”"
    for line in found[1].splitlines():
        yield [cell.strip() for cell in line.strip("|").split("|")]
