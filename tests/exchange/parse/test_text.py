"""Whatever is pasted becomes rows; what spans the page is a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.exchange.parse.grid import SheetGrid
from perfdesk.exchange.parse.text import MAX_LINES, MAX_PASTED, MAX_SPAN, decode
from perfdesk.exchange.reading import read_pasted
from perfdesk.exchange.untrusted.refusal import Refused

CELL = st.text(st.characters(categories=["L", "N"]), max_size=6)


def page(text: str) -> SheetGrid:
    [sheet] = read_pasted(text).sheets
    return sheet


def texts(text: str) -> dict[tuple[int, int], str]:
    return {place: cell.text for place, cell in page(text).cells.items()}


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), max_size=6))
def test_cells_between_tabs_stand_where_they_were(rows: list[list[str]]) -> None:
    there = {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text}
    assert texts("\n".join("\t".join(row) for row in rows)) == there


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    sheet = page(text)
    assert all(cell.text.strip() for cell in sheet.cells.values())


def test_a_paragraph_spans_the_page_and_a_row_does_not() -> None:
    sheet = page("说明\n甲\t乙\t丙\n丁\t\t\n")
    assert sheet.merges == ((1, 1, 1, 3),)
    assert page("只有\n文字").merges == ()
    wide = page("说明\n" + "甲\t" * 200)
    assert wide.merges == ((1, 1, 1, MAX_SPAN),)


def test_quoted_cells_bars_and_commas_are_cells() -> None:
    assert texts('甲\t"一\n二"\n') == {(1, 1): "甲", (1, 2): "一\n二"}
    assert texts("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |") == {
        (1, 1): "甲",
        (1, 2): "乙",
        (2, 1): "丙",
        (2, 2): "丁",
    }
    assert texts("甲,乙,丙\n一,二,三\n四,五,六")[3, 3] == "六"
    assert texts('甲\t乙\n"一\n二"\t三\n')[2, 1] == "一\n二"


def test_two_columns_between_commas_are_columns() -> None:
    assert texts('名称,预算\n甲,1\n"乙,丙","1,000.50"\n') == {
        (1, 1): "名称",
        (1, 2): "预算",
        (2, 1): "甲",
        (2, 2): "1",
        (3, 1): "乙,丙",
        (3, 2): "1,000.50",
    }


def test_a_comma_in_prose_or_in_a_figure_parts_nothing() -> None:
    assert texts("甲说,乙来\n丙走\n") == {(1, 1): "甲说,乙来", (2, 1): "丙走"}
    assert texts("1,234\n5,678\n") == {(1, 1): "1,234", (2, 1): "5,678"}


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_is_read_in_whatever_code(code: str) -> None:
    assert decode("项目名称\t河道".encode(code)) == "项目名称\t河道"


@pytest.mark.parametrize(
    "text", ["a" * (MAX_PASTED + 1), "\n" * (MAX_LINES + 1), "甲\t" * 600, '甲\t"' + "乙" * 200_000]
)
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_pasted(text)
