"""The chosen finding in full: its figure, its basis, what mends it, and what was answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from perfdesk.models.finding import Finding
from perfdesk.ui.findings.model import answer_text
from perfdesk.ui.form.finding_lines import basis_text, fill_text
from perfdesk.ui.kit.layout import LEFT, at, button, grow, hbox, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import caption, label
from perfdesk.ui.opened.bridge import Bridge

_LINES = 3


class FindingDetail(QFrame):
    """Show one finding in words that can be selected; `done` when an answer is finished.

    An answer being typed is kept when the cursor goes elsewhere, as any field is.
    """

    done = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._finding: Finding | None = None
        self._head = label(wrap=True, selectable=True, bold=True)
        self._message = label(wrap=True, selectable=True)
        self._basis = label(wrap=True, selectable=True, quiet=True)
        self._answer = label(wrap=True, selectable=True)
        self._reason = _Reason()
        self._reason.entered.connect(self._finish)
        self._reason.given_up.connect(self._give_up)
        self._reason.left.connect(lambda: self._keep())
        self._fill = _button(self._on_fill)
        self._fill_all = _button(self._on_fill_all)
        self._confirm = _button(self._on_confirm, "仍然适用")
        self._begin = _button(self.begin)
        self._withdraw = _button(self._on_withdraw, "取消说明")
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        words = self._head, self._message, self._basis, self._answer, self._reason
        mend = self._fill, self._fill_all
        answer = self._confirm, self._begin, self._withdraw
        self._rows = (_row(*mend), mend), (_row(*answer), answer)
        rows = (row for row, _ in self._rows)
        self.setLayout(vbox(line, *words, *rows, margin=(2, 1, 2, 2), spacing=0.75))
        self._reason.hide()
        self.hide()

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding; None puts the pane away."""
        if finding is not None and finding == self._finding:
            self._show_buttons(finding)
            self.show()
            return
        self._keep()
        self._finding = finding
        self.setVisible(finding is not None)
        if finding is None:
            return
        self._head.setText(f"{finding.severity.word} · {finding.label}")
        self._message.setText(finding.message)
        self._basis.setText(basis_text(finding))
        self._basis.setVisible(bool(finding.basis))
        answer = answer_text(finding)
        self._answer.setText(answer)
        self._answer.setVisible(bool(answer))
        self._fill.setText(caption(fill_text(finding)))
        self._begin.setText("修改说明…" if answer else "说明…")
        self._show_buttons(finding)

    def _show_buttons(self, finding: Finding) -> None:
        """Offer what can be done; while a reason is typed it has the room to itself."""
        is_idle, alike = self._reason.isHidden(), len(self._bridge.alike(finding))
        self._fill_all.setText(f"同类 {alike} 处全部填入")
        for each, is_wanted in (
            (self._fill, bool(finding.fill)),
            (self._fill_all, bool(finding.fill) and alike > 1),
            (self._confirm, bool(finding.old_answer)),
            (self._begin, True),
            (self._withdraw, bool(finding.answer or finding.old_answer)),
        ):
            each.setVisible(is_idle and is_wanted)
        self._arrange()

    def _arrange(self) -> None:
        """Put buttons side by side where there is room, else one below the other."""
        margins, directions = self.contentsMargins(), QBoxLayout.Direction
        room = self.width() - 4 * GRID - margins.left() - margins.right()
        for row, buttons in self._rows:
            shown = [each for each in buttons if not each.isHidden()]
            fits = sum(each.sizeHint().width() + GRID for each in shown) - GRID <= room
            row.setDirection(directions.LeftToRight if fits else directions.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def begin(self) -> None:
        """Let the reason be typed, beginning with the one there is."""
        if self._finding is not None:
            self._reason.start(self._finding.answer or self._finding.old_answer)
            self._show_buttons(self._finding)

    def _finish(self) -> None:
        # Enter says that an older reason still holds, also where nothing was typed.
        self._keep(confirm=True)
        self.done.emit()

    def _give_up(self) -> None:
        self._end()
        self.done.emit()

    def _keep(self, *, confirm: bool = False) -> None:
        """Answer with what is typed, if anything was."""
        if self._finding is None or self._reason.isHidden():
            return
        self._end()
        reason = self._reason.toPlainText().strip()
        if reason != self._reason.before or (confirm and self._finding.old_answer):
            self._bridge.answer(self._finding, reason)

    def _end(self) -> None:
        self._reason.hide()
        if self._finding is not None:
            self._show_buttons(self._finding)

    def _on_fill(self) -> None:
        if self._finding:
            self._bridge.fill(self._finding)

    def _on_fill_all(self) -> None:
        if self._finding:
            self._bridge.fill_all(self._bridge.alike(self._finding))

    def _on_confirm(self) -> None:
        if self._finding:
            self._bridge.answer(self._finding, self._finding.old_answer)

    def _on_withdraw(self) -> None:
        if self._finding:
            self._bridge.answer(self._finding, "")


class _Reason(QPlainTextEdit):
    """A few lines to type; Enter ends them, Shift+Enter begins a new one."""

    entered = Signal()
    given_up = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.before = ""
        self.setTabChangesFocus(True)
        self.setAccessibleName("说明")
        self.setPlaceholderText("写明保留的理由，Enter 保存，Esc 放弃")
        self._fit()

    def start(self, text: str) -> None:
        """Begin with a text, ready to be typed over."""
        self.before = text
        self.setPlainText(text)
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish_typing(self) -> None:
        """Bring what is typed into the document."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.entered.emit()
                return
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in stays:
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 2 * GRID)


def _button(do: Callable[[], None], words: str = "") -> QPushButton:
    made = button(words, do)
    # Else the widest button would widen the pane, and the words above be cut for it.
    made.setMinimumWidth(6 * GRID)
    return made


def _row(*buttons: QWidget) -> QBoxLayout:
    return hbox(*(at(LEFT, each) for each in buttons), grow())
