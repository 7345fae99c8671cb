"""Read a whole file and name its content, so that a later save can tell whether it changed."""

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from perfdesk.storage.trouble import CannotRead, explain

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """Content and its digest, which a later save hands back as `expected_hash`."""

    data: bytes
    digest: str


def digest(data: bytes) -> str:
    """Name a content: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> Loaded:
    """Read a whole file, or raise CannotRead with a sentence for the clerk.

    A folder, a device or a pipe is refused and never waited on.
    """
    try:
        return read_bytes(path, max_bytes)
    except (OSError, ValueError) as error:
        raise CannotRead(explain(error, path, "打开")) from error


def read_bytes(path: Path, max_bytes: int | None = None) -> Loaded:
    """Do as `read` does, raising what the system raised."""
    # Without O_NONBLOCK, opening a pipe waits for a writer who may never come.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
    fd = os.open(path, flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "not a regular file")
        if max_bytes is not None and status.st_size > max_bytes:
            raise OSError(errno.EFBIG, "too large")
        parts = []
        while part := os.read(fd, 1 << 20):
            parts.append(part)
    finally:
        os.close(fd)
    data = b"".join(parts)
    return Loaded(data, digest(data))
