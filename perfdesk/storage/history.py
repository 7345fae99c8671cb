"""Earlier saves of a project, kept on this computer so that they can be brought back."""

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from perfdesk.storage import atomic
from perfdesk.storage.reading import digest, read
from perfdesk.storage.trouble import CannotRead, Cause, Trouble, explain

MOST = 30


@dataclass(frozen=True, slots=True)
class Copy:
    """One earlier content: when it was kept (UTC), its digest and size, and where it lies."""

    at: datetime
    digest: str
    size: int
    path: Path


def keep(
    folder: Path, project: Path, data: bytes, *, at: datetime, most: int = MOST
) -> atomic.Outcome:
    """Keep one content of a project, and only the newest `most` of them.

    Content equal to the newest copy is not kept twice. The copies are plain project files in a
    folder per project under `folder`; `at` is a time with its zone. Never raises, so
    that it can be handed to `atomic.write`:
    `keep=lambda old: history.keep(folder, path, old, at=clock())`.
    """
    place = _place(folder, project)
    newest = copies(folder, project)[:1]
    if newest and newest[0].digest == digest(data) and _intact(newest[0]):
        return atomic.Saved(newest[0].digest)
    path = place / f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{digest(data)}{_SUFFIX}"
    try:
        if not place.is_dir():
            place.mkdir(parents=True)
            # For people: the copies are of this file.
            (place / "path.txt").write_text(f"{project}\n", "utf-8", "replace")
    except (OSError, ValueError) as error:
        trouble = explain(error, path)
        return atomic.NotSaved(trouble.cause, trouble.message)
    outcome = atomic.write_output(path, data)
    if isinstance(outcome, atomic.Saved):
        prune(folder, project, most=most)
    return outcome


def copies(folder: Path, project: Path) -> tuple[Copy, ...]:
    """List the copies of a project, newest first; empty when there are none."""
    found = []
    with suppress(OSError, ValueError):
        for path in _place(folder, project).iterdir():
            if match := _NAME.fullmatch(path.name):
                with suppress(OSError, ValueError):
                    at = datetime.fromisoformat(match["at"])
                    found.append(Copy(at, match["digest"], path.stat().st_size, path))
    return tuple(sorted(found, key=lambda copy: (copy.at, copy.digest), reverse=True))


def content(copy: Copy) -> bytes:
    """Read a copy, or raise CannotRead; one that is not what was kept is refused."""
    loaded = read(copy.path)
    if loaded.digest != copy.digest:
        text = "这份历史版本已损坏，不能恢复。请另选一份。"
        raise CannotRead(Trouble(Cause.DAMAGED, text))
    return loaded.data


def prune(folder: Path, project: Path, *, most: int = MOST) -> int:
    """Delete all but the newest copies; returns how many went."""
    gone = 0
    for copy in copies(folder, project)[most:]:
        with suppress(OSError):
            copy.path.unlink()
            gone += 1
    return gone


_SUFFIX = ".perfdesk"
_NAME = re.compile(r"(?P<at>\d{8}T\d{6}\.\d{6}Z)-(?P<digest>[0-9a-f]{64})" + re.escape(_SUFFIX))


def _place(folder: Path, project: Path) -> Path:
    """Find the folder of a project's copies: by its path, however it was reached."""
    name = os.path.normcase(os.path.realpath(project))
    return folder / hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _intact(copy: Copy) -> bool:
    try:
        content(copy)
    except CannotRead:
        return False
    return True
