"""Look at what one row of a list becomes, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.batch.project import judge_row
from perfdesk.commands.collect.sum_up import sum_up
from perfdesk.commands.context import Context
from perfdesk.models.collected import CollectedForm

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.incoming import Understood
    from perfdesk.exchange.lists.join import Listed


@dataclass(frozen=True, slots=True)
class Preview:
    """What a project of a list becomes; `faults` say why nothing would be made of it.

    `cells` are the entries as read, with where each stood; `stated`, `doubts` and `unused` are
    those of `MadeProject`.
    """

    place: str
    name: str
    cells: tuple[Understood, ...]
    form: CollectedForm
    faults: tuple[str, ...]
    stated: tuple[str, ...]
    doubts: tuple[str, ...]
    unused: tuple[str, ...]


def preview(context: Context, plan: Plan, listed: Listed, at: int) -> Preview:
    """Read and judge one project of a list, counted from 0."""
    project = listed.projects[at]
    form, stated = judge_row(context, plan.edition, project)
    incoming = project.incoming
    return Preview(
        project.place,
        project.name,
        tuple(incoming.understood),
        sum_up(form),
        tuple(each.reason for each in project.faults),
        stated,
        tuple(f"{note.where}{note.message}" for note in incoming.notes),
        tuple(each.text for each in incoming.strange),
    )
