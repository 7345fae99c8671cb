"""Find what a killed program left in its journals, and read as much of it as is sound."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from perfdesk.storage import process
from perfdesk.storage.journal_file import SUFFIX, Base, decode


@dataclass(frozen=True, slots=True)
class Recovered:
    """The edits of one journal and what they start from.

    `last_at` is when the last one was written (UTC). `damage` is a Chinese sentence when
    more was lost than a half-written last edit; otherwise empty.

    Before asking the clerk, replay the records on `base.text` and compare with the file: equal
    means it was saved and only the journal was left over. A file whose digest is neither
    `base.digest` nor that of the replayed content was changed meanwhile: offer the
    recovered content under another name, never over it.
    """

    path: Path
    base: Base
    records: tuple[dict[str, object], ...]
    last_at: datetime
    damage: str
    replaces: tuple[str, ...] = ()  # journals that led to the same content, to be deleted


def pending(folder: Path, *, now: float | None = None) -> tuple[Recovered, ...]:
    """List journals whose program has ended, the latest first; never raises.

    Those of a running window are left alone, and so are those that cannot be read. Files in
    which not even the head was written are removed after a day.
    """
    now = time.time() if now is None else now
    found = []
    replaced: set[str] = set()
    with suppress(OSError):
        for path in list(folder.glob(f"*{SUFFIX}")):
            with suppress(OSError):
                recovered = _if_abandoned(path)
                if recovered is not None:
                    found.append(recovered)
                    replaced.update(recovered.replaces)
                elif path.stat().st_size == 0 and now - path.stat().st_mtime > 24 * 3600:
                    path.unlink()
    for old in [one for one in found if one.path.name in replaced]:
        found.remove(old)
        discard(old)
    return tuple(sorted(found, key=lambda one: one.last_at, reverse=True))


def read(path: Path) -> Recovered | None:
    """Read a journal up to its first unsound line; None when it cannot be read or has no head.

    A last line cut short is what a crash leaves and is dropped without a word.
    """
    with suppress(OSError):
        return _recovered(path, *_lines(path))
    return None


def discard(recovered: Recovered) -> None:
    """Delete a journal after the clerk took over its content or gave it up; never raises."""
    with suppress(OSError):
        recovered.path.unlink()


def _if_abandoned(path: Path) -> Recovered | None:
    fd = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    try:
        held = process.try_hold(fd)
        if held is False:
            return None
    finally:
        os.close(fd)
    lines, rest, at = _lines(path)
    if lines and (held is None or not lines[0].get("held")) and _writer_lives(lines[0]):
        return None
    return _recovered(path, lines, rest, at)


def _writer_lives(head: dict[str, object]) -> bool:
    """Judge by the process number, where the file system cannot hold files."""
    match head:
        case {"host": str(host), "pid": int(pid), "mark": str(mark)}:
            return host == process.host() and process.mark_of(pid) == mark
    return False


def _lines(path: Path) -> tuple[list[dict[str, object]], bytes, datetime]:
    data = path.read_bytes()
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    lines, unread = decode(data)
    return lines, data[len(data) - unread :], at


def _recovered(
    path: Path, lines: list[dict[str, object]], rest: bytes, at: datetime
) -> Recovered | None:
    match lines:
        case [
            {
                "journal": 1,
                "project": str(project),
                "digest": str() | None as digest,
                "text": str(text),
                "at": str(begun),
                "carried": int(carried),
                "replaces": list(replaces),
            },
            *records,
        ] if len(records) >= carried:
            base = Base(project, digest, text, datetime.fromisoformat(begun))
            return Recovered(
                path,
                base,
                tuple(records),
                at,
                _damage(rest, len(records)),
                tuple(map(str, replaces)),
            )
    return None


def _damage(rest: bytes, sound: int) -> str:
    # A line cut short has no end; zeros are what a power cut leaves of pages never written.
    lost = rest.rstrip(b"\0").count(b"\n")
    if not lost:
        return ""
    return f"自动记录的前 {sound} 步完好，其后约 {lost} 步已损坏，不能恢复。"
