"""The indicators of the library as lines to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from perfdesk.models.library import KnownIndicator
from perfdesk.ui.kit.plain import tip

_HEADINGS = ("名称", "类别", "写法", "取数依据", "主题", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line: the indicator, its second level in the form's words, whether the table has it."""

    known: KnownIndicator
    level2: str
    is_present: bool


class KnownTable(QTableWidget):
    """List indicators, several to be chosen; `add_wanted` comes on Enter and double click."""

    add_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(_HEADINGS))
        self._shown: list[Shown] = []
        self.setHorizontalHeaderLabels(list(_HEADINGS))
        self.setAccessibleName("指标")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setStyleSheet("QTableWidget::item { padding: 0 10px 0 1px; }")
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self.add_wanted)

    def show_all(self, shown: Sequence[Shown]) -> None:
        """Show these lines, those chosen before still chosen."""
        before = {each.known.key for each in self.chosen()}
        self._shown = list(shown)
        self.clearContents()
        self.setRowCount(len(shown))
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for row, each in enumerate(shown):
            known = each.known
            present = "已在表中" if each.is_present else ""
            texts = (known.name, each.level2, known.value, known.evidence, known.topic, present)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(text))
                if column > 1 or each.is_present:
                    item.setForeground(quiet)
                self.setItem(row, column, item)
        self.setColumnHidden(4, len({each.known.topic for each in shown}) < 2)
        self._choose(before)

    def _choose(self, keys: set[tuple[str, str]]) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        for row, each in enumerate(self._shown):
            if each.known.key in keys:
                self.selectRow(row)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen(self) -> tuple[Shown, ...]:
        """Give the chosen lines, in their order."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return tuple(self._shown[row] for row in rows if row < len(self._shown))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen ones on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add_wanted.emit()
        else:
            super().keyPressEvent(event)
