"""Lint names every fault of an edition's folder at once: file, table and key."""

from __future__ import annotations

import dataclasses
import re
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
    assert lint(folder).faults == ()


def test_slips_in_all_files_are_named_together(folder: Path) -> None:
    spoil(folder, "form.toml", 'name = "project_name"', 'name = "project_name"\nhnt = "x"')
    spoil(folder, "form.toml", 'name = "expected_goal"\nlabel', 'name = "expected_goal"\nlabl')
    spoil(folder, "layout.toml", 'style = "year"', 'style = "yaer"')
    spoil(folder, "examples/checks.toml", 'found = ["overspent"]', 'found = "overspent"')
    found = lint(folder).faults
    assert len(found) == 5
    for place in (
        "form.toml › section[project] › field[project_name] › hnt：",
        "form.toml › section[goals] › field[expected_goal] › label：缺少",
        "form.toml › section[goals] › field[expected_goal] › labl：不认识",
        "layout.toml › band[title] › row[2] › cells[1] › style：",
        "checks.toml › example[",
    ):
        assert any(place in each for each in found), place


def test_every_formula_at_fault_is_named(folder: Path) -> None:
    spoil(folder, "form.toml", "rate(annual_execution,", "rate(annual_exection,")
    spoil(folder, "form.toml", 'holds = "weight > 0"', 'holds = "wieght > 0"')
    spoil(folder, "form.toml", 'when = "score < weight"', 'when = "score << weight"')
    found = lint(folder).faults
    assert len(found) == 3
    for words in (
        "form.toml：funds.execution_rate 的 calculation",
        "form.toml：检查 weight_not_positive 的 holds",
        "form.toml：检查 lost_points_unexplained 的 when",
    ):
        assert any(words in each for each in found), words


def test_faults_of_every_sort_are_told_at_once(folder: Path) -> None:
    """What is read, formulas, carrying, the paper, other words and examples do not wait."""
    spoil(folder, "form.toml", 'name = "project_name"', 'name = "project_name"\nhnt = "x"\nb = 1')
    spoil(folder, "form.toml", 'holds = "weight > 0"', 'holds = "wieght > 0"')
    spoil(folder, "form.toml", 'budget = "funds.total', 'budget = "funds.none')
    spoil(folder, "form.toml", '"funds.total.initial_budget" =', '"funds.sum.initial_budget" =')
    spoil(folder, "layout.toml", "bottom = 25", "bottom = 9")
    spoil(folder, "layout.toml", 'style = "year"', 'style = "yaer"')
    spoil(folder, "aliases.toml", '"indicators.level1"', '"indicators.levl1"')
    spoil(folder, "examples/sound.toml", '"funds[4].initial_budget"', '"funds[5].initial_budget"')
    linted = lint(folder)
    for words in (
        "field[project_name] › hnt：不认识的键",
        "field[project_name] › b：不认识的键",
        "检查 weight_not_positive 的 holds",
        "summary.budget：",
        "carry[monitoring]：",
        "下边距 9 毫米",
        "› style：没有名为“yaer”的样式",
        "aliases.toml：没有名为“indicators.levl1”的栏目",
        "sound：“funds[5].initial_budget”不是格的名字",
    ):
        assert sum(words in each for each in linted.faults) == 1, (words, linted.faults)
    assert len(linted.faults) == 9 and not linted.examples_tried


def test_faults_elsewhere_do_not_keep_examples_from_being_tried(folder: Path) -> None:
    spoil(folder, "form.toml", 'name = "project_name"', 'name = "project_name"\nhnt = "x"')
    spoil(folder, "layout.toml", "width = 210", 'width = "210"')
    spoil(folder, "examples/checks.toml", 'found = ["overspent"]', 'found = ["weights_sum"]')
    linted = lint(folder)
    assert linted.examples_tried
    assert any("应发现 weights_sum，没有发现" in each for each in linted.faults)
    assert not any("毫米" in each for each in linted.faults), "nothing follows from a stand-in"


def test_two_slips_in_one_check_are_both_named(folder: Path) -> None:
    spoil(folder, "form.toml", 'when = "score < weight"', 'when = "scor < weight"')
    text = (folder / "form.toml").read_text(encoding="utf-8")
    start = text.index('when = "scor < weight"')
    cut = text.index("{", start)
    (folder / "form.toml").write_text(f"{text[:cut]}{{no_such}}{{nor_this}}{text[cut:]}", "utf-8")
    found = lint(folder).faults
    assert [any(word in each for each in found) for word in ("“scor”", "no_such", "nor_this")] == [
        True
    ] * 3


