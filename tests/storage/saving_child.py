"""Save for `faults.py`: the real way, or one of the naive ways that must be caught.

A process that saves ends with a code that tells the outcome it reports.
"""

import ctypes
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from perfdesk.storage import atomic, history, reading

SAVED, NOT_SAVED, NOT_CONFIRMED, SAVED_WITH_NOTE = 10, 11, 12, 14
OLD, NEW = b"old " * 3000, b"new " * 4000
MARKER = "/the-save-begins-here"


def real(folder: str, *, new_file: bool = False) -> int:
    target = Path(folder, "user", "project.perfdesk")
    kept = Path(folder, "local")
    expected = None if new_file else reading.digest(OLD)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    mark()
    outcome = atomic.write(
        target,
        NEW,
        expected_hash=expected,
        keep=lambda old: history.keep(kept, target, old, at=at),
        guard=kept / "guard",
    )
    match outcome:
        case atomic.Saved(note=""):
            return SAVED
        case atomic.Saved():
            return SAVED_WITH_NOTE
        case atomic.NotConfirmed():
            return NOT_CONFIRMED
    return NOT_SAVED


def truncating(folder: str) -> int:
    mark()
    try:
        with Path(folder, "user", "project.perfdesk").open("wb") as file:
            file.write(NEW)
    except OSError:
        return NOT_SAVED
    return SAVED


def unsynced(folder: str) -> int:
    mark()
    try:
        with Path(folder, "user", "new").open("wb") as file:
            file.write(NEW)
        Path(folder, "user", "new").replace(Path(folder, "user", "project.perfdesk"))
    except OSError:
        return NOT_SAVED
    return SAVED


def synced_again(folder: str) -> int:
    """Believe a second sync of the same file after a failed one."""
    mark()
    try:
        with Path(folder, "user", "new").open("wb") as file:
            file.write(NEW)
            file.flush()
            try:
                os.fsync(file.fileno())
            except OSError:
                os.fsync(file.fileno())
        Path(folder, "user", "new").replace(Path(folder, "user", "project.perfdesk"))
        fd = os.open(f"{folder}/user", os.O_RDONLY)
        os.fsync(fd)
        os.close(fd)
    except OSError:
        return NOT_SAVED
    return SAVED


def mark() -> None:
    try:
        os.open(MARKER, os.O_RDONLY)
    except OSError:
        return
    raise AssertionError("the marker must not exist")


def _let_strace_attach() -> None:
    """Allow what many systems forbid by default: being traced by a process that is no parent."""
    ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)


def main() -> None:
    """For each line `way folder`: fork, name the process, save on SIGUSR1, tell how it ended.

    The forks share one interpreter that has imported everything, so that a save under strace costs
    milliseconds, and each counts its system calls from the fork.
    """
    ways = {
        "real": real,
        "real-new": lambda folder: real(folder, new_file=True),
        "truncating": truncating,
        "unsynced": unsynced,
        "synced-again": synced_again,
    }
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    for line in sys.stdin:
        way, folder = line.split()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _let_strace_attach()
                print(os.getpid(), flush=True)
                signal.sigwait({signal.SIGUSR1})
                code = ways[way](folder)
            finally:
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
