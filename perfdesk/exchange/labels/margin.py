"""The margin that the program writes beside rows it sends back, and how to read past it.

A clerk mends the rows in the workbook that came back and imports it again: place and reasons
are ours, and none of her data.
"""

from __future__ import annotations

from dataclasses import replace

from perfdesk.exchange.labels.label_words import plain
from perfdesk.exchange.parse.grid import SheetGrid, WorkbookGrid

REASON_HEAD = "退回原因"
PLACE_HEAD = "原文件中的位置"


def without_margin(grid: WorkbookGrid) -> WorkbookGrid:
    """Give a grid without the columns in which reasons and places of returned rows stand."""
    sheets = tuple(_without(sheet) for sheet in grid.sheets)
    return grid if sheets == grid.sheets else replace(grid, sheets=sheets)


def _without(sheet: SheetGrid) -> SheetGrid:
    # Side by side the two are ours; one alone may be a heading of the sender's.
    margin = {
        side
        for (row, column), cell in sheet.cells.items()
        if plain(cell.text) == REASON_HEAD
        and (beside := sheet.cells.get((row, column + 1)))
        and plain(beside.text) == PLACE_HEAD
        for side in (column, column + 1)
    }
    if not margin:
        return sheet
    cells = {place: cell for place, cell in sheet.cells.items() if place[1] not in margin}
    merges = tuple(merge for merge in sheet.merges if merge[1] not in margin)
    return replace(sheet, cells=cells, merges=merges)
