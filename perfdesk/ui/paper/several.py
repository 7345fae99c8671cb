"""Print or save several forms at one go, as filled in or blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import Paper
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle
from perfdesk.ui.paper.together import Make, Outlet
from perfdesk.ui.program import Program

if TYPE_CHECKING:
    from perfdesk.models.finalised import How
    from perfdesk.ui.opened.open_forms import OpenForm
    from perfdesk.ui.project.project_view import Desk


class SeveralForms(QObject):
    """Print forms of the open project together, and note the copies."""

    def __init__(
        self, desk: Desk, program: Program, jobs: Jobs, strip: MessageStrip, window: QWidget
    ) -> None:
        super().__init__(desk)
        self._desk, self._program = desk, program
        self._jobs, self._strip, self._window = jobs, strip, window
        self._closed = False

    def close(self) -> None:
        """Note nothing more: the project has left the window, though a print may go on."""
        self._closed = True

    def several(self) -> None:
        """Ask which forms, and bring them out."""
        from perfdesk.ui.paper.choose_forms import Choice, ChooseForms

        settle()
        forms = tuple(self._desk.forms.forms)
        choices = [Choice(each.title, self._state(each)) for each in forms]
        dialog = ChooseForms("打印多张", choices, self._window)
        accepted, chosen = dialog.exec(), dialog.chosen()
        dialog.deleteLater()
        if not accepted:
            return
        wanted = [forms[place] for place, _ in chosen]
        made = [self._maker(forms[place], blank) for place, blank in chosen]

        def note(papers: Sequence[Paper], sent: int, how: How) -> None:
            # Of a part of the pages nobody knows to which form they belong.
            if sent >= sum(len(each.pages) for each in papers):
                for form, paper in zip(wanted, papers, strict=True):
                    self._note(form, paper, how)

        name = f"{self._desk.files.title} 表单"
        outlet = Outlet(self._window, self._program, self._jobs, self._strip, name)
        (outlet.save if dialog.to_file else outlet.print_out)(made, note)

    def _state(self, form: OpenForm) -> str:
        session = form.session
        why = self._program.draft_words(session.edition, session.document, session.evaluation)
        return "草稿" if why else "已定稿"

    def _maker(self, form: OpenForm, blank: bool) -> Make:
        opened = replace(form.opened, document=form.session.document.copy())
        evaluation, program = form.session.evaluation, self._program
        if blank:
            return lambda: program.blank(opened)
        return lambda: JudgedForm(opened.edition, opened.document, evaluation)

    def _note(self, form: OpenForm, paper: Paper, how: How) -> None:
        if not self._closed and form in self._desk.forms.forms:
            fact = self._program.note_print(paper, len(paper.pages), how)
            if fact is not None:
                form.session.note(fact)


def print_blank(
    window: QWidget, program: Program, jobs: Jobs, strip: MessageStrip, shown: str
) -> None:
    """Ask for editions, the one that is shown first, and bring out blank forms of them."""
    from perfdesk.ui.paper.choose_forms import Choice, ChooseForms

    heads = sorted(program.heads, key=lambda head: head.key != shown)
    titles = [head.title for head in heads]
    choices = [
        Choice(
            head.title,
            head.key.partition("/")[2] if titles.count(head.title) > 1 else "",
            can_fill=False,
            wanted=head.key == shown,
        )
        for head in heads
    ]
    dialog = ChooseForms("空白表", choices, window)
    accepted, chosen = dialog.exec(), dialog.chosen()
    dialog.deleteLater()
    if accepted:
        made = [_blank_maker(program, heads[place].key) for place, _ in chosen]
        outlet = Outlet(window, program, jobs, strip, "空白表")
        (outlet.save if dialog.to_file else outlet.print_out)(made, lambda *_: None)


def _blank_maker(program: Program, key: str) -> Make:
    return lambda: program.blank(program.create(key))
