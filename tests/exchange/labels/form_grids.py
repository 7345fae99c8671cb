"""Make the grid of a form out of lines of texts."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.form_grid import FormGrid
from perfdesk.exchange.labels.texts import texts_of
from perfdesk.exchange.parse.grid import Block, GridCell, SheetGrid, WorkbookGrid
from perfdesk.models.form import Edition


def form_grid(
    edition: Edition, lines: Sequence[Sequence[str]], merges: Sequence[Block] = ()
) -> FormGrid:
    """Put the first line into row 1; a blank text is a blank cell."""
    cells = {
        (row, column): GridCell(text, "text")
        for row, texts in enumerate(lines, 1)
        for column, text in enumerate(texts, 1)
        if text
    }
    grid = WorkbookGrid({}, {}, (SheetGrid("表", "visible", cells, tuple(merges)),))
    return FormGrid(texts_of(grid), anchors_of(edition))
