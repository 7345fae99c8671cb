"""Make a form's worksheet one to be filled in: open cells, locked labels, and how it is done.

For offices where this program does not run. There is no password: the lock is against a
slip, not against anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.exchange.ours.marks import GUIDE_TITLE, NO_ROWS
from perfdesk.exchange.xlsx.choices import ALWAYS
from perfdesk.exchange.xlsx.formulas import Places, formula
from perfdesk.exchange.xlsx.measure import needed_points
from perfdesk.exchange.xlsx.stamp import Placed, keep_as_text
from perfdesk.exchange.xlsx.style import (
    CODE_FONT,
    FACE,
    AnyCell,
    StyleCache,
    fit_to_a4,
    head_and_foot,
)
from perfdesk.exchange.xlsx.text import escaped
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind

_OPEN = PatternFill("solid", fgColor="FFF8DC")
_COMPUTED = PatternFill("solid", fgColor="EDEDED")
_UNLOCKED = Protection(locked=False)


def open_cells(
    page: Worksheet, styles: StyleCache, edition: Edition, blocks: Sequence[Placed]
) -> None:
    """Open what is to be filled in, lock all else, and let Excel reckon what it can."""
    places = _places(edition, blocks)
    for block in blocks:
        cell = block.cell
        if not cell.refs and not cell.computed:
            continue
        show = _show_computed if cell.computed else _open
        for row in range(block.top, block.bottom + 1):
            for column in range(block.left, block.right + 1):
                styles.apply(page.cell(row, column), show)
        if cell.computed and cell.refs:
            _set_formula(page.cell(block.top, block.left), formula(edition, cell.refs[0], places))
    if any(not table.rows for table in edition.tables.values()):
        _add_hint_on_rows(page, max(block.bottom for block in blocks) + 2)
    lock(page)
    # The colours are for filling in, not for paper.
    page.page_setup.blackAndWhite = True


def _add_hint_on_rows(page: Worksheet, row: int) -> None:
    """Say it below the form, where it is seen and not printed."""
    cell = page.cell(row, 1)
    assert isinstance(cell, Cell)
    cell.value, cell.font = NO_ROWS, CODE_FONT


def _open(cell: AnyCell) -> None:
    cell.fill, cell.protection = _OPEN, _UNLOCKED


def _show_computed(cell: AnyCell) -> None:
    cell.fill = _COMPUTED


def _set_formula(target: AnyCell, text: str | None) -> None:
    if text is not None and isinstance(target, Cell):
        target.value, target.data_type, target.quotePrefix = text, "f", False


def lock(page: Worksheet) -> None:
    """Lock a sheet without a password; rows may still be added, made higher and taken away."""
    page.protection.sheet = True
    # False is what Excel calls allowed.
    page.protection.insertRows = page.protection.deleteRows = False
    page.protection.formatRows = page.protection.formatCells = False


def _places(edition: Edition, blocks: Sequence[Placed]) -> Places:
    cells: dict[Ref, str] = {}
    columns: dict[Ref, list[Placed]] = defaultdict(list)
    for block in blocks:
        if len(block.cell.refs) == 1 and not any(block.cell.template) and not block.cell.option:
            at = block.cell.refs[0]
            if not at.table or at.row:
                cells[at] = f"{get_column_letter(block.left)}{block.top}"
        for at in block.cell.refs:
            if at.table:
                columns[Ref(at.field, at.table)].append(block)
    whole = {
        at: f"{get_column_letter(found[0].left)}{found[0].top}:"
        f"{get_column_letter(found[0].left)}{found[-1].bottom}"
        for at, found in columns.items()
        # Where rows share a cell Excel sees the others as blank.
        if len({id(block) for block in found}) == len(found)
    }
    return Places(cells, whole)


# --- the sheet that says how ----------------------------------------------------------------

_STEPS = (
    "一、怎样填",
    "1. 浅黄色的格可以填写，其余的格已锁定。选中一格，旁边会显示这一格的填报要求。",
    "2. 有下拉箭头的格从列表中选；方框选带 ☑ 的一项。列表里没有的，可以直接填写。",
    "3. 灰色的格由程序计算，不用填写。Excel 能算的会直接显示结果，其余的导入后由程序算出。",
    "4. 表格已留出空行。一行填一项，一级、二级名称每行都填；用不完的行空着即可，不必删除。",
    "5. 空行不够时，在最后一个空行上插入行，填在新行各栏最左边的格里。"
    "请不要删除列，不要拆分或移动单元格。",
    "二、怎样交回",
    "6. 填好后直接保存，仍存为 .xlsx，不要只复制内容到别的文件。"
    "只能存成 .xls 的也收，但收的单位要逐项核对。",
    "7. 把文件交回发表的单位，由其用“绩效填报台”从 Excel 导入并检查。",
    "8. 正式的纸面由“绩效填报台”打印。用本文件直接打印的只作参考。",
)
_HEADS = ("项目", "必填", "单位", "填报要求", "例")
_WIDTHS = (30, 9, 8, 62, 26)
# What one unit of a column's width is in millimetres, and how large the words are.
_UNIT, _SIZE = 2.38, 10.5
_SIDE = Side("thin", "A0A0A0")
_LINE = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def add_guide(book: Workbook, editions: Sequence[Edition]) -> None:
    """Add the sheet that says how the forms are filled in and returned, field by field."""
    title = next(t for t in (GUIDE_TITLE, f"{GUIDE_TITLE} 2") if t not in book.sheetnames)
    page = book.create_sheet(title)
    for column, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    _add_line(page, GUIDE_TITLE, bold=True, size=14)
    for line in _STEPS:
        _add_line(page, line, bold=line[0] in "一二")
    for edition in {each.key: each for each in editions}.values():
        _add_line(page, "")
        _add_line(page, f"逐项要求：{edition.title}", bold=True)
        if not page.print_title_rows:
            page.print_title_rows = f"{page.max_row + 1}:{page.max_row + 1}"
        _list_fields(page, edition)
    keep_as_text(page)
    lock(page)
    fit_to_a4(page, landscape=True)
    head_and_foot(page, "", f"{title}　第 &P 页 共 &N 页", "")
    page.sheet_view.showGridLines = False


def _list_fields(page: Worksheet, edition: Edition) -> None:
    _add_row(page, _HEADS, bold=True)
    for part in edition.sections:
        fields = part.columns if isinstance(part, Table) else part.fields
        asked = [each for each in fields if _is_filled_in(each)]
        if asked:
            _add_line(page, part.label, fill=_COMPUTED)
        for field in asked:
            needed = {"": "", ALWAYS: "是"}.get(field.required, "视情况")
            _add_row(page, (field.label, needed, field.unit, _asked(field), field.example))


def _is_filled_in(field: Field) -> bool:
    return not field.is_computed and field.kind is not Kind.FRAMEWORK


def _asked(field: Field) -> str:
    options = f"可填：{'、'.join(field.choices)}。" if field.choices else ""
    return f"{field.hint}{options}"


def _add_line(
    page: Worksheet,
    text: str,
    *,
    bold: bool = False,
    size: float = _SIZE,
    fill: PatternFill | None = None,
) -> None:
    """Put a line over all columns."""
    row = page.max_row + 1 if page.cell(1, 1).value else 1
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_WIDTHS))
    cell = page.cell(row, 1)
    _set_cell(cell, text, bold=bold, size=size)
    page.row_dimensions[row].height = needed_points(text, sum(_WIDTHS) * _UNIT, size)
    if fill:
        for column in range(1, len(_WIDTHS) + 1):
            page.cell(row, column).fill, page.cell(row, column).border = fill, _LINE


def _add_row(page: Worksheet, texts: Sequence[str], *, bold: bool = False) -> None:
    row = page.max_row + 1
    for column, text in enumerate(texts, 1):
        cell = page.cell(row, column)
        _set_cell(cell, text, bold=bold)
        cell.border = _LINE
    page.row_dimensions[row].height = max(
        needed_points(text, width * _UNIT, _SIZE)
        for text, width in zip(texts, _WIDTHS, strict=True)
    )


def _set_cell(cell: AnyCell, text: str, *, bold: bool = False, size: float = _SIZE) -> None:
    assert isinstance(cell, Cell)
    cell.value = escaped(text) or None
    cell.font = Font(name=FACE, size=size, bold=bold, charset=134)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
