"""What columns of lists are, as JSON: remembered in the user's folder, or a file to hand on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from perfdesk.models.list_mapping import MONEY_UNITS, ListMapping
from perfdesk.storage import atomic, process
from perfdesk.storage.reading import read
from perfdesk.storage.strict_json import UnreadableJson, dumps, loads
from perfdesk.storage.trouble import CannotRead, Cause

MOST_KEPT = 60
_FORMAT = 1
_MOST_BYTES = 4 << 20
_MOST_COLUMNS = 600


class NoMapping(ValueError):
    """Say in Chinese why a file is no mapping."""


def to_json(mapping: ListMapping) -> dict[str, object]:
    """Write a mapping as plain JSON, a line for each heading."""
    columns = [{"heading": heading, "at": at} for heading, at in mapping.columns]
    return {"format": _FORMAT, "form": mapping.form, "unit": mapping.unit, "columns": columns}


def from_json(value: object) -> ListMapping:
    """Read a mapping; raises NoMapping for what is none. Whether the cells exist is not asked."""
    match value:
        case {"format": int(number)} if number > _FORMAT:
            raise NoMapping("对应表由更新的版本写成，请升级程序。")
        case {"format": 1, "form": str(form), "unit": str(unit), "columns": list(columns)}:
            pairs = tuple(
                (each["heading"], each["at"])
                for each in columns
                if isinstance(each, dict)
                and isinstance(each.get("heading"), str)
                and isinstance(each.get("at"), str)
            )
            sound = len(pairs) == len(columns) <= _MOST_COLUMNS
            if sound and len(dict(pairs)) == len(pairs) and unit in ("", *MONEY_UNITS):
                return ListMapping(form, pairs, unit)
    raise NoMapping(
        "这不是对应表，或者内容不完整。请用“另存对应表”（命令行 --save-map）另存一份再改。"
    )


def read_file(path: Path) -> ListMapping:
    """Read a mapping that was handed on; raises CannotRead, or NoMapping."""
    try:
        return from_json(loads(read(path, max_bytes=_MOST_BYTES).data))
    except UnreadableJson as error:
        raise NoMapping(str(error)) from error


def as_file(mapping: ListMapping) -> bytes:
    return dumps(to_json(mapping)).encode("utf-8")


def load(path: Path) -> tuple[ListMapping, ...]:
    """Read what is remembered, the latest first; never raises. A broken file is moved aside."""
    try:
        value = loads(read(path, max_bytes=_MOST_BYTES).data)
    except CannotRead:
        return ()
    except UnreadableJson:
        _set_aside(path)
        return ()
    match value:
        case {"format": 1, "mappings": list(entries)}:
            kept = []
            for entry in entries[:MOST_KEPT]:
                with suppress(NoMapping):
                    kept.append(from_json(entry))
            return tuple(kept)
        case {"format": int(number)} if number > _FORMAT:
            return ()
    _set_aside(path)
    return ()


def remember(path: Path, mapping: ListMapping) -> atomic.Outcome:
    """Put a mapping first, in place of an earlier one of the same headings; never raises."""
    with process.turn(path.with_suffix(".lock"), patience=1.0):
        others = [
            each
            for each in load(path)
            if (each.form, each.headings) != (mapping.form, mapping.headings)
        ]
        return _save(path, [mapping, *others][:MOST_KEPT])


def _save(path: Path, mappings: Sequence[ListMapping]) -> atomic.Outcome:
    record = {"format": _FORMAT, "mappings": [to_json(each) for each in mappings]}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = dumps(record).encode("utf-8")
    except (OSError, ValueError):
        text = f"列的对应没有记住：不能写入“{path.parent}”。请检查这个文件夹的权限。"
        return atomic.NotSaved(Cause.OTHER, text)
    return atomic.write_output(path, data)


def _set_aside(path: Path) -> None:
    with suppress(OSError):
        path.replace(path.with_suffix(".broken"))
