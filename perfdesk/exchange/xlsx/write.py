"""Write a sheet as a workbook: the same grid as the paper, with real numbers in it.

The geometry is in measure.py, rows.py and pages.py, the looks in style.py, what becomes of texts
in text.py, what a reader holds on to in stamp.py, what a clerk is offered in choices.py and
template.py; see docs/decisions/0006-excel.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.exchange.ours.marks import prefix_of
from perfdesk.exchange.xlsx import measure, style
from perfdesk.exchange.xlsx.choices import Fields, Lists, offer
from perfdesk.exchange.xlsx.file import sheet_title, workbook_bytes
from perfdesk.exchange.xlsx.pages import Plan, bottom, fewest_pages, set_breaks
from perfdesk.exchange.xlsx.rows import Heights, stack
from perfdesk.exchange.xlsx.stamp import Placed, name_cells, stamp
from perfdesk.exchange.xlsx.template import add_guide, open_cells
from perfdesk.exchange.xlsx.text import Unwritable, written_texts
from perfdesk.models.form import Edition, Framework
from perfdesk.models.sheet import Band, Sheet, SheetCell
from perfdesk.models.values import Kind

__all__ = ["Form", "Unwritable", "write_forms", "write_workbook"]

# Millimetres from the paper's edge. LibreOffice cuts a head for which the margin has no room.
_HEAD, _FOOT = 5, 8


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is to stand in a workbook.

    Its rows are as high as `heights` say, or lower as the first of the `tighter` ones that
    saves a page. Choices are offered as lists where the edition is given; `framework` is the
    chosen one.
    """

    sheet: Sheet
    heights: Heights
    edition: Edition | None = None
    framework: Framework | None = None
    tighter: Sequence[Heights] = ()


def write_workbook(sheet: Sheet, heights: Heights) -> bytes:
    """Write a sheet that is no form to be filled in, such as a list of findings."""
    return write_forms([Form(sheet, heights)])


