"""Open a workbook with openpyxl for what its cells hold."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.merge import MergedCellRange


def opened(book: bytes | Path) -> Workbook:
    """Open a workbook without the borders and locks around and under its merged cells.

    To hand them from cell to cell is most of the time that opening takes; whoever looks at
    those, or draws the book again, has to load it in full.
    """
    with pytest.MonkeyPatch.context() as patch:
        for step in ("_get_borders", "format"):
            patch.setattr(MergedCellRange, step, lambda _: None)
        return load_workbook(BytesIO(book) if isinstance(book, bytes) else book)
