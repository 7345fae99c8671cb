"""Keep what was read of a folder of files, line by line, so that a run that ends early goes on.

    {"stamp": …}
    {"path": …, "size": …, "mtime_ns": …, "digest": …, "held": base64 of zlib of JSON}

A line that a crash has torn is dropped. Another stamp, that is another program or other
editions, begins the file anew.
"""

from __future__ import annotations

import binascii
import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from perfdesk.storage import process

MOST_KEPT = 12
_LONGEST_LINE = 64 * 1024 * 1024


class BeingCollected(Exception):
    """Say that another process is at it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A file as it was when it was read, without looking inside."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class _Line:
    identity: Identity
    digest: str
    start: int


class Results:
    """The records of one folder; `add` survives the end of the process at any moment."""

    def __init__(self, file: BinaryIO, stamp: str) -> None:
        self._file = file
        self._lines: dict[str, _Line] = {}
        self._end = self._load(stamp)

    def digest(self, identity: Identity) -> str:
        """Give the digest under which a file is held; blank for one that is not."""
        line = self._lines.get(identity.path)
        return line.digest if line else ""

    def holds(self, identity: Identity) -> bool:
        """Tell whether a file is held and looks the same since."""
        line = self._lines.get(identity.path)
        return line is not None and line.identity == identity

    def add(self, identity: Identity, digest: str, record: Any) -> None:
        held = zlib.compress(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"), 6)
        self._append(identity, digest, b64encode(held).decode())

    def renew(self, identity: Identity) -> None:
        """Keep the record of a file whose content is the same under another time."""
        line = self._lines[identity.path]
        self._append(identity, line.digest, self._held(line))

    def read(self, path: str) -> Any:
        """Give the record of a file; raises KeyError for one that is not held."""
        return json.loads(zlib.decompress(b64decode(self._held(self._lines[path]))))

    def _held(self, line: _Line) -> str:
        self._file.seek(line.start)
        held: str = json.loads(self._file.readline())["held"]
        return held

    def _append(self, identity: Identity, digest: str, held: str) -> None:
        plain = {
            "path": identity.path,
            "size": identity.size,
            "mtime_ns": identity.mtime_ns,
            "digest": digest,
            "held": held,
        }
        line = json.dumps(plain).encode() + b"\n"
        self._file.seek(self._end)
        self._file.write(line)
        self._file.flush()
        self._lines[identity.path] = _Line(identity, digest, self._end)
        self._end += len(line)

    def _load(self, stamp: str) -> int:
        self._file.seek(0)
        head = self._file.readline(_LONGEST_LINE)
        end = len(head)
        if _stamp(head) != stamp:
            self._file.seek(0)
            self._file.truncate()
            head = json.dumps({"stamp": stamp}).encode() + b"\n"
            self._file.write(head)
            self._file.flush()
            return len(head)
        while (text := self._file.readline(_LONGEST_LINE)).endswith(b"\n"):
            try:
                line = _line(text, end)
            except (ValueError, KeyError, TypeError, zlib.error, binascii.Error):
                break
            self._lines[line.identity.path] = line
            end += len(text)
        self._file.truncate(end)
        return end


def _stamp(line: bytes) -> object:
    with suppress(ValueError, AttributeError):
        return json.loads(line).get("stamp")
    return None


def _line(text: bytes, start: int) -> _Line:
    plain = json.loads(text)
    zlib.decompress(b64decode(plain["held"], validate=True))
    identity = Identity(plain["path"], plain["size"], plain["mtime_ns"])
    return _Line(identity, str(plain["digest"]), start)


@contextmanager
def open_results(folder: Path, name: str, stamp: str, *, again: bool = False) -> Iterator[Results]:
    """Open the results file of that name; raises BeingCollected while another process has it.

    `again` forgets what it holds. Of all results files only the latest are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    with process.turn(folder / f"{name}.lock", patience=0.2) as ours:
        if not ours:
            raise BeingCollected
        if again:
            path.unlink(missing_ok=True)
        _remove_old(folder, path)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(fd, "r+b") as file:
            yield Results(file, stamp)


def _remove_old(folder: Path, current: Path) -> None:
    others = [each for each in folder.glob("*.jsonl") if each != current]
    with suppress(OSError):
        others.sort(key=lambda each: each.stat().st_mtime_ns, reverse=True)
    for old in others[MOST_KEPT - 1 :]:
        with suppress(OSError):
            old.unlink()
