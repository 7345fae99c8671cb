"""The forms of a project: list them, add one, start the next stage from another."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.commands.projects import new_project
from perfdesk.forms.carry import CarriedEntry, NothingToCarry, carry_over
from perfdesk.forms.catalogue import EditionHead
from perfdesk.models.edits import Batch, Edit


@dataclass(frozen=True, slots=True)
class Stage:
    """A form that can be added to a project, and what it would take over; maybe nothing."""

    head: EditionHead
    carried: tuple[CarriedEntry, ...]


def forms_of(context: Context, opened: Opened) -> tuple[Opened, ...]:
    """Give the forms of an opened project that can be shown, in their order."""
    return tuple(
        replace(opened, document=each, edition=find_edition(context, key_of(each)))
        for each in opened.project.documents
        if not why_unfit(context, each)
    )


def add_form(context: Context, opened: Opened, form: str) -> Opened:
    """Add an empty form to a project."""
    edition = find_edition(context, form)
    if any(key_of(each) == edition.key for each in opened.project.documents):
        raise Refusal(f"这个项目里已经有“{edition.title}”。")
    added = new_project(edition).document
    opened.project.documents.append(added)
    return replace(opened, document=added, edition=edition)


def carry(context: Context, opened: Opened, form: str) -> tuple[Opened, tuple[CarriedEntry, ...]]:
    """Add a form of a later stage to a project, started from the opened one.

    Gives the new form as opened, and what was taken over. The project is changed.
    """
    try:
        edit, carried = _carry_over(context, opened, form)
    except NothingToCarry as error:
        raise Refusal(str(error)) from error
    added = add_form(context, opened, form)
    edit.apply(added.document)
    return added, carried


def carry_edit(
    context: Context, opened: Opened, form: str
) -> tuple[Edit, tuple[CarriedEntry, ...]]:
    """Make the edit that starts an empty form from the opened one, and say what it takes.

    It is for the new form's own session, where it can be undone; nothing changes here.
    """
    if find_edition(context, form).carry_from(opened.edition.form) is None:
        return Batch(()), ()
    return _carry_over(context, opened, form)


def _carry_over(
    context: Context, opened: Opened, form: str
) -> tuple[Edit, tuple[CarriedEntry, ...]]:
    edition = find_edition(context, form)
    return carry_over(opened.edition, opened.document, edition, new_project(edition).document)


def next_stages(context: Context, opened: Opened) -> tuple[Stage, ...]:
    """Give the forms a project does not have yet, those that take something over first.

    Each is read for it: call it beside the window. One with a fault is left out.
    """
    held = {key_of(each) for each in opened.project.documents}
    found = []
    for head in context.catalogue.heads():
        if head.key not in held:
            with suppress(Refusal):
                found.append(Stage(head, carry_edit(context, opened, head.key)[1]))
    return tuple(sorted(found, key=lambda stage: not stage.carried))
