"""The list of offered texts below a cell's editor.

It never takes the focus: a popup that does would tear an input method away from what
it is composing.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

_MOST_SHOWN = 8


class OfferList(QListWidget):
    """Offer texts below an editor; `chosen` gives the one a person takes."""

    chosen = Signal(str)

    def __init__(self, editor: QWidget, texts: tuple[str, ...]) -> None:
        super().__init__(editor.window())
        self._editor = editor
        self._texts = texts
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setAccessibleName("可选内容")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.hide()
        self.itemClicked.connect(lambda item: self.chosen.emit(item.text()))
        editor.destroyed.connect(self.deleteLater)

    def offer(self, typed: str) -> None:
        """Show what contains the typed text; everything where nothing is typed."""
        typed = typed.strip()
        found = [text for text in self._texts if typed in text]
        self._show(found)
        if not found or found == [typed]:
            self.hide()
        else:
            self._stand_below()

    def offer_all(self, current: str) -> None:
        """Show every text, with the present one marked."""
        self._show(list(self._texts))
        if current in self._texts:
            self.setCurrentRow(self._texts.index(current))
        self._stand_below()

    def step(self, by: int) -> None:
        """Mark the next or the previous text."""
        row = self.currentRow() + by if self.currentRow() >= 0 else (0 if by > 0 else -1)
        self.setCurrentRow(row % self.count())

    def marked(self) -> str:
        """Give the marked text; blank where none is or the list is hidden."""
        item = self.currentItem()
        return item.text() if item and self.isVisible() else ""

    def follow(self) -> None:
        """Go along with the editor."""
        if self.isVisible():
            self._stand_below()

    def _show(self, texts: list[str]) -> None:
        self.clear()
        for text in texts:
            item = QListWidgetItem(text, self)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 8))

    def _widest(self) -> int:
        return max(map(self.fontMetrics().horizontalAdvance, self._texts))

    def _stand_below(self) -> None:
        rows = min(self.count(), _MOST_SHOWN)
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth()
        bar = self.verticalScrollBar().sizeHint().width() if self.count() > rows else 0
        width = max(self._editor.width(), self._widest() + 24 + bar)
        window = self.window()
        below = self._editor.mapTo(window, QPoint(0, self._editor.height()))
        above = self._editor.mapTo(window, QPoint(0, -height))
        top = below.y() if below.y() + height <= window.height() else max(above.y(), 0)
        left = max(min(below.x(), window.width() - width), 0)
        self.setGeometry(left, top, width, height)
        self.raise_()
        self.show()
