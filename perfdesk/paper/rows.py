"""The rows of a sheet one below the other, each knowing the cells that lie on it.

Pagination works on this list; bands matter to it only through what the rows say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from perfdesk.models.sheet import Band, Sheet, SheetCell, SheetRow
from perfdesk.paper.measure import SetText, Widths, set_text

# A cell that needs no more than this part of the page is printed again whole where a page
# end cuts it; a longer one goes on by lines.
_LABEL_PART = 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A cell with its text set; `first` and `last` are its rows counted over the sheet.

    `height` is what its whole text needs. `label` cells are printed again on each page they
    reach, others go on by lines.
    """

    cell: SheetCell
    text: SetText
    x: float
    width: float
    height: float
    first: int
    last: int
    label: bool


@dataclass(slots=True, eq=False)
class Row:
    """One row: its band, the blocks that lie on it, and those that end with it.

    `heads` are the rows printed again above it when it comes first on a page. `boxed` rows
    stand in a ruled box, which is closed where a page ends.
    """

    sheet_row: SheetRow
    band: Band
    opens_band: bool
    heads: range
    covering: list[Block] = field(default_factory=list)
    ending: list[Block] = field(default_factory=list)
    boxed: bool = False


def sheet_rows(sheet: Sheet, faces: Widths) -> list[Row]:
    """List all rows of a sheet with their texts set."""
    body = sheet.page.height - sheet.page.top - sheet.page.bottom
    rows: list[Row] = []
    for band in sheet.bands:
        rows += band_rows(band, faces, body, len(rows))
    return rows


def band_rows(band: Band, faces: Widths, body: float, start: int = 0) -> list[Row]:
    """List the rows of one band, the first being row `start` of the sheet."""
    heads = _heads(band.rows, start)
    rows = [Row(row, band, index == 0, heads[index]) for index, row in enumerate(band.rows)]
    edges = list(accumulate(band.columns, initial=0.0))
    for cell in sorted(band.cells, key=lambda cell: (cell.row, cell.column)):
        x = edges[cell.column]
        width = edges[cell.column + cell.columns] - x
        text = set_text(cell.spans, cell.style, width, faces)
        first, last = cell.row, cell.row + cell.rows - 1
        height = text.height(len(text.lines))
        label = height <= body * _LABEL_PART and (cell.rows > 1 or not cell.refs)
        block = Block(cell, text, x, width, height, start + first, start + last, label)
        rows[last].ending.append(block)
        for row in rows[first : last + 1]:
            row.covering.append(block)
            row.boxed = row.boxed or "l" in cell.borders or "r" in cell.borders
    return rows


def _heads(rows: Sequence[SheetRow], start: int) -> list[range]:
    """Give for each row the head rows that it stands under; none for head rows."""
    heads = []
    first = end = 0
    for index, row in enumerate(rows):
        if row.head:
            first, end = (first if end == index and end else index), index + 1
        heads.append(range(0) if row.head else range(start + first, start + end))
    return heads
