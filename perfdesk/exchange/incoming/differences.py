"""Compare two documents of one edition, and turn chosen differences into one edit.

The rows of a table are matched by what stands in them, since a workbook that comes back
knows nothing of row ids; see row_matching.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from perfdesk.exchange.incoming.row_matching import match_rows, staying
from perfdesk.models.document import Document, Row
from perfdesk.models.edits import Batch, Edit, InsertRow, MoveRow, RemoveRow, SetCell
from perfdesk.models.entries import plain_entries, plain_entry
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import canonical, parse, shorten, written

_NOTHING: frozenset[Ref] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, in a clerk's words.

    `at` names the cell, or the row when its field is blank: by the id it has before, or,
    for an inserted row, the id it has after.
    """

    what: Literal["cell", "inserted", "removed", "moved"]
    at: Ref
    label: str
    before: str
    after: str


def same_data(edition: Edition, one: Document, other: Document) -> bool:
    """Tell whether two documents hold the same entries; models/entries.py says what counts."""
    return plain_entries(edition, one) == plain_entries(edition, other)


def differences(
    edition: Edition, before: Document, after: Document, unread: Collection[Ref] = _NOTHING
) -> tuple[Difference, ...]:
    """List what differs, in the order of the form.

    `unread` are cells of which `after` says nothing (see `Incoming.unread`).
    """
    return tuple(step.difference for step in _steps(edition, before, after, unread))


def as_edit(
    edition: Edition,
    before: Document,
    after: Document,
    chosen: Collection[Difference] | None = None,
    unread: Collection[Ref] = _NOTHING,
) -> Batch:
    """Give the edit that turns before into after, touching only what differs.

    With `chosen`, only those of the differences; a row inserted or moved goes behind the
    nearest row above it that is there.
    """
    work = before.copy()
    edits: list[Edit] = []
    for step in _steps(edition, before, after, unread):
        if chosen is None or step.difference in chosen:
            edit = step.make(work)
            edit.apply(work)
            edits.append(edit)
    return Batch(tuple(edits))


@dataclass(frozen=True, slots=True)
class _Step:
    """A difference, and how to make an edit of it for the document as it stands by then."""

    difference: Difference
    make: Callable[[Document], Edit]


def _steps(
    edition: Edition, before: Document, after: Document, unread: Collection[Ref]
) -> Iterator[_Step]:
    seen: set[str] = set()
    for table, field in edition.walk():
        if table:
            if table not in seen and Ref("", table) not in unread:
                yield from _table_steps(edition, edition.tables[table], before, after, unread)
            seen.add(table)
        elif not field.is_computed and Ref(field.name) not in unread:
            at = Ref(field.name)
            yield from _cell_step(edition, field, at, field.label, before.text(at), after.text(at))


def _cell_step(
    edition: Edition, field: Field, at: Ref, label: str, old: str, new: str
) -> Iterator[_Step]:
    if plain_entry(edition, field, old) != plain_entry(edition, field, new):
        shown = Difference("cell", at, label, _shown(field, old), _shown(field, new))
        yield _Step(shown, lambda _: SetCell(at, new))


def _table_steps(
    edition: Edition, table: Table, before: Document, after: Document, unread: Collection[Ref]
) -> Iterator[_Step]:
    columns = [
        column
        for column in table.columns
        if not column.is_computed and Ref(column.name, table.name) not in unread
    ]
    if table.rows:
        yield from _fixed_steps(edition, table, columns, before, after, unread)
        return
    old = _filled_rows(edition, columns, before, table)
    new = _filled_rows(edition, columns, after, table)
    title = next((n for n, c in enumerate(columns) if c.name == table.title_column), 0)
    contents = [[_content(edition, columns, row) for row in rows] for rows in (old, new)]
    pairs = match_rows(contents[0], contents[1], title)
    stay = staying([pairs[place] for place in range(len(new)) if place in pairs])
    # The ids by which the rows of `after` go in the document that is edited, in order. An
    # inserted row has none before its edit is made, which `as_edit` does at once.
    ids: list[str] = []
    for place, row in enumerate(new):
        if place not in pairs:
            yield _inserted(table, columns, place, row, ids)
            continue
        own = old[pairs[place]]
        label = _row_label(table, before.place(table.name, own.id), own)
        if pairs[place] not in stay:
            at = Ref("", table.name, own.id)
            places = (f"第{before.place(table.name, own.id) + 1}行", f"第{place + 1}行")
            yield _Step(
                Difference("moved", at, label, *places), _mover(table.name, own.id, tuple(ids))
            )
        ids.append(own.id)
        for column in columns:
            if Ref(column.name, table.name, row.id) not in unread:
                texts = own.cells.get(column.name, ""), row.cells.get(column.name, "")
                at = Ref(column.name, table.name, own.id)
                words = f"{label}·{edition.label(at, after.cells)}"
                yield from _cell_step(edition, column, at, words, *texts)
    kept = set(pairs.values())
    for place, row in enumerate(old):
        if place not in kept:
            at = Ref("", table.name, row.id)
            label = _row_label(table, before.place(table.name, row.id), row)
            shown = Difference("removed", at, label, _summary(columns, row), "")
            yield _Step(shown, _remover(table.name, row.id))


