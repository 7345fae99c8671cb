"""Cells by name, which also keep what formulas work out of them alone.

Of an amount that all rows are judged by, each row needs only to be compared with it: what
the row itself amounts to was worked out when the row was first asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Any

from perfdesk.rules.indexes import Index


class Part(str):
    """A piece of a formula that reads one mapping alone, known by its own text.

    The same text in another formula means the same, and shares its value. `reads` are the
    cells it follows from.
    """

    follow: Callable[[Cells], Any]
    reads: frozenset[Hashable]


class IndexPart(str):
    """What a piece of a formula looks the rows' own cells up in, known by its own text.

    `gather` gives the fields and whole columns it is made of, `reads` names them; `make` also
    takes the index before, or None, and may use it up.
    """

    gather: Callable[[Cells, Cells], list[Any]]
    make: Callable[[list[Any], Any], Index[Any, Any] | None]
    reads: frozenset[Hashable]

    def of(self, fields: Cells, columns: Cells) -> Index[Any, Any] | None:
        """Give the index, which is kept with the columns; None where a blank makes it blank."""
        if self not in columns:
            given = self.gather(fields, columns)
            columns[self] = self.make(given, columns.former.pop(self, None))
        found: Index[Any, Any] | None = columns[self]
        return found


class Cells(dict[Any, Any]):
    """What a formula reads: values by name, and what followed from them."""

    @cached_property
    def former(self) -> dict[IndexPart, Any]:
        """Give the indexes that were forgotten, of which the next ones are made."""
        return {}

    def __missing__(self, part: object) -> Any:
        if not isinstance(part, Part):
            raise KeyError(part)
        value = self[part] = part.follow(self)
        return value

    def forget(self, changed: Iterable[Hashable]) -> None:
        """Drop what followed from some cells, which have changed."""
        for each in [*self]:
            if isinstance(each, Part | IndexPart) and not each.reads.isdisjoint(changed):
                value = self.pop(each)
                if isinstance(each, IndexPart):
                    self.former[each] = value
