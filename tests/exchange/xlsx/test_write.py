"""The workbook is the paper's grid, holds real figures, and never a formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.exchange.ours.marks import compose, split_text
from perfdesk.exchange.xlsx import measure
from perfdesk.exchange.xlsx.pages import page_starts
from perfdesk.exchange.xlsx.write import Unwritable, write_workbook
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Sheet, SheetRow
from perfdesk.models.values import Kind
from tests.exchange.small_form import AWKWARD, document, heights, paper, with_rows


def page_of(sheet: Sheet) -> Worksheet:
    book = load_workbook(BytesIO(write_workbook(sheet, heights(sheet))))
    page = book.worksheets[0]
    assert isinstance(page, Worksheet)
    return page


def place_of(page: Worksheet, name: str) -> str:
    assert page.parent is not None
    block = page.parent.defined_names[name].attr_text.split("!")[1]
    return block.split(":")[0].replace("$", "")


def test_the_same_sheet_gives_the_same_bytes() -> None:
    sheet = paper(with_rows(document(name="甲"), {"title": "乙"}))
    data = write_workbook(sheet, heights(sheet))
    assert data == write_workbook(sheet, heights(sheet))
    with ZipFile(BytesIO(data)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("text", [text for text in AWKWARD if text.strip()])
def test_no_text_becomes_a_formula_or_a_number(text: str) -> None:
    sheet = paper(with_rows(document(name=text), {"title": text}))
    with ZipFile(BytesIO(write_workbook(sheet, heights(sheet)))) as archive:
        markup = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in markup and b"<f " not in markup
    cell = page_of(sheet)[place_of(page_of(sheet), "f.name")]
    assert isinstance(cell.value, str)
    assert cell.quotePrefix


def test_figures_are_figures_with_their_formats() -> None:
    made = document(amount="89.3万元", share="99.22%", signed="2024-08-31")
    page = page_of(paper(made))
    found = {
        name: (page[place_of(page, name)].value, page[place_of(page, name)].number_format)
        for name in ("f.amount", "f.share", "f.rate")
    }
    assert found == {
        "f.amount": (893000, "#,##0.00"),
        "f.share": (0.9922, "0.00%"),
        "f.rate": (0.992222, "0.00%"),
    }


def test_a_date_is_a_date() -> None:
    sheet = paper(document(signed="2024-08-31"))
    foot = sheet.bands[-1]
    cell = replace(foot.cells[0], template=(None,), value=datetime(2024, 8, 31).date())
    bands = (*sheet.bands[:-1], replace(foot, cells=(replace(cell, kind=Kind.DATE),)))
    page = page_of(replace(sheet, bands=bands))
    found = page[place_of(page, "f.signed")]
    assert found.value == datetime(2024, 8, 31)
    assert found.number_format == 'yyyy"年"mm"月"dd"日"'


def test_a_figure_of_more_digits_than_excel_keeps_stays_text() -> None:
    page = page_of(paper(document(amount="99999999999999.99")))
    assert page[place_of(page, "f.amount")].value == "99,999,999,999,999.99"


def test_every_ruled_cell_is_ruled_on_each_cell_it_covers() -> None:
    sheet = paper(with_rows(document(), {"level1": "甲"}, {"level1": "甲", "title": "乙"}))
    page = page_of(sheet)
    # Without this mode openpyxl draws the borders of merged cells itself on reading.
    data = BytesIO(write_workbook(sheet, heights(sheet)))
    written = load_workbook(data, read_only=True).worksheets[0]
    merged = {
        (row, column): area.bounds
        for area in page.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for row in written.iter_rows():
        for cell in row:
            place = (cell.row, cell.column)
            left, top, right, bottom = merged.get(place, (*place[::-1], *place[::-1]))
            ruled = {
                "top": cell.row == top,
                "bottom": cell.row == bottom,
                "left": cell.column == left,
                "right": cell.column == right,
            }
            for side, expected in ruled.items():
                style = getattr(cell.border, side).style
                assert (style == "thin") == expected, (cell.coordinate, side)


def test_the_page_is_a4_one_page_wide_with_numbers_and_a_draft_mark() -> None:
    page = page_of(paper(document(), draft=True))
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_margins.left == pytest.approx(18 / 25.4)
    assert page.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert (page.oddHeader.right.text, page.oddHeader.right.color) == ("草稿", "808080")
    assert page_of(paper(document())).oddHeader.right.text is None


def test_a_table_longer_than_the_page_repeats_its_head_and_a_short_one_does_not() -> None:
    rows = [{"title": f"第{n}项"} for n in range(60)]
    assert page_of(paper(with_rows(document(), *rows))).print_title_rows == "$9:$9"
    assert page_of(paper(with_rows(document(), *rows[:3]))).print_title_rows is None


ROWS = st.lists(st.tuples(st.floats(5, 90), st.booleans()), min_size=1, max_size=30)


@given(ROWS, st.integers(0, 10))
def test_pages_hold_their_rows_and_end_between_groups(
    rows: list[tuple[float, bool]], head_end: int
) -> None:
    heights, stays = [height for height, _ in rows], [stay for _, stay in rows]
    body, head = 200.0, 30.0
    starts = page_starts(heights, stays, body, head_end, head)
    for first, after in pairwise([0, *starts, len(rows)]):
        above = head if first > 0 and first >= head_end else 0.0
        group = _group(stays, first)
        assert after > first
        assert sum(heights[first:after]) + above <= body or after <= group
    for start in starts:
        begin = start
        while begin and stays[begin - 1]:
            begin -= 1
        assert begin == start or sum(heights[begin : _group(stays, begin)]) > body


def _group(stays: list[bool], place: int) -> int:
    while place < len(stays) - 1 and stays[place]:
        place += 1
    return place + 1


def test_a_page_is_broken_before_a_head_that_would_lose_its_table() -> None:
    sheet = paper(with_rows(document(), {"title": "甲"}, {"title": "乙"}))
    full = {band.name: [row.height for row in band.rows] for band in sheet.bands}
    assert page_of(sheet).row_breaks.brk == []
    # The text takes what the first seven rows, the head and half a row leave of the page.
    full["text"] = [257 - 7 * 8 - 12]
    book = load_workbook(BytesIO(write_workbook(sheet, full)))
    page = book.worksheets[0]
    assert isinstance(page, Worksheet)
    head = int(place_of(page, "t.indicators.title").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
    assert [each.id for each in page.row_breaks.brk] == [head - 1]


def test_columns_fill_the_paper_in_millimetres() -> None:
    page = page_of(paper(document()))
    widths = [page.column_dimensions[letter].width for letter in page.column_dimensions]
    pixels = sum(width * measure.DIGIT_PIXELS for width in widths)
    assert pixels / 96 * 25.4 == pytest.approx(174, abs=0.3)


def test_edges_near_one_another_are_one_but_never_of_one_band() -> None:
    assert measure.shared_columns([(30, 50), (30.4, 49.6)]).edges == (0, 30, 80)
    assert measure.shared_columns([(0.5, 0.5, 79), (80,)]).edges == (0, 0.5, 1, 80)


@given(st.lists(st.lists(st.floats(0.3, 60), min_size=1, max_size=9), min_size=1, max_size=6))
def test_every_column_of_every_band_keeps_a_column(bands: list[list[float]]) -> None:
    shared = measure.shared_columns(bands)
    for band, found in zip(bands, shared.places, strict=True):
        assert len(set(found)) == len(band) + 1
        for edge, place in zip(measure.edges(band), found, strict=True):
            assert abs(shared.edges[place] - edge) < measure.SAME_EDGE


def test_a_row_is_split_where_excel_allows_no_higher_one() -> None:
    assert measure.pieces(400) == [400]
    assert measure.pieces(1020) == [60] * 17


def test_a_row_grows_with_a_text_that_its_height_does_not_hold() -> None:
    made = with_rows(document(), {"reason": "字" * 200})
    page = page_of(paper(made))
    row = int("".join(filter(str.isdigit, place_of(page, "t.indicators.reason"))))
    # 34 mm hold about nine characters of 10.5 points.
    assert (page.row_dimensions[row].height or 0) > 200 / 9 * 10.5 * 1.3


def test_a_text_too_long_for_excel_is_refused_with_its_cell() -> None:
    sheet = paper(document(name="长" * 32_768))
    with pytest.raises(Unwritable, match="32,767") as caught:
        write_workbook(sheet, heights(sheet))
    assert caught.value.at == Ref("name")
    longest = paper(document(name="长" * 32_767))
    assert len(page_of(longest)[place_of(page_of(longest), "f.name")].value) == 32_767


def test_half_a_character_is_refused_with_its_cell() -> None:
    sheet = paper(document(name="甲\ud800乙"))
    with pytest.raises(Unwritable, match="半个字符") as caught:
        write_workbook(sheet, heights(sheet))
    assert caught.value.at == Ref("name")


def test_rows_printed_empty_belong_to_the_region_of_the_table() -> None:
    sheet = paper(with_rows(document(), {"title": "甲"}))
    table = sheet.bands[3]
    bare = replace(table, rows=(*table.rows, SheetRow(8, table="indicators")))
    page = page_of(replace(sheet, bands=(*sheet.bands[:3], bare, sheet.bands[4])))
    assert page.parent is not None
    assert page.parent.defined_names["r.indicators"].attr_text.endswith("$A$9:$A$12")


PIECES = st.sampled_from(["；", "1、", "\n2、安排\n", "ab", "aa", ""])


@given(st.lists(PIECES, min_size=1, max_size=4), st.data())
def test_a_text_is_taken_apart_into_what_it_was_made_of(
    pieces: list[str], data: st.DataObject
) -> None:
    # A piece of nothing between two fields tells nobody where one ends.
    pieces = [pieces[0], *(piece or "；" for piece in pieces[1:-1]), pieces[-1]]
    parts = data.draw(
        st.lists(
            st.lists(st.sampled_from(["a", "b", "字", *pieces])).map("".join),
            min_size=len(pieces) - 1,
            max_size=len(pieces) - 1,
        )
    )
    template: list[str | None] = [pieces[0]]
    for piece in pieces[1:]:
        template += [None, piece]
    text = pieces[0] + "".join(a + b for a, b in zip(parts, pieces[1:], strict=True))
    apart = split_text(text, compose(tuple(template), parts))
    assert list(apart.parts) == parts
    assert (apart.missing, apart.loose) == ((), "")


def test_spans_keep_their_faces_and_texts() -> None:
    sheet = paper(document(town="某镇"))
    book = load_workbook(BytesIO(write_workbook(sheet, heights(sheet))), rich_text=True)
    page = book.worksheets[0]
    assert isinstance(page, Worksheet)
    runs = page[place_of(page, "f.town")].value
    assert [(str(run), run.font.rFont, run.font.b) for run in runs] == [
        ("街镇名称：", "黑体", True),
        ("某镇", "宋体", False),
        ("（盖章）", "黑体", True),
    ]
