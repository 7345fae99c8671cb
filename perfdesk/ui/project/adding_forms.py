"""Add a form to the open project, started from another one or empty, and take one out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from perfdesk.commands.context import Opened
from perfdesk.commands.forms import Stage, carry_edit, next_stages
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.plain import question
from perfdesk.ui.kit.services import Services
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms


class AddingForms(QObject):
    """Ask which form is to come or go, and see to it."""

    def __init__(self, services: Services, forms: OpenForms) -> None:
        super().__init__(forms)
        self._services, self._forms = services, forms

    def ask_next(self) -> None:
        """Find out what each further form could take over, then ask which it shall be."""
        finish_typing()
        context, current = self._services.context, self._forms.current.opened
        copied = Opened(current.project, current.document.copy(), current.edition)
        self._services.run(
            "正在查找下一阶段的表单",
            lambda: next_stages(context, copied),
            lambda stages: self._choose(current, stages),
            failed="添加表单",
        )

    def _choose(self, opened: Opened, stages: Sequence[Stage]) -> None:
        from perfdesk.ui.project.next_stage import NextStageDialog

        source = self._forms.current
        # Another form, or another project, may have come to the screen meanwhile.
        if source.opened is not opened or self._forms.is_closed:
            return
        if not stages:
            self._services.messages.say("这个项目已经有了全部表单。")
            return
        dialog = NextStageDialog(stages, source.title, self._services.window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.add(dialog.chosen().head.key, carry=not dialog.is_empty_wanted)
        dialog.deleteLater()

    def add(self, key: str, *, carry: bool) -> None:
        """Add a form, started from the one on the screen or empty, and show it.

        What it took over is its first step of undo.
        """
        source, messages = self._forms.current, self._services.messages
        context = self._services.context
        edit, carried = carry_edit(context, source.opened, key) if carry else (None, ())
        form = self._forms.add(key, edit)
        if carried:
            messages.say(f"“{form.title}”从“{source.title}”带入 {len(carried)} 项，可以一次撤销。")
        else:
            messages.say(f"添加了空白的“{form.title}”。")

    def ask_drop(self, form: OpenForm | None = None) -> None:
        """Ask once, then take a form out of the project: the one on the screen if none is named."""
        form, messages = form or self._forms.current, self._services.messages
        entries = sum(1 for _ in form.session.document.entries())
        if len(self._forms.forms) < 2:
            messages.say("项目里至少要有一张表单，这一张不能删除。")
        elif ask_drop(self._services.window, form.title, entries):
            self._forms.drop(form)
            messages.say(f"已从项目中删除“{form.title}”，保存后生效。")


def ask_drop(parent: QWidget | None, title: str, entries: int) -> bool:
    """Ask whether a form is to be taken out of the project, saying how much goes with it."""
    lost = f"表中已填的 {entries} 处内容会一起删除，不能撤销。" if entries else "表中没有内容。"
    text = f"从项目中删除“{title}”？\n{lost}\n保存之前，项目文件里仍有这张表。"
    return question(parent, "删除表单", text, ("删除", "取消"), default=1) == 0
