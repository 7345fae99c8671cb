from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from perfdesk.models.sheet import Sheet
from perfdesk.paper.fonts import load_faces
from perfdesk.paper.pdf import draw
from perfdesk.paper.typeset import Piece, TypesetPage, typeset
from tests.paper import forms
from tests.paper.forms import A4, sheet_of

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FACES = load_faces(FOLDER)
SCALE = 3  # pixels to the point
PIXELS_PER_MM = SCALE * 72 / 25.4


def drawn(sheet: Sheet) -> tuple[Sequence[TypesetPage], bytes]:
    pages = typeset(sheet, FACES)
    return pages, draw(pages, sheet, FACES)


def copied(data: bytes) -> list[str]:
    """Give each page's text as a reader of the file would copy it."""
    with PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_same_sheet_gives_the_same_bytes() -> None:
    _, one = drawn(forms.key_form(draft=True))
    sheet = forms.key_form(draft=True)
    other_faces = load_faces(FOLDER)
    assert draw(typeset(sheet, other_faces), sheet, other_faces) == one


def test_every_word_is_copied_in_order_and_nothing_else() -> None:
    pages, data = drawn(forms.key_form(draft=True))
    for number, (page, text) in enumerate(zip(pages, copied(data), strict=True), 1):
        lines = [line.text for piece in page.pieces for line in piece.lines]
        assert squeezed(text) == squeezed("".join(lines) + f"第 {number} 页 共 2 页")


@pytest.mark.parametrize(
    "text", ["<b>粗</b>", "R&D", "=1+1", "{x}", "%s\\n(a)", "\x07\u202e铃", "𠮷喆㙍"]
)
def test_any_text_is_text(text: str) -> None:
    _, data = drawn(sheet_of(forms.remarks_band(text)))
    wanted = text.replace("\x07", "").replace("\u202e", "")
    assert squeezed(copied(data)[0]) == squeezed(f"需要说明的情况：{wanted}第1页共1页")


@pytest.mark.parametrize("characters", [3000, 5000])
def test_a_long_cell_is_copied_whole_over_its_pages(characters: int) -> None:
    text = (forms.PROGRESS * 60)[:characters]
    pages, data = drawn(sheet_of(forms.head_band(), forms.remarks_band(text)))
    found = "".join(
        squeezed(page).removesuffix(f"第{number}页共{len(pages)}页")
        for number, page in enumerate(copied(data), 1)
    )
    assert found.endswith("需要说明的情况：" + text)


def test_the_file_says_what_it_is_and_how_it_prints() -> None:
    _, data = drawn(forms.key_form())
    with pdfplumber.open(io.BytesIO(data)) as file:
        info, catalog = file.metadata, file.doc.catalog
    assert info["Title"] == "财政项目支出绩效运行监控（跟踪评价）（重点）"
    assert info["Subject"] == "some_form/some-edition"
    assert info["Creator"] == "PerfDesk 绩效填报台"
    assert catalog["Lang"] == b"zh-CN"
    assert catalog["ViewerPreferences"].resolve()["PrintScaling"].name == "None"


def test_only_faces_of_ours_are_in_the_file_and_all_are_embedded() -> None:
    _, data = drawn(forms.key_form())
    assert b"Helvetica" not in data
    with pdfplumber.open(io.BytesIO(data)) as file:
        names = {character["fontname"] for page in file.pages for character in page.chars}
    assert all("+PerfDesk" in name for name in names)
    assert data.count(b"/FontFile2") == len(names) == 3


def rendered(data: bytes, number: int) -> Image.Image:
    with PdfDocument(data) as document:
        return document[number].render(scale=SCALE, grayscale=True).to_pil()


def darkest(picture: Image.Image, x: float, y: float, width: float, height: float) -> int:
    """Give the darkest value in a rectangle of millimetres."""
    box = (round(x * PIXELS_PER_MM), round(y * PIXELS_PER_MM))
    corner = (round((x + width) * PIXELS_PER_MM), round((y + height) * PIXELS_PER_MM))
    return picture.crop(
        (*box, max(corner[0], box[0] + 1), max(corner[1], box[1] + 1))
    ).getextrema()[0]


def test_a_cut_box_is_closed_in_the_picture_of_both_pages() -> None:
    text = (forms.PROGRESS * 60)[:9000]
    pages, data = drawn(sheet_of(forms.remarks_band(text)))
    assert len(pages) > 2
    for number, page in enumerate(pages):
        bottom = max(piece.y + piece.height for piece in page.pieces)
        top = min(piece.y for piece in page.pieces)
        for x in (20, 100, 190):
            for edge in (top, bottom):
                assert darkest(rendered(data, number), x, edge - 0.2, 0.1, 0.4) < 100


def test_no_ink_lies_outside_the_cells() -> None:
    """All ink but the page number is inside the box; cells do not cut their text."""
    pages, data = drawn(forms.key_form())
    for number, page in enumerate(pages):
        picture = rendered(data, number)
        assert darkest(picture, 0, 0, A4.left - 0.3, A4.height - 1) == 255
        assert darkest(picture, A4.width - A4.right + 0.3, 0, A4.right - 1, A4.height - 1) == 255
        assert darkest(picture, 0, 0, A4.width - 1, A4.top - 0.3) == 255
        for piece in page.pieces:
            assert_margin_is_white(picture, piece)


def assert_margin_is_white(picture: Image.Image, piece: Piece) -> None:
    inner, outer = piece.height - 0.9, piece.x + piece.width - 0.6
    assert darkest(picture, piece.x + 0.3, piece.y + 0.3, 0.3, inner) == 255
    assert darkest(picture, outer, piece.y + 0.3, 0.3, inner) == 255
    assert darkest(picture, piece.x + 0.4, piece.y + 0.3, piece.width - 0.9, 0.1) == 255


def test_justified_lines_reach_the_edge_and_are_copied_unchanged() -> None:
    band = forms.remarks_band(forms.PROGRESS)
    cells = (band.cells[0], replace(band.cells[1], style=replace(forms.LONG, align="justify")))
    pages, data = drawn(sheet_of(replace(band, cells=cells)))
    assert squeezed(forms.PROGRESS) in squeezed(copied(data)[0])
    first, *_, last = pages[0].pieces[1].lines
    edge = first.x + first.width
    picture = rendered(data, 0)
    assert darkest(picture, edge - 4, first.baseline - 2.5, 3.9, 2.8) < 100
    assert darkest(picture, last.x + last.width + 0.2, last.baseline - 2.5, 2, 2.8) == 255


def test_the_draft_mark_is_seen_on_each_page_of_a_draft_only() -> None:
    for draft in (True, False):
        pages, data = drawn(forms.key_form(draft=draft))
        for number in range(len(pages)):
            picture = rendered(data, number)
            grey = sum(picture.histogram()[225:245]) / (picture.width * picture.height)
            assert (grey > 0.03) is draft


def test_an_empty_sheet_is_an_empty_page_with_its_number() -> None:
    _, data = drawn(sheet_of())
    assert [squeezed(text) for text in copied(data)] == ["第1页共1页"]
