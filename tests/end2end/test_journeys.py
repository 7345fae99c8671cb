"""A few journeys through the real program, started as a user starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.projects import open_project, open_sample, save_project
from perfdesk.exchange.incoming.differences import same_data
from perfdesk.leftovers import find_leftovers
from perfdesk.models.refs import Ref

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    places = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    return os.environ | places | {"QT_QPA_PLATFORM": "offscreen"}


def program(home: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.run(command, env=home, capture_output=True, text=True, encoding="utf-8")


def sample(context: Context) -> Path:
    return context.samples / "人房共管服务项目.perfdesk"


def test_every_key_comes_back_after_the_program_was_killed(
    home: dict[str, str], context: Context, tmp_path: Path
) -> None:
    project = tmp_path / "项目.perfdesk"
    project.write_bytes(sample(context).read_bytes())
    before = project.read_bytes()
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    child = subprocess.run(
        [sys.executable, "-m", "tests.end2end.typing_child", str(project), "town_name", letters],
        cwd=ROOT,
        env=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    typed = child.stdout.strip()
    assert typed.endswith(letters)
    assert project.read_bytes() == before
    mine = replace(context, data=tmp_path / "data" / "perfdesk")
    (leftover,) = find_leftovers(mine, mine.data / "journals")
    assert leftover.opened.document.text(Ref("town_name")) == typed
    assert leftover.opened.path == project
    assert leftover.changes == 1


def test_a_form_goes_out_as_a_workbook_and_comes_back(
    home: dict[str, str], context: Context, tmp_path: Path
) -> None:
    project, book, back = (tmp_path / name for name in ("甲.perfdesk", "甲.xlsx", "乙.perfdesk"))
    project.write_bytes(sample(context).read_bytes())
    assert program(home, "export", str(project), "-o", str(book)).returncode == 0
    assert program(home, "import", str(book), "-o", str(back)).returncode == 0
    one, other = (open_project(context, path) for path in (project, back))
    assert same_data(one.edition, one.document, other.document)
    changed = program(home, "set", str(project), "town_name=华漕镇")
    assert changed.returncode == 0
    assert program(home, "export", str(project), "-o", str(book)).returncode == 0
    listed = program(home, "import", str(book), "-o", str(back))
    assert listed.returncode == 1
    assert "华漕镇" in listed.stdout
    assert not open_project(context, back).document.text(Ref("town_name"))
    assert program(home, "import", str(book), "-o", str(back), "--apply").returncode == 0
    assert open_project(context, back).document.text(Ref("town_name")) == "华漕镇"


def test_without_a_display_the_main_job_is_done_on_a_sample(
    home: dict[str, str], tmp_path: Path
) -> None:
    bare = {name: value for name, value in home.items() if name not in SCREENS}
    command = [sys.executable, str(ROOT / "main.py")]
    done = subprocess.run(
        command, cwd=tmp_path, env=bare, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert "没有图形界面" in done.stderr
    out = tmp_path / "out"
    assert {path.suffix for path in out.iterdir()} == {".pdf", ".xlsx", ".png"}
    assert (out / "示例.pdf").read_bytes().startswith(b"%PDF")


def test_a_word_that_is_no_verb_and_no_file_is_refused(home: dict[str, str]) -> None:
    done = program(home, "no_such_verb")
    assert done.returncode == 2
    assert "no_such_verb" in done.stderr


def test_a_file_is_checked_where_there_is_no_display(
    home: dict[str, str], context: Context, tmp_path: Path
) -> None:
    bare = {name: value for name, value in home.items() if name not in SCREENS}
    done = program(bare, str(sample(context)))
    assert done.returncode == 1
    assert "没有图形界面" in done.stderr
    assert "town_name" in done.stdout


def test_a_sample_is_never_saved_over(context: Context) -> None:
    opened = open_sample(context, sample(context))
    assert opened.path is None
    before = sample(context).read_bytes()
    opened.document.put(Ref("town_name"), "华漕镇")
    with pytest.raises(Refusal):
        save_project(context, opened.project, sample(context), opened.digest)
    assert sample(context).read_bytes() == before
