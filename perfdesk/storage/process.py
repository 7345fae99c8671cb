"""Tell whether another running program is still there, and take turns with it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 0x7FFF0000  # Windows locks are ranges: one byte where no content ever lies


def host() -> str:
    """Name this computer."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def mark_of(pid: int) -> str | None:
    """Tell one run of a process from any other, or None when no such process runs.

    A number alone is not enough: after a restart another program has it.
    """
    if not 0 < pid < 2**31:
        return None
    if sys.platform == "win32":
        return _windows_mark(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return str(pid)
    # The command's name stands in brackets and may hold anything, so count from its end.
    state, *rest = stat.rpartition(")")[2].split()
    return None if state in "ZX" else f"{pid} {boot} {rest[18]}"


def _windows_mark(pid: int) -> str | None:
    # os.kill(pid, 0) would end the process here.
    if sys.platform != "win32":
        raise NotImplementedError
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    handle = kernel.OpenProcess(0x1000, False, pid)  # only to ask, not to touch
    if not handle:
        denied = ctypes.get_last_error() == 5
        return str(pid) if denied else None
    try:
        code = wintypes.DWORD()
        kernel.GetExitCodeProcess(wintypes.HANDLE(handle), ctypes.byref(code))
        times = [wintypes.FILETIME() for _ in range(4)]
        kernel.GetProcessTimes(wintypes.HANDLE(handle), *map(ctypes.byref, times))
    finally:
        kernel.CloseHandle(wintypes.HANDLE(handle))
    born = times[0].dwHighDateTime << 32 | times[0].dwLowDateTime
    return f"{pid} {born}" if code.value == 259 else None  # 259: still active


def try_hold(fd: int) -> bool | None:
    """Hold an open file until it is closed or the process dies, however it dies.

    False: another open file holds it. None: this file system cannot tell.
    """
    try:
        if sys.platform == "win32":
            before = os.lseek(fd, 0, os.SEEK_CUR)
            os.lseek(fd, _FAR, os.SEEK_SET)
            try:
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(fd, before, os.SEEK_SET)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return None
    return True


@contextmanager
def turn(path: Path | None, *, patience: float = 5.0) -> Iterator[bool]:
    """Let the processes of this machine through one at a time; yields whether it is our turn.

    `path` is a local file used for nothing else; it stays behind, empty. Where it cannot
    be made or held, everyone passes: taking turns is a help, never a hindrance.
    """
    fd = _open_quietly(path) if path is not None else None
    if fd is None:
        yield True
        return
    try:
        ends = time.monotonic() + patience
        while (held := try_hold(fd)) is False and time.monotonic() < ends:
            time.sleep(0.005)
        yield held is not False
    finally:
        with suppress(OSError):  # what was done in our turn stays done
            os.close(fd)


def _open_quietly(path: Path) -> int | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError:
        return None
