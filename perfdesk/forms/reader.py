"""Take a TOML table apart key by key, refusing what is unknown or of the wrong type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, TypeVar

Word = TypeVar("Word", bound=StrEnum)
Made = TypeVar("Made")


class FormFault(ValueError):
    """Faults in an edition's files; each names file, place and key, on a line of its own."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Reader:
    """One table of a file; every key must be taken, and what is left over is a fault."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise FormFault(f"{where}：应为一张表")
        self._data = dict(data)
        self.where = where

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

    def flag(self, key: str) -> bool:
        """Take a yes or no; no where the key is absent."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, "应为 true 或 false")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Take a number of millimetres, points or pieces."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(key, "应为数字")
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
