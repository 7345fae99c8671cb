"""The office's own indicators, as a JSON file in the user's folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from perfdesk.models.library import KnownIndicator
from perfdesk.storage import atomic, process
from perfdesk.storage.reading import read
from perfdesk.storage.strict_json import UnreadableJson, dumps, loads
from perfdesk.storage.trouble import CannotRead, Cause

_FORMAT = 1
_TEXTS = ("name", "topic", "kind", "level1", "level2", "value", "evidence")
_MOST_BYTES = 8 << 20
How = Callable[[tuple[KnownIndicator, ...]], Sequence[KnownIndicator]]


@dataclass(frozen=True, slots=True)
class OwnLibrary:
    """What was read, and what was wrong with it.

    `may_change` is no for a file that is not ours to write, as one of a newer version.
    """

    indicators: tuple[KnownIndicator, ...] = ()
    note: str = ""
    may_change: bool = True


def load(path: Path) -> OwnLibrary:
    """Read the office's own indicators; never raises. A broken file is moved aside."""
    try:
        value = loads(read(path, max_bytes=_MOST_BYTES).data)
    except CannotRead as error:
        if error.cause is Cause.GONE:
            return OwnLibrary()
        if error.cause is Cause.TOO_LARGE:
            return _set_aside(path)
        return OwnLibrary(note=f"本单位的指标库没有读入：{error}", may_change=False)
    except UnreadableJson:
        return _set_aside(path)
    match value:
        case {"format": int(number), "indicators": list(entries)} if number == _FORMAT:
            known = [_understood(each) for each in entries]
            kept = tuple(each for each in known if each is not None)
            return OwnLibrary(kept) if len(kept) == len(known) else _set_aside(path, kept)
        case {"format": int(number)} if number > _FORMAT:
            note = "本单位的指标库由更新的版本写成，没有读入，也不会改动。请升级程序。"
            return OwnLibrary(note=note, may_change=False)
    return _set_aside(path)


def change(path: Path, how: How) -> tuple[tuple[KnownIndicator, ...], atomic.Outcome]:
    """Load, change and save, taking turns with other windows; gives what stands there then."""
    with process.turn(path.with_suffix(".lock")) as ours:
        if not ours:
            text = "指标库没有保存：本程序的另一个窗口正在保存它。请稍后再试。"
            return load(path).indicators, atomic.NotSaved(Cause.BUSY, text)
        present = load(path)
        if not present.may_change:
            return present.indicators, atomic.NotSaved(Cause.OTHER, present.note)
        wanted = tuple(how(present.indicators))
        outcome = _save(path, wanted)
        saved = not isinstance(outcome, atomic.NotSaved)
        return (wanted if saved else present.indicators), outcome


def _save(path: Path, indicators: Sequence[KnownIndicator]) -> atomic.Outcome:
    entries = [{name: asdict(each)[name] for name in _TEXTS} for each in indicators]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = dumps({"format": _FORMAT, "indicators": entries}).encode("utf-8")
    except (OSError, ValueError):
        text = f"指标库没有保存：不能写入“{path.parent}”。请检查这个文件夹的权限。"
        return atomic.NotSaved(Cause.OTHER, text)
    return atomic.write_output(path, data)


def _understood(entry: object) -> KnownIndicator | None:
    if not isinstance(entry, dict):
        return None
    texts = {name: entry.get(name, "") for name in _TEXTS}
    if not all(isinstance(text, str) for text in texts.values()) or not texts["name"].strip():
        return None
    return KnownIndicator(**texts, is_own=True)


def _set_aside(path: Path, kept: tuple[KnownIndicator, ...] = ()) -> OwnLibrary:
    """Move a broken file away, and write what was readable of it anew."""
    aside = path.with_suffix(".broken")
    with suppress(OSError):
        path.replace(aside)
        if kept:
            _save(path, kept)
    rest = f"可读的 {len(kept)} 条继续使用。" if kept else "从头积累即可，不影响填报。"
    note = f"本单位的指标库文件已损坏，改名为“{aside.name}”留存；{rest}"
    return OwnLibrary(kept, note)
