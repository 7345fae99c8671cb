"""Read a TOML file of an edition key by key, refusing what is unknown or of the wrong type.

    style = reader.make(Style)                      # keys, types and defaults are Style's own
    carry = reader.make(Carry, source="from")       # only what is special is said

Every fault is a FormFault: which file, which table in it, which key, and what it should be.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

Word = TypeVar("Word", bound=StrEnum)
Made = TypeVar("Made")


class FormFault(ValueError):
    """Faults in an edition's files; each names file, place and key, on a line of its own."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def open_toml(path: Path) -> Reader:
    """Read a file; raises FormFault where it cannot be opened or is no TOML."""
    where = f"{path.parent.name}/{path.name}"
    try:
        data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormFault(f"{where}：打不开（{error.strerror}）") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormFault(f"{where}：不是有效的 TOML（{error}）") from error
    return Reader(data, where)


class Reader:
    """One table of a file; every key must be taken, and what is left over is a fault."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise FormFault(f"{where}：应为一张表")
        self._data = dict(data)
        self.where = where

    def make(self, what: type[Made], **special: str | Callable[[Reader], Any]) -> Made:
        """Make a value of a dataclass of the whole table; a key left over is a fault.

        A field is a key of the field's type, and may be absent where it has a default or is a
        list or a map; a field of other dataclasses is a list of tables. Where a field is
        `special`, a text is its key in the file, and a function reads it.
        """
        kind: Any = what
        values = {}
        for name, read, default in _fields(kind):
            key = special.pop(name, name)
            values[name] = read(self, key, default) if isinstance(key, str) else key(self)
        self.done()
        return what(**values, **special)

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text; it must be there unless a default is given."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.fault(key, "应为文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; none where the key is absent."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.fault(key, "应为一列文字")
        return tuple(value)

    def text_rows(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Take rows of texts."""
        value = self._take(key, None)
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, list) and all(isinstance(t, str) for t in row) for row in rows):
            raise self.fault(key, "应为几行文字")
        return tuple(tuple(row) for row in rows)

    def one_or_more(self, key: str) -> tuple[str, ...]:
        """Take a text, or a list of texts where the same is said of several things."""
        if isinstance(self._data.get(key), list):
            return self.texts(key)
        return (self.text(key),)

    def text_map(self, key: str) -> dict[str, str]:
        """Take a table of texts; empty where the key is absent."""
        value = self._take(key, {})
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise self.fault(key, "应为一张文字表")
        return value

    def flag(self, key: str, default: bool | None = False) -> bool:
        """Take a yes or no; no where the key is absent."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.fault(key, "应为 true 或 false")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Take a number of millimetres, points or pieces."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(key, "应为数字")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Take a whole number."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fault(key, "应为整数")
        return value

    def numbers(self, key: str) -> tuple[float, ...]:
        """Take a list of numbers."""
        value = self._take(key, None)
        if not isinstance(value, list) or not all(isinstance(each, int | float) for each in value):
            raise self.fault(key, "应为一列数字")
        return tuple(value)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """Take one word of a fixed set."""
        value = self.text(key, default)
        try:
            return words(value)
        except ValueError:
            allowed = "、".join(each.value for each in words)
            raise self.fault(key, f"“{value}”不认识，可用：{allowed}") from None

    def tables(self, key: str) -> Iterator[Reader]:
        """Take a list of tables, each a reader that names its place; none where absent."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.fault(key, "应为一列表")
        for place, each in enumerate(value, 1):
            name = each.get("name") or each.get("code") if isinstance(each, dict) else None
            yield Reader(each, f"{self.where} › {key}[{name or place}]")

    def each(self, key: str, read: Callable[[Reader], Made]) -> tuple[Made, ...]:
        """Read every table of a list; the faults of all of them are told together."""
        made: list[Made] = []
        faults: list[str] = []
        for one in self.tables(key):
            try:
                made.append(read(one))
            except FormFault as fault:
                faults += fault.faults
        if faults:
            raise FormFault(*faults)
        return tuple(made)

    def table(self, key: str) -> Reader:
        """Take one table; an empty one where the key is absent."""
        return Reader(self._take(key, {}), f"{self.where} › {key}")

    def named_tables(self, key: str) -> Iterator[tuple[str, Reader]]:
        """Take a table of tables, each with its name."""
        outer = self.table(key)
        for name, each in outer._data.items():
            yield name, Reader(each, f"{outer.where}.{name}")

    def left(self) -> tuple[str, ...]:
        """List the keys that were not taken yet."""
        return tuple(self._data)

    def has(self, key: str) -> bool:
        """Tell whether a key is there, without taking it."""
        return key in self._data

    def done(self) -> None:
        """Refuse whatever was not taken."""
        if self._data:
            raise self.fault(next(iter(self._data)), "不认识的键")

    def fault(self, key: str, problem: str) -> FormFault:
        """Make the error that names this place and a key."""
        return FormFault(f"{self.where} › {key}：{problem}")

    def _take(self, key: str, default: Any) -> Any:
        value = self._data.pop(key, default)
        if value is None:
            raise self.fault(key, "缺少")
        return value


Reading = Callable[[Reader, str, Any], Any]


def many(key: str, read: Callable[[Reader], Made]) -> Callable[[Reader], tuple[Made, ...]]:
    """Say of a special field that it is a list of tables under a key, each read by a function."""
    return lambda reader: reader.each(key, read)


def given(value: Made) -> Callable[[Reader], Made]:
    """Say of a special field what it is, whatever the file has."""
    return lambda _: value


@cache
def _fields(what: type[Any]) -> tuple[tuple[str, Reading, Any], ...]:
    """List the fields of a dataclass: name, how it is read, default or None."""
    kinds = get_type_hints(what)
    return tuple(
        (each.name, _reading(kinds[each.name]), None if each.default is MISSING else each.default)
        for each in fields(what)
    )


_READINGS: dict[Any, Reading] = {
    str: Reader.text,
    bool: Reader.flag,
    int: Reader.whole,
    float: Reader.number,
    tuple[float, ...]: lambda reader, key, _: reader.numbers(key),
    tuple[str, ...]: lambda reader, key, _: reader.texts(key),
    tuple[tuple[str, ...], ...]: lambda reader, key, _: reader.text_rows(key),
    dict[str, str]: lambda reader, key, _: reader.text_map(key),
    Mapping[str, str]: lambda reader, key, _: reader.text_map(key),
}


def _reading(kind: Any) -> Reading:
    if kind in _READINGS:
        return _READINGS[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda reader, key, default: reader.word(key, kind, default)
    return lambda reader, key, _: reader.each(key, lambda each: each.make(get_args(kind)[0]))