@pytest.mark.slow
def test_whatever_key_is_missing_lint_goes_on_and_names_it(folder: Path) -> None:
    """Every fiftieth key is misspelt by turns: no fault is a traceback, none is passed over."""
    path = folder / "form.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = [place for place, line in enumerate(lines) if re.match("[a-z_]+ = ", line)]
    for place in keys[::50]:
        spoilt = [*lines]
        spoilt[place] = "z" + lines[place]
        path.write_text("\n".join(spoilt), encoding="utf-8")
        key = f"z{lines[place].partition(' ')[0]}"
        assert any(key in each for each in lint(folder).faults), lines[place]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("form.toml", 'only = ["total"]', 'only = ["totl"]', "funds.weight 的 only“totl”"),
        ("form.toml", "level = 2\n", "", "level = 2"),
        ("form.toml", '"funds.total.initial_budget" =', '"funds.sum.initial_budget" =', "carry"),
        ("form.toml", 'at = "funds.total.annual_budget"', 'at = "funds.sum.annual_budget"', "at"),
        ("layout.toml", "{ row_label = true },", "{},", "row_label"),
        ("examples/sound.toml", '"funds[4].initial_budget"', '"funds[5].initial_budget"', "funds"),
        ("layout.toml", 'align = "center"', 'align = "centre"', "“centre”不认识，可用：left"),
        ("layout.toml", 'role = "hei_bold"', 'role = "hei_bld"', "“hei_bld”不认识，可用：song"),
        ("layout.toml", 'borders = ""', 'borders = "x"', "tblr"),
    ],
)
def test_a_fault_between_tables_is_named(
    folder: Path, name: str, old: str, new: str, words: str
) -> None:
    spoil(folder, name, old, new)
    found = lint(folder).faults
    assert found, f"nothing said of {new}"
    assert any(words in each for each in found), found


def test_a_folder_of_another_name_is_a_fault(folder: Path) -> None:
    other = folder.rename(folder.parent / "other")
    assert any(f"{FORM}/{EDITION}" in each for each in lint(other).faults)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shanghai", "四位年份结尾"),
        ("shanghai-20-80", "四位年份结尾"),
        ("Shanghai-2024", "小写字母"),
        ("shanghai_2024", "小写字母"),
        ("上海-2024", "小写字母"),
    ],
)
def test_a_name_that_would_not_be_found_by_its_year_is_refused(
    folder: Path, name: str, words: str
) -> None:
    spoil(folder, "form.toml", f'edition = "{EDITION}"', f'edition = "{name}"')
    found = lint(folder.rename(folder.parent / name)).faults
    assert any(words in each for each in found), found
    assert not any("文件夹名" in each for each in found)


def test_a_folder_that_lies_too_high_is_told_where_the_edition_is(
    folder: Path, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    form, forms = folder.parent, folder.parent.parent
    for place, below in ((form, EDITION), (forms, f"{FORM}/{EDITION}")):
        (fault,) = lint(place).faults
        assert f"没有 form.toml，版本在它下面：{below}" in fault
    (fault,) = lint(folder / "examples").faults
    assert "不是一个版本的文件夹" in fault
    (fault,) = lint(forms / "nowhere").faults
    assert "没有这个文件夹" in fault


def test_an_edition_put_too_high_is_not_passed_over_in_silence(
    folder: Path, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = folder.parent.parent
    high = folder.rename(forms / EDITION)
    (fault,) = lint(high).faults
    assert f"文件夹名应为 {FORM}/{EDITION}" in fault and f"现为 {forms.name}/{EDITION}" in fault
    both = Catalogue([RESOURCES / "forms", forms])
    context = dataclasses.replace(context, read_catalogue=lambda: both)
    assert cli.run(["forms"], context) == cli.FOUND
    said = capsys.readouterr()
    assert str(high) in said.err and "之下两层" in said.err
    assert f"{FORM}/{EDITION}" in said.out, "the program's own is there"


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
    assert lint(folder).faults == ()
    report = folder / "report.toml"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("{project_name}", "{no_such_name}", 1), encoding="utf-8")
    (fault,) = lint(folder).faults
    assert fault.startswith(f"{folder.name}/report.toml：")
    assert "no_such_name" in fault
    report.write_text("title = 1", encoding="utf-8")
    assert any("report.toml" in each for each in lint(folder).faults)
