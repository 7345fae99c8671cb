"""A long list on the screen: one line high, sorted by its heads, copied as Excel takes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from perfdesk.ui.kit.clipboard import to_block
from perfdesk.ui.kit.icons import mark_size
from perfdesk.ui.kit.list_model import ListModel
from perfdesk.ui.kit.look import control_height

_PADDING = 18


class ListView(QTableView):
    """Show a `ListModel`; `chosen` comes with the line that the cursor is on, or None."""

    chosen = Signal(object)
    activated_line = Signal(object)

    def __init__(self, name: str, model: ListModel) -> None:
        super().__init__()
        self.lines = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        # Asking ten thousand rows for their height would take seconds.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.fit()
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)
        self.activated.connect(lambda index: self.activated_line.emit(model.line(index.row())))
        self.selectionModel().currentRowChanged.connect(lambda *_: self._emit_chosen())
        model.modelReset.connect(self._emit_chosen)

    def _emit_chosen(self) -> None:
        self.chosen.emit(self.current())

    def current(self) -> object | None:
        """Give the line that the cursor is on; None for none."""
        index = self.currentIndex()
        return self.lines.line(index.row()) if index.isValid() else None

    def copy(self) -> None:
        """Put the chosen lines on the clipboard, under their heads; all where none is chosen."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        columns = range(len(self.lines.columns))
        block = [[each.title for each in self.lines.columns]]
        for row in rows or range(self.lines.rowCount()):
            block.append([self.lines.text(row, column) for column in columns])
        QGuiApplication.clipboard().setText(to_block(block))

    def fit(self) -> None:
        """Give the columns their widths at the present size of text."""
        wide = self.fontMetrics().horizontalAdvance("中")
        for place, column in enumerate(self.lines.columns):
            self.setColumnWidth(place, round(column.shown * wide) + _PADDING)
        size = mark_size(self.fontMetrics())
        self.setIconSize(QSize(size, size))
        self.verticalHeader().setDefaultSectionSize(control_height(self) - 2)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "lines"):
            self.fit()
