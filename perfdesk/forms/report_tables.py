"""Draw the tables of a report: rows with subtotals, merged where neighbours are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfdesk.models.report import ReportCell, ReportTable
from perfdesk.models.sheet import Band


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row of texts; in a `closing` row a text reaches over the blanks that follow it."""

    texts: tuple[str, ...]
    closing: bool = False
    head: bool = False


def draw_rows(
    number: int,
    caption: str,
    widths: Sequence[float],
    rows: Sequence[DrawnRow],
    aligns: Sequence[str] = (),
    merged: Sequence[bool] = (),
) -> ReportTable:
    """Make a table of rows, the heads first; equal neighbours in `merged` columns are one cell.

    A cell is merged only where the merged columns to its left are merged too.
    """
    columns = len(widths)
    aligns, merged = aligns or ["center"] * columns, merged or [False] * columns
    heads = sum(row.head for row in rows)
    cells: list[ReportCell] = []
    breaks = {heads, len(rows)}
    for column in range(columns):
        if not merged[column]:
            cells += _column(rows, column, aligns[column])
            continue
        cells += _column(rows[:heads], column, aligns[column])
        breaks |= {
            at
            for at in range(heads + 1, len(rows))
            if rows[at].texts[column] != rows[at - 1].texts[column] or not rows[at].texts[column]
        }
        for first, after in pairwise(sorted(breaks)):
            for cell in _column(rows[first : first + 1], column, aligns[column]):
                place = first, column, cell.text, after - first, cell.columns, cell.align
                cells.append(ReportCell(*place, cell.strong))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return ReportTable(number, caption, tuple(widths), len(rows), heads, ordered)


def _column(rows: Sequence[DrawnRow], column: int, align: str) -> Iterator[ReportCell]:
    for at, row in enumerate(rows):
        span, text = 1, row.texts[column]
        if row.closing:
            if not text and column:
                continue
            while column + span < len(row.texts) and not row.texts[column + span]:
                span += 1
        strong = row.head or row.closing
        yield ReportCell(at, column, text, 1, span, "center" if strong else align, strong)


def draw_band(number: int, caption: str, band: Band, unit: str) -> ReportTable:
    """Take a table over from paper, where it has been laid out already.

    A head that goes over its whole width is its title there; here the caption says it. Rows
    printed empty, to be filled in by hand, are left behind.
    """
    titles = {cell.row for cell in band.cells if cell.columns == len(band.columns)}
    above = next(at for at in range(len(band.rows) + 1) if at not in titles)
    kept = [at for at, row in enumerate(band.rows) if at >= above and (row.row_id or not row.table)]
    places = {at: place for place, at in enumerate(kept)}
    heads = sum(band.rows[at].head for at in kept)
    cells = tuple(
        ReportCell(
            places[cell.row],
            cell.column,
            cell.text,
            cell.rows,
            cell.columns,
            cell.style.align,
            places[cell.row] < heads,
        )
        for cell in band.cells
        if cell.row in places
    )
    return ReportTable(number, caption, band.columns, len(kept), heads, cells, unit)
