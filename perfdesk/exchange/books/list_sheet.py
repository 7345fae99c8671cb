"""One list of the summary workbook: a title, a head that stays, and rows written as they come."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from perfdesk.exchange.books.links import Link, Links
from perfdesk.exchange.xlsx.measure import list_points
from perfdesk.exchange.xlsx.style import FACE, fit_to_a4, head_and_foot
from perfdesk.exchange.xlsx.text import list_text
from perfdesk.models.columns import Column, Shape, Value

# Excel opens no sheet with more links than 65,530; long lists go without before that.
MOST_LINKS = 12_000
HEAD_ROW = 3
_LEAST, _HIGHEST = 16.0, 400.0
_SIZE = 10.0
_LINE = Side("thin", "A6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", "DCE6F1")


_FORMATS = {
    Shape.PLACE: "0",
    Shape.COUNT: "0",
    # What is not there does not catch the eye.
    Shape.TALLY: '0;-0;"–"',
    Shape.MONEY: "#,##0.00",
    Shape.PERCENT: "0.00%",
    Shape.POINTS: "0.00",
}
_CENTRED = frozenset((Shape.WORD, Shape.PLACE, Shape.COUNT, Shape.TALLY))
_HUNDRED = Decimal(100)


Cell = Value | Link


class ListSheet:
    """A worksheet that is written row by row and never held whole."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        title: str,
        subtitle: str,
        columns: Sequence[Column],
        links: Links | None = None,
    ) -> None:
        self.page: Any = book.create_sheet(name)
        self._columns, self._links = columns, links
        self._row = self._linked = 0
        set_up_list(self.page, name, [column.width for column in columns], HEAD_ROW, HEAD_ROW)
        self._styles = {column.shape: self._style(column.shape) for column in columns}
        self._bold = {column.shape: self._style(column.shape, bold=True) for column in columns}
        self.page.row_dimensions[1].height = 24
        self.page.append([self._plain(title, Font(name=FACE, size=14, bold=True, charset=134))])
        self.page.append([self._plain(subtitle, Font(name=FACE, size=9, charset=134))])
        high = max(_height(column.title, column) for column in columns)
        self.page.row_dimensions[HEAD_ROW].height = high + 4
        self.page.append([self._head(column.title) for column in columns])
        self._row = HEAD_ROW

    @property
    def rows(self) -> int:
        """Count the rows below the head."""
        return self._row - HEAD_ROW

    def add(self, line: Any, *, bold: bool = False) -> None:
        """Write what the columns get of a line."""
        self.append([self._got(column, line) for column in self._columns], bold=bold)

    def append(self, values: Sequence[Cell], *, bold: bool = False) -> None:
        """Write a row; texts are texts whatever they begin with."""
        self._row += 1
        styles = self._bold if bold else self._styles
        height = max(map(_height, values, self._columns))
        self.page.row_dimensions[self._row].height = min(height, _HIGHEST)
        self.page.append(
            [
                self._cell(place, value, styles[column.shape])
                for place, (value, column) in enumerate(zip(values, self._columns, strict=True), 1)
            ]
        )

        # The row is written; kept, ten thousand of them would outgrow the rest.
        del self.page.row_dimensions[self._row]

    def close(self) -> None:
        """Put filter and printed area where the rows have come to an end."""
        end = max(self._row, HEAD_ROW)
        last = get_column_letter(len(self._columns))
        self.page.auto_filter.ref = f"A{HEAD_ROW}:{last}{end}"
        printed = get_column_letter(sum(column.printed for column in self._columns))
        self.page.print_area = f"A1:{printed}{end}"

    def _got(self, column: Column, line: Any) -> Cell:
        if column.shape is Shape.PLACE:
            return self.rows + 1
        value = column.get(line)
        if column.shape is Shape.LINK and self._links is not None and value:
            place = column.target(line) if column.target else (str(value),)
            return self._links.to(*place)
        if column.shape is Shape.PERCENT and isinstance(value, Decimal):
            return value / _HUNDRED
        return value

    def _style(self, shape: Shape, *, bold: bool = False) -> Any:
        """Make a style once: openpyxl looks each of its parts up whenever it is set."""
        cell: Any = WriteOnlyCell(self.page)
        align = "center" if shape in _CENTRED else "right" if shape in _FORMATS else "left"
        is_link = shape is Shape.LINK
        color, line = ("0563C1", "single") if is_link else ("000000", "none")
        cell.font = Font(
            name=FACE, size=_SIZE, bold=bold, color=color, underline=cast(Any, line), charset=134
        )
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        cell.border, cell.number_format = _BOX, _FORMATS.get(shape, "General")
        cell.quotePrefix = shape not in _FORMATS
        return cell._style

    def _plain(self, text: str, font: Font) -> Any:
        cell: Any = WriteOnlyCell(self.page, list_text(text))
        cell.data_type = "s"
        cell.font, cell.alignment = font, Alignment(vertical="center")
        return cell

    def _head(self, text: str) -> Any:
        cell = self._plain(text, Font(name=FACE, size=_SIZE, bold=True, charset=134))
        cell.fill, cell.border = _HEAD_FILL, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return cell

    def _cell(self, place: int, value: Cell, style: Any) -> Any:
        link = value if isinstance(value, Link) else None
        plain = link.text if link else value
        cell: Any
        if isinstance(plain, str):
            cell = WriteOnlyCell(self.page, list_text(plain))
            # Whatever openpyxl makes of a leading = or of "#REF!", this is text.
            cell.data_type = "s"
        else:
            # The stubs know no Decimal; openpyxl writes one as it is.
            cell = WriteOnlyCell(self.page, cast(Any, plain))
        cell._style = style
        if isinstance(plain, str) and not cell.quotePrefix:
            # A text among figures; the style is shared with them.
            cell._style = copy(style)
            cell.quotePrefix = True
        if link and link.text and self._linked < MOST_LINKS:
            self._linked += 1
            made = Hyperlink(ref="", target=link.target or None, location=link.place or None)
            cell.hyperlink = made
            made.ref = f"{get_column_letter(place)}{self._row}"
        return cell


def set_up_list(
    page: Any, name: str, widths: Sequence[float], first: int, last: int, left: str = "A"
) -> None:
    """Set a list on A4 across, its head (from `first` to `last`) staying in sight.

    What stands left of the column `left` stays, too.
    """
    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = f"{left}{last + 1}"
    fit_to_a4(page, landscape=True)
    page.print_title_rows = f"{first}:{last}"
    margins = page.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.6, 0.75, 0.35
    head_and_foot(page, "", f"{name.replace('&', '&&')}　第 &P 页 共 &N 页", "")


def _height(value: Cell, column: Column) -> float:
    """Give the points that a text takes: no program grows a row by itself that we wrote."""
    text = value.text if isinstance(value, Link) else value
    return max(_LEAST, _needed(text, column.width)) if isinstance(text, str) else _LEAST


@lru_cache(4096)
def _needed(text: str, width: float) -> float:
    # The same unit, project and file come again with each of their findings.
    return list_points(text, width, _SIZE)
