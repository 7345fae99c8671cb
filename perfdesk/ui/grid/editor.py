"""The editor inside a cell: grows with its text, and leaves by the keys that Excel leaves by.

It hands over every change at once (`edited`) and asks to be closed with a step to go on by
(`left`). While an input method composes, nothing counts as a change.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from perfdesk.models.library import GAP
from perfdesk.ui.form.text_editors import leave_undo_to_window, without_own_undo
from perfdesk.ui.grid.choice_list import OfferList
from perfdesk.ui.grid.choices import Offer, Offers
from perfdesk.ui.grid.text import PADDING
from perfdesk.ui.kit.clipboard import from_block

Step = tuple[int, int]
STAY, DOWN, UP, RIGHT, LEFT = (0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)
# The frame of the cell that an editor leaves to be seen.
FRAME = 2
_KEY = Qt.Key
_MOD = Qt.KeyboardModifier
_ARROWS: dict[int, Step] = {
    _KEY.Key_Up: UP,
    _KEY.Key_Down: DOWN,
    _KEY.Key_Left: LEFT,
    _KEY.Key_Right: RIGHT,
}


class CellEditor(QPlainTextEdit):
    """Edit the text of one cell.

    `typed_open` says that a letter opened it, not F2: then the arrow keys leave the
    cell, as in Excel, until the mouse or F2 puts the cursor into the text.
    """

    edited = Signal(str)
    offer_chosen = Signal(object)
    left = Signal(object)
    cancelled = Signal()

    def __init__(
        self, parent: QWidget, offers: Offers | None, align: Qt.AlignmentFlag, typed_open: bool
    ) -> None:
        super().__init__(parent)
        self._typed_open = typed_open
        self._known = ""
        self._composing = False
        self._least = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.document().setDocumentMargin(0)
        self.setAutoFillBackground(True)
        self._list = OfferList(self, offers) if offers else None
        if self._list:
            self._list.chosen.connect(self._accept)
        self.textChanged.connect(self._on_changed)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)

    def show_text(self, text: str) -> None:
        """Show what the document holds; the cursor stays where it is."""
        if text != self._known:
            self._known = text
            place = self.textCursor().position()
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(place, max(self.document().characterCount() - 1, 0)))
            self.setTextCursor(cursor)

    def start(self) -> None:
        """Select all for a letter to replace, or put the cursor behind the text for F2.

        A gap left for a figure is selected, so that the figure replaces it.
        """
        if self._typed_open:
            self.selectAll()
        elif (gap := self._known.find(GAP)) >= 0:
            cursor = self.textCursor()
            cursor.setPosition(gap)
            cursor.setPosition(gap + len(GAP), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)

    def text(self) -> str:
        """Give the text without what is still being composed."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_least_height(self, height: int) -> None:
        """Cover at least the cell."""
        self._least = height
        self.fit()

    def fit(self) -> None:
        """Grow with the text, which stands in the middle of the cell while it is lower."""
        lines = self.document().documentLayout().documentSize().height()
        text = ceil(lines * QFontMetricsF(self.font()).lineSpacing())
        above = max((self._least - text) // 2, PADDING - FRAME)
        self.setViewportMargins(PADDING - FRAME, above, PADDING - FRAME + 1, 0)
        height = max(self._least, text + 2 * (PADDING - FRAME))
        if height != self.height():
            self.resize(self.width(), height)

    def _on_changed(self) -> None:
        # Fires on a change of format with the same text; and the first key of a composition
        # takes the selected text away, long before there is anything in its place.
        text = self.text()
        if text != self._known and not self._composing:
            self._known = text
            self.edited.emit(text)
            if self._list:
                self._list.offer(text)

    def _accept(self, offer: Offer) -> None:
        self._insert_offer(offer)
        self.left.emit(STAY)

    def _insert_offer(self, offer: Offer) -> None:
        self.show_text(offer.text)
        self.offer_chosen.emit(offer)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Leave undo to the document, and keep what the window would take for its own."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            alt = event.modifiers() == _MOD.AltModifier
            if alt and event.key() in (_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Down):
                event.accept()
                return True
        return leave_undo_to_window(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the cell by the keys that Excel leaves it by; type with all others."""
        if not (self._choose(event) or self._leave(event)):
            super().keyPressEvent(event)

    def _choose(self, event: QKeyEvent) -> bool:
        if self._list is None or event.modifiers() & _MOD.ControlModifier:
            return False
        down = event.key() == _KEY.Key_Down
        if down and event.modifiers() & _MOD.AltModifier:
            self._list.offer_all(self._known)
            return True
        if not self._list.isVisible():
            return False
        if down or event.key() == _KEY.Key_Up:
            self._list.step(1 if down else -1)
            return True
        marked = self._list.marked()
        if event.key() in (_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Tab) and marked:
            self._insert_offer(marked)
        return False

    def _leave(self, event: QKeyEvent) -> bool:
        key, mods = event.key(), event.modifiers() & ~_MOD.KeypadModifier
        if key in (_KEY.Key_Return, _KEY.Key_Enter):
            if mods & _MOD.AltModifier:
                self.insertPlainText("\n")
            elif mods & _MOD.ControlModifier:
                return False
            else:
                self.left.emit(UP if mods & _MOD.ShiftModifier else DOWN)
        elif key in (_KEY.Key_Tab, _KEY.Key_Backtab) and not mods & _MOD.ControlModifier:
            self.left.emit(LEFT if key == _KEY.Key_Backtab else RIGHT)
        elif key == _KEY.Key_Escape:
            self.cancelled.emit()
        elif key == _KEY.Key_F2:
            self._typed_open = not self._typed_open
        elif key in _ARROWS and self._typed_open and not mods:
            self.left.emit(_ARROWS[_KEY(key)])
        else:
            return False
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Wait with the change until the input method has done."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._on_changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """From now on the arrow keys move inside the text."""
        self._typed_open = False
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the usual menu without the editor's own undo."""
        menu = without_own_undo(self.createStandardContextMenu())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take a single cell of Excel without the line break and the quotes it comes with."""
        block = from_block(source.text())
        if len(block) == 1 and len(block[0]) == 1:
            self.insertPlainText(block[0][0])
        else:
            self.insertPlainText(source.text())

    def showEvent(self, event: QShowEvent) -> None:
        """Offer everything where F2 or the arrow opened the cell."""
        super().showEvent(event)
        if self._list and not self._typed_open:
            self._list.open_with_editor(self._known)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list below the cell."""
        super().resizeEvent(event)
        if self._list:
            self._list.follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the editor."""
        super().hideEvent(event)
        if self._list:
            self._list.hide()
