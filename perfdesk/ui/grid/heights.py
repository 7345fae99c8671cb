"""Row heights that follow the text, without measuring what nobody sees.

What is in sight is measured at once, the rest in small portions while the program is
idle. Rows measured above the window's edge must not push its contents.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from perfdesk.ui.grid.model import TableModel
from perfdesk.ui.grid.text import PADDING, Texts

_PORTION = 40


class RowHeights(QObject):
    """Keep the rows of a view as high as their texts need."""

    def __init__(self, view: QTableView, model: TableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._texts = Texts(view.font())
        self._stale: set[int] = set()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._measure_portion)
        model.dataChanged.connect(lambda a, b: self.measure(range(a.row(), b.row() + 1)))
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset):
            signal.connect(self.measure_all)

    @property
    def texts(self) -> Texts:
        """Give the texts laid out in the view's font."""
        return self._texts

    def change_font(self) -> None:
        """Begin anew with the view's present font."""
        self._texts = Texts(self._view.font())
        self.measure_all()

    def measure_all(self) -> None:
        """Measure what is in sight now and the rest by and by."""
        self._stale = set(range(self._model.rowCount()))
        self._measure_visible()
        if self._stale:
            self._timer.start()

    def measure(self, rows: Iterable[int]) -> None:
        """Measure these rows: those in sight now, the others by and by."""
        self._stale.update(rows)
        self._measure_visible()
        if self._stale:
            self._timer.start()

    def _measure_visible(self) -> None:
        first = max(self._view.rowAt(0), 0)
        for row in range(first, self._model.rowCount()):
            if self._view.rowViewportPosition(row) > self._view.viewport().height():
                break
            if row in self._stale:
                self._stale.discard(row)
                self._set(row)

    def _measure_portion(self) -> None:
        first = max(self._view.rowAt(0), 0)
        before = self._view.verticalHeader().sectionPosition(first)
        for row in sorted(self._stale)[:_PORTION]:
            self._stale.discard(row)
            self._set(row)
        if not self._stale:
            self._timer.stop()
        pushed = self._view.verticalHeader().sectionPosition(first) - before
        if pushed:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + pushed)

    def _set(self, row: int) -> None:
        if row >= self._model.rowCount():
            return
        height = self.needed(row)
        if self._view.rowHeight(row) != height:
            self._view.setRowHeight(row, height)

    def needed(self, row: int) -> int:
        """Give the height that a row's texts need."""
        need = self._texts.height("", 1000)
        if label := self._model.cells.row_label(row):
            width = self._view.verticalHeader().width() - 2 * PADDING
            need = max(need, self._texts.height(label, width))
        for column in range(self._model.columnCount()):
            text = self._model.cells.shown(row, column)
            if text:
                first, last = self._model.cells.run(row, column)
                width = self._view.columnWidth(column) - 2 * PADDING - 1
                # A text over merged rows needs only its share of each.
                need = max(need, self._texts.height(text, width) / (last - first + 1))
        return ceil(need) + 2 * PADDING
