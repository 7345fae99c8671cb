"""A box with the cells of a form, section by section, that finds what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

if TYPE_CHECKING:
    from perfdesk.exchange.lists.targets import Target

_MOST_LINES = 18


class TargetBox(QComboBox):
    """Choose a cell of the form; `chosen` comes when that is done by mouse or Enter.

    `unused` is what stands for none of them.
    """

    chosen = Signal()

    def __init__(
        self, targets: Sequence[Target], unused: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_MOST_LINES)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setAccessibleName("表单的栏目")
        self.fill(targets, unused)
        self.activated.connect(lambda _: self.chosen.emit())

    def fill(self, targets: Sequence[Target], unused: str) -> None:
        """Offer these cells in place of those before."""
        self.clear()
        self.addItem(unused, "")
        section = None
        for target in targets:
            if target.section != section:
                section = target.section
                self._head(section)
            self.addItem(target.label, target.path)
        completer = QCompleter([target.label for target in targets], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_MOST_LINES)
        self.setCompleter(completer)

    def _head(self, section: str) -> None:
        self.addItem(section)
        item = cast(QStandardItemModel, self.model()).item(self.count() - 1)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def show_path(self, path: str) -> None:
        self.setCurrentIndex(max(self.findData(path), 0))

    def path(self) -> str:
        """Give the path of what stands in the box; what is no cell leaves the one before."""
        place = self.findText(self.currentText().strip())
        place = place if place >= 0 else self.currentIndex()
        return str(self.itemData(place) or "") if place >= 0 else ""
