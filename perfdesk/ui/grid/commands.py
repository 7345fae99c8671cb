"""What the buttons, the menu and the keys of a grid do to its rows and cells."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex, SignalInstance
from PySide6.QtGui import QGuiApplication

from perfdesk.ui.grid.clipboard import Area, copy, paste
from perfdesk.ui.grid.model import TableModel


class Selection(Protocol):
    """What is asked of the grid: where the cursor is, and to put it elsewhere."""

    rows: TableModel
    message: SignalInstance

    def currentIndex(self) -> QModelIndex: ...
    def selectedIndexes(self) -> list[QModelIndex]: ...
    def scrollTo(self, index: QModelIndex) -> None: ...
    def is_single(self) -> bool: ...
    def area(self) -> Area: ...
    def select(self, area: Area) -> None: ...
    def put_cursor(self, index: QModelIndex) -> None: ...
    def edit_one_row(self) -> None: ...
    def end_editing(self) -> None: ...


class GridCommands:
    """Do to a grid's selection what its actions are named after."""

    def __init__(self, grid: Selection) -> None:
        self._grid, self._rows = grid, grid.rows

    def copy(self) -> None:
        """Put the selection on the clipboard; a merged cell as one text."""
        area = self._grid.area()
        if self._grid.is_single():
            area = Area(area.top, area.left, area.top, area.right)
        QGuiApplication.clipboard().setMimeData(copy(self._rows, area))

    def cut(self) -> None:
        """Put the selection on the clipboard and clear it."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Paste the clipboard at the cursor, or into the selection where it fits."""
        mime = QGuiApplication.clipboard().mimeData()
        single = self._grid.is_single()
        area, message = paste(self._rows, self._grid.area(), mime, one_cell=single)
        self._grid.message.emit(message)
        if area != self._grid.area():
            self._grid.select(area)

    def clear(self) -> None:
        area = self._grid.area()
        cells = {(row, column) for row in area.rows for column in area.columns}
        if not self._grid.is_single():
            cells &= {(each.row(), each.column()) for each in self._grid.selectedIndexes()}
        self._rows.write(dict.fromkeys(cells, ""))

    def fill_down(self) -> None:
        """Fill the selection from its first row, or one cell from the cell above."""
        area = self._grid.area()
        source = area.top if len(area.rows) > 1 and not self._grid.is_single() else area.top - 1
        if source >= 0:
            self._rows.write(
                {
                    (row, column): self._rows.cells.text(source, column)
                    for row in area.rows
                    for column in area.columns
                }
            )

    def insert_above(self) -> None:
        """Put a row above the cursor's."""
        self._grid.end_editing()
        top = self._grid.area().top
        self._insert(top, like=top)

    def insert_below(self) -> None:
        """Put a row below the cursor's."""
        self._grid.end_editing()
        bottom = self._grid.area().bottom
        self._insert(min(bottom + 1, self._rows.cells.filled_rows()), like=bottom)

    def _insert(self, place: int, like: int) -> None:
        column = self._grid.currentIndex().column()
        field = self._rows.cells.column(column)
        self._rows.insert_row(place, like)
        titles = range(self._rows.columnCount())
        if field.merged:
            column = next((nth for nth in titles if self._rows.cells.is_title(nth)), column)
        self._grid.put_cursor(self._rows.index(place, column))

    def remove(self) -> None:
        """Take the selected rows out."""
        self._grid.end_editing()
        area, column = self._grid.area(), self._grid.currentIndex().column()
        before = self._rows.cells.filled_rows()
        self._rows.remove_rows(area.rows)
        gone = before - self._rows.cells.filled_rows()
        self._grid.put_cursor(self._rows.index(min(area.top, before - gone), column))
        self._grid.message.emit(f"删除了 {gone} 行，可以撤销（Ctrl+Z）。" if gone > 1 else "")

    def duplicate(self) -> None:
        """Put a copy of the selected rows below them, and select it."""
        self._grid.end_editing()
        area, before = self._grid.area(), self._rows.cells.filled_rows()
        if self._rows.duplicate_rows(area.top, area.bottom):
            top = area.top + self._rows.cells.filled_rows() - before
            bottom = top + self._rows.cells.filled_rows() - before - 1
            self._grid.select(Area(top, area.left, bottom, area.right))

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        self._grid.end_editing()
        area = self._grid.area()
        if self._rows.move_rows(area.top, area.bottom, step):
            self._grid.scrollTo(self._grid.currentIndex())

    def edit_one_row(self) -> None:
        """Edit this row's cell alone, not all rows of the merged cell."""
        self._grid.edit_one_row()
