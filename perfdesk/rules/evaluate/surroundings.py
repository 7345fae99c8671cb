"""Find the rows that something around them has changed the answer for, among thousands.

What is the same for all rows is compared with what it was; then those rows must be asked
again that depend on it. What each row looks up for itself is compared row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import compress, count
from typing import Any

from perfdesk.rules.evaluate.compiled import watched_by
from perfdesk.rules.evaluate.rows import ReadRow, is_same
from perfdesk.rules.evaluate.state import State
from perfdesk.rules.evaluate.tables import Rows
from perfdesk.rules.formula.cells import Cells
from perfdesk.rules.formula.compiler import Formula
from perfdesk.rules.formula.scope import Search, Whole
from perfdesk.rules.indexes import Index


class Surroundings:
    """What some formulas read around the rows of a table, as it was when rows were last asked.

    `is_open` tells of a row whether anything around it could make a difference.
    """

    def __init__(
        self, formulas: Iterable[Formula], is_open: Callable[[ReadRow], bool] | None = None
    ) -> None:
        formulas = [*formulas]
        around = dict.fromkeys(each for formula in formulas for each in formula.around)
        self._watched = watched_by(formulas)
        self._wholes = [each for each in around if isinstance(each, Whole)]
        self._searches = [_Searched(each) for each in around if isinstance(each, Search)]
        self._is_open = is_open
        self._open: set[int] | None = None
        self._known: list[Any] | None = None

    def stale(self, state: State, rows: Rows) -> set[int]:
        """Give the places of the rows that must be asked again."""
        stale = set(rows.changed)
        if not stale and rows.origin is None and self._watched.isdisjoint(state.changed):
            return stale
        self._follow(rows)
        for each in self._searches:
            stale.update(each.touched(state, rows))
        mappings = {"fields": state.fields, "columns": state.columns}
        known = [_value(mappings[each.mapping], each.key) for each in self._wholes]
        if self._known is not None and not all(map(is_same, known, self._known)):
            stale.update(self._open_places(rows))
        self._known = known
        return stale

    def _follow(self, rows: Rows) -> None:
        """Keep which rows are open while they move and change."""
        if self._open is None or self._is_open is None:
            return
        if rows.origin is not None:
            places = enumerate(rows.origin)
            self._open = {place for place, before in places if before in self._open}
        for place in rows.changed:
            if self._is_open(rows.rows[place]):
                self._open.add(place)
            else:
                self._open.discard(place)

    def _open_places(self, rows: Rows) -> Iterable[int]:
        if self._is_open is None:
            return range(len(rows.rows))
        if self._open is None:
            self._open = {place for place, row in enumerate(rows.rows) if self._is_open(row)}
        return self._open


def _value(cells: Cells, key: Hashable) -> Any:
    try:
        return cells[key]
    except ZeroDivisionError:
        return ZeroDivisionError


class _Searched:
    """What rows looked something up in the last time."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._seen: Index[Any, Any] | None = None
        self._number = -1

    def touched(self, state: State, rows: Rows) -> Iterable[int]:
        """Give the places of the rows that may find something else now."""
        try:
            index = self._search.index.of(state.fields, state.columns)
        except ZeroDivisionError:
            index = None
        if index is self._seen:
            return ()
        before, self._seen = self._number, index
        self._number = -1 if index is None else index.number
        if index is None or before < 0 or index.number != before + 1:
            return range(len(rows.rows))
        keys = state.columns[self._search.column].each(self._search.key)
        affected, touches = index.affected, self._search.touches
        if touches is None:
            return compress(count(), map(affected.__contains__, keys))
        return [
            place
            for place, key in enumerate(keys)
            if any(touches(key, other) for other in affected)
        ]
