"""The pages in small, for going from one to another."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.ui.kit.look import GRID

TALL = 112
_ROLE = QPalette.ColorRole


class Thumbs(QListWidget):
    """Show small pages; `chosen` gives the one a person went to, counted from 0."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("缩略图")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Small(self))
        self.setFixedWidth(TALL + 2 * GRID)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.missing: set[int] = set()
        self.currentRowChanged.connect(self._on_row)

    def show_pages(self, count: int) -> None:
        """Take new pages; the old pictures stay until the new ones come."""
        self.missing = set(range(count))
        while self.count() > count:
            self.takeItem(self.count() - 1)
        for page in range(self.count(), count):
            item = QListWidgetItem(f"第 {page + 1} 页", self)
            item.setSizeHint(QSize(TALL, TALL + 4 * GRID))

    def show_picture(self, page: int, image: QImage) -> None:
        self.missing.discard(page)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.item(page).setData(Qt.ItemDataRole.DecorationRole, QPixmap.fromImage(image))

    def show_current(self, page: int) -> None:
        """Mark a page without going there."""
        self.blockSignals(True)
        self.setCurrentRow(page)
        self.blockSignals(False)
        self.viewport().update()

    def _on_row(self, page: int) -> None:
        if page >= 0:
            self.chosen.emit(page)


class _Small(QStyledItemDelegate):
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a page on its ground, framed where it is the current one, and its number."""
        rect, palette = option.rect, option.palette
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        size = QSize(TALL * 210 // 297, TALL)
        if isinstance(picture, QPixmap):
            size = picture.deviceIndependentSize().toSize()
        frame = QRect(rect.center().x() - size.width() // 2, rect.top() + GRID, *size.toTuple())
        painter.fillRect(frame, Qt.GlobalColor.white)
        if isinstance(picture, QPixmap):
            painter.drawPixmap(frame.topLeft(), picture)
        thumbs = self.parent()
        here = isinstance(thumbs, Thumbs) and thumbs.currentRow() == index.row()
        painter.setPen(
            QPen(palette.color(_ROLE.Highlight if here else _ROLE.Mid), 2 if here else 1)
        )
        painter.drawRect(frame.adjusted(-1, -1, 0, 0))
        painter.setPen(palette.color(_ROLE.Text if here else _ROLE.PlaceholderText))
        below = QRect(rect.left(), frame.bottom(), rect.width(), rect.bottom() - frame.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
