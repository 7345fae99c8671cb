"""The file of a journal: lines of JSON, each with a checksum over itself and all before it."""

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from perfdesk.storage import process

SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Base:
    """What the edits of a journal start from.

    `project` is the path of the file, empty when it was never saved; `digest` is what lay
    there (None likewise); `text` is the whole project, so that recovery needs no file;
    `at` is a time with its zone.
    """

    project: str
    digest: str | None
    text: str
    at: datetime


class HalfWritten(OSError):
    """The end of the file holds half a line that could not be cut off again."""


class JournalFile:
    """One file, held as long as its process lives.

    Made with its head and the records carried over from the files it replaces. The head
    says how many and names those, so that one killed in the making does not pass for the whole.
    """

    def __init__(
        self, folder: Path, base: Base, carried: list[bytes], replaces: Sequence[str] = ()
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND
        flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        self.fd = os.open(self.path, flags, 0o600)
        self.count = -1  # the head is no record
        self._size = 0
        self._sum = 0
        # Held before the head is written, so that whoever reads a head can tell whether we live.
        held = process.try_hold(self.fd) is True
        try:
            head = _head(base, held) | {"carried": len(carried), "replaces": list(replaces)}
            self.extend([encode(head), *carried])
        except OSError:
            self.remove()
            raise

    def extend(self, bodies: list[bytes]) -> None:
        """Append lines whole, or cut the file back to what it was and raise."""
        total = self._sum
        lines = []
        for body in bodies:
            total = zlib.crc32(body, total)
            lines.append(b"%08x %b\n" % (total, body))
        view = memoryview(b"".join(lines))
        size = self._size + len(view)
        try:
            while view:
                view = view[os.write(self.fd, view) :]
        except OSError:
            try:
                os.ftruncate(self.fd, self._size)
            except OSError as error:
                raise HalfWritten(*error.args) from error
            raise
        self._size, self._sum = size, total
        self.count += len(bodies)

    def close(self) -> None:
        if self.fd >= 0:
            with suppress(OSError):
                os.close(self.fd)
            self.fd = -1

    def remove(self) -> None:
        """Let go of the file and delete it."""
        self.close()
        with suppress(OSError):
            self.path.unlink()


def encode(value: Mapping[str, object]) -> bytes:
    """Write one line's content; ASCII, so that half a surrogate pair cannot stop the journal."""
    return _encode(value).encode("ascii")


_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def decode(data: bytes) -> tuple[list[dict[str, object]], int]:
    """Read the lines that are whole, in order; the number says how many bytes were not."""
    found: list[dict[str, object]] = []
    total = 0
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        body = data[start + 9 : end]
        total = zlib.crc32(body, total)
        if data[start : start + 9] != b"%08x " % total:
            break
        try:
            value = json.loads(body)
        except ValueError:
            break
        if not isinstance(value, dict):
            break
        found.append(value)
        start = end + 1
    return found, max(0, len(data) - start)


def _head(base: Base, held: bool) -> dict[str, object]:
    pid = os.getpid()
    return {
        "journal": 1,
        "project": base.project,
        "digest": base.digest,
        "text": base.text,
        "at": base.at.isoformat(),
        "host": process.host(),
        "pid": pid,
        "mark": process.mark_of(pid),
        "held": held,
    }
