"""Where the pages of a worksheet end: what stays together, and which head is repeated.

Excel breaks pages by itself and knows nothing of rows that belong together. It is told
where to break only where it would otherwise break between such rows, or in an open box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.exchange.xlsx.measure import points
from perfdesk.exchange.xlsx.rows import Rows
from perfdesk.models.sheet import Band, Page, Sheet

# Pages are thought a little shorter than they are, so that our break comes before Excel's own.
_SPARE = 6.0
# Millimetres below the form: the line at the foot begins 8 from the paper's edge.
_FOOT = 16.0


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with a head: places of worksheet rows from 0, and how many rows it has."""

    filled: int
    head: int
    body: int
    last: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where pages begin: before which rows, counted from 0, and which rows are printed again.

    `breaks` are those that Excel is told of. The box that lies open at one of the `closed` is
    ruled there.
    """

    rows: Rows
    starts: tuple[int, ...]
    breaks: tuple[int, ...]
    closed: frozenset[int]
    titles: str = ""

    def parts(self, first: int, last: int) -> bool:
        """Tell whether a page ends between two rows, counted from 1."""
        return any(first <= start < last for start in self.starts)

    def closing(self, borders: str, first: int, last: int) -> str:
        """Say where a cell over such rows is ruled because a page ends there, in an open box."""
        if not set("lr") & set(borders):
            return ""
        ends = ("t", first - 1), ("b", last)
        return "".join(side for side, row in ends if row in self.closed and side not in borders)


def bottom(paper: Page) -> float:
    """Give the margin below: of a workbook it holds a line, and no QR code."""
    return min(paper.bottom, _FOOT)


def fewest_pages(sheet: Sheet, choices: Sequence[Rows]) -> Plan:
    """Choose among heights of rows, the loosest first, those that take the fewest pages."""
    return min((_plan(sheet, rows) for rows in choices), key=lambda plan: len(plan.starts))


def _plan(sheet: Sheet, rows: Rows) -> Plan:
    """Tell where pages begin, and whether the head of the longest table is printed again.

    It is only if its table runs over a page's end: Excel prints it on all pages that follow,
    also where no row of the table is left.
    """
    heights, stays = rows.heights, [False] * len(rows.heights)
    for band, places in zip(sheet.bands, rows.places, strict=True):
        for place in _staying(band):
            for row in range(places[place], places[place + 1]):
                stays[row - 1] = True
    for band, places in zip(sheet.bands[1:], rows.places[1:], strict=True):
        if band.whole and places[0] > 1:
            stays[places[0] - 2] = True  # signatures do not stand alone on a page
    body = points(sheet.page.height - sheet.page.top - bottom(sheet.page)) - _SPARE
    starts, titles = page_starts(heights, stays, body), ""
    headed = [
        (band, places)
        for band, places in zip(sheet.bands, rows.places, strict=True)
        if any(row.head for row in band.rows)
    ]
    tables = [
        table for band, places in headed for table in _tables(band, places, alone=len(headed) == 1)
    ]
    longest = max(tables, key=lambda table: table.filled, default=None)
    if longest and any(longest.head < start <= longest.last for start in starts):
        titles = f"{longest.head + 1}:{longest.body}"
        again = sum(heights[longest.head : longest.body])
        starts = page_starts(heights, stays, body, longest.body, again)
    closed = frozenset(starts) & _open_ends(sheet, rows)
    breaks = tuple(start for start in starts if stays[start] or start in closed)
    return Plan(rows, tuple(starts), breaks, closed, titles)


def set_breaks(page: Worksheet, plan: Plan) -> None:
    """Set page breaks, and the head that is to be printed again."""
    if plan.titles:
        page.print_title_rows = plan.titles
    for start in plan.breaks:
        page.row_breaks.append(Break(id=start))


def page_starts(
    heights: Sequence[float],
    stays: Sequence[bool],
    body: float,
    head_end: int = 0,
    head_height: float = 0.0,
) -> list[int]:
    """List the places at which a page begins, but for the first.

    A row that stays is never the last of a page, unless its whole group is too high for one.
    From `head_end` on, each new page begins with a head of that height.
    """
    starts: list[int] = []
    filled, place = 0.0, 0
    while place < len(heights):
        end = place + 1
        while stays[end - 1] and end < len(heights):
            end += 1
        # A group too high for any page is broken wherever a page ends.
        steps = (
            [(place, end)]
            if sum(heights[place:end]) <= body
            else [(n, n + 1) for n in range(place, end)]
        )
        for first, after in steps:
            height = sum(heights[first:after])
            if filled and filled + height > body:
                starts.append(first)
                filled = head_height if first >= head_end else 0.0
            filled += height
        place = end
    return starts


def _open_ends(sheet: Sheet, rows: Rows) -> set[int]:
    """List behind which worksheet rows a box of cells goes on that no rule parts."""
    return {
        places[cell.row + cell.rows] - 1
        for band, places in zip(sheet.bands, rows.places, strict=True)
        for cell in band.cells
        if set("lr") & set(cell.borders) and "b" not in cell.borders
    }


def _staying(band: Band) -> list[int]:
    """List the rows of a band that stay with the next one."""
    last = len(band.rows) - 1
    return [
        place
        for place, row in enumerate(band.rows)
        if row.with_next or row.head or (band.whole and place < last)
    ]


def _tables(band: Band, rows: Sequence[int], *, alone: bool) -> list[_Table]:
    """Give the table of a band; what has the only head of a sheet is one, whatever it holds."""
    heads = [place for place, row in enumerate(band.rows) if row.head]
    lines = [place for place, row in enumerate(band.rows) if row.table]
    if alone and not lines:
        lines = list(range(heads[-1] + 1, len(band.rows)))
    if not heads or not lines or heads[-1] - heads[0] + 1 != len(heads):
        return []
    first, after, last = rows[heads[0]], rows[heads[-1] + 1], rows[lines[-1] + 1] - 1
    return [_Table(len(lines), first - 1, after - 1, last - 1)]
