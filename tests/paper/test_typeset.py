from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.models.sheet import Band, Page, Sheet, SheetCell, SheetRow, Span, Style
from perfdesk.paper.fonts import load_faces
from perfdesk.paper.paginate import KEPT_WHOLE
from perfdesk.paper.typeset import Piece, TypesetPage, row_heights, typeset
from tests.paper import forms
from tests.paper.forms import A4, cell, sheet_of
from tests.paper.proof import NEAR, faults

FACES = load_faces(Path(__file__).resolve().parents[2] / "resources" / "fonts")
BOTTOM = A4.height - A4.bottom
HAN = "项目资金按计划完成，预算执行率99.22%；“人房共管”（分散式）已在2024年9月调整……"

Pages = Sequence[TypesetPage]


def long_text(characters: int) -> str:
    return (HAN * (characters // len(HAN) + 1))[:characters]


def words_of(pages: Pages, of: SheetCell | None = None) -> str:
    """Join the lines of all pieces, or of one cell's, without white space."""
    return "".join(
        "".join(line.text.split())
        for page in pages
        for piece in page.pieces
        for line in piece.lines
        if of is None or piece.cell is of
    )


def pieces_of(pages: Pages, wanted: SheetCell) -> list[list[Piece]]:
    return [[piece for piece in page.pieces if piece.cell is wanted] for page in pages]


def bottom_of(page: TypesetPage) -> float:
    return max(piece.y + piece.height for piece in page.pieces)


def is_ruled(page: TypesetPage, y: float, x1: float, x2: float) -> bool:
    return any(
        abs(rule.y1 - y) < 2e-3
        and rule.y1 == rule.y2
        and rule.x1 <= x1 + NEAR
        and rule.x2 >= x2 - NEAR
        for rule in page.rules
    )


def narrow_band(*texts: str, **more: object) -> Band:
    """One column of 60 mm; a row for each text."""
    cells = tuple(cell(row, 0, text, refs=forms.ref(f"t{row}")) for row, text in enumerate(texts))
    return Band("narrow", (60,), (SheetRow(8),) * len(texts), cells, **more)  # type: ignore[arg-type]


def test_the_form_has_no_fault_and_shows_every_word() -> None:
    sheet = forms.key_form()
    pages = typeset(sheet, FACES)
    assert list(faults(pages)) == []
    assert len(pages) == 2
    for band in sheet.bands:
        for one in band.cells:
            assert "".join(one.text.split()) in words_of(pages, one)


def test_each_piece_leads_to_its_fields() -> None:
    pages = typeset(forms.key_form(), FACES)
    ticked = next(p for page in pages for p in page.pieces if p.cell.text == "确定能完成☑")
    assert ticked.cell.refs[0].field == "likelihood0"
    assert (ticked.x, ticked.width) == (A4.left + 90, 30)


@pytest.mark.parametrize("characters", [4000, 5000, 20000])
def test_a_cell_longer_than_a_page_prints_whole(characters: int) -> None:
    band = forms.remarks_band(long_text(characters))
    pages = typeset(sheet_of(band), FACES)
    assert len(pages) > 1
    assert list(faults(pages)) == []
    assert words_of(pages, band.cells[1]) == "".join(band.cells[1].text.split())
    for page in pages[:-1]:
        assert BOTTOM - bottom_of(page) < 12, "the page is not filled"


def test_a_cut_text_leaves_two_lines_at_least_on_either_page() -> None:
    for lines in range(60, 76):
        band = narrow_band("\n".join(str(number) for number in range(lines)))
        shown = [
            len(piece.lines)
            for pieces in pieces_of(typeset(sheet_of(band), FACES), band.cells[0])
            for piece in pieces
        ]
        assert sum(shown) == lines
        assert min(shown) >= 2, (lines, shown)


@pytest.mark.parametrize("characters", [3000, 5000])
def test_a_tall_cell_among_short_ones_prints_whole_and_none_starts_empty(characters: int) -> None:
    columns = (30.0, 20.0, 130.0)
    cells = (
        cell(0, 0, "偏差原因", forms.LABEL),
        cell(0, 1, "16667张", refs=forms.ref("a")),
        cell(0, 2, long_text(characters), refs=forms.ref("b")),
    )
    pages = typeset(sheet_of(Band("b", columns, (SheetRow(8),), cells)), FACES)
    assert list(faults(pages)) == []
    assert words_of(pages, cells[2]) == cells[2].text
    assert words_of(pages, cells[0]) == "偏差原因" * len(pages), "a label is printed again"
    assert words_of(pages, cells[1]) == "16667张", "a value is printed once"
    for page in pages:
        assert len(page.pieces[2].lines) >= 2


def test_a_label_over_sixty_rows_is_printed_on_each_page() -> None:
    band = forms.indicator_band([("产出指标", [f"指标{number}" for number in range(60)])])
    pages = typeset(sheet_of(band), FACES)
    label = next(one for one in band.cells if one.text == "产出指标")
    assert len(pages) > 2
    assert list(faults(pages)) == []
    for (piece,) in pieces_of(pages, label):
        assert "".join(line.text for line in piece.lines) == "产出指标"
    assert [p.text for page in pages for p in names_in(page)] == [f"指标{n}" for n in range(60)]


def names_in(page: TypesetPage) -> list[SheetCell]:
    return [piece.cell for piece in page.pieces if piece.cell.text.startswith("指标")]


def test_the_head_stands_on_each_page_that_its_table_runs_over() -> None:
    band = forms.indicator_band([("产出指标", [f"指标{number}" for number in range(60)])])
    pages = typeset(sheet_of(band), FACES)
    head = [one for one in band.cells if one.row < 3]
    for page in pages:
        assert [piece.cell for piece in page.pieces[: len(head)]] == head
        assert page.pieces[0].y == A4.top


def test_no_head_and_no_heading_is_left_at_the_end_of_a_page() -> None:
    for filler in range(1, 36):
        pages = typeset(
            sheet_of(narrow_band(*["项目"] * filler), forms.remarks_band(HAN), forms.inner_band()),
            FACES,
        )
        assert list(faults(pages)) == []
        for page in pages[:-1]:
            last = max(page.pieces, key=lambda piece: (piece.y, piece.x)).cell
            assert last.text not in {"需要说明的情况：", "完成情况"}


def test_the_signature_block_is_whole_and_never_alone() -> None:
    broke = 0
    for filler in range(20, 40):
        before = narrow_band(*["项目"] * filler)
        signatures = forms.signature_band()
        pages = typeset(sheet_of(before, signatures), FACES)
        shown = [{p.cell.text for p in page.pieces} for page in pages]
        (where,) = {
            n for n, texts in enumerate(shown) for one in signatures.cells if one.text in texts
        }
        assert "项目" in shown[where]
        broke += len(pages) > 1
    assert 0 < broke < 20


def test_lines_of_a_long_text_go_along_with_the_signature_block() -> None:
    for characters in range(2400, 3000, 50):
        remarks, signatures = forms.remarks_band(long_text(characters)), forms.signature_band()
        pages = typeset(sheet_of(remarks, signatures), FACES)
        assert list(faults(pages)) == []
        on_last = pieces_of(pages, remarks.cells[1])[-1]
        assert on_last and len(on_last[0].lines) >= 2
        assert words_of(pages, remarks.cells[1]) == remarks.cells[1].text


def test_a_box_cut_by_the_page_end_is_closed_on_both_pages() -> None:
    """Glued cells have no rule between them; the page's edge gives them one."""
    parts = [(f"{n}、说明", long_text(130)) for n in range(40)]
    pages = typeset(sheet_of(forms.narrative_band("n", "一、情况", parts)), FACES)
    assert len(pages) > 2
    left, right = A4.left, A4.left + 180
    for above, below in pairwise(pages):
        assert is_ruled(above, bottom_of(above), left, right)
        assert is_ruled(below, A4.top, left, right)
    inside = sorted({piece.y for piece in pages[0].pieces})[1]
    assert not is_ruled(pages[0], inside, left, right), "glued cells have no rule between"


def test_a_cell_cut_between_its_lines_is_closed_on_both_pages() -> None:
    pages = typeset(sheet_of(forms.remarks_band(long_text(9000))), FACES)
    assert len(pages) > 2
    for above, below in pairwise(pages):
        assert is_ruled(above, bottom_of(above), A4.left, A4.left + 180)
        assert is_ruled(below, A4.top, A4.left, A4.left + 180)


def test_a_cell_without_rules_stays_without_them_at_the_page_end() -> None:
    text = cell(0, 0, long_text(5000), borders="", refs=forms.ref("t"))
    pages = typeset(sheet_of(Band("plain", (180,), (SheetRow(8),), (text,))), FACES)
    assert len(pages) > 1
    assert all(page.rules == () for page in pages)


def test_a_short_row_goes_to_the_next_page_whole() -> None:
    texts = [long_text(20 * number) for number in range(1, 16)]
    band = narrow_band(*texts)
    pages = typeset(sheet_of(band), FACES)
    heights = row_heights(band, FACES)
    assert max(heights) > KEPT_WHOLE > min(heights)
    for one, height in zip(band.cells, heights, strict=True):
        if height <= KEPT_WHOLE:
            assert sum(map(bool, pieces_of(pages, one))) == 1


def test_rows_grow_with_their_text_and_not_below_their_least_height() -> None:
    band = Band(
        "b",
        (60, 60),
        (SheetRow(8), SheetRow(30)),
        (cell(0, 0, "一"), cell(0, 1, long_text(200)), cell(1, 0, "二"), cell(1, 1, "三")),
    )
    first, second = row_heights(band, FACES)
    assert first > 30
    assert second == 30


def test_a_cell_over_several_rows_makes_the_last_of_them_grow() -> None:
    cells = (cell(0, 0, long_text(120), rows=3), *(cell(row, 1, "一") for row in range(3)))
    band = Band("b", (30, 60), (SheetRow(8),) * 3, cells)
    first, second, third = row_heights(band, FACES)
    assert first == second == 8
    assert third > 8
    assert list(faults(typeset(sheet_of(band), FACES))) == []


def test_text_in_the_middle_has_the_same_room_above_and_below() -> None:
    (page,) = typeset(sheet_of(narrow_band("国")), FACES)
    piece = page.pieces[0]
    size = piece.lines[0].size * 25.4 / 72
    above = piece.lines[0].baseline - (0.38 + 0.5) * size - piece.y
    below = piece.y + piece.height - piece.lines[0].baseline - (0.5 - 0.38) * size
    assert above == pytest.approx(below)


def test_centred_and_right_lines_stand_inside_their_padding() -> None:
    for align in ("left", "center", "right"):
        style = Style(align=align)
        one = Band("b", (60,), (SheetRow(8),), (cell(0, 0, "预算执行", style),))
        (page,) = typeset(sheet_of(one), FACES)
        line, room = page.pieces[0].lines[0], 60 - 2 * style.padding - page.pieces[0].lines[0].width
        shift = {"left": 0, "center": room / 2, "right": room}[align]
        assert line.x == pytest.approx(A4.left + style.padding + shift)


def test_a_justified_line_ends_at_the_right_edge_unless_it_closes_its_paragraph() -> None:
    style = Style(align="justify", indent=2)
    one = Band("b", (180,), (SheetRow(8),), (cell(0, 0, long_text(400) + "\n" + HAN, style),))
    (page,) = typeset(sheet_of(one), FACES)
    piece = page.pieces[0]
    # A line goes on behind squeezed marks: the last of its stretches reaches the edge.
    lines = list({line.baseline: line for line in piece.lines}.values())
    ends = [line.x + line.width for line in lines]
    right = piece.x + piece.width - style.padding
    closing = [i for i, line in enumerate(lines) if not line.spacing]
    assert len(closing) == 2 < len(ends)
    assert all(end == pytest.approx(right) for i, end in enumerate(ends) if i not in closing)


def test_an_empty_sheet_is_one_empty_page() -> None:
    assert typeset(sheet_of(), FACES) == (TypesetPage((), ()),)


def test_what_is_asked_twice_is_not_broken_into_lines_twice() -> None:
    class Counting:
        asked = 0

        def advances(self, role: str) -> object:
            self.asked += 1
            return FACES.advances(role)

    ruler, sheet = Counting(), forms.key_form()
    pages = typeset(sheet, ruler)  # type: ignore[arg-type]
    asked = ruler.asked
    assert typeset(forms.key_form(), ruler) == pages  # type: ignore[arg-type]
    assert ruler.asked == asked > 0


@st.composite
def wild_bands(draw: st.DrawFn) -> Band:
    """Rows of three columns, with a cell over several of them and texts of any length."""
    rows = draw(st.integers(1, 12))
    texts = st.integers(0, 900).map(long_text) | st.sampled_from(["", "是", "89.60万元\n\n无。"])
    cells = []
    row = 0
    while row < rows:
        over = draw(st.integers(1, rows - row))
        cells.append(cell(row, 0, draw(texts), rows=over, refs=forms.ref(f"a{row}")))
        row += over
    for row in range(rows):
        cells.append(cell(row, 1, draw(texts), refs=forms.ref(f"b{row}")))
        cells.append(cell(row, 2, draw(st.sampled_from(["标签", ""])), borders="lr"))
    made = tuple(
        SheetRow(
            draw(st.sampled_from([0, 8, 60])),
            head=row == 0 and rows > 1 and cells[0].rows == 1 and len(cells[-2].text) < 90,
            with_next=draw(st.integers(0, 5)) == 0,
        )
        for row in range(rows)
    )
    return Band("wild", (40, 80, 60), made, tuple(cells), whole=draw(st.integers(0, 6)) == 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(wild_bands(), min_size=1, max_size=4))
def test_any_sheet_comes_out_whole_and_inside_its_pages(bands: list[Band]) -> None:
    sheet = Sheet("任意", "form/edition", A4, tuple(bands))
    pages = typeset(sheet, FACES)
    assert list(faults(pages)) == []
    for band in bands:
        for one in band.cells:
            whole = "".join(one.text.split())
            shown = words_of(pages, one)
            assert shown.endswith(whole), "a text is missing in part"
            if one.rows == 1 and one.refs and not band.rows[one.row].head:
                assert shown == whole, "a value is printed twice"


def test_spans_keep_their_role_over_a_line_end() -> None:
    text = [Span("一、项目基本情况", "hei_bold"), Span("（包括背景、安排、内容和计划）：")]
    band = Band("b", (40,), (SheetRow(8),), (cell(0, 0, text),))
    (page,) = typeset(sheet_of(band), FACES)
    spans = [span for line in page.pieces[0].lines for span in line.spans]
    assert "".join(span.text for span in spans if span.role == "hei_bold") == text[0].text
    assert "".join(span.text for span in spans if span.role == "song") == text[1].text


def test_a_table_neither_begins_nor_goes_on_with_one_low_row() -> None:
    for filler in range(15, 36):
        inner = forms.inner_band()
        pages = typeset(sheet_of(narrow_band(*["项目"] * filler), inner), FACES)
        numbers = [one for one in inner.cells if one.row > 0 and one.column == 0]
        shown = [sum(piece.cell in numbers for piece in page.pieces) for page in pages]
        assert 1 not in shown
        assert sum(shown) == len(numbers)


def tightened(rows: int, tighten: float) -> Pages:
    page = Page(width=210, height=297, top=15, bottom=15, left=15, right=15, tighten=tighten)
    return typeset(Sheet("试样", "f/e", page, (narrow_band(*["项目"] * rows),)), FACES)


def test_rows_give_way_no_further_than_needed_to_save_a_page() -> None:
    assert [len(tightened(rows, 1)) for rows in (33, 34, 37)] == [1, 2, 2]
    (loose,), (saved,) = tightened(33, 0.9), tightened(34, 0.9)
    assert loose.pieces[0].height == 8
    assert 7.2 < saved.pieces[0].height < 8
    assert list(faults([saved])) == []
    # Where no page is saved, nothing is tightened.
    assert tightened(60, 0.9) == tightened(60, 1)


def test_signatures_keep_their_room_where_rows_give_way() -> None:
    page = Page(width=210, height=297, top=15, bottom=15, left=15, right=15, tighten=0.8)
    bands = (narrow_band(*["项目"] * 31), forms.signature_band())
    (one,) = typeset(Sheet("试样", "f/e", page, bands), FACES)
    heights = {piece.cell.row: piece.height for piece in one.pieces[31:]}
    assert heights == {0: pytest.approx(14), 1: pytest.approx(12)}


@pytest.mark.parametrize(("width", "size"), [(24, 9), (21.5, 8), (20, 7.5)])
def test_a_figure_is_set_smaller_rather_than_cut(width: float, size: float) -> None:
    style = Style(size=9, align="right", least_size=7.5)
    amount = Band("b", (width,), (SheetRow(8),), (cell(0, 0, "31,905,962.95", style),))
    (page,) = typeset(sheet_of(amount), FACES)
    assert [line.text for line in page.pieces[0].lines] == ["31,905,962.95"]
    assert page.pieces[0].lines[0].size == size


def test_a_text_that_smaller_characters_do_not_help_keeps_its_size() -> None:
    style = Style(size=9, least_size=7.5)
    for text in (long_text(60), "90123456789012345678901234567890"):
        band = Band("b", (18,), (SheetRow(8),), (cell(0, 0, text, style),))
        (page,) = typeset(sheet_of(band), FACES)
        assert {line.size for line in page.pieces[0].lines} == {9}


def test_squeezed_marks_stand_closer_and_read_in_order() -> None:
    texts = ("《“人房共管”（试行）》。", "中《中“中人房共管中”中（中试行中）中》中。")
    (page,) = typeset(
        sheet_of(
            Band(
                "b",
                (180,),
                (SheetRow(8),) * 2,
                tuple(cell(row, 0, text) for row, text in enumerate(texts)),
            )
        ),
        FACES,
    )
    close, apart = page.pieces
    assert (close.texts, apart.texts) == ((texts[0],), (texts[1],))
    assert len(apart.lines) == 1
    em = 9 * 25.4 / 72
    end = close.lines[-1].x + close.lines[-1].width
    assert end - close.lines[0].x == pytest.approx((len(texts[0]) - 4 * 0.5) * em)


def test_a_landscape_page_is_filled_to_its_own_edges() -> None:
    page = Page(width=297, height=210, top=15, bottom=15, left=15, right=15)
    bands = (
        Band(
            "b",
            (267,),
            (SheetRow(8),) * 60,
            tuple(cell(row, 0, long_text(90), refs=forms.ref(f"t{row}")) for row in range(60)),
        ),
    )
    pages = typeset(Sheet("试样", "f/e", page, bands), FACES)
    for one in pages:
        assert max(piece.x + piece.width for piece in one.pieces) == pytest.approx(282)
        assert max(piece.y + piece.height for piece in one.pieces) <= 195 + NEAR
    assert bottom_of(pages[0]) > 195 - 8
