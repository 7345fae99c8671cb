"""What an edit does to the rows of one table, in the few steps a view can follow.

A view keeps selection and scroll place only when it is told each insertion, removal and
move; neighbouring rows are told together, so that a pasted block is one step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.models.document import Row
from perfdesk.models.edits import Batch, Edit, InsertRow, MoveRow, RemoveRow, SetCell
from perfdesk.models.refs import Ref


@dataclass(frozen=True, slots=True)
class Inserted:
    """Rows came in, the first at `place`."""

    place: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """Rows from `first` to `last` went."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A row went from one place to another, counted after it was taken out."""

    start: int
    end: int


Step = Inserted | Removed | Moved


def touched(edit: Edit, table: str) -> set[Ref]:
    """Name the cells of a table that an edit writes into."""
    return {
        part.at for part in _parts(edit) if isinstance(part, SetCell) and part.at.table == table
    }


def steps(edit: Edit, table: str, ids: list[str]) -> Iterator[Step]:
    """Give the steps that take rows with these ids to where the edit took them."""
    ids = list(ids)
    waiting: Step | None = None
    for part in _parts(edit):
        step = _step(part, table, ids)
        if step is None:
            continue
        joined = _join(waiting, step) if waiting else step
        if joined is None and waiting is not None:
            yield waiting
        waiting = joined or step
    if waiting is not None:
        yield waiting


def _parts(edit: Edit) -> Iterator[Edit]:
    if isinstance(edit, Batch):
        for part in edit.edits:
            yield from _parts(part)
    else:
        yield edit


def _step(part: Edit, table: str, ids: list[str]) -> Step | None:
    match part:
        case InsertRow(name, place, row) if name == table:
            ids.insert(place, row.id)
            return Inserted(ids.index(row.id), (row,))
        case RemoveRow(name, row_id) if name == table:
            place = ids.index(row_id)
            del ids[place]
            return Removed(place, place)
        case MoveRow(name, row_id, place) if name == table:
            start = ids.index(row_id)
            ids.insert(place, ids.pop(start))
            return Moved(start, ids.index(row_id))
    return None


def _join(last: Step, step: Step) -> Step | None:
    match last, step:
        case Inserted(place, rows), Inserted(next_place, more) if next_place == place + len(rows):
            return Inserted(place, rows + more)
        case Removed(first, end), Removed(place, _) if place == first - 1:
            return Removed(place, end)
        case Removed(first, end), Removed(place, _) if place == first:
            return Removed(first, end + 1)
    return None
