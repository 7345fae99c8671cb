"""What /proc tells of processes: a bare system has no `ps`."""

from __future__ import annotations

from pathlib import Path

import pytest

needed = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def children(parent: int) -> set[int]:
    """Give the processes that a process started and that run; one that has ended may linger."""
    every = (int(each.name) for each in Path("/proc").glob("[0-9]*"))
    return {each for each in every if _stat(each)[1] == parent and is_alive(each)}


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that has ended may wait to be taken note of."""
    return _stat(process)[0] not in ("", "Z")


def _stat(process: int) -> tuple[str, int]:
    """Give the state of a process and its parent; the state is blank for one that is gone."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return "", 0
    # The command's name stands in brackets and may hold anything, so count from its end.
    state, parent = text.rpartition(")")[2].split()[:2]
    return state, int(parent)
