"""One of the two things that 核验 holds against each other: a file, a code, or what is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar

from perfdesk.commands.context import Refusal
from perfdesk.commands.verify.evidence import Carrier
from perfdesk.commands.verify.look import look_at_code, look_at_project, look_into
from perfdesk.commands.verify.words import described
from perfdesk.models.check_code import LENGTH
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.drop import DropTarget
from perfdesk.ui.kit.layout import button, grow, hbox, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label, tip
from perfdesk.ui.kit.services import Services

if TYPE_CHECKING:
    from perfdesk.models.document import Project

_NAME = "核验"
_INVITATION = "把文件拖到这里，或选择文件"
_KINDS = "PDF、Excel、项目文件、扫描件或照片"
# Beyond these the rest is in the tooltip.
_MOST_LINES = 8
_LEAST = 216
_UNEXPECTED = "读取时发生意外。请再试一次；仍不行请联系维护人员。"


class VerifySide(QFrame):
    """Take one carrier in, beside the window, and say what it is.

    `changed` comes whenever there is another carrier, or none. `read_open` gives the open
    project under a name, or None where none is open any more; `has_open` tells that beforehand.
    """

    changed = Signal()

    def __init__(
        self,
        title: str,
        services: Services,
        has_open: Callable[[], bool] = lambda: False,
        read_open: Callable[[], tuple[str, Project] | None] = lambda: None,
    ) -> None:
        super().__init__()
        self._title, self._services = title, services
        self._has_open, self._read_open = has_open, read_open
        self._cancelled: Event | None = None
        self.is_open = False
        self.carrier: Carrier | None = None
        target = DropTarget(self, self.open_file, lambda _: True)
        target.hovering.connect(self._show_hovering)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setMinimumHeight(_LEAST)
        self._name = label(_INVITATION, wrap=True, size=1.1, bold=True)
        self._details = label(_KINDS, wrap=True, selectable=True)
        self._trouble = label(wrap=True, selectable=True)
        self._trouble.hide()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(GRID)
        self._progress.setAccessibleName(f"{title}：正在读取")
        self.line = QLineEdit()
        self.line.setPlaceholderText("或输入页脚的校验码，如 7K3F-9QX2-MD4T")
        self.line.setAccessibleName(f"{title}：校验码")
        self.line.returnPressed.connect(self.read_code)
        self.line.textEdited.connect(self._on_typed)
        self.choose = button("选择文件…", self.browse)
        self.open_button = button("用打开的项目", self.use_project)
        self.cancel_button = button("取消", self.cancel)
        self.clear_button = button("清除", self.clear)
        self._lay_out()
        self.refresh_buttons()

    def _lay_out(self) -> None:
        head = label(self._title, quiet=True)
        texts = head, self._name, self._details, self._progress, self._trouble
        buttons = self.choose, self.open_button, self.cancel_button, self.clear_button
        self.setLayout(vbox(*texts, grow(), self.line, hbox(*buttons, grow()), margin=2))

    # What is taken in

    def browse(self) -> None:
        """Ask for a file and look into it."""
        folder = self._services.preferences.current.last_folder
        path = ask_path.to_open(self, _NAME, folder, ask_path.VERIFIABLE)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Look into a file, beside the window."""
        cancelled = self._begin(f"正在读取“{path.name}”…")
        context = self._services.context
        self._run(lambda: look_into(context, path, cancelled=cancelled.is_set), cancelled)

    def use_project(self) -> None:
        """Take the project that is open, as it stands now."""
        opened = self._read_open()
        if opened is None:
            self.clear()
            return
        cancelled = self._begin("正在核对打开的项目…")
        self.is_open = True
        context = self._services.context
        self._run(lambda: look_at_project(context, *opened), cancelled)

    def follow(self) -> None:
        """Take the open project anew where it is what stands here."""
        if self.is_open:
            self.use_project()

    def read_code(self) -> None:
        """Take the code that was typed; what is wrong with it is said at once."""
        text = self.line.text().strip()
        if not text:
            return
        self.cancel()
        try:
            found = look_at_code(self._services.context, text)
        except Refusal as refusal:
            self._refuse(str(refusal))
            return
        self.is_open = False
        self._show(found)

    def _on_typed(self, text: str) -> None:
        # Twelve marks are a whole code: no Enter needed, and a slip is seen under the hand.
        if sum(mark.isalnum() for mark in text) == LENGTH:
            self.read_code()
        else:
            self._trouble.hide()

    def clear(self) -> None:
        """Take away what stands here."""
        self.cancel()
        self.line.clear()
        self.is_open = False
        self._name.setText(_INVITATION)
        self._details.setToolTip(tip(""))
        self._details.show()
        self._details.setText(_KINDS)
        self._trouble.hide()
        self._set_carrier(None)

    def cancel(self) -> None:
        """Stop reading; what stood here before stays."""
        if self._cancelled is not None:
            self._cancelled.set()
            self._cancelled = None
            self._details.setText("已取消。" if self.carrier is None else self._words())
            self.refresh_buttons()

    # Beside the window

    def _begin(self, words: str) -> Event:
        self.cancel()
        self.is_open = False
        self._cancelled = Event()
        self._trouble.hide()
        self._details.show()
        self._details.setText(words)
        self.refresh_buttons()
        return self._cancelled

    def _run(self, work: Callable[[], Carrier], cancelled: Event) -> None:
        def done(found: Carrier) -> None:
            if cancelled is self._cancelled:
                self._cancelled = None
                self._show(found)

        def failed(error: Exception) -> None:
            if cancelled is self._cancelled:
                self._cancelled = None
                self._refuse(str(error) if isinstance(error, Refusal) else _UNEXPECTED)

        self._services.jobs.run("正在核验", work, done, failed)

    def _show(self, found: Carrier) -> None:
        self._trouble.hide()
        self._details.show()
        self._name.setText(found.name)
        self.carrier = found
        self._details.setText(self._words())
        self._details.setToolTip(tip("\n".join(self._lines())))
        if found.kind.value != "code":
            self.line.clear()
        self._set_carrier(found)

    def _refuse(self, words: str) -> None:
        self._name.setText("没有读成")
        self._details.hide()
        self._trouble.setText(words)
        self._trouble.show()
        self._set_carrier(None)

    def _set_carrier(self, found: Carrier | None) -> None:
        self.carrier = found
        self.refresh_buttons()
        self.changed.emit()

    def _lines(self) -> list[str]:
        if self.carrier is None:
            return []
        lines = list(self.carrier.notes)
        for form in self.carrier.forms:
            lines += [*([""] if lines else []), *described(form)]
        return lines

    def _words(self) -> str:
        """Say what is here shortly enough to leave the verdict in sight."""
        lines = self._lines()
        if self.carrier is not None and len(self.carrier.forms) > 1:
            forms = (f"{each.title}：{each.code or '空表'}" for each in self.carrier.forms)
            lines = [*self.carrier.notes, *forms]
        if len(lines) > _MOST_LINES:
            lines = [*lines[: _MOST_LINES - 1], "……"]
        return "\n".join(lines)

    def refresh_buttons(self) -> None:
        """Offer what can be done now."""
        is_busy = self._cancelled is not None
        self.choose.setVisible(not is_busy)
        self._progress.setVisible(is_busy)
        self.cancel_button.setVisible(is_busy)
        self.clear_button.setVisible(not is_busy and self.carrier is not None)
        can_use = self._has_open() and not self.is_open
        self.open_button.setVisible(can_use and not is_busy)

    def _show_hovering(self, is_hovering: bool) -> None:
        roles = QPalette.ColorRole
        self.setBackgroundRole(roles.Midlight if is_hovering else roles.Base)
