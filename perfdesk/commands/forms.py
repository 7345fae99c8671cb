"""The forms of a project: list them, add one, start the next stage from another."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.commands.projects import new_project
from perfdesk.forms.carry import NothingToCarry, Taken, carry_over


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


def carry(context: Context, opened: Opened, form: str) -> tuple[Opened, tuple[Taken, ...]]:
    """Add a form of a later stage to a project, started from the opened one.

    Gives the new form as opened, and what was taken over. The project is changed.
    """
    edition = find_edition(context, form)
    fresh = new_project(edition).document
    try:
        edit, taken = carry_over(opened.edition, opened.document, edition, fresh)
    except NothingToCarry as error:
        raise Refusal(str(error)) from error
    added = add_form(context, opened, form)
    edit.apply(added.document)
    return added, taken
