"""Tell which rows of a file made elsewhere were not taken as they stand, and why.

A row fails where a text of it was left because nobody knows what it is, where a cell was given
up, or where its text is no value of its field. A text by itself on its line, such as a title, a
caption or a paragraph, is no row and fails nobody. See docs/decisions/0006-excel.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.exchange.incoming.incoming import Incoming, Place, ReturnedRow, ReturnedSheet
from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.labels import table_rows
from perfdesk.exchange.labels.margin import without_margin
from perfdesk.exchange.labels.reading import Form
from perfdesk.exchange.labels.tables import Head
from perfdesk.exchange.labels.texts import Spot, Spots, spots_of
from perfdesk.exchange.parse.grid import GridCell, WorkbookGrid
from perfdesk.models.form import Edition
from perfdesk.models.values import parse, shorten


@dataclass(frozen=True, slots=True)
class _Fault:
    place: Place
    reason: str
    is_unknown: bool = False


def failed_rows(
    grid: WorkbookGrid, edition: Edition, incoming: Incoming
) -> tuple[ReturnedSheet, ...]:
    """Gather the rows that failed as they stood, sheet by sheet under the heads they had."""
    faults = [*_strange(incoming), *_lost(incoming), *_unreadable(edition, incoming)]
    if not faults:
        return ()
    spots = spots_of(without_margin(grid))
    rows = {(s.place.sheet, s.place.row): row for row, line in spots.rows.items() for s in line}
    heads = dict(table_rows(Form(spots, anchors_of(edition))))
    in_heads = {row for head in heads.values() for row in range(head.first, head.last + 1)}
    by_row: dict[int, list[_Fault]] = {}
    for fault in faults:
        row = rows.get((fault.place.sheet, fault.place.row))
        if row is not None and row not in in_heads and not _is_no_row(fault, spots, row, heads):
            by_row.setdefault(row, []).append(fault)
    groups: dict[tuple[str, int], list[int]] = {}
    for row in sorted(by_row):
        head = heads.get(row)
        groups.setdefault((spots.row(row)[0].place.sheet, head.first if head else 0), []).append(
            row
        )
    made = []
    for (sheet, first), group in groups.items():
        head = heads.get(group[0]) if first else None
        head_rows = range(head.first, head.last + 1) if head else range(0)
        made.append(_sheet(sheet, spots, head_rows, {row: by_row[row] for row in group}))
    return tuple(made)


def _is_no_row(fault: _Fault, spots: Spots, row: int, heads: Mapping[int, Head]) -> bool:
    """Tell whether a text is none of a row's: alone on its line, or in a column of others."""
    if not fault.is_unknown:
        return False
    head = heads.get(row)
    if head is None:
        return len(spots.row(row)) == 1
    return any(s.place == fault.place and head.is_foreign(s) for s in spots.row(row))


def _strange(incoming: Incoming) -> Iterator[_Fault]:
    for each in incoming.strange:
        reason = f"“{shorten(each.text)}”没有认出是哪一栏的内容，没有读入。"
        yield _Fault(each.place, reason, is_unknown=True)


def _lost(incoming: Incoming) -> Iterator[_Fault]:
    for note in incoming.notes:
        for place in note.lost:
            yield _Fault(place, note.message)


def _unreadable(edition: Edition, incoming: Incoming) -> Iterator[_Fault]:
    """Find the entries that earn the finding of a text that is no value of its kind."""
    for at, place in incoming.places.items():
        its_field = edition.field(at)
        text = incoming.document.text(at)
        if text and not its_field.is_computed:
            problem = parse(its_field.kind, text, its_field.unit).problem
            if problem:
                label = edition.label(at, incoming.document.cells)
                yield _Fault(place, f"“{label}”：{problem}")


def _sheet(
    name: str, spots: Spots, head_rows: Sequence[int], by_row: dict[int, list[_Fault]]
) -> ReturnedSheet:
    shown = {row: _shown(spots, row, head_rows) for row in (*head_rows, *by_row)}
    faulty = {fault.place.column for faults in by_row.values() for fault in faults}
    columns = sorted({column for texts in shown.values() for column in texts} | faulty)
    rows = []
    for row, faults in by_row.items():
        place = spots.row(row)[0].place
        marked = {fault.place.column for fault in faults}
        rows.append(
            ReturnedRow(
                Place(place.sheet, place.row, min(marked)).address,
                tuple(shown[row].get(column, "") for column in columns),
                tuple(dict.fromkeys(fault.reason for fault in faults)),
                frozenset(n for n, column in enumerate(columns) if column in marked),
            )
        )
    head = tuple(tuple(shown[row].get(c, "") for c in columns) for row in head_rows)
    return ReturnedSheet(name, head, tuple(rows))


def _shown(spots: Spots, row: int, head_rows: Sequence[int]) -> dict[int, str]:
    """Give the texts of a row by column, those merged down into it included."""
    below = head_rows[-1] if head_rows and row not in head_rows else 0
    found: dict[int, Spot] = {}
    for spot in (*spots.across(row), *spots.row(row)):
        if spot.row > below:
            found[spot.column] = spot
    return {column: text_of(spot.content) for column, spot in found.items()}


def text_of(cell: GridCell) -> str:
    """Write a cell as it is shown."""
    return f"{(Decimal(cell.text) * 100).normalize():f}%" if cell.is_percent else cell.text
