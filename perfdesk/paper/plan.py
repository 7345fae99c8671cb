"""Put a document on the grid of its form: layout, document and evaluation make a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from perfdesk.models.document import Document, Row
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition, Field
from perfdesk.models.layout import LayoutBand, LayoutCell, LayoutRow
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import (
    BOX_EMPTY,
    BOX_TICKED,
    ROOMS,
    Band,
    Sheet,
    SheetCell,
    SheetRow,
    Span,
)
from perfdesk.models.values import Kind, Value, parse, written

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# A choice of this many short options is printed as boxes to tick, a longer one as text.
_MOST_BOXES, _LONGEST_OPTION = 4, 8
_NO_CELL = "—"
_MOST_ROOM = 8
_Place = tuple[int, int]
_Make = Callable[[LayoutCell, _Place], SheetCell]


@dataclass(frozen=True, slots=True)
class _Source:
    edition: Edition
    document: Document
    evaluation: Evaluation

    def value(self, at: Ref, known: Field) -> tuple[str, Value]:
        """Give the text on paper and the value behind it; unreadable text stands as typed."""
        if known.is_computed:
            computed = self.evaluation.computed.get(at)
            return (computed.text, computed.value) if computed else ("", None)
        try:
            text = self.document.text(at)
        except KeyError:
            text = ""  # a fixed row is printed also where the document does not hold it
        value = parse(known.kind, text, known.unit).value
        return (written(known.kind, value) or text, value)

    def label(self, name: str) -> str:
        """Give the official label of a field or `table.column`, in the framework's words."""
        table, _, column = name.rpartition(".")
        return self.edition.label(Ref(column, table), self.document.cells)


@dataclass(slots=True)
class _Grid:
    """A band while it is filled, row by row; `taken` are places under a row span.

    `down` are columns taken to the end of the band, with the row in which that begins.
    """

    rows: list[SheetRow] = field(default_factory=list)
    cells: list[SheetCell] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    down: dict[int, int] = field(default_factory=dict)

    def add(self, row: SheetRow, cells: Sequence[LayoutCell], make: _Make) -> None:
        at, column = len(self.rows), 0
        self.rows.append(row)
        for planned in cells:
            while (at, column) in self.taken or column in self.down:
                column += 1
            if planned.down:
                self.down |= dict.fromkeys(range(column, column + planned.span), at)
            self.cells.append(make(planned, (at, column)))
            for below in range(planned.rows):
                self.taken |= {(at + below, column + over) for over in range(planned.span)}
            column += planned.span

    def finished(self) -> tuple[SheetCell, ...]:
        """Give the cells, those that go down to the end of the band at their full height."""
        ends = len(self.rows)
        return tuple(
            replace(cell, rows=ends - cell.row) if self.down.get(cell.column) == cell.row else cell
            for cell in self.cells
        )


def lay_out(
    edition: Edition, document: Document, evaluation: Evaluation, *, draft: bool | None = None
) -> Sheet:
    """Lay a document out on its form's paper.

    It is a draft while errors stand, unless `draft` says otherwise (blank forms to be
    filled by hand are none).
    """
    source = _Source(edition, document, evaluation)
    bands = tuple(
        _band(source, band)
        for band in edition.layout.bands
        if not band.only_with or any(row.is_used for row in document.rows(band.only_with))
    )
    marked = evaluation.has_errors if draft is None else draft
    return Sheet(edition.title, edition.key, edition.layout.page, bands, marked)


def _band(source: _Source, band: LayoutBand) -> Band:
    grid = _Grid()
    for row in band.rows:
        if not row.repeat:
            grid.add(_row(row), row.cells, partial(_fixed, source))
            continue
        filled = _printed_rows(source, row.repeat)
        start = len(grid.rows)
        for each in filled:
            make = partial(_repeated, source, table=row.repeat, row=each)
            grid.add(_row(row, row.repeat, each.id), row.cells, make)
        _merge_equal(source.edition, grid, row, start)
        for _ in range(band.least_rows - len(filled)):
            grid.add(_row(row, row.repeat), row.cells, partial(_empty, source, table=row.repeat))
    return Band(band.name, band.columns, tuple(grid.rows), grid.finished(), band.whole)


def _printed_rows(source: _Source, table: str) -> list[Row]:
    """Give the rows to print: the fixed ones in any case, others where they hold anything."""
    rows, fixed = source.document.rows(table), source.edition.tables[table].rows
    if not fixed:
        return [each for each in rows if each.is_used]
    held = {each.id: each for each in rows}
    return [held.get(each.name, Row(each.name)) for each in fixed]


def _row(row: LayoutRow, table: str = "", row_id: str = "") -> SheetRow:
    return SheetRow(row.height, row.head, row.with_next, table, row_id)


def _cell(source: _Source, cell: LayoutCell, place: _Place, *spans: Span, **more: Any) -> SheetCell:
    style = source.edition.layout.styles[cell.style]
    row, column = place
    return SheetCell(row, column, spans, style, cell.rows, cell.span, cell.borders, **more)


def _fixed(source: _Source, cell: LayoutCell, place: _Place) -> SheetCell:
    if cell.label:
        return _cell(source, cell, place, Span(source.label(cell.label)))
    if cell.field:
        known = source.edition.fields[cell.field]
        return _filled(source, cell, place, Ref(cell.field), known)
    if cell.shows:
        return _shown(source, cell, place)
    return _composed(source, cell, place)