def _fixed_steps(
    edition: Edition,
    table: Table,
    columns: Sequence[Field],
    before: Document,
    after: Document,
    unread: Collection[Ref],
) -> Iterator[_Step]:
    """Compare the rows that every copy of the form has, each with itself."""
    old, new = ({row.id: row.cells for row in one.rows(table.name)} for one in (before, after))
    for fixed in table.rows:
        for column in columns:
            at = Ref(column.name, table.name, fixed.name)
            if column.exists_in(fixed.name) and at not in unread:
                texts = (rows.get(fixed.name, {}).get(column.name, "") for rows in (old, new))
                words = edition.label(at, after.cells)
                yield from _cell_step(edition, column, at, words, *texts)


def _inserted(
    table: Table, columns: Sequence[Field], place: int, row: Row, ids: list[str]
) -> _Step:
    def make(work: Document) -> InsertRow:
        names = {column.name for column in columns}
        cells = {name: text for name, text in row.cells.items() if name in names and text.strip()}
        new = Row(work.new_row_id(table.name), cells)
        edit = InsertRow(table.name, _behind(work.row_ids(table.name), ids), new)
        ids.append(new.id)
        return edit

    label = _row_label(table, place, row)
    at = Ref("", table.name, row.id)
    return _Step(Difference("inserted", at, label, "", _summary(columns, row)), make)


def _mover(table: str, row_id: str, above: Sequence[str]) -> Callable[[Document], MoveRow]:
    def make(work: Document) -> MoveRow:
        others = [one for one in work.row_ids(table) if one != row_id]
        return MoveRow(table, row_id, _behind(others, above))

    return make


def _remover(table: str, row_id: str) -> Callable[[Document], RemoveRow]:
    return lambda _: RemoveRow(table, row_id)


def _behind(ids: Sequence[str], above: Sequence[str]) -> int:
    """Find the place behind the nearest of the rows above that is there."""
    for row_id in reversed(above):
        if row_id in ids:
            return ids.index(row_id) + 1
    return 0


# --- rows as they are matched, and how things are shown ---------------------------------------


def _content(edition: Edition, columns: Sequence[Field], row: Row) -> tuple[str, ...]:
    return tuple(plain_entry(edition, c, row.cells.get(c.name, "")) for c in columns)


def _filled_rows(
    edition: Edition, columns: Sequence[Field], document: Document, table: Table
) -> list[Row]:
    return [row for row in document.rows(table.name) if any(_content(edition, columns, row))]


def _shown(field: Field, text: str) -> str:
    """Write an entry the way it is printed, where printing takes nothing away from it."""
    printed = written(field.kind, parse(field.kind, text, field.unit).value)
    same = canonical(field.kind, printed, field.unit) == canonical(field.kind, text, field.unit)
    return printed if printed and same else text


def _row_label(table: Table, place: int, row: Row) -> str:
    title = shorten(row.cells.get(table.title_column, ""), 16)
    return f"{table.label}第{place + 1}行" + (f"“{title}”" if title else "")


def _summary(columns: Sequence[Field], row: Row) -> str:
    texts = [(column, row.cells.get(column.name, "")) for column in columns]
    return "；".join(f"{c.label}：{_shown(c, text)}" for c, text in texts if text.strip())
