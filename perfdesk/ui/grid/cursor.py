"""Cursor and selection of the grid: how keys move, and what a merged cell counts for.

A single cell that is merged with its neighbours stands for all of them: it is framed, left
and acted upon as one.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QTableView, QWidget

from perfdesk.ui.grid.clipboard import Area
from perfdesk.ui.grid.editor import Step
from perfdesk.ui.grid.model import TableModel
from perfdesk.ui.kit.look import GRID

Index = QModelIndex | QPersistentModelIndex
_SELECT = QItemSelectionModel.SelectionFlag
_CURSOR = QAbstractItemView.CursorAction


class CursorView(QTableView):
    """A table view whose cursor moves as in Excel."""

    def __init__(self, rows: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._single = True
        # The column where a row of steps to the right began.
        self._tab_from: int | None = None
        self.setModel(rows)

    def is_current(self, index: Index) -> bool:
        """Tell whether the cursor is in this cell or in the cell it is merged into."""
        current = self.currentIndex()
        if index.row() == current.row() and index.column() == current.column():
            return True
        return self.is_single() and self._same_run(index, current)

    def is_chosen(self, index: Index) -> bool:
        """Tell whether a cell is one of several selected ones."""
        return not self.is_single() and self.selectionModel().isSelected(_plain(index))

    def _same_run(self, index: Index, other: Index) -> bool:
        if index.column() != other.column() or not other.isValid():
            return False
        first, last = self.rows.cells.run(other.row(), other.column())
        return first <= index.row() <= last

    def is_single(self) -> bool:
        """Tell whether only the cursor's cell is selected."""
        return self._single

    def area(self) -> Area:
        """Give the rectangle around the selection; a merged cell counts as all its rows."""
        current = self.currentIndex()
        if self.is_single():
            first, last = self.rows.cells.run(current.row(), current.column())
            return Area(first, current.column(), last, current.column())
        chosen = self.selectionModel().selection()
        parts = [chosen.at(nth) for nth in range(chosen.count())]
        area = Area(
            min(part.top() for part in parts),
            min(part.left() for part in parts),
            max(part.bottom() for part in parts),
            max(part.right() for part in parts),
        )
        if area.top < area.bottom == self.rows.cells.filled_rows():
            return Area(area.top, area.left, area.bottom - 1, area.right)
        return area

    def select(self, area: Area) -> None:
        """Select a rectangle and put the cursor at its corner."""
        first = self.rows.index(area.top, area.left)
        self.put_cursor(first)
        whole = QItemSelection(first, self.rows.index(area.bottom, area.right))
        self.selectionModel().select(whole, _SELECT.ClearAndSelect)

    # Moving

    def go(self, step: Step) -> None:
        """Move the cursor by rows and columns, as after leaving an editor.

        Past the last column it goes on in the next row. A step down after steps to the right
        returns to the column where those began, as in Excel.
        """
        current = self.currentIndex()
        down, right = step
        if right:
            start = current.column() if self._tab_from is None else self._tab_from
            self.put_cursor(self._neighbour(current, right))
            self._tab_from = start if right > 0 else None
        elif down:
            column = current.column() if self._tab_from is None else self._tab_from
            target = self._below(current, down)
            self.put_cursor(self.rows.index(target.row(), column))

    def put_cursor(self, index: QModelIndex) -> None:
        """Put the cursor into a cell and bring it into sight."""
        if index.isValid():
            # Not setCurrentIndex(), which would extend the selection while Shift or Ctrl is held.
            self.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect)
            self.scrollTo(index)

    def _neighbour(self, index: QModelIndex, step: int) -> QModelIndex:
        """Find the cell before or after; those that the form has not are passed over."""
        count = self.rows.columnCount()
        place = index.row() * count + index.column() + step
        while 0 <= place < self.rows.rowCount() * count:
            if self.rows.cells.exists(place // count, place % count):
                return self.rows.index(place // count, place % count)
            place += step
        return self.rows.index(index.row(), index.column())

    def _below(self, index: QModelIndex, step: int) -> QModelIndex:
        first, last = self.rows.cells.run(index.row(), index.column())
        if not self.is_single():
            first = last = index.row()
        row = last + 1 if step > 0 else first - 1
        return self.rows.index(max(0, min(row, self.rows.rowCount() - 1)), index.column())

    def moveCursor(self, action: Any, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Step over a merged cell as over one cell, and from row to row with Tab."""
        current = self.currentIndex()
        if current.isValid() and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            if action == _CURSOR.MoveDown:
                return self._below(current, 1)
            if action == _CURSOR.MoveUp:
                return self._below(current, -1)
        if current.isValid() and action == _CURSOR.MoveNext:
            self._tab_from = current.column() if self._tab_from is None else self._tab_from
            return self._neighbour(current, 1)
        if current.isValid() and action == _CURSOR.MovePrevious:
            return self._neighbour(current, -1)
        self._tab_from = None
        return super().moveCursor(action, modifiers)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab leave the grid behind its last cell, and Shift+Tab before its first."""
        current = self.currentIndex()
        edge = self._neighbour(current, 1 if forward else -1)
        if current == edge:
            self.setTabKeyNavigation(False)
            moved = super().focusNextPrevChild(forward)
            self.setTabKeyNavigation(True)
            return moved
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note the cell that the keyboard comes to."""
        super().focusInEvent(event)
        self.rows.enter(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Note the cell that was left; its findings may show from now on."""
        super().currentChanged(_plain(current), _plain(previous))
        self._tab_from = self._tab_from if current.row() == previous.row() else None
        self.rows.visit(previous)
        if self.hasFocus():
            self.rows.enter(current)
        self._paint_anew(current, previous)
        if self.hasFocus():
            self._bring_up(_plain(current))

    def _bring_up(self, index: QModelIndex) -> None:
        """Scroll the page around the grid, which may be higher than the page shows."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        page = around.widget() if around is not None else None
        if around is not None and page is not None:
            place = self.viewport().mapTo(page, self.visualRect(index).center())
            reach = self.visualRect(index).height() // 2 + GRID
            around.ensureVisible(place.x(), place.y(), 0, reach)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Paint merged cells anew, which change with any part of them."""
        super().selectionChanged(selected, deselected)
        ranges = self.selectionModel().selection()
        self._single = ranges.isEmpty() or (
            ranges.count() == 1 and ranges.first().width() == ranges.first().height() == 1
        )
        self._paint_anew(self.currentIndex())

    def _paint_anew(self, *indexes: Index) -> None:
        """Paint the merged cells around these anew, which change with any part of them."""
        for index in indexes:
            first, last = self.rows.cells.run(index.row(), index.column())
            if index.isValid() and first < last:
                top, bottom = (
                    self.visualRect(self.rows.index(row, index.column())) for row in (first, last)
                )
                self.viewport().update(top.united(bottom))


def _plain(index: Index) -> QModelIndex:
    # PySide hands over the one where its signature says the other; neither converts.
    assert isinstance(index, QModelIndex)
    return index
