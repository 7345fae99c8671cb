"""Temporary files beside the file that is saved: made durable, removed after a crash."""

import errno
import os
import re
import stat
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from perfdesk.storage import process

_TEMPORARY = re.compile(r"\.perfdesk-(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-[0-9a-f]{12}\.tmp")


def written_beside(target: Path, data: bytes) -> Path:
    """Write a new file in the target's folder, through to the disk, and return its path.

    It has the mode of the target, where there is one. On an error nothing stays behind.
    """
    try:
        return _write(target, data)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        # A fresh file, for after a failed sync the system calls the lost pages clean
        # and a second sync of the same file succeeds.
        return _write(target, data)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: until then a power cut may bring the old ones back."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    except OSError as error:
        # Some shares know no sync of a folder: then there is nothing more that one could do.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF):
            raise
    finally:
        os.close(fd)


def remove_leftovers(folder: Path, *, now: float | None = None) -> int:
    """Remove what killed saves have left in a folder; returns how many files.

    A temporary file goes at once when its process ran on this machine and has ended, otherwise
    after a day. Nothing else is touched, and no error is raised.
    """
    now = time.time() if now is None else now
    swept = 0
    with suppress(OSError):
        for path in list(folder.glob(".perfdesk-*.tmp")):
            if match := _TEMPORARY.fullmatch(path.name):
                with suppress(OSError):
                    here = match["host"] == _host()
                    ended = here and process.mark_of(int(match["pid"])) is None
                    if ended or now - path.stat().st_mtime > 24 * 3600:
                        path.unlink()
                        swept += 1
    return swept


def _write(target: Path, data: bytes) -> Path:
    name = f".perfdesk-{_host()}-{os.getpid()}-{os.urandom(6).hex()}.tmp"
    temporary = target.with_name(name)
    try:
        old: os.stat_result | None = target.stat()
    except FileNotFoundError:
        old = None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    fd = os.open(temporary, flags, 0o666 if old is None else 0o600)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(fd, view) :]
            if old is not None and sys.platform != "win32":
                _inherit(fd, old)
            os.fsync(fd)
        finally:
            os.close(fd)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _inherit(fd: int, old: os.stat_result) -> None:
    """Give the new file the old one's owner and mode, where we may."""
    if sys.platform == "win32":
        return
    mine = os.fstat(fd)
    with suppress(OSError):
        if (mine.st_uid, mine.st_gid) != (old.st_uid, old.st_gid):
            os.fchown(fd, old.st_uid, old.st_gid)
    with suppress(OSError):  # some network and USB file systems have no modes
        os.fchmod(fd, stat.S_IMODE(old.st_mode))


def _host() -> str:
    return sha256(process.host().encode("utf-8", "surrogateescape")).hexdigest()[:8]
