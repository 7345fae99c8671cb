"""Print or save several forms at one go, as filled in or blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context
from perfdesk.commands.editions import find_edition
from perfdesk.commands.finalising import why_draft
from perfdesk.commands.form import blank_form
from perfdesk.commands.output import Paper
from perfdesk.commands.projects import new_project
from perfdesk.models.finalised import How
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.services import Services
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms
from perfdesk.ui.paper.choose_forms import Choice, ChooseForms
from perfdesk.ui.paper.output import Make, Out, PaperOutput


class SeveralForms:
    """Print forms of the open project together, and note the copies; `title` is the project's."""

    def __init__(self, services: Services, forms: OpenForms, title: Callable[[], str]) -> None:
        self._services, self._forms, self._title = services, forms, title

    def ask(self) -> None:
        """Ask which forms, and bring them out."""
        finish_typing()
        forms = tuple(self._forms.forms)
        choices = [Choice(each.title, self._state(each)) for each in forms]
        chosen: list[OpenForm] = []

        def maker(place: int, blank: bool) -> Make:
            chosen.append(forms[place])
            return self._maker(forms[place], blank)

        def note(papers: Sequence[Paper], sent: int, how: How) -> None:
            # Of a part of the pages nobody knows to which form they belong.
            if sent >= sum(len(each.pages) for each in papers):
                for form, paper in zip(chosen, papers, strict=True):
                    self._forms.note_print(form, paper, len(paper.pages), how)

        _ask(self._services, "打印多张", f"{self._title()} 表单", choices, maker, note)

    def _state(self, form: OpenForm) -> str:
        judged = form.bridge.snapshot()
        code = code_of(judged.edition, judged.document)
        why = why_draft(judged, code, self._services.context.now())
        return "草稿" if why else "已定稿"

    def _maker(self, form: OpenForm, blank: bool) -> Make:
        judged, context = form.bridge.snapshot(), self._services.context
        if blank:
            opened = replace(form.opened, document=judged.document)
            return lambda: blank_form(context, opened)
        return lambda: judged


def print_blank(services: Services, shown: str) -> None:
    """Ask for editions, the one that is shown first, and bring out blank forms of them."""
    context = services.context
    heads = sorted(context.catalogue.heads(), key=lambda head: head.key != shown)
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

    def maker(place: int, _: bool) -> Make:
        return _blank_maker(context, heads[place].key)

    _ask(services, "空白表", "空白表", choices, maker, lambda *_: None)


def _blank_maker(context: Context, key: str) -> Make:
    return lambda: blank_form(context, new_project(find_edition(context, key)))


def _ask(
    services: Services,
    title: str,
    name: str,
    choices: Sequence[Choice],
    maker: Callable[[int, bool], Make],
    out: Out,
) -> None:
    dialog = ChooseForms(title, choices, services.window)
    accepted, chosen = dialog.exec(), dialog.chosen()
    dialog.deleteLater()
    if accepted:
        forms = [maker(place, blank) for place, blank in chosen]
        output = PaperOutput(services, name)
        (output.save if dialog.to_file else output.print_out)(forms, out)
