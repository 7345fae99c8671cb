"""Rows that come back with the reason beside them, and are read again without it."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from perfdesk.exchange.books.returned_rows import ReturnedRow, ReturnedSheet, write_returned
from perfdesk.exchange.labels.margin import PLACE_HEAD, REASON_HEAD, without_margin
from perfdesk.exchange.parse import xlsx
from perfdesk.exchange.parse.grid import GridCell, SheetGrid, WorkbookGrid, as_grid

HEAD = (("指标", "年度", ""), ("", "指标值", "完成值"))
ROWS = (
    ReturnedRow("表一 A5", ("培训场次", "≥12场", "十二"), ("完成值看不懂。",), frozenset({2})),
    ReturnedRow("表一 A6", ("=1+1", "_x0041_", "'引"), ("第一条。", "第二条。")),
)
SHEET = ReturnedSheet("表一", HEAD, ROWS)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def pages_of(data: bytes) -> list:
    return load_workbook(BytesIO(data)).worksheets


def grid_of(data: bytes) -> WorkbookGrid:
    return as_grid(xlsx.parse(data))


def rows_of(sheet: SheetGrid) -> list[list[str]]:
    """Give the rows that have texts, from the first column that has one."""
    left = min(column for _, column in sheet.cells)
    last = max(column for _, column in sheet.cells)
    return [
        [cell.text if (cell := sheet.cells.get((row, c))) else "" for c in range(left, last + 1)]
        for row in sorted({row for row, _ in sheet.cells})
    ]


def test_the_senders_rows_stand_as_they_were_beside_reason_and_place() -> None:
    page = pages_of(write_returned("没有读入的行", [SHEET]))[0]
    shown = [[cell.value or "" for cell in row] for row in page.iter_rows(min_row=3)]
    assert shown == [
        [REASON_HEAD, PLACE_HEAD, "指标", "年度", ""],
        ["", "", "", "指标值", "完成值"],
        ["完成值看不懂。", "表一 A5", "培训场次", "≥12场", "十二"],
        ["第一条。\n第二条。", "表一 A6", "=1+1", "_x005F_x0041_", "'引"],
    ]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}


def test_only_what_is_at_fault_is_coloured_so() -> None:
    page = pages_of(write_returned("没有读入的行", [SHEET]))[0]
    fault = {cell.coordinate for row in page for cell in row if cell.fill.fgColor.rgb == "00FFE699"}
    assert fault == {"E5"}


def test_margin_and_head_stay_in_sight_and_a_page_is_wide_enough() -> None:
    page = pages_of(write_returned("没有读入的行", [SHEET]))[0]
    assert page.freeze_panes == "C5"
    assert page.print_title_rows == "$3:$4"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_sheets_of_one_name_and_of_none_are_kept_apart() -> None:
    names = ["表/一", "表一", "表一", "", "a" * 40, "A" * 40, "\x00\ud800"]
    data = write_returned("行", [ReturnedSheet(name, (), ROWS) for name in names])
    titles = [page.title.casefold() for page in pages_of(data)]
    assert len(set(titles)) == len(names)
    assert max(map(len, titles)) <= 31


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_was_sent_back_is_read_again_without_the_margin(texts: list[list[str]]) -> None:
    rows = tuple(ReturnedRow("A1", ("序号", *each), ("请看。",)) for each in texts)
    data = write_returned("行", [ReturnedSheet("表", (("头",),), rows)])
    (sheet,) = without_margin(grid_of(data)).sheets
    wide = max(map(len, texts)) + 1
    wanted = [["头", *[""] * (wide - 1)]]
    for each in texts:
        plain = [text.replace("\r\n", "\n").replace("\r", "\n") for text in each]
        wanted.append(["序号", *plain, *[""] * (wide - 1 - len(each))])
    read = [row + [""] * (wide - len(row)) for row in rows_of(sheet)]
    assert read == wanted


def test_equal_rows_give_equal_bytes() -> None:
    assert write_returned("行", [SHEET]) == write_returned("行", [SHEET])


@pytest.mark.parametrize("beside", ["", "别的"])
def test_a_heading_of_the_senders_is_no_margin_of_ours(beside: str) -> None:
    cells = {(1, 1): GridCell(REASON_HEAD, "text"), (2, 1): GridCell("因故", "text")}
    if beside:
        cells[1, 2] = GridCell(beside, "text")
    grid = WorkbookGrid({}, {}, (SheetGrid("表", "visible", cells, ()),))
    assert without_margin(grid) is grid
