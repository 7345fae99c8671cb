"""The verb learn, and the library of an office: what comes in, and what never stops the program."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from perfdesk import cli
from perfdesk.commands import library
from perfdesk.commands.context import Context
from perfdesk.commands.projects import open_forms
from perfdesk.models.library import KnownIndicator
from perfdesk.storage import own_library
from tests.conftest import RESOURCES


@pytest.fixture
def stocked(context: Context) -> Context:
    return dataclasses.replace(context, library=RESOURCES / "library")


def sample(context: Context) -> Path:
    return min(context.samples.glob("人房*.perfdesk"))


def test_learn_says_what_came_in_and_keeps_it(
    stocked: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(library.load_library(stocked).indicators)
    assert cli.run(["learn", str(sample(stocked))], stocked) == cli.DONE
    output = capsys.readouterr()
    lines = output.out.splitlines()
    assert lines and f"新收入 {len(lines)} 条" in output.err
    assert not any(figure in output.out for figure in ("30000", "89.60"))
    after = library.load_library(stocked).indicators
    assert len(after) == before + len(lines) and after[0].is_own
    assert cli.run(["learn", str(sample(stocked))], stocked) == cli.DONE
    assert capsys.readouterr().out == ""


def two_forms(context: Context, folder: Path) -> Path:
    """Give a project that holds a form and the next stage's, with the same indicators."""
    project = folder / "两张表.perfdesk"
    asked = ["carry", str(sample(context)), "self_evaluation", "-o", str(project)]
    assert cli.run(asked, context) == cli.DONE
    return project


def test_an_indicator_that_two_forms_of_a_project_have_is_kept_once(
    stocked: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = two_forms(stocked, tmp_path)
    capsys.readouterr()
    assert cli.run(["learn", str(project)], stocked) == cli.DONE
    output = capsys.readouterr()
    lines = output.out.splitlines()
    assert len(lines) == len(set(lines)) == 8
    assert output.err == "“两张表.perfdesk”：新收入 8 条。\n"
    own = [each for each in library.load_library(stocked).indicators if each.is_own]
    assert len(own) == len({each.key for each in own}) == 8


def test_the_window_too_keeps_what_two_forms_have_once(stocked: Context, tmp_path: Path) -> None:
    shared = library.SharedLibrary(stocked)
    kept = [
        shared.learn(each.edition, each.document)
        for each in open_forms(stocked, two_forms(stocked, tmp_path))
    ]
    assert [(len(each.added), each.known) for each in kept] == [(8, 0), (0, 8)]
    again = shared.keep([*kept[0].added, *kept[0].added])
    assert (again.added, again.known) == ((), 8)
    assert len([each for each in shared.whole().indicators if each.is_own]) == 8


def test_a_library_that_has_an_indicator_twice_shows_it_once(stocked: Context) -> None:
    one, other = (KnownIndicator(name, "本单位积累", "数量", is_own=True) for name in "甲乙")
    own_library.change(stocked.data / "library.json", lambda _: (one, other, one))
    own = [each for each in library.load_library(stocked).indicators if each.is_own]
    assert own == [one, other]


def test_one_unreadable_file_does_not_stop_the_others(
    stocked: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "坏.perfdesk"
    broken.write_text("{", encoding="utf-8")
    code = cli.run(["learn", str(broken), str(sample(stocked))], stocked)
    output = capsys.readouterr()
    assert code == cli.REFUSED and "坏" in output.err and output.out


def test_a_faulty_program_library_is_noted_and_nothing_stops(
    stocked: Context, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(RESOURCES / "library", folder)
    (folder / "waste.toml").write_text("topic = 3", encoding="utf-8")
    broken = dataclasses.replace(stocked, library=folder)
    [note] = library.load_library(broken).notes
    assert "waste.toml" in note and library.load_library(broken).indicators == ()
    nowhere = dataclasses.replace(stocked, library=tmp_path / "nowhere")
    assert len(library.load_library(nowhere).notes) == 1


def test_files_of_the_office_are_read_with_the_programs(stocked: Context) -> None:
    own = stocked.data / "library"
    own.mkdir()
    text = "topic = '本镇特色'\nindicators = [{ name = '龙舟赛举办场次', kind = '数量' }]"
    (own / "town.toml").write_text(text, encoding="utf-8")
    names = [each.name for each in library.load_library(stocked).indicators]
    assert "龙舟赛举办场次" in names and "苗木成活率" in names
