"""One table of the document as Qt's views see it, with an always empty row at the end.

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
from perfdesk.models.finding import Finding, Severity
from perfdesk.models.form import Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, parse, written
from perfdesk.session import Change
from perfdesk.ui import grid_edits
from perfdesk.ui.bridge import Bridge
from perfdesk.ui.grid_offers import headings, offers
from perfdesk.ui.grid_runs import Run, find_runs
from perfdesk.ui.grid_steps import Inserted, Moved, Removed, Step, steps, touched
from perfdesk.ui.grid_typing import Typing
from perfdesk.ui.plain import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
_SHOWN_AS_WRITTEN = (Kind.AMOUNT, Kind.PERCENT, Kind.DATE)


class TableModel(QAbstractTableModel):
    """Show one table of the session and turn what is done to it into edits."""

    def __init__(self, bridge: Bridge, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._bridge = bridge
        self._names = [column.name for column in table.columns]
        self._merged = [nth for nth, column in enumerate(table.columns) if column.merged]
        self._headings = self._read_headings()
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        self._runs: list[list[Run]] | None = None
        self._take_rows()
        self._findings = self._read_findings()
        self._computed = self._read_computed()
        bridge.changed.connect(self._on_change)
        bridge.findings_changed.connect(self._on_findings)

    # What stands where

    @property
    def _document(self) -> Document:
        return self._bridge.session.document

    def filled_rows(self) -> int:
        """Count the rows of the document, without the empty one at the end."""
        return len(self._rows)

    def column(self, place: int) -> Field:
        """Give the column at a place."""
        return self.table.columns[place]

    def ref(self, index: Index) -> Ref | None:
        """Name the cell at an index; None in the empty last row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return Ref(self._names[index.column()], self.table.name, self._rows[index.row()].id)

    def find(self, ref: Ref) -> QModelIndex:
        """Find a cell; a cell of no row stands for its column's first."""
        if ref.table != self.table.name or ref.field not in self._names:
            return QModelIndex()
        row = self._places.get(ref.row, -1) if ref.row else 0
        return self.index(row, self._names.index(ref.field))

    def text(self, row: int, column: int) -> str:
        """Give a cell's text as typed, or as computed."""
        if row >= len(self._rows):
            return ""
        if self.column(column).is_computed:
            ref = Ref(self._names[column], self.table.name, self._rows[row].id)
            computed = self._bridge.session.evaluation.computed.get(ref)
            return computed.text if computed else ""
        return self._rows[row].cells.get(self._names[column], "")

    def shown(self, row: int, column: int) -> str:
        """Give a cell's text as it stands on paper."""
        text, field = self.text(row, column), self.column(column)
        if field.kind not in _SHOWN_AS_WRITTEN or field.is_computed:
            return text
        value = parse(field.kind, text, field.unit).value
        return text if value is None else written(field.kind, value)

    def run(self, row: int, column: int) -> Run:
        """Give first and last row of the cell as merged by equal neighbours."""
        if column not in self._merged or row >= len(self._rows):
            return row, row
        if self._runs is None:
            names = [self._names[nth] for nth in self._merged]
            self._runs = find_runs(
                [[row.cells.get(name, "") for row in self._rows] for name in names]
            )
        return self._runs[self._merged.index(column)][row]

    def severity(self, index: Index) -> Severity | None:
        """Give the weight of the heaviest finding to be shown at a cell."""
        findings = self._found(index)
        return findings[0].severity if findings else None

    def offers(self, index: Index) -> tuple[str, ...]:
        """Give the texts to be offered for a cell."""
        edition = self._bridge.session.edition
        row = self._rows[index.row()] if index.row() < len(self._rows) else None
        return offers(edition, self._document, self.table, self.column(index.column()), row)

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Count the rows and the empty one at the end."""
        return 0 if parent.isValid() else len(self._rows) + 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self._names)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything be typed into except what the program computes."""
        flags = super().flags(index)
        if index.isValid() and not self.column(index.column()).is_computed:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Answer for one cell."""
        if not index.isValid():
            return None
        match role:
            case _ROLE.DisplayRole:
                return self.shown(index.row(), index.column())
            case _ROLE.EditRole:
                return self.text(index.row(), index.column())
            case _ROLE.ToolTipRole:
                return tip(self._explain(index))
            case _ROLE.AccessibleDescriptionRole:
                return "\n".join([self._headings[index.column()], *self._messages(index)])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Answer for a heading or a row's number."""
        across = orientation == Qt.Orientation.Horizontal
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            if across:
                return self._headings[section]
            return str(section + 1) if section < len(self._rows) else "＊"
        if role == _ROLE.ToolTipRole and across:
            return tip(self.column(section).hint)
        if role == _ROLE.TextAlignmentRole:
            wrap = Qt.TextFlag.TextWordWrap if across else 0
            return int(Qt.AlignmentFlag.AlignCenter) | int(wrap)
        return None

    def _found(self, index: Index) -> tuple[Finding, ...]:
        ref = self.ref(index)
        return self._findings.get(ref, ()) if ref else ()

    def _messages(self, index: Index) -> list[str]:
        return [f"{each.severity.word}：{each.message}" for each in self._found(index)]

    def _explain(self, index: Index) -> str:
        lines = self._messages(index)
        ref = self.ref(index)
        computed = self._bridge.session.evaluation.computed.get(ref) if ref else None
        if computed is not None:
            lines.append(f"由程序计算：{computed.rule}")
            if computed.figures:
                lines.append(f"＝ {computed.figures}")
        first, last = self.run(index.row(), index.column())
        if last > first:
            lines.append(
                f"第 {first + 1}–{last + 1} 行内容相同，合并显示：输入或按 F2 一起修改；"
                "按 Shift+F2 只改这一行。"
            )
        return "\n".join(lines)

    # What a person does

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Write one cell."""
        if role != _ROLE.EditRole or not index.isValid():
            return False
        return self.write({(index.row(), index.column()): str(value)})

    def write(self, texts: Mapping[tuple[int, int], str]) -> bool:
        """Write cells named by row and column, as one step of undo; adds missing rows."""
        named = {(row, self._names[column]): text for (row, column), text in texts.items()}
        return self.do(grid_edits.write(self._document, self.table, named))

    def insert_row(self, place: int, like: int | None = None) -> bool:
        """Put a row at a place, merged with the row `like`."""
        return self.do(grid_edits.insert_row(self._document, self.table, place, like))

    def duplicate_rows(self, first: int, last: int) -> bool:
        """Put copies of rows below them."""
        return self.do(grid_edits.duplicate_rows(self._document, self.table, first, last))

    def remove_rows(self, places: Sequence[int]) -> bool:
        """Take rows out."""
        return self.do(grid_edits.remove_rows(self._document, self.table, places))

    def move_rows(self, first: int, last: int, step: int) -> bool:
        """Move rows past the neighbour above (-1) or below (1)."""
        return self.do(grid_edits.move_rows(self._document, self.table, first, last, step))

    def do(self, edit: Batch) -> bool:
        """Apply an edit as one step of undo that no typing joins."""
        self._bridge.session.seal()
        changed = self._bridge.apply(edit)
        self._bridge.session.seal()
        return changed

    def typing(self, index: Index, *, whole_run: bool) -> Typing:
        """Begin to type into a cell, or into all cells merged with it."""
        column = index.column()
        first, last = self.run(index.row(), column) if whole_run else (index.row(), index.row())
        found = (self.ref(self.index(row, column)) for row in range(first, last + 1))
        targets = tuple(ref for ref in found if ref)
        return Typing(self._bridge, self.table.name, self._names[column], targets)

    def visit(self, index: Index) -> None:
        """Note that a person has left a cell."""
        ref = self.ref(index)
        if ref:
            self._bridge.visit(ref)

    # What the session tells

    def _on_change(self, change: Change) -> None:
        if change.edit is not None:
            self._follow(change.edit)
        self._compare_headings()
        self._compare_computed()

    def _follow(self, edit: Edit) -> None:
        ids = [row.id for row in self._rows]
        written_into = touched(edit, self.table.name)
        self._runs = None
        marks: set[int] = set()
        for step in steps(edit, self.table.name, ids):
            marks |= self._walk(step)
        self._take_rows()
        rows = {self._places[ref.row] for ref in written_into if ref.row in self._places}
        if rows:
            columns = [self._names.index(ref.field) for ref in written_into]
            self._tell(min(rows), max(rows), min(columns), max(columns))
            if any(column in self._merged for column in columns):
                marks |= {min(rows), max(rows)}
        self._tell_merged(marks)

    def _walk(self, step: Step) -> set[int]:
        """Take the rows one step along; gives the rows at the edges of what changed."""
        self._runs = None
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
                    self._rows.insert(end, self._rows.pop(start))
                    self.endMoveRows()
                edges = {start, end}
        self.headerDataChanged.emit(Qt.Orientation.Vertical, min(edges), self.rowCount() - 1)
        return edges

    # What is added at the end turns the empty row into a real one, and it is an empty row
    # that comes new: so the cursor and an open editor stay in the row that they filled.

    def _insert(self, place: int, rows: tuple[Row, ...]) -> None:
        at_end = int(place == len(self._rows))
        self.beginInsertRows(_NOWHERE, place + at_end, place + at_end + len(rows) - 1)
        self._rows[place:place] = [Row(""), *rows[1:]] if at_end else rows
        self.endInsertRows()
        if at_end:
            self._rows[place] = rows[0]
            self._tell(place, place, 0, len(self._names) - 1)

    def _remove(self, first: int, last: int) -> None:
        at_end = int(last == len(self._rows) - 1)
        if at_end:
            self._rows[first] = Row("")
            self._tell(first, first, 0, len(self._names) - 1)
        self.beginRemoveRows(_NOWHERE, first + at_end, last + at_end)
        del self._rows[first : last + 1]
        self.endRemoveRows()

    def _take_rows(self) -> None:
        self._rows = list(self._document.rows(self.table.name))
        self._places = {row.id: place for place, row in enumerate(self._rows)}
        self._runs = None

    def _tell(self, first: int, last: int, left: int, right: int) -> None:
        last = min(last, self.rowCount() - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, left), self.index(last, right))

    def _tell_merged(self, rows: set[int]) -> None:
        """Tell that merged cells around these rows may look different now."""
        if not rows or not self._merged:
            return
        left, right = self._merged[0], self._merged[-1]
        above, below = max(min(rows) - 1, 0), max(rows) + 1
        edges = [self.run(row, nth) for row in (above, below) for nth in self._merged]
        first, last = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
        self._tell(first, last, left, right)

    def _read_headings(self) -> list[str]:
        return headings(self._bridge.session.edition, self._document, self.table)

    def _compare_headings(self) -> None:
        headings_now = self._read_headings()
        if headings_now != self._headings:
            self._headings = headings_now
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._names) - 1)

    def _read_findings(self) -> dict[Ref, tuple[Finding, ...]]:
        here = {each.at for each in self._bridge.shown if each.at.table == self.table.name}
        return {ref: self._bridge.at(ref) for ref in here}

    def _on_findings(self) -> None:
        before, self._findings = self._findings, self._read_findings()
        refs = before.keys() | self._findings.keys()
        self._tell_cells({ref for ref in refs if before.get(ref) != self._findings.get(ref)})

    def _read_computed(self) -> dict[Ref, str]:
        if not any(column.is_computed for column in self.table.columns):
            return {}
        computed = self._bridge.session.evaluation.computed
        return {ref: cell.text for ref, cell in computed.items() if ref.table == self.table.name}

    def _compare_computed(self) -> None:
        before, self._computed = self._computed, self._read_computed()
        refs = before.keys() | self._computed.keys()
        self._tell_cells({ref for ref in refs if before.get(ref) != self._computed.get(ref)})

    def _tell_cells(self, refs: set[Ref]) -> None:
        for ref in refs:
            if ref.row in self._places and ref.field in self._names:
                row, column = self._places[ref.row], self._names.index(ref.field)
                self._tell(row, row, column, column)
