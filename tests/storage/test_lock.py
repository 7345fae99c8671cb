"""Others see who edits a file; a crash or a read-only folder locks nobody out."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from perfdesk.storage import lock, process
from perfdesk.storage.lock import Busy, Lock, NoLock, acquire

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=timezone(timedelta(hours=8)))
_HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from perfdesk.storage.lock import acquire
print(type(acquire(Path(sys.argv[2]), now=datetime(2026, 11, 20, 6, 5, tzinfo=UTC))).__name__)
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "路灯.perfdesk"
    path.touch()
    return path


@contextmanager
def _another_program(project: Path) -> Iterator["subprocess.Popen[str]"]:
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, root, str(project)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdout.readline() == "Lock\n"
        yield other
        other.kill()


def _beside(project: Path) -> list[str]:
    return [path.name for path in project.parent.iterdir() if path != project]


def test_a_released_lock_leaves_nothing(project: Path) -> None:
    held = acquire(project, now=NOW)
    assert isinstance(held, Lock)
    assert _beside(project) == [held.path.name]
    held.release()
    assert _beside(project) == []
    assert isinstance(acquire(project, now=NOW), Lock)


def test_a_living_program_is_named_with_its_time(project: Path) -> None:
    with _another_program(project) as other:
        busy = acquire(project, now=NOW)
        assert isinstance(busy, Busy)
        assert busy.holder.pid == other.pid
        assert "本机" in busy.message
        assert "11 月 20 日 14:05" in busy.message


def test_a_killed_program_locks_nobody_out(project: Path) -> None:
    with _another_program(project):
        pass
    assert isinstance(acquire(project, now=NOW), Lock)


def test_another_process_with_the_number_of_a_dead_one_does_not_hold(project: Path) -> None:
    held = acquire(project, now=NOW)
    assert isinstance(held, Lock)
    dead = replace(held.holder, mark=f"{os.getpid()} earlier-boot 1")
    held.path.write_bytes(lock._text(dead))
    assert isinstance(acquire(project, now=NOW), Lock)


def _from_another_computer(project: Path) -> Path:
    held = acquire(project, now=NOW)
    assert isinstance(held, Lock)
    held.path.write_bytes(lock._text(replace(held.holder, host="CW-03", user="张三", pid=2**22)))
    return held.path


def test_another_computer_cannot_be_judged_and_holds(project: Path) -> None:
    _from_another_computer(project)
    busy = acquire(project, now=NOW)
    assert isinstance(busy, Busy)
    assert busy.message.startswith("张三（电脑“CW-03”）从 11 月 20 日 14:05 起正在编辑")


def test_who_insists_gets_the_lock_and_the_other_does_not_remove_it(project: Path) -> None:
    first = acquire(project, now=NOW)
    second = acquire(project, now=NOW + timedelta(hours=1), insist=True)
    assert isinstance(first, Lock)
    assert isinstance(second, Lock)
    first.release()
    assert _beside(project) == [second.path.name]


def test_a_second_window_of_the_same_program_is_told_so(project: Path) -> None:
    assert isinstance(acquire(project, now=NOW), Lock)
    busy = acquire(project, now=NOW)
    assert isinstance(busy, Busy)
    assert "另一个窗口" in busy.message


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"host": 1}', b"\xff" * 10_000, b'{"pid": -1}']
)
def test_a_senseless_lock_locks_nobody_out(project: Path, content: bytes) -> None:
    held = acquire(project, now=NOW)
    assert isinstance(held, Lock)
    held.path.write_bytes(content)
    assert isinstance(acquire(project, now=NOW), Lock)


def test_a_lock_made_while_a_stale_one_is_judged_is_not_lost(project: Path) -> None:
    path = _from_another_computer(project)
    judged = replace(lock._read(path), host="stale")  # type: ignore[type-var]
    lock._set_aside(path, judged)
    assert _beside(project) == [path.name]


def test_where_no_lock_can_be_made_work_goes_on(tmp_path: Path) -> None:
    places = [tmp_path / "none" / "a", tmp_path / ("长" * 85)]
    if Path("/proc").is_mount():
        places.append(Path("/proc/a"))
    for place in places:
        refused = acquire(place, now=NOW)
        assert isinstance(refused, NoLock)
        assert "无法" in refused.message


def test_a_lock_is_found_through_a_link(project: Path) -> None:
    (project.parent / "link").symlink_to(project.name)
    assert isinstance(acquire(project, now=NOW), Lock)
    assert isinstance(acquire(project.parent / "link", now=NOW), Busy)


def test_a_process_is_told_from_another_run_and_from_none(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        mark = process.mark_of(other.pid)
        assert mark == process.mark_of(other.pid) != process.mark_of(os.getpid())
        assert mark
        other.kill()
        other.wait()
    assert process.mark_of(other.pid) is None


def test_those_who_take_turns_wait_and_a_dead_one_holds_nobody(tmp_path: Path) -> None:
    guard = tmp_path / "guard"
    with process.turn(guard) as first, process.turn(guard, patience=0.02) as second:
        assert (first, second) == (True, False)
    with process.turn(guard, patience=0.0) as again:
        assert again
    with process.turn(Path("/proc/none/guard")) as anyway:
        assert anyway
