"""One table of the document as Qt's views see it, with an always empty row at the end.

A table of fixed rows has these alone.

The session changes first and tells afterwards; this model then takes its own list of
rows along step by step, so that selection, scroll place and an open editor survive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from perfdesk.models.document import Document, Row
from perfdesk.models.edits import Batch, Edit
from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.session import Change
from perfdesk.ui.grid import edits as grid_edits
from perfdesk.ui.grid.cells import Cells
from perfdesk.ui.grid.choices import NameSource
from perfdesk.ui.grid.steps import Inserted, Moved, Removed, Step, steps, touched
from perfdesk.ui.grid.typing import Typing
from perfdesk.ui.kit.plain import tip
from perfdesk.ui.opened.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole


class TableModel(QAbstractTableModel):
    """Show one table of the session and turn what is done to it into edits."""

    def __init__(
        self,
        bridge: Bridge,
        table: Table,
        parent: QObject | None = None,
        names: NameSource | None = None,
    ) -> None:
        super().__init__(parent)
        self.cells = Cells(bridge, table, names)
        self._bridge = bridge
        self._headings = self.cells.headings()
        self._findings = self.cells.all_findings()
        self._computed = self.cells.all_computed()
        bridge.changed.connect(self._on_change)
        bridge.findings_changed.connect(self._on_findings)

    def find(self, ref: Ref) -> QModelIndex:
        """Find a cell; a cell of no row stands for its column's first."""
        if not ref.row and ref.table == self.cells.table.name and ref.field in self.cells.names:
            return self.index(0, self.cells.names.index(ref.field))
        place = self.cells.place(ref)
        return self.index(*place) if place else QModelIndex()

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Count the rows and the empty one at the end."""
        return 0 if parent.isValid() else len(self.cells.rows) + (not self.cells.is_fixed)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cells.names)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything be typed into but what the program computes or the form has not."""
        flags = super().flags(index)
        if index.isValid() and self.cells.is_open(index.row(), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case _ROLE.DisplayRole:
                return self.cells.shown(index.row(), index.column())
            case _ROLE.EditRole:
                return self.cells.text(index.row(), index.column())
            case _ROLE.ToolTipRole:
                return tip(self.cells.explain(index.row(), index.column()))
            case _ROLE.AccessibleDescriptionRole:
                return "\n".join(
                    [
                        self._headings[index.column()],
                        *self.cells.messages(index.row(), index.column()),
                    ]
                )
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Answer for a heading or a row's number."""
        across = orientation == Qt.Orientation.Horizontal
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            if across:
                return self._headings[section]
            if label := self.cells.row_label(section):
                return label
            return str(section + 1) if section < len(self.cells.rows) else "＊"
        if role == _ROLE.ToolTipRole and across:
            return tip(self.cells.column(section).hint)
        if role == _ROLE.TextAlignmentRole:
            wrap = Qt.TextFlag.TextWordWrap if across else 0
            return int(Qt.AlignmentFlag.AlignCenter) | int(wrap)
        return None

    # What a person does

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not index.isValid():
            return False
        return self.write({(index.row(), index.column()): str(value)})

    def write(self, texts: Mapping[tuple[int, int], str]) -> bool:
        """Write cells named by row and column, as one step of undo; adds missing rows."""
        named = {(row, self.cells.names[column]): text for (row, column), text in texts.items()}
        return self.do(grid_edits.write(*self._where, named))

    @property
    def _where(self) -> tuple[Document, Table]:
        return self.cells.document, self.cells.table

    def insert_row(self, place: int, like: int | None = None) -> bool:
        """Put a row at a place, merged with the row `like`."""
        return self.do(grid_edits.insert_row(*self._where, place, like))

    def duplicate_rows(self, first: int, last: int) -> bool:
        return self.do(grid_edits.duplicate_rows(*self._where, first, last))

    def remove_rows(self, places: Sequence[int]) -> bool:
        return self.do(grid_edits.remove_rows(*self._where, places))

    def move_rows(self, first: int, last: int, step: int) -> bool:
        """Move rows past the neighbour above (-1) or below (1)."""
        return self.do(grid_edits.move_rows(*self._where, first, last, step))

    def do(self, edit: Batch) -> bool:
        """Apply an edit as one step of undo that no typing joins."""
        self._bridge.session.seal()
        changed = self._bridge.apply(edit)
        self._bridge.session.seal()
        return changed

    def typing(self, index: Index, *, whole_run: bool) -> Typing:
        """Begin to type into a cell, or into all cells merged with it."""
        column = index.column()
        first, last = (
            self.cells.run(index.row(), column) if whole_run else (index.row(), index.row())
        )
        found = (self.cells.ref(row, column) for row in range(first, last + 1))
        targets = tuple(ref for ref in found if ref)
        return Typing(self._bridge, self.cells.table.name, self.cells.names[column], targets)

    def visit(self, index: Index) -> None:
        """Note that a person has left a cell."""
        ref = self.cells.ref(index.row(), index.column()) if index.isValid() else None
        if ref:
            self._bridge.visit(ref)

    def enter(self, index: Index) -> None:
        """Note that a person has come to a cell."""
        ref = self.cells.ref(index.row(), index.column()) if index.isValid() else None
        if ref:
            self._bridge.here.emit(ref)

    # What the session tells

    def _on_change(self, change: Change) -> None:
        if change.edit is not None:
            self._follow(change.edit)
        self._compare_headings()
        self._compare_computed()

    def _follow(self, edit: Edit) -> None:
        ids = [row.id for row in self.cells.rows]
        written_into = touched(edit, self.cells.table.name)
        self.cells.forget_runs()
        marks: set[int] = set()
        for step in steps(edit, self.cells.table.name, ids):
            marks |= self._walk(step)
        self.cells.reload_rows()
        places = [place for ref in written_into if (place := self.cells.place(ref))]
        if places:
            rows, columns = [row for row, _ in places], [column for _, column in places]
            self._emit_changed(min(rows), max(rows), min(columns), max(columns))
            if any(column in self.cells.merged for column in columns):
                marks |= {min(rows), max(rows)}
        self._emit_merged(marks)

    def _walk(self, step: Step) -> set[int]:
        """Take the rows one step along; gives the rows at the edges of what changed."""
        match step:
            case Inserted(place, rows):
                self._insert(place, rows)
                edges = {place, place + len(rows) - 1}
            case Removed(first, last):
                self._remove(first, last)
                edges = {first}
            case Moved(start, end):
                if start != end:
                    self.beginMoveRows(
                        _NOWHERE, start, start, _NOWHERE, end + 1 if end > start else end
                    )
                    self.cells.move(start, end)
                    self.endMoveRows()
                edges = {start, end}
        self.headerDataChanged.emit(Qt.Orientation.Vertical, min(edges), self.rowCount() - 1)
        return edges

    # What is added at the end turns the empty row into a real one, and it is an empty row
    # that comes new: so the cursor and an open editor stay in the row that they filled.

    def _insert(self, place: int, rows: tuple[Row, ...]) -> None:
        at_end = int(place == len(self.cells.rows))
        self.beginInsertRows(_NOWHERE, place + at_end, place + at_end + len(rows) - 1)
        self.cells.insert(place, [Row(""), *rows[1:]] if at_end else rows)
        self.endInsertRows()
        if at_end:
            self.cells.replace(place, rows[0])
            self._emit_changed(place, place, 0, len(self.cells.names) - 1)

    def _remove(self, first: int, last: int) -> None:
        at_end = int(last == len(self.cells.rows) - 1)
        if at_end:
            self.cells.replace(first, Row(""))
            self._emit_changed(first, first, 0, len(self.cells.names) - 1)
        self.beginRemoveRows(_NOWHERE, first + at_end, last + at_end)
        self.cells.remove(first, last)
        self.endRemoveRows()

    def _emit_changed(self, first: int, last: int, left: int, right: int) -> None:
        last = min(last, self.rowCount() - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, left), self.index(last, right))

    def _emit_merged(self, rows: set[int]) -> None:
        """Tell that merged cells around these rows may look different now."""
        if not rows or not self.cells.merged:
            return
        left, right = self.cells.merged[0], self.cells.merged[-1]
        above, below = max(min(rows) - 1, 0), max(rows) + 1
        edges = [self.cells.run(row, nth) for row in (above, below) for nth in self.cells.merged]
        first, last = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
        self._emit_changed(first, last, left, right)

    def _compare_headings(self) -> None:
        headings_now = self.cells.headings()
        if headings_now != self._headings:
            self._headings = headings_now
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.cells.names) - 1)

    def _on_findings(self) -> None:
        before, self._findings = self._findings, self.cells.all_findings()
        refs = before.keys() | self._findings.keys()
        self._emit_cells({ref for ref in refs if before.get(ref) != self._findings.get(ref)})

    def _compare_computed(self) -> None:
        before, self._computed = self._computed, self.cells.all_computed()
        refs = before.keys() | self._computed.keys()
        self._emit_cells({ref for ref in refs if before.get(ref) != self._computed.get(ref)})

    def _emit_cells(self, refs: set[Ref]) -> None:
        for ref in refs:
            place = self.cells.place(ref)
            if place:
                self._emit_changed(place[0], place[0], place[1], place[1])
