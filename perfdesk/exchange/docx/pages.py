"""Reckon on which page each heading will stand, for the contents of a report.

Lines have a fixed height and Chinese characters a fixed width, so that counting comes
close; Word puts in its own numbers when it opens the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

from perfdesk.exchange.docx.table import kept_rows, text_size
from perfdesk.exchange.docx.template import Paper
from perfdesk.models.report import Block, Heading, Paragraph, ReportTable

_CELL_PADDING = 2 * 2.75
_ROW_PADDING = 5.5
_CAPTION = 12 * 1.3 + 12


def guess_pages(blocks: Sequence[Block], paper: Paper) -> list[int]:
    """Give the page of each heading, in order; the first block opens page 1."""
    pages, page, used = [], 1, 0.0
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == 0 and place:
            page, used = page + 1, 0.0
        parts = _heights(block, paper)
        # A heading goes to the next page with the first line of what follows it.
        kept = 2 if isinstance(block, Heading) and block.level else 1
        if used + sum(parts[:1]) + (kept - 1) * paper.line > paper.height:
            page, used = page + 1, 0.0
        if isinstance(block, Heading):
            pages.append(page)
        for height in parts:
            if used + height > paper.height:
                page, used = page + 1, 0.0
            used += height
    return pages


def _heights(block: Block, paper: Paper) -> list[float]:
    """Give the heights that a block is made of; none is broken over a page."""
    match block:
        case Heading(level):
            size = paper.size
            return [54.0] if level == 0 else [paper.line] * _lines(block.title, 24 * size, size)
        case Paragraph():
            return [paper.line] * _lines("　　" + block.text, paper.width, paper.size)
        case ReportTable():
            rows = _row_heights(block, paper.width)
            kept, parts = kept_rows(block), [_CAPTION]
            for row, height in enumerate(rows):
                # The caption keeps to the heads and the first row, a group to itself.
                if row <= block.heads or row - 1 in kept:
                    parts[-1] += height
                else:
                    parts.append(height)
            return [*parts, 10]


def _row_heights(table: ReportTable, width: float) -> list[float]:
    size = text_size(table)
    whole = sum(table.columns)
    heights = [size * 1.3 + _ROW_PADDING] * table.rows
    for cell in table.cells:
        if cell.rows > 1:
            continue
        span = sum(table.columns[cell.column : cell.column + cell.columns])
        lines = _lines(cell.text, span / whole * width - _CELL_PADDING, size)
        heights[cell.row] = max(heights[cell.row], lines * size * 1.3 + _ROW_PADDING)
    return heights


def _lines(text: str, width: float, size: float) -> int:
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text) * size
    room = max(width - width % size, size)
    return max(1, ceil(wide / room))
