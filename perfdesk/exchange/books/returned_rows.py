"""Write the workbook in which rows that were not taken come back, with the reason in the margin.

Reason and place stand at the left and stay in sight however far the row goes on; the rows
themselves are texts as the sender wrote them. labels/margin.py reads past the margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from perfdesk.exchange.books.list_sheet import set_up_list
from perfdesk.exchange.incoming.incoming import ReturnedRow, ReturnedSheet
from perfdesk.exchange.labels.margin import PLACE_HEAD, REASON_HEAD
from perfdesk.exchange.xlsx.file import list_bytes, sheet_title
from perfdesk.exchange.xlsx.measure import digits_wide, list_points
from perfdesk.exchange.xlsx.style import FACE, StyleCache, set_normal_font
from perfdesk.exchange.xlsx.text import list_text

__all__ = ["ReturnedRow", "ReturnedSheet", "write_returned"]

_HOW = "请改正标色的内容后再导入；左边两列由程序写，再导入时略过。"
_MARGIN = (34.0, 22.0)
_NARROWEST, _WIDEST = 8.0, 30.0
_SIZE, _LEAST, _HIGHEST = 10, 16.5, 400.0
_LINE = Side("thin", "A6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FILLS = {
    "head": PatternFill("solid", "DCE6F1"),
    "reason": PatternFill("solid", "FCE4D6"),
    "fault": PatternFill("solid", "FFE699"),
}


def write_returned(title: str, sheets: Sequence[ReturnedSheet]) -> bytes:
    """Write rows that were not taken as an .xlsx; the same rows always give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_normal_font(book)
    styles = StyleCache()
    for sheet in sheets:
        page = book.create_sheet(sheet_title(sheet.name, book.sheetnames))
        _SheetWriter(page, styles).write(title, sheet)
    return list_bytes(book, title)


class _SheetWriter:
    """One sheet as it is written from top to bottom."""

    def __init__(self, page: Any, styles: StyleCache) -> None:
        self._page, self._styles = page, styles
        self._row = 0
        self._widths: list[float] = []

    def write(self, title: str, sheet: ReturnedSheet) -> None:
        head = [(*_margin_head(n), *texts) for n, texts in enumerate(sheet.head or ((),))]
        rows = [("\n".join(each.reasons), each.place, *each.texts) for each in sheet.rows]
        self._widths = _widths([*head, *rows])
        heading = f"{title}（{len(rows)} 行）"
        self._line((heading,), ("title",), 24)
        self._line((_HOW,), ("subtitle",), 16)
        first = self._row + 1
        for texts in head:
            self._line(texts, ("head",) * len(self._widths))
        last = self._row
        for each, texts in zip(sheet.rows, rows, strict=True):
            marked = ["fault" if place in each.marked else "plain" for place in self._places]
            self._line(texts, ("reason", "plain", *marked))
        set_up_list(self._page, self._page.title, self._widths, first, last, left="C")

    @property
    def _places(self) -> range:
        return range(len(self._widths) - len(_MARGIN))

    def _line(self, texts: Sequence[str], looks: Sequence[str], height: float = 0) -> None:
        self._row += 1
        for column, look in enumerate(looks, 1):
            cell = self._page.cell(self._row, column)
            text = texts[column - 1] if column <= len(texts) else ""
            if text:
                cell.value = list_text(text)
                # Whatever openpyxl makes of a leading = or of "#REF!", this is text.
                cell.data_type = "s"
            self._styles.apply(cell, _set_look, look)
        needed = (list_points(*each, _SIZE) for each in zip(texts, self._widths, strict=False))
        self._page.row_dimensions[self._row].height = height or min(
            max(needed, default=_LEAST), _HIGHEST
        )


def _margin_head(row: int) -> tuple[str, str]:
    return ("", "") if row else (REASON_HEAD, PLACE_HEAD)


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Make each column as wide as its texts ask, within what a page can bear."""
    longest = [0.0] * max(map(len, rows))
    for texts in rows:
        for place, text in enumerate(texts):
            wide = max(map(digits_wide, text.split("\n")))
            longest[place] = max(longest[place], wide + 2.0)
    own = [min(max(width, _NARROWEST), _WIDEST) for width in longest[len(_MARGIN) :]]
    return [*_MARGIN, *own]


def _set_look(cell: Any, look: str) -> None:
    size = 14 if look == "title" else 9 if look == "subtitle" else _SIZE
    is_bold = look in ("title", "head")
    color = "606060" if look == "subtitle" else "000000"
    cell.font = Font(name=FACE, size=size, bold=is_bold, color=color, charset=134)
    is_listed = look not in ("title", "subtitle")
    across = "center" if look == "head" else "left"
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=is_listed)
    if is_listed:
        cell.border = _BOX
        cell.number_format, cell.quotePrefix = "@", True
    if look in _FILLS:
        cell.fill = _FILLS[look]
