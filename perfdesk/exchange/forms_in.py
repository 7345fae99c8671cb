"""Find the forms in a grid: by their names where we wrote it, else by their words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from perfdesk.exchange.incoming.incoming import Incoming
from perfdesk.exchange.labels.failed_rows import failed_rows
from perfdesk.exchange.labels.read import read_by_words
from perfdesk.exchange.ours.recognise import NotOurForm
from perfdesk.exchange.ours.several import read_forms
from perfdesk.exchange.parse.grid import WorkbookGrid
from perfdesk.models.form import Edition


def forms_in(
    grid: WorkbookGrid,
    editions: Mapping[str, Edition],
    form: str = "",
    preferred: Collection[str] = (),
) -> tuple[Incoming, ...]:
    """Read all forms of a grid; raises `NotOurForm` where there is none.

    `form` names a form or an edition as which a stranger's grid is to be read; `preferred` are
    the editions at hand, one of which is taken where several fit alike.
    """
    found = _found(grid, editions, form, preferred)
    for each in found:
        edition = editions[f"{each.document.form}/{each.document.edition}"]
        each.returned.extend(failed_rows(grid, edition, each))
    return found


def _found(
    grid: WorkbookGrid, editions: Mapping[str, Edition], form: str, preferred: Collection[str]
) -> tuple[Incoming, ...]:
    try:
        return read_forms(grid, editions)
    except NotOurForm as unknown:
        wanted = [
            edition
            for key, edition in editions.items()
            if form in ("", key, edition.form) and unknown.key in ("", key)
        ]
        if not unknown.by_words or not wanted:
            raise
        try:
            return tuple(read_by_words(grid, wanted, preferred))
        except NotOurForm as nothing:
            raise (unknown if unknown.key else nothing) from nothing
