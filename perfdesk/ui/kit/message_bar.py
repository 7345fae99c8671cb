"""A line in the window that says what went wrong and offers what to do next, no dialog.

News that need no answer go on to the status bar: a line that comes and goes would move
the field under a typing hand.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QWidget

from perfdesk.models.severity import Severity
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import button, grow, hbox
from perfdesk.ui.kit.look import changes_look
from perfdesk.ui.kit.plain import label

Offer = tuple[str, Callable[[], None]]


class MessageBar(QFrame):
    """Show one message, until it is closed or replaced; `news` go elsewhere."""

    news = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._severity: Severity | None = None
        self._mark = label()
        self._text = label(wrap=True, selectable=True)
        self._offers = hbox()
        self._buttons: list[QPushButton] = []
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setAccessibleName("关闭消息")
        self._close.clicked.connect(self.clear)
        parts = (self._mark, grow(self._text), self._offers, self._close)
        self.setLayout(hbox(*parts, margin=(2, 1, 1, 1)))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.hide()

    @property
    def text(self) -> str:
        """Give the message that stands in the window; blank for none."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str) -> None:
        """Tell news that need no answer."""
        self.news.emit(text)

    def note(self, text: str, *offers: Offer) -> None:
        """Tell calmly what is as it is, with buttons for what can be done."""
        self._show(Severity.NOTE, text, offers)

    def warn(self, text: str, *offers: Offer) -> None:
        """Tell what is not quite right, with buttons for what can be done."""
        self._show(Severity.WARNING, text, offers)

    def trouble(self, text: str, *offers: Offer) -> None:
        """Tell what went wrong, with buttons for what can be done."""
        self._show(Severity.ERROR, text, offers)

    def failed(self, what: str, error: Exception, *offers: Offer) -> None:
        """Tell why something failed: in a refusal's own words, else that it was unexpected."""
        from perfdesk.commands.context import Refusal

        if isinstance(error, Refusal):
            self.trouble(str(error), *offers)
            return
        import traceback

        traceback.print_exception(error)
        text = f"{what}时发生意外，您填写的内容没有受影响。请再试一次；仍不行请联系维护人员。"
        self.trouble(text, *offers)

    def clear(self) -> None:
        self.hide()

    def _show(self, severity: Severity, text: str, offers: tuple[Offer, ...]) -> None:
        self._severity = severity
        self._text.setText(text)
        for old in self._buttons:
            self._offers.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for words, do in offers:
            offer = button(words, self.clear)
            offer.clicked.connect(do)
            self._offers.addWidget(offer)
            self._buttons.append(offer)
        self._refresh_look()
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event) and hasattr(self, "_close"):
            self._refresh_look()

    def _refresh_look(self) -> None:
        self._close.setIcon(self._icons.icon("close", self.palette()))
        if self._severity is not None:
            self._mark.setPixmap(
                self._icons.pixmap(self._severity, self.palette(), self.fontMetrics())
            )
            self._mark.setAccessibleName(self._severity.word)
