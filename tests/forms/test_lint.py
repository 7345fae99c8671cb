"""Lint names every fault of an edition's folder at once: file, table and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk import cli
from perfdesk.commands.context import Context
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.lint import lint
from tests.conftest import RESOURCES

FORM, EDITION = "self_evaluation", "variant-20-80"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy an edition that is data alone, to be spoiled."""
    copy = tmp_path / FORM / EDITION
    shutil.copytree(RESOURCES / "forms" / FORM / EDITION, copy)
    return copy


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_whole_folder_has_no_fault(folder: Path) -> None:
    assert lint(folder) == ()


def test_slips_in_all_files_are_named_together(folder: Path) -> None:
    spoil(folder, "form.toml", 'name = "project_name"', 'name = "project_name"\nhnt = "x"')
    spoil(folder, "form.toml", 'name = "expected_goal"\nlabel', 'name = "expected_goal"\nlabl')
    spoil(folder, "layout.toml", 'style = "year"', 'style = "yaer"')
    spoil(folder, "examples/checks.toml", 'found = ["overspent"]', 'found = "overspent"')
    found = lint(folder)
    assert len(found) == 4
    for place in (
        "form.toml › section[project] › field[project_name] › hnt：",
        "form.toml › section[goals] › field[expected_goal] › label：",
        "layout.toml › band[title] › row[2] › cells[1] › style：",
        "checks.toml › example[",
    ):
        assert any(place in each for each in found), place


def test_every_formula_at_fault_is_named(folder: Path) -> None:
    spoil(folder, "form.toml", "rate(annual_execution,", "rate(annual_exection,")
    spoil(folder, "form.toml", 'holds = "weight > 0"', 'holds = "wieght > 0"')
    spoil(folder, "form.toml", 'when = "score < weight"', 'when = "score << weight"')
    found = lint(folder)
    assert len(found) == 3
    for words in (
        "form.toml：funds.execution_rate 的 calculation",
        "form.toml：检查 weight_not_positive 的 holds",
        "form.toml：检查 lost_points_unexplained 的 when",
    ):
        assert any(words in each for each in found), words


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("form.toml", 'only = ["total"]', 'only = ["totl"]', "funds.weight 的 only“totl”"),
        ("form.toml", "level = 2\n", "", "level = 2"),
        ("form.toml", '"funds.total.initial_budget" =', '"funds.sum.initial_budget" =', "carry"),
        ("form.toml", 'at = "funds.total.annual_budget"', 'at = "funds.sum.annual_budget"', "at"),
        ("layout.toml", "{ row_label = true },", "{},", "row_label"),
        ("examples/sound.toml", '"funds[4].initial_budget"', '"funds[5].initial_budget"', "funds"),
    ],
)
def test_a_fault_between_tables_is_named(
    folder: Path, name: str, old: str, new: str, words: str
) -> None:
    spoil(folder, name, old, new)
    found = lint(folder)
    assert found, f"nothing said of {new}"
    assert any(words in each for each in found), found


def test_a_folder_of_another_name_is_a_fault(folder: Path) -> None:
    other = folder.rename(folder.parent / "other")
    assert any(f"{FORM}/{EDITION}" in each for each in lint(other))


def test_the_command_says_how_it_went(
    folder: Path, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["lint", str(folder)], context) == cli.DONE
    assert capsys.readouterr().out == ""
    spoil(folder, "layout.toml", "width = 210", "")
    assert cli.run(["lint", str(folder)], context) == cli.FOUND
    assert "layout.toml › page › width：缺少" in capsys.readouterr().out
    assert cli.run(["lint", str(folder.parent / "nowhere")], context) == cli.FOUND


def test_an_edition_of_a_year_is_newer_than_a_variant(tmp_path: Path) -> None:
    for edition in ("shanghai-2024", "variant-20-80"):
        source = RESOURCES / "forms" / FORM / edition
        shutil.copytree(source, tmp_path / FORM / edition)
    assert Catalogue([tmp_path]).find(FORM).edition == "shanghai-2024"


def test_a_fault_of_the_report_is_named_with_its_file(tmp_path: Path) -> None:
    source = next(RESOURCES.glob("forms/*/*/report.toml")).parent
    folder = tmp_path / source.parent.name / source.name
    shutil.copytree(source, folder)
    assert lint(folder) == ()
    report = folder / "report.toml"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("{project_name}", "{no_such_name}", 1), encoding="utf-8")
    (fault,) = lint(folder)
    assert fault.startswith(f"{folder.name}/report.toml：")
    assert "no_such_name" in fault
    report.write_text("title = 1", encoding="utf-8")
    assert any("report.toml" in each for each in lint(folder))
