"""The verb learn, and the library of an office: what comes in, and what never stops the program."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from perfdesk import cli
from perfdesk.commands import library
from perfdesk.commands.context import Context
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
