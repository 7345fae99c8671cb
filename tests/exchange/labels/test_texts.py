"""Every text of a grid has one place, and every place one text."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.exchange.labels.texts import codes_in, texts_of
from perfdesk.exchange.parse.grid import Block, GridCell, SheetGrid, WorkbookGrid

Cells: TypeAlias = dict[tuple[int, int], GridCell]

PLACES = st.tuples(st.integers(1, 9), st.integers(1, 9))
CELLS = st.dictionaries(PLACES, st.text("甲乙 ", max_size=3).map(lambda t: GridCell(t, "text")))


def sheet(cells: Cells, *merges: Block, hidden: bool = False) -> SheetGrid:
    return SheetGrid("表", "hidden" if hidden else "visible", cells, merges)


def book(*sheets: SheetGrid) -> WorkbookGrid:
    return WorkbookGrid({}, {}, sheets)


def words(**texts: str) -> Cells:
    return {(int(at[1]), int(at[3])): GridCell(text, "text") for at, text in texts.items()}


@given(st.lists(CELLS, max_size=3))
def test_each_text_is_walked_once_in_reading_order_and_knows_its_own_sheet(
    found: list[Cells],
) -> None:
    laid = texts_of(book(*map(sheet, found)))
    walked = list(laid.walk())
    assert [cell.at for cell in walked] == sorted({cell.at for cell in walked})
    assert [(s.place.row, s.place.column, s.text) for s in walked] == [
        (*at, cell.text)
        for cells in found
        for at, cell in sorted(cells.items())
        if cell.text.strip()
    ]


def test_a_merge_shows_its_first_text_everywhere_and_hides_what_it_covers() -> None:
    cells = words(r1c1="甲", r2c2="盖住的", r3c3="乙")
    laid = texts_of(book(sheet(cells, (1, 1, 2, 2))))
    assert [cell.text for cell in laid.walk()] == ["甲", "乙"]
    assert {laid.at(row, column) for row in (1, 2) for column in (1, 2)} == {laid.row(1)[0]}
    assert [cell.text for cell in laid.across(2)] == []
    assert laid.at(3, 1) is None


def test_a_row_shows_what_is_merged_down_into_it() -> None:
    laid = texts_of(book(sheet(words(r1c1="甲", r1c2="乙", r2c2="丙"), (1, 1, 2, 1))))
    assert [cell.text for cell in laid.row(2)] == ["丙"]
    assert [cell.text for cell in laid.across(2)] == ["甲", "丙"]


def test_hidden_sheets_and_the_code_of_our_paper_are_no_texts() -> None:
    code = words(r2c1="校验码：7K3F-9QX2-MD4T", r1c1="甲")
    grid = book(sheet(words(r1c1="藏"), hidden=True), sheet(code))
    assert [cell.text for cell in texts_of(grid).walk()] == ["甲"]
    assert codes_in(grid) == ["7K3F-9QX2-MD4T"]


@given(CELLS, st.integers(1, 9), st.integers(1, 9))
def test_a_cut_has_the_rows_between_and_no_others(cells: Cells, first: int, last: int) -> None:
    laid = texts_of(book(sheet(cells)))
    assert list(laid.between(first, last).walk()) == [
        cell for cell in laid.walk() if first <= cell.row <= last
    ]
