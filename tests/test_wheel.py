"""What `pip wheel .` is told: the version, what is needed, what lies where, and how it starts."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import perfdesk
from tests.conftest import RESOURCES, ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]


def test_a_wheel_needs_what_the_environment_is_made_of() -> None:
    lines = (ROOT / "requirements" / "program.in").read_text(encoding="utf-8").splitlines()
    assert PROJECT["project"]["dependencies"] == [line for line in lines if line]


def test_the_version_has_one_source() -> None:
    path = ROOT / PROJECT["tool"]["hatch"]["version"]["path"]
    assert path.samefile(Path(perfdesk.__file__))
    assert path.read_text(encoding="utf-8").count(f'__version__ = "{perfdesk.__version__}"') == 1
    assert PROJECT["project"]["dynamic"] == ["version"]


def test_the_command_of_a_wheel_starts_the_program() -> None:
    module, _, name = PROJECT["project"]["scripts"]["perfdesk"].partition(":")
    assert callable(getattr(import_module(module), name))


def test_an_installed_program_finds_its_resources_inside_the_package(tmp_path: Path) -> None:
    """The layout that the wheel is told to have, away from the source."""
    for name in WHEEL["packages"]:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for source, target in WHEEL["force-include"].items():
        shutil.copytree(ROOT / source, tmp_path / target)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from perfdesk import app; "
        "context = app.make_context(); print(*context.catalogue.roots, context.samples)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", code], capture_output=True, text=True, check=True
    )
    inside = tmp_path / "perfdesk" / "resources"
    assert done.stdout.startswith(f"{inside / 'forms'} ")
    assert done.stdout.rstrip().endswith(f" {inside / 'samples'}")
    there = {path.relative_to(inside) for path in inside.rglob("*")}
    assert there == {path.relative_to(RESOURCES) for path in RESOURCES.rglob("*")}


@pytest.mark.parametrize("name", PROJECT["project"]["license-files"])
def test_the_licences_that_go_with_it_are_there(name: str) -> None:
    assert (ROOT / name).is_file()
