"""Read a TOML file of an edition key by key, noting what is unknown or of the wrong type.

    style = reader.make(Style)                      # keys, types and defaults are Style's own
    carry = reader.make(Carry, source="from")       # only what is special is said

Every fault says which file, which table in it, which key, and what it should be. Reading goes on
with something in its stead, so that a person hears of all of them at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
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


@dataclass(slots=True)
class Noted:
    """What is wrong in a file; it is hollow where something stands in for what was meant."""

    faults: list[str] = field(default_factory=list)
    is_hollow: bool = False


def open_toml(path: Path, noted: Noted | None = None) -> Reader:
    """Read a file; one that cannot be opened or is no TOML reads like an empty table."""
    where = f"{path.parent.name}/{path.name}"
    data: Any = None
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        problem = ""
    except OSError as error:
        problem = f"打不开（{error.strerror}）"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = f"不是有效的 TOML（{error}）"
    return Reader(data, where, noted, problem)


def listed(folder: Path, pattern: str) -> list[Path]:
    """List the files of a person's folder; none where it is missing or closed to this account."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:  # Python 3.13 is silent by itself
        return []


class Reader:
    """One table of a file; every key must be read, and what is left over is a fault.

    Faults go to whoever wants them noted; else the first table of a file, when it is done,
    raises FormFault with those of the whole file.
    """

    def __init__(
        self, data: Any, where: str, noted: Noted | None = None, problem: str = ""
    ) -> None:
        self.where = where
        self._is_strict, self._noted = noted is None, noted or Noted()
        self._is_table = isinstance(data, dict)
        self._data: dict[str, Any] = dict(data) if self._is_table else {}
        self._told: set[str] = set()
        if not self._is_table:
            self._noted.faults.append(f"{where}：{problem or '应为一张表'}")
            self._noted.is_hollow = True

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
        """Read a text; it must be there unless a default is given."""
        value: str = self._value(key, _is_text, "应为文字", default, "")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; none where the key is absent."""
        return tuple(self._value(key, _are_texts, "应为一列文字", (), ()))

    def text_rows(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Read rows of texts."""
        return tuple(map(tuple, self._value(key, _are_rows, "应为几行文字", None, ())))

    def one_or_more(self, key: str) -> tuple[str, ...]:
        """Read a text, or a list of texts where the same is said of several things."""
        if isinstance(self._data.get(key), list):
            return self.texts(key)
        value = self._value(key, _is_text, "应为文字", None, None)
        return () if value is None else (value,)

    def text_map(self, key: str) -> dict[str, str]:
        """Read a table of texts; empty where the key is absent."""
        value: dict[str, str] = self._value(key, _is_text_map, "应为一张文字表", {}, {})
        return value

    def flag(self, key: str, default: bool | None = False) -> bool:
        """Read a yes or no; no where the key is absent."""
        value: bool = self._value(key, _is_flag, "应为 true 或 false", default, False)
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Read a number of millimetres, points or pieces."""
        value: float = self._value(key, _is_number, "应为数字", default, 0)
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Read a whole number."""
        value: int = self._value(key, _is_whole, "应为整数", default, 0)
        return value

    def numbers(self, key: str) -> tuple[float, ...]:
        """Read a list of numbers."""
        return tuple(self._value(key, _are_numbers, "应为一列数字", None, ()))

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """Read one word of a fixed set."""
        known = {each.value: each for each in words}
        instead = default or next(iter(words))
        value = self._value(key, _is_text, "应为文字", default, instead)
        if value not in known:
            self._stand_in(key, f"“{value}”不认识，可用：{'、'.join(known)}")
            return instead
        return known[value]

    def tables(self, key: str) -> Iterator[Reader]:
        """Read a list of tables, each a reader that names its place; none where absent."""
        for place, each in enumerate(self._value(key, _is_list, "应为一列表", (), ()), 1):
            name = each.get("name") or each.get("code") if isinstance(each, dict) else None
            yield Reader(each, f"{self.where} › {key}[{name or place}]", self._noted)

    def each(self, key: str, read: Callable[[Reader], Made]) -> tuple[Made, ...]:
        """Read every table of a list."""
        return tuple(read(one) for one in self.tables(key))

    def table(self, key: str) -> Reader:
        """Read one table; an empty one where the key is absent."""
        return Reader(self._data.pop(key, {}), f"{self.where} › {key}", self._noted)

    def named_tables(self, key: str) -> Iterator[tuple[str, Reader]]:
        """Read a table of tables, each with its name."""
        outer = self.table(key)
        for name, each in outer._data.items():
            yield name, Reader(each, f"{outer.where}.{name}", self._noted)

    def left(self) -> tuple[str, ...]:
        """List the keys that were not read yet."""
        return tuple(self._data)

    def has(self, key: str) -> bool:
        """Tell whether a key is there, without reading it."""
        return key in self._data

    def done(self) -> None:
        """Note whatever was not read."""
        for key in self._data:
            self.note(key, "不认识的键")
        self._data.clear()
        if self._is_strict and self._noted.faults:
            raise FormFault(*self._noted.faults)

    def note(self, key: str, problem: str) -> None:
        """Note what is wrong with a key of this place; the first that is said of it is enough."""
        if key not in self._told:
            self._told.add(key)
            self._noted.faults.append(f"{self.where} › {key}：{problem}")

    def _stand_in(self, key: str, problem: str) -> None:
        self.note(key, problem)
        self._noted.is_hollow = True

    def _value(
        self, key: str, fits: Callable[[Any], bool], problem: str, default: Any, instead: Any
    ) -> Any:
        """Read a value; `instead` stands in for one that is wrong, or must be there and is not."""
        if key in self._data:
            value = self._data.pop(key)
            if fits(value):
                return value
            self._stand_in(key, problem)
            return instead
        if default is None and self._is_table:
            self._stand_in(key, "缺少")
        return instead if default is None else default


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _are_texts(value: Any) -> bool:
    return _is_list(value) and all(map(_is_text, value))


def _are_rows(value: Any) -> bool:
    return _is_list(value) and all(map(_are_texts, value))


def _are_numbers(value: Any) -> bool:
    return _is_list(value) and all(map(_is_number, value))


def _is_text_map(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


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
