"""Write a table of a report: merged cells, heads that repeat, as wide as the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from perfdesk.exchange.docx.template import AFTER_TABLE, CAPTION, Template, cell_style
from perfdesk.exchange.docx.xml import bookmark, element, field_runs, text_run
from perfdesk.models.report import ReportCell, ReportTable, table_words

# A group of no more rows than this is kept on one page, since its label prints only once,
# and so is a table of a few rows.
_MOST_KEPT, _SMALL = 20, 6
_TWIPS = 20  # in a point
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_mark(number: int) -> str:
    """Name the bookmark on a table's number, to which sentences refer."""
    return f"table_{number}"


def table_elements(table: ReportTable, template: Template) -> Iterator[Any]:
    """Give the caption, the table, and the small distance below it."""
    words = table_words(table.number)
    name, _, _ = words.partition(" ")
    number = [text_run(f"{name} "), *field_runs(f"SEQ {name} \\* ARABIC", str(table.number))]
    unit = f"（单位：{table.unit}）" if table.unit else ""
    marked = bookmark(table_mark(table.number), table.number, iter(number))
    yield template.paragraph(CAPTION, *marked, text_run(f"　{table.caption}{unit}"))
    yield _table(table, template)
    yield template.paragraph(AFTER_TABLE)


def kept_rows(table: ReportTable) -> set[int]:
    """Give the rows that stay on one page with the next: groups under one label, small tables."""
    if table.rows <= _SMALL:
        return set(range(table.rows - 1))
    return {
        row
        for cell in table.cells
        if cell.rows <= _MOST_KEPT
        for row in range(cell.row, cell.row + cell.rows - 1)
    }


def text_size(table: ReportTable) -> float:
    """Give the size of a table's text in points: many columns, small text."""
    columns = len(table.columns)
    return 10.5 if columns <= 5 else 10 if columns <= 6 else 9


def _table(table: ReportTable, template: Template) -> Any:
    widths, kept = _widths(table, template.paper.width), kept_rows(table)
    made = element("tbl")
    made.append(_table_looks(sum(widths)))
    grid = element("tblGrid")
    for width in widths:
        grid.append(element("gridCol", w=width))
    made.append(grid)
    by_place = {(cell.row, cell.column): cell for cell in table.cells}
    for row in range(table.rows):
        made.append(_row(table, by_place, row, widths, template, kept=row in kept))
    return made


def _widths(table: ReportTable, room: float) -> list[int]:
    whole = sum(table.columns)
    return [round(width * room / whole * _TWIPS) for width in table.columns]


def _table_looks(width: int) -> Any:
    looks = element("tblPr")
    looks.append(element("tblW", w=width, type="dxa"))
    looks.append(element("jc", val="center"))
    borders = element("tblBorders")
    for edge in _EDGES:
        borders.append(element(edge, val="single", sz=4, space=0, color="000000"))
    looks.append(borders)
    looks.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, twips in (("top", 50), ("left", 55), ("bottom", 50), ("right", 55)):
        margins.append(element(side, w=twips, type="dxa"))
    looks.append(margins)
    return looks


def _row(
    table: ReportTable,
    by_place: dict[tuple[int, int], ReportCell],
    row: int,
    widths: list[int],
    template: Template,
    *,
    kept: bool,
) -> Any:
    made = element("tr")
    looks = element("trPr")
    looks.append(element("cantSplit"))
    if row < table.heads:
        looks.append(element("tblHeader"))
    made.append(looks)
    size, column = text_size(table), 0
    while column < len(widths):
        cell = by_place.get((row, column)) or _covering(table, row, column)
        holder = _cell(cell, row, sum(widths[column : column + cell.columns]))
        style = cell_style(size, "left" if cell.align == "justify" else cell.align)
        for line in cell.text.split("\n") if row == cell.row else [""]:
            text = template.paragraph(style, text_run(line, strong=cell.strong))
            if kept:
                text.find(qn("w:pPr")).append(element("keepNext"))
            holder.append(text)
        made.append(holder)
        column += cell.columns
    return made


def _covering(table: ReportTable, row: int, column: int) -> ReportCell:
    for cell in table.cells:
        if cell.column == column and cell.row <= row < cell.row + cell.rows:
            return cell
    return ReportCell(row, column, "")


def _cell(cell: ReportCell, row: int, width: int) -> Any:
    made = element("tc")
    looks = element("tcPr")
    looks.append(element("tcW", w=width, type="dxa"))
    if cell.columns > 1:
        looks.append(element("gridSpan", val=cell.columns))
    if cell.rows > 1:
        looks.append(element("vMerge", val="restart" if row == cell.row else "continue"))
    looks.append(element("vAlign", val="center"))
    made.append(looks)
    return made
