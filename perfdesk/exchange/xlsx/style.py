"""How cells of a workbook look: as the paper's styles say, in faces that every office has."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.exchange.xlsx.measure import NORMAL_FONT, NORMAL_SIZE
from perfdesk.models.sheet import SheetCell
from perfdesk.models.values import Kind

AnyCell = Cell | MergedCell
# The face of all that stands beside a form.
FACE = "宋体"
_FACES = {"song": FACE, "hei": "黑体", "hei_bold": "黑体"}
_HEAD_FACE = f"{FACE},常规"
_VERTICAL = {"top": "top", "middle": "center", "bottom": "bottom"}
_FORMATS = {
    Kind.AMOUNT: "#,##0.00",
    Kind.PERCENT: "0.00%",
    Kind.NUMBER: "0.00",
    Kind.DATE: 'yyyy"年"mm"月"dd"日"',
}
_FIRST_DAY = date(1900, 3, 1)  # Excel believes in 29 February 1900


def number_format(kind: Kind) -> str:
    """Give the number format in which a figure looks as it does on paper."""
    return _FORMATS.get(kind, "General")


def is_figure(cell: SheetCell) -> bool:
    """Tell whether a cell is written as a number or date, not as text.

    Something typed to more digits than Excel keeps stays text, a computed one does not:
    nobody reads it back.
    """
    if cell.value is None or len(cell.refs) > 1 or any(cell.template):
        return False
    if isinstance(cell.value, date):
        return cell.value >= _FIRST_DAY
    return cell.computed or len(cell.value.normalize().as_tuple().digits) <= 15


def set_normal_font(book: Workbook) -> None:
    """Set the font that column widths are counted in."""
    normal = Font(name=NORMAL_FONT, size=NORMAL_SIZE)
    # openpyxl has no public way: the first font is the normal one.
    book._fonts = IndexedList([normal])  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = normal  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class StyleCache:
    """The looks of a workbook's cells, each made once.

    openpyxl compares a whole font or border with all others each time a cell gets one; that
    is three quarters of the time that a large form takes.
    """

    known: dict[tuple[Hashable, ...], StyleArray] = field(default_factory=dict)

    def apply(self, cell: AnyCell, change: Callable[..., None], *how: Hashable) -> None:
        """Change how a cell looks by `change(cell, *how)`, which is called only the first time."""
        # openpyxl has no public way to give a cell the looks of another.
        private: Any = cell
        key = (change, how, *(private._style or ()))
        if key in self.known:
            private._style = copy(self.known[key])
        else:
            change(cell, *how)
            self.known[key] = copy(private._style)


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell of a form looks in a workbook.

    A figure cannot wrap and would turn into #### where it is too wide: it shrinks. The
    prefix keeps a text from becoming a formula when somebody edits it in Excel.
    """

    role: str
    size: float
    align: str
    vertical: str
    is_figure: bool
    number_format: str


def set_look(cell: AnyCell, look: CellLook) -> None:
    cell.font = _font(look.role, look.size)
    cell.alignment = _alignment(look.align, look.vertical, look.is_figure)
    cell.quotePrefix = not look.is_figure
    cell.number_format = look.number_format


def set_text(target: Cell, cell: SheetCell, texts: Sequence[str]) -> None:
    """Put a text into a cell, each span in its own face."""
    roles = [span.role or cell.style.role for span in cell.spans]
    if len({role for role, text in zip(roles, texts, strict=True) if text}) > 1:
        runs: list[str | TextBlock] = [
            TextBlock(_inline(role, cell.style.size), text)
            for role, text in zip(roles, texts, strict=True)
            if text
        ]
        target.value = CellRichText(runs)
    else:
        target.value = "".join(texts)
    # Whatever openpyxl makes of a leading = or of "#REF!", this is text.
    target.data_type = "s"


def rule(
    page: Worksheet,
    styles: StyleCache,
    borders: str,
    top: int,
    left: int,
    bottom: int,
    right: int,
) -> None:
    """Rule the outer sides of a block, on each of the cells it covers.

    Excel draws a merged cell's border from the cells under it.
    """
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            sides = (
                "t" in borders and row == top,
                "b" in borders and row == bottom,
                "l" in borders and column == left,
                "r" in borders and column == right,
            )
            styles.apply(page.cell(row, column), _set_border, *sides)


def _set_border(cell: AnyCell, top: bool, bottom: bool, left: bool, right: bool) -> None:
    cell.border = _border(top, bottom, left, right)


def fit_to_a4(page: Worksheet, *, landscape: bool) -> None:
    """Print a sheet on A4 as wide as one page, and as long as it is."""
    page.page_setup.paperSize = 9
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    # Without this, fit to width is ignored.
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def head_and_foot(page: Worksheet, head: str, foot: str, code: str) -> None:
    """Put a grey word at the top right of every page; at its foot a line, and the code left."""
    at_head, at_foot = page.oddHeader, page.oddFooter
    # Empty items count as false.
    assert at_head is not None and at_foot is not None
    right, center, left = at_head.right, at_foot.center, at_foot.left
    assert right is not None and center is not None and left is not None
    # In the normal font they would be larger than the form.
    center.text, center.font, center.size = foot, _HEAD_FACE, 9
    if code:
        left.text, left.font, left.size = code, _HEAD_FACE, 9
    if head:
        right.text, right.font, right.size, right.color = head, _HEAD_FACE, 9, "808080"


@lru_cache
def _border(top: bool, bottom: bool, left: bool, right: bool) -> Border:
    def side(ruled: bool) -> Side:
        return Side("thin", "000000") if ruled else Side()

    return Border(left=side(left), right=side(right), top=side(top), bottom=side(bottom))


@lru_cache
def _font(role: str, size: float) -> Font:
    return Font(name=_FACES.get(role, FACE), size=size, bold=role == "hei_bold", charset=134)


@lru_cache
def _inline(role: str, size: float) -> InlineFont:
    return InlineFont(rFont=_FACES.get(role, FACE), sz=size, b=role == "hei_bold", charset=134)


@lru_cache
def _alignment(align: str, vertical: str, is_figure: bool) -> Alignment:
    return Alignment(
        horizontal=align,
        vertical=_VERTICAL.get(vertical, "center"),
        wrap_text=not is_figure,
        shrink_to_fit=is_figure,
    )


# What stands beside the form is told apart from it.
CODE_FONT = Font(name=FACE, size=9, color="808080", charset=134)
