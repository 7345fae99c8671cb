"""Add a form to the open project, started from another one or empty, and take one out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from perfdesk.commands.context import Opened
from perfdesk.desktop import Stage
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms
from perfdesk.ui.program import Program


class AddingForms(QObject):
    """Ask which form is to come or go, and see to it."""

    def __init__(
        self,
        program: Program,
        forms: OpenForms,
        jobs: Jobs,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(forms)
        self._program, self._forms = program, forms
        self._jobs, self._strip, self._window = jobs, strip, window
        self._closed = False

    def close(self) -> None:
        """Take no more part: the project has left the window."""
        self._closed = True

    def ask_next(self) -> None:
        """Find out what each further form could take over, then ask which it shall be."""
        settle()
        current = self._forms.current.opened
        copied = Opened(current.project, current.document.copy(), current.edition)
        self._jobs.run(
            "正在查找下一阶段的表单",
            lambda: self._program.stages(copied),
            lambda stages: self._choose(current, stages),
            lambda error: self._strip.failed("添加表单", error),
        )

    def _choose(self, asked_of: Opened, stages: Sequence[Stage]) -> None:
        from perfdesk.ui.project.next_stage import NextStageDialog

        source = self._forms.current
        # Another form, or another project, may have come to the screen meanwhile.
        if source.opened is not asked_of or self._closed:
            return
        if not stages:
            self._strip.say("这个项目已经有了全部表单。")
            return
        dialog = NextStageDialog(stages, source.title, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.add(dialog.chosen().head.key, carry=not dialog.is_empty_wanted)
        dialog.deleteLater()

    def add(self, key: str, *, carry: bool) -> None:
        """Add a form, started from the one on the screen or empty, and show it.

        What it took over is its first step of undo.
        """
        source = self._forms.current
        edit, taken = self._program.carried(source.opened, key) if carry else (None, ())
        form = self._forms.add(key, edit)
        if taken:
            self._strip.say(f"“{form.title}”从“{source.title}”带入 {len(taken)} 项，可以一次撤销。")
        else:
            self._strip.say(f"添加了空白的“{form.title}”。")

    def ask_drop(self, form: OpenForm | None = None) -> None:
        """Ask once, then take a form out of the project: the one on the screen if none is named."""
        from perfdesk.ui.window.dialogs import ask_drop

        form = form or self._forms.current
        if len(self._forms.forms) < 2:
            self._strip.say("项目里至少要有一张表单，这一张不能删除。")
        elif ask_drop(self._window, form.title, sum(1 for _ in form.session.document.entries())):
            self._forms.drop(form)
            self._strip.say(f"已从项目中删除“{form.title}”，保存后生效。")
