"""The cells that lie under our defined names in a workbook made elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from perfdesk.exchange.incoming.incoming import Place
from perfdesk.exchange.parse.grid import Block, GridCell, SheetGrid, WorkbookGrid


@dataclass(frozen=True)
class SheetIndex:
    """A worksheet arranged for looking up rows and merged blocks."""

    sheet: SheetGrid

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, GridCell]]:
        """Map rows to what stands in them, by column."""
        rows: dict[int, dict[int, GridCell]] = defaultdict(dict)
        for (row, column), cell in sorted(self.sheet.cells.items()):
            rows[row][column] = cell
        return dict(rows)

    @cached_property
    def merges(self) -> Mapping[tuple[int, int], Block]:
        """Map each cell that lies in a merged block to the block."""
        return {
            (row, column): block
            for block in self.sheet.merges
            for row in range(block[0], block[2] + 1)
            for column in range(block[1], block[3] + 1)
        }

    @cached_property
    def last_row(self) -> int:
        """Find the last row in which anything stands or is merged."""
        ends = [row for row, _ in self.sheet.cells] + [block[2] for block in self.sheet.merges]
        return max(ends, default=0)


@dataclass(frozen=True)
class Area:
    """The cells under one name."""

    page: SheetIndex
    block: Block

    @property
    def place(self) -> Place:
        return self.place_in(self.block[0])

    @property
    def address(self) -> str:
        """Write where it begins, as B3."""
        return self.place.cell

    def place_in(self, row: int) -> Place:
        return Place(self.page.sheet.title, row, self.block[1])

    def cells(self, top: int = 0, bottom: int = 0) -> list[GridCell]:
        """List what stands in it, or in its columns between two rows."""
        first, left, last, right = self.block
        # A name may reach over a million rows.
        last = min(last, self.page.last_row)
        return [
            cell
            for row in range(top or first, (bottom or last) + 1)
            for column, cell in self.page.rows.get(row, {}).items()
            if left <= column <= right
        ]

    def overlaps(self, other: Area) -> bool:
        """Tell whether two areas share cells without being the same."""
        if self.page is not other.page or self.block == other.block:
            return False
        (top, left, bottom, right), (above, before, below, after) = self.block, other.block
        return top <= below and above <= bottom and left <= after and before <= right


def find_areas(grid: WorkbookGrid, names: Mapping[str, str]) -> dict[str, Area]:
    """Find the area of each of our names, given with what the workbook calls it.

    A name that points nowhere is left out.
    """
    pages = {sheet.title: SheetIndex(sheet) for sheet in grid.sheets}
    found = {}
    for name, spelled in names.items():
        title, *block = grid.names[spelled]
        if title in pages:
            top, left, bottom, right = block
            found[name] = Area(pages[title], (top, left, bottom, right))
    return found


def together(columns: Mapping[str, Area]) -> Iterable[list[str]]:
    """Group the columns that share one cell in each row."""
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for name, area in columns.items():
        groups[area.block[1], area.block[3]].append(name)
    return groups.values()


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in one column of one table row.

    `shared` says that it stands in the rows above and reaches down to here by a merge.
    """

    cells: tuple[GridCell, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row of a table in a workbook: the worksheet row it begins in, and its columns."""

    top: int
    columns: Mapping[str, TableCell]


def table_lines(columns: Mapping[str, Area], rows: Area | None) -> list[TableLine]:
    """Read a table's rows from the areas of its columns.

    `rows` is the area of the table with the row above and the row below it: what was
    inserted at either end is found by it.
    """
    page = next(iter(columns.values())).page
    top = min(area.block[0] for area in columns.values())
    bottom = max(area.block[2] for area in columns.values())
    if rows and rows.page is page:
        top, bottom = min(top, rows.block[0] + 1), max(bottom, rows.block[2] - 1)
    bottom = min(bottom, page.last_row)
    lines: list[TableLine] = []
    row = top
    while row <= bottom:
        last = row
        while last < bottom and _are_one(columns, page, last):
            last += 1
        found = {name: _table_cell(area, page, row, last, top) for name, area in columns.items()}
        lines.append(TableLine(row, found))
        row = last + 1
    return lines


def _are_one(columns: Mapping[str, Area], page: SheetIndex, row: int) -> bool:
    """Tell whether a row and the next are one row of the table, too high for one of Excel's.

    Then every column is merged over both.
    """
    for area in columns.values():
        block = page.merges.get((row, area.block[1]))
        if block is None or block[2] <= row:
            return False
    return True


def _table_cell(area: Area, page: SheetIndex, row: int, last: int, top: int) -> TableCell:
    own = area.cells(row, last)
    block = page.merges.get((row, area.block[1]))
    if own or block is None or not top <= block[0] < row:
        return TableCell(tuple(own))
    above = page.rows.get(block[0], {}).get(block[1])
    inside = area.block[1] <= block[1] <= area.block[3]
    return TableCell((above,), shared=True) if above and inside else TableCell()