def _shown(source: _Source, cell: LayoutCell, place: _Place) -> SheetCell:
    """Print a computed cell that has its own place elsewhere: without a name to read it by."""
    names = cell.shows.split(".")
    at = Ref(names[-1], *names[:-1])
    text, value = source.value(at, source.edition.field(at))
    number = value if isinstance(value, Decimal) else None
    kind = source.edition.field(at).kind
    return _cell(source, cell, place, Span(text), value=number, kind=kind, computed=True)


def _composed(source: _Source, cell: LayoutCell, place: _Place) -> SheetCell:
    """Fill the slots of a text; a text without slots is only itself and its tail."""
    pieces = _SLOT.split(cell.text)
    if len(pieces) == 1:
        spans = [Span(cell.text)]
        if cell.tail:
            spans.append(Span(cell.tail, "song"))
        return _cell(source, cell, place, *spans)
    refs = tuple(Ref(name) for name in pieces[1::2])
    texts = [source.value(ref, source.edition.fields[ref.field])[0] for ref in refs]
    template: list[str | None] = []
    spans = []
    for number, piece in enumerate(pieces):
        template.append(None if number % 2 else piece)
        spans.append(
            Span(texts[number // 2] or _room(source, refs[number // 2]) if number % 2 else piece)
        )
    return _cell(source, cell, place, *spans, refs=refs, template=tuple(template))


def _room(source: _Source, at: Ref) -> str:
    """Leave room in a sentence for an entry to be written by hand."""
    known = source.edition.fields[at.field]
    # A short example (a year, a number of copies) needs no more room than itself.
    usual = min(max(len(known.example), 3), _MOST_ROOM) if known.example else _MOST_ROOM
    return ROOMS.get(known.kind, "　" * usual)


def _filled(source: _Source, cell: LayoutCell, place: _Place, at: Ref, known: Field) -> SheetCell:
    text, value = source.value(at, known)
    make = partial(
        _cell, source, cell, place, refs=(at,), kind=known.kind, computed=known.is_computed
    )
    if cell.option:
        box = BOX_TICKED if text == cell.option else BOX_EMPTY
        return make(Span(f"{cell.option} {box}"), option=cell.option)
    # An answer that is none of the options stands as typed, where boxes would drop it.
    if known.kind is Kind.CHOICE and _as_boxes(known) and text in ("", *known.choices):
        boxes = (f"{each} {BOX_TICKED if each == text else BOX_EMPTY}" for each in known.choices)
        return make(Span("　".join(boxes)))
    # A month is no day of a calendar: a workbook holds it as the text that is printed.
    number = value if isinstance(value, Decimal | date) and known.kind is not Kind.MONTH else None
    return make(Span(text or cell.blank), value=number)


def _as_boxes(known: Field) -> bool:
    few = len(known.choices) <= _MOST_BOXES and not known.open_choices
    return few and all(len(each) <= _LONGEST_OPTION for each in known.choices)


def _repeated(source: _Source, cell: LayoutCell, place: _Place, table: str, row: Row) -> SheetCell:
    if cell.row_label:
        return _cell(source, cell, place, Span(source.edition.tables[table].row_label(row.id)))
    if not cell.field:
        return _fixed(source, cell, place)
    known = source.edition.tables[table].column(cell.field)
    if not known.exists_in(row.id):
        return _cell(source, cell, place, Span(_NO_CELL))
    return _filled(source, cell, place, Ref(cell.field, table, row.id), known)


def _empty(source: _Source, cell: LayoutCell, place: _Place, table: str) -> SheetCell:
    """Make a cell of a row printed to be filled by hand; it names its column, and no row."""
    if not cell.field:
        return _fixed(source, cell, place)
    known = source.edition.tables[table].column(cell.field)
    refs = (Ref(cell.field, table),)
    return _cell(source, cell, place, refs=refs, kind=known.kind, computed=known.is_computed)


def _merge_equal(edition: Edition, grid: _Grid, row: LayoutRow, start: int) -> None:
    """Merge equal neighbours of the columns that ask for it.

    A cell is merged only where the merged columns to its left are merged too: two
    different 一级指标 never share a 二级指标.
    """
    starts = [cell.column for cell in grid.cells if cell.row == start]
    merged = [
        column
        for column, cell in zip(starts, row.cells, strict=False)
        if cell.field and edition.tables[row.repeat].column(cell.field).merged
    ]
    by_place = {(cell.row, cell.column): cell for cell in grid.cells if cell.row >= start}
    breaks = {start, len(grid.rows)}
    for column in merged:
        for at in range(start + 1, len(grid.rows)):
            above, here = by_place[at - 1, column], by_place[at, column]
            if here.text != above.text or not here.text:
                breaks.add(at)
        ordered = sorted(breaks)
        for first, after in pairwise(ordered):
            _merge(by_place, column, first, after)
    kept = [cell for cell in grid.cells if cell.row < start]
    grid.cells[:] = kept + [by_place[key] for key in sorted(by_place)]


def _merge(by_place: dict[tuple[int, int], SheetCell], column: int, first: int, after: int) -> None:
    covered = [by_place.pop((at, column)) for at in range(first + 1, after)]
    top = by_place[first, column]
    refs = top.refs + tuple(ref for cell in covered for ref in cell.refs)
    by_place[first, column] = replace(top, rows=after - first, refs=refs)
