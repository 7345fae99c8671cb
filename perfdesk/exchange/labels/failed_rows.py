"""Tell which rows of a file made elsewhere were not taken as they stand, and why.

A row fails where a text of it was left because nobody knows what it is, where a cell was given
up, or where its text is no value of its field. A text by itself on its line, such as a title, a
caption or a paragraph, is no row and fails nobody. See docs/decisions/0006-excel.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfdesk.exchange.incoming.incoming import Incoming, Place, ReturnedRow, ReturnedSheet
from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.form_grid import FormGrid
from perfdesk.exchange.labels.heads import TableHead
from perfdesk.exchange.labels.margin import without_margin
from perfdesk.exchange.labels.table_ends import table_rows
from perfdesk.exchange.labels.texts import GridText, GridTexts, texts_of
from perfdesk.exchange.parse.grid import WorkbookGrid
from perfdesk.models.form import Edition
from perfdesk.models.values import parse, shorten


@dataclass(frozen=True, slots=True)
class _RowFault:
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
    texts = texts_of(without_margin(grid))
    rows = {(s.place.sheet, s.place.row): row for row, line in texts.rows.items() for s in line}
    heads = dict(table_rows(FormGrid(texts, anchors_of(edition))))
    in_heads = {row for head in heads.values() for row in range(head.first, head.last + 1)}
    by_row: dict[int, list[_RowFault]] = {}
    for fault in faults:
        row = rows.get((fault.place.sheet, fault.place.row))
        if row is not None and row not in in_heads and not _is_no_row(fault, texts, row, heads):
            by_row.setdefault(row, []).append(fault)
    groups: dict[tuple[str, int], list[int]] = {}
    for row in sorted(by_row):
        head = heads.get(row)
        groups.setdefault((texts.row(row)[0].place.sheet, head.first if head else 0), []).append(
            row
        )
    made = []
    for (sheet, first), group in groups.items():
        head = heads.get(group[0]) if first else None
        head_rows = range(head.first, head.last + 1) if head else range(0)
        made.append(_sheet(sheet, texts, head_rows, {row: by_row[row] for row in group}))
    return tuple(made)


def _is_no_row(
    fault: _RowFault, texts: GridTexts, row: int, heads: Mapping[int, TableHead]
) -> bool:
    """Tell whether a text is none of a row's: alone on its line, or in a column of others."""
    if not fault.is_unknown:
        return False
    head = heads.get(row)
    if head is None:
        return len(texts.row(row)) == 1
    return any(s.place == fault.place and head.is_foreign(s) for s in texts.row(row))


def _strange(incoming: Incoming) -> Iterator[_RowFault]:
    for each in incoming.strange:
        reason = f"“{shorten(each.text)}”没有认出是哪一栏的内容，没有读入。"
        yield _RowFault(each.place, reason, is_unknown=True)


def _lost(incoming: Incoming) -> Iterator[_RowFault]:
    for note in incoming.notes:
        for place in note.lost:
            yield _RowFault(place, note.message)


def _unreadable(edition: Edition, incoming: Incoming) -> Iterator[_RowFault]:
    """Find the entries that earn the finding of a text that is no value of its kind."""
    for at, place in incoming.places.items():
        its_field = edition.field(at)
        text = incoming.document.text(at)
        if text and not its_field.is_computed:
            problem = parse(its_field.kind, text, its_field.unit).problem
            if problem:
                label = edition.label(at, incoming.document.cells)
                yield _RowFault(place, f"“{label}”：{problem}")


def _sheet(
    name: str, texts: GridTexts, head_rows: Sequence[int], by_row: dict[int, list[_RowFault]]
) -> ReturnedSheet:
    shown = {row: _shown(texts, row, head_rows) for row in (*head_rows, *by_row)}
    faulty = {fault.place.column for faults in by_row.values() for fault in faults}
    columns = sorted({column for line in shown.values() for column in line} | faulty)
    rows = []
    for row, faults in by_row.items():
        place = texts.row(row)[0].place
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


def _shown(texts: GridTexts, row: int, head_rows: Sequence[int]) -> dict[int, str]:
    """Give the texts of a row by column, those merged down into it included."""
    below = head_rows[-1] if head_rows and row not in head_rows else 0
    found: dict[int, GridText] = {}
    for cell in (*texts.across(row), *texts.row(row)):
        if cell.row > below:
            found[cell.column] = cell
    return {column: cell.content.as_typed for column, cell in found.items()}
