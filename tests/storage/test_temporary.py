"""Sweeping removes what killed saves left, and nothing that may still be needed."""

import os
import subprocess
import sys
from pathlib import Path

from perfdesk.storage.temporary import _host, remove_leftovers, written_beside


def _dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def _leftover(folder: Path, host: str, pid: int) -> Path:
    path = folder / f".perfdesk-{host}-{pid}-0123456789ab.tmp"
    path.touch()
    return path


def test_only_what_the_dead_left_is_swept(tmp_path: Path) -> None:
    dead = _leftover(tmp_path, _host(), _dead_process())
    alive = written_beside(tmp_path / "表", b"in the making")
    elsewhere = _leftover(tmp_path, "00000000", 1)
    stranger = tmp_path / ".perfdesk-notes.tmp"
    stranger.touch()
    assert remove_leftovers(tmp_path) == 1
    assert set(tmp_path.iterdir()) == {alive, elsewhere, stranger}
    assert not dead.exists()


def test_another_computers_leftover_goes_after_a_day(tmp_path: Path) -> None:
    path = _leftover(tmp_path, "00000000", 1)
    os.utime(path, (1000, 1000))
    assert remove_leftovers(tmp_path, now=1000 + 23 * 3600) == 0
    assert remove_leftovers(tmp_path, now=1000 + 25 * 3600) == 1


def test_a_folder_that_is_not_there_needs_no_sweeping(tmp_path: Path) -> None:
    assert remove_leftovers(tmp_path / "none") == 0