def write_forms(forms: Sequence[Form], *, template: bool = False) -> bytes:
    """Write forms as the bytes of an .xlsx; the same forms always give the same bytes.

    A template is filled in where this program cannot run: what is to be filled in is open,
    all else is locked. Raises `Unwritable` for a text that a workbook cannot hold whole.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    style.set_normal_font(book)
    lists, styles = Lists(), style.StyleCache()
    metas = []
    for place, form in enumerate(forms, 1):
        page = book.create_sheet(sheet_title(form.sheet.title, book.sheetnames))
        blocks, tables = _draw(page, styles, form, template=template)
        prefix = prefix_of(place) if len(forms) > 1 else ""
        metas.append((prefix, name_cells(book, page, form.sheet, blocks, tables, prefix)))
        if form.edition:
            fields = Fields(form.edition, form.framework)
            offer(page, fields, blocks, lists, with_hints=template)
            if template:
                open_cells(page, styles, form.edition, blocks)
    if template:
        add_guide(book, [form.edition for form in forms if form.edition])
    stamp(book, metas)
    lists.write_to(book)
    return workbook_bytes(book, forms[0].sheet.title)


def _draw(
    page: Worksheet, styles: style.StyleCache, form: Form, *, template: bool
) -> tuple[list[Placed], dict[str, tuple[int, int]]]:
    """Draw a sheet; give where its cells are, and the first and last rows of its tables."""
    sheet = form.sheet
    shared = measure.shared_columns([band.columns for band in sheet.bands])
    for number, width in enumerate(measure.column_widths(shared.edges), 1):
        page.column_dimensions[get_column_letter(number)].width = width
    blocks: list[Placed] = []
    tables: dict[str, tuple[int, int]] = {}
    plan = fewest_pages(sheet, [stack(sheet, each) for each in (form.heights, *form.tighter)])
    for number, height in enumerate(plan.rows.heights, 1):
        page.row_dimensions[number].height = height
    for band, rows, columns in zip(sheet.bands, plan.rows.places, shared.places, strict=True):
        placed = list(_blocks(band, rows, columns))
        for block in placed:
            # In a template a computed figure would be that of before it was filled in.
            empty = template and block.cell.computed
            _write(page, styles, block, plan, empty=empty)
        for line, begins, follows in zip(band.rows, rows, rows[1:], strict=False):
            if line.table:
                tables[line.table] = tables.get(line.table, (begins, 0))[0], follows - 1
        blocks += placed
    _set_up_page(page, sheet, len(plan.rows.heights), len(shared.edges) - 1)
    set_breaks(page, plan)
    return blocks, tables


def _blocks(band: Band, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Placed]:
    for cell in band.cells:
        yield Placed(
            cell,
            rows[cell.row],
            columns[cell.column] + 1,
            rows[cell.row + cell.rows] - 1,
            columns[cell.column + cell.columns],
        )


# --- one cell ------------------------------------------------------------------------------


def _write(
    page: Worksheet, styles: style.StyleCache, block: Placed, plan: Plan, *, empty: bool
) -> None:
    cell = replace(block.cell, spans=(), value=None) if empty else block.cell
    corners = (block.left, block.top, block.right, block.bottom)
    if corners[:2] != corners[2:]:
        # Not merge_cells: it looks at all others each time, and rules borders of its own.
        page.merged_cells.ranges.add(CellRange(None, *corners))
    borders = cell.borders + plan.closing(cell.borders, block.top, block.bottom)
    style.rule(page, styles, borders, block.top, block.left, block.bottom, block.right)
    target = page.cell(block.top, block.left)
    assert isinstance(target, Cell)
    is_split = block.bottom - block.top + 1 > cell.rows
    look = _look(cell, at_top=is_split or plan.parts(block.top, block.bottom))
    styles.apply(target, style.set_look, look)
    if not style.is_figure(cell):
        texts = written_texts(cell)
        if any(texts):
            style.set_text(target, cell, texts)
        return
    assert cell.value is not None
    target.value = cell.value
    if cell.kind is Kind.PERCENT and isinstance(cell.value, Decimal):
        # 99.22 in the form is 0.9922 to Excel.
        target.value = cell.value / 100
    # openpyxl gives a date a format of its own.
    target.number_format = look.number_format


def _look(cell: SheetCell, *, at_top: bool) -> style.CellLook:
    # A text in the middle of a cell over two pages would be cut by the page's end.
    vertical = "top" if at_top else cell.style.vertical
    # What is typed into an empty cell for figures is to be a figure.
    awaits_figure = not cell.text and cell.kind.is_figure and len(cell.refs) > 0
    is_figure = awaits_figure or style.is_figure(cell)
    if is_figure:
        code = style.number_format(cell.kind)
    else:
        # What is typed over it stays as typed: 98% is not turned into 0.98. Older versions
        # of Excel show longer texts of this format as ####.
        stays = cell.kind is not Kind.LONG_TEXT and len(cell.text) <= 255
        code = "@" if stays else "General"
    return style.CellLook(
        cell.style.role, cell.style.size, cell.style.align, vertical, is_figure, code
    )


# --- the file --------------------------------------------------------------------------------


def _set_up_page(page: Worksheet, sheet: Sheet, last_row: int, last_column: int) -> None:
    paper = sheet.page
    style.fit_to_a4(page, landscape=paper.width > paper.height)
    for side in ("top", "left", "right"):
        setattr(page.page_margins, side, getattr(paper, side) / measure.MM_PER_INCH)
    page.page_margins.bottom = bottom(paper) / measure.MM_PER_INCH
    page.page_margins.header, page.page_margins.footer = (
        each / measure.MM_PER_INCH for each in (_HEAD, _FOOT)
    )
    code = f"校验码 {sheet.code}" if sheet.code else ""
    style.head_and_foot(page, "草稿" if sheet.draft else "", "第 &P 页 共 &N 页", code)
    page.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    page.sheet_view.showGridLines = False
