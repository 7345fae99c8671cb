"""Editors for one line and for long text that hand over what a person types, and no more.

Every editor of a form has the same face: `edited` with the whole text when a
person changed it, `left` when the cursor went away, and `show_text` for what the document
holds. Composing with an input method is left alone from the first key to the last.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QSizePolicy, QWidget

from perfdesk.models.values import Kind, parse, written
from perfdesk.ui.kit.look import control_height

_SHOWN_AS_WRITTEN = (Kind.AMOUNT, Kind.PERCENT, Kind.DATE)
_LEAST_LINES = 3


def has_left(event: QFocusEvent) -> bool:
    """Tell whether the cursor went to another field, not only to a menu or another window."""
    reasons = Qt.FocusReason
    return event.reason() not in (reasons.PopupFocusReason, reasons.ActiveWindowFocusReason)


def is_undo_key(event: QEvent) -> bool:
    """Tell whether a key asks for undo or redo, which belong to the document."""
    if not isinstance(event, QKeyEvent):
        return False
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)


def leave_undo_to_window(event: QEvent) -> bool:
    """Pass undo keys on to the window's actions; True where the event is dealt with."""
    if event.type() == QEvent.Type.ShortcutOverride and is_undo_key(event):
        event.ignore()
        return True
    return event.type() == QEvent.Type.KeyPress and is_undo_key(event)


def without_own_undo(menu: QMenu) -> QMenu:
    """Take an editor's own undo and redo out of its context menu."""
    for action in menu.actions():
        if action.objectName() in ("edit-undo", "edit-redo"):
            menu.removeAction(action)
    first = menu.actions()[:1]
    if first and first[0].isSeparator():
        menu.removeAction(first[0])
    return menu


class LineEditor(QLineEdit):
    """One line of text; amounts, percents and dates stand as on paper when left.

    While the cursor is in it, it shows the text as typed, which is what the document keeps.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, kind: Kind = Kind.TEXT, unit: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self._kind, self._unit = kind, unit
        self._text = ""
        self._composing = False
        if kind in (Kind.AMOUNT, Kind.PERCENT):
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(4, 2, 4, 2)
        self.textEdited.connect(self._on_edited)

    def sizeHint(self) -> QSize:
        """Stand as high as buttons and lists beside it."""
        return QSize(super().sizeHint().width(), control_height(self))

    def show_text(self, text: str) -> None:
        """Show what the document holds, unless a person is composing."""
        if text != self._text:
            self._text = text
            self._render()

    def _on_edited(self, text: str) -> None:
        self._text = text
        self.edited.emit(text)

    def _render(self) -> None:
        shown = self._text if self.hasFocus() else self._as_on_paper()
        if not self._composing and shown != self.text():
            place = self.cursorPosition()
            self.setText(shown)
            self.setCursorPosition(min(place, len(shown)) if self.hasFocus() else 0)

    def _as_on_paper(self) -> str:
        if self._kind not in _SHOWN_AS_WRITTEN:
            return self._text
        value = parse(self._kind, self._text, self._unit).value
        return self._text if value is None else written(self._kind, value)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the document."""
        return leave_undo_to_window(event) or super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a composition is under way."""
        super().inputMethodEvent(event)
        was, self._composing = self._composing, bool(event.preeditString())
        if was and not self._composing:
            self._render()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the text as typed, all of it selected when reached by Tab."""
        super().focusInEvent(event)
        self._render()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the text as on paper once the cursor has gone on."""
        super().focusOutEvent(event)
        if has_left(event):
            self._composing = False
            self._render()
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the usual menu without the editor's own undo."""
        menu = without_own_undo(self.createStandardContextMenu())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a dragged file pass to the window."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)


class LongTextEditor(QPlainTextEdit):
    """Paragraphs of text; grows with what it holds, and Tab goes on to the next field.

    `caret_moved` lets a page keep the caret in sight.
    """

    edited = Signal(str)
    left = Signal()
    caret_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # What the document holds, and how it looks here: line ends may differ.
        self._text = self._shown = ""
        self._composing = self._late = self._putting = False
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(policy)
        self.setVerticalScrollBarPolicy(policy)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.cursorPositionChanged.connect(self._on_caret)
        self._grow()

    def show_text(self, text: str) -> None:
        """Show what the document holds, unless a person is composing."""
        is_news, self._text = text != self._text, text
        if is_news and self._composing:
            self._late = True
        elif is_news:
            self._put()

    def _put(self) -> None:
        place = self.textCursor().position()
        self._late, self._putting = False, True
        self.setPlainText(self._text)
        self._putting = False
        self._shown = self._plain()
        cursor = self.textCursor()
        cursor.setPosition(min(place, max(self.document().characterCount() - 1, 0)))
        self.setTextCursor(cursor)

    def _plain(self) -> str:
        # Not toPlainText(), which turns a no-break space into a plain one.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _on_changed(self) -> None:
        # Fires while composing and on a change of format, with the same text.
        self._grow()
        plain = self._plain()
        if not self._putting and plain != self._shown:
            self._shown = self._text = plain
            self.edited.emit(plain)

    def _grow(self) -> None:
        # The layout counts lines; how high they are depends on the fonts of their characters.
        layout, block, written = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid():
            written += layout.blockBoundingRect(block).height()
            block = block.next()
        least = _LEAST_LINES * QFontMetricsF(self.font()).lineSpacing()
        margins = 2 * (self.frameWidth() + self.document().documentMargin())
        height = max(written, least) + margins + 2
        if self.height() != int(height):
            self.setFixedHeight(int(height))

    def _on_caret(self) -> None:
        if self.hasFocus():
            self.caret_moved.emit()

    def event(self, event: QEvent) -> bool:
        """Leave undo to the document; follow a change of font."""
        if leave_undo_to_window(event):
            return True
        done = super().event(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()
        return done

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a composition is under way."""
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())
        if self._late and not self._composing:
            self._put()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the cursor has gone on."""
        super().focusOutEvent(event)
        if has_left(event):
            self._composing = False
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the usual menu without the editor's own undo."""
        menu = without_own_undo(self.createStandardContextMenu())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)
