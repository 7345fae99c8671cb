"""Read a table again and again, and know which of its rows are not what they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress, count
from operator import ne
from typing import Any, TypeVar

from perfdesk.models.document import Document
from perfdesk.models.form import Edition, Table
from perfdesk.rules.evaluate.rows import ReadRow, is_same, read_row

Item = TypeVar("Item")
Fill = TypeVar("Fill")
# Where so many rows changed at once, all columns count as changed: to compare costs more.
_MANY = 100


class Rows:
    """The rows of one table in order.

    `changed` are the places of the rows that are not what they were before the table was read
    the last time. Where rows came, went or moved, `origin` has for each place the one before,
    or -1 for none.
    """

    def __init__(self, edition: Edition, table: Table) -> None:
        self.rows: list[ReadRow] = []
        self.changed: set[int] = set()
        self.origin: Sequence[int] | None = None
        self.table = table
        self._edition = edition
        self._ids: list[str] = []
        # Copies, for a document changes in place.
        self._entries: list[dict[str, str] | None] = []

    def read(self, document: Document) -> Iterable[str]:
        """Read the table as it stands; gives the columns in which anything changed."""
        ids, entries = self._given(document)
        self.origin = None
        if ids != self._ids:
            known = {row_id: place for place, row_id in enumerate(self._ids)}
            self.origin = [known.get(row_id, -1) for row_id in ids]
            self._ids = ids
        before, copies = self.carried(self.rows, None), self.carried(self._entries, None)
        self.changed = {*compress(count(), map(ne, entries, copies))}
        read: list[Any] = before.copy()
        for place in self.changed:
            cells = copies[place] = dict(entries[place])
            read[place] = read_row(self._edition, self.table, ids[place], cells, before[place])
        self.rows, self._entries = read, copies
        columns = [column.name for column in self.table.columns]
        if self.origin is not None or len(self.changed) > _MANY:
            return columns
        pairs = [(before[place], self.rows[place]) for place in self.changed]
        return [
            name
            for name in columns
            if any(old and not is_same(old.values[name], new.values[name]) for old, new in pairs)
        ]

    def put(self, place: int, row: ReadRow) -> None:
        """Put a row in whose values were computed anew."""
        self.rows[place] = row
        self.changed.add(place)

    def carried(self, items: Sequence[Item], fill: Fill) -> list[Item | Fill]:
        """Give what belonged to the rows before in the order of the rows now."""
        if self.origin is None:
            return list(items)
        return [items[place] if place >= 0 else fill for place in self.origin]

    def _given(self, document: Document) -> tuple[list[str], list[dict[str, str]]]:
        """List the rows; fixed ones are there, and in order, whatever the document holds."""
        rows = document.rows(self.table.name)
        if not self.table.rows:
            return [row.id for row in rows], [row.cells for row in rows]
        cells = {row.id: row.cells for row in rows}
        names = [fixed.name for fixed in self.table.rows]
        return names, [cells.get(name, {}) for name in names]
