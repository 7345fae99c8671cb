"""The list of offered texts below a cell's editor.

It never takes the focus: a popup that does would tear an input method away from what
it is composing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.ui.grid.choices import Offer, Offers

_MOST_SHOWN = 8
_BESIDE = 24
_OFFER = Qt.ItemDataRole.UserRole


class OfferList(QListWidget):
    """Offer texts below an editor; `chosen` gives the offer a person takes."""

    chosen = Signal(object)

    def __init__(self, editor: QWidget, offers: Offers) -> None:
        super().__init__(editor.window())
        self._editor = editor
        self._offers = offers
        self.setItemDelegate(_OfferDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setAccessibleName("可选内容")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.hide()
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(_OFFER)))
        editor.destroyed.connect(self.deleteLater)

    def offer(self, typed: str) -> None:
        """Show what fits the typed text; everything where nothing is typed."""
        typed = typed.strip()
        found = self._offers.find(typed)
        self._show(found)
        if not found or [each.text for each in found] == [typed]:
            self.hide()
        else:
            self._stand_below()

    def offer_all(self, current: str) -> None:
        """Show every text, with the present one marked; nothing where there is none."""
        found = self._offers.find("")
        self._show(found)
        texts = [each.text for each in found]
        if current in texts:
            self.setCurrentRow(texts.index(current))
        if found:
            self._stand_below()

    def open_with_editor(self, current: str) -> None:
        if self._offers.opens:
            self.offer_all(current)

    def step(self, by: int) -> None:
        """Mark the next or the previous text."""
        row = self.currentRow() + by if self.currentRow() >= 0 else (0 if by > 0 else -1)
        self.setCurrentRow(row % self.count())

    def marked(self) -> Offer | None:
        """Give the marked offer; None where none is or the list is hidden."""
        item = self.currentItem()
        offer: Offer | None = item.data(_OFFER) if item and self.isVisible() else None
        return offer

    def follow(self) -> None:
        if self.isVisible():
            self._stand_below()

    def _show(self, offers: Sequence[Offer]) -> None:
        self.clear()
        for offer in offers:
            item = QListWidgetItem(offer.text, self)
            item.setData(_OFFER, offer)
            if offer.note:
                spoken = f"{offer.text}，{offer.note}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 8))

    def _widest(self) -> int:
        advance = self.fontMetrics().horizontalAdvance
        offers: list[Offer] = [self.item(row).data(_OFFER) for row in range(self.count())]
        return max(
            advance(each.text) + (advance(each.note) + _BESIDE if each.note else 0)
            for each in offers
        )

    def _stand_below(self) -> None:
        rows = min(self.count(), _MOST_SHOWN)
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth()
        bar = self.verticalScrollBar().sizeHint().width() if self.count() > rows else 0
        window = self.window()
        width = min(max(self._editor.width(), self._widest() + 24 + bar), window.width())
        below = self._editor.mapTo(window, QPoint(0, self._editor.height()))
        above = self._editor.mapTo(window, QPoint(0, -height))
        top = below.y() if below.y() + height <= window.height() else max(above.y(), 0)
        left = max(min(below.x(), window.width() - width), 0)
        self.setGeometry(left, top, width, height)
        self.raise_()
        self.show()


class _OfferDelegate(QStyledItemDelegate):
    """Paint an offer with its note set back at the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one line; the note gives way where there is no room for both."""
        super().paint(painter, option, index)
        offer: Offer = index.data(_OFFER)
        if not offer.note:
            return
        metrics = option.fontMetrics
        right = option.rect.adjusted(0, 0, -8, 0)
        used = metrics.horizontalAdvance(offer.text) + _BESIDE // 2
        room = QRect(right.left() + used, right.top(), right.width() - used, right.height())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        painter.save()
        painter.setPen(
            option.palette.color(roles.HighlightedText if chosen else roles.PlaceholderText)
        )
        text = metrics.elidedText(offer.note, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
