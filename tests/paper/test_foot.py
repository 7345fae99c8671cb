from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import zxingcpp
from pypdfium2 import PdfDocument

from perfdesk.models.sheet import Sheet
from perfdesk.paper.page_mark import PageMark, read_page_mark
from perfdesk.paper.pdf import draw
from perfdesk.paper.typeset import typeset
from tests.paper import forms
from tests.paper.test_pdf import FACES

CODE = "7K3F-9QX2-MD4T"


def with_code(bottom: float = 25) -> Sheet:
    sheet = forms.key_form()
    return replace(sheet, code=CODE, page=replace(sheet.page, bottom=bottom))


def codes(data: bytes) -> Sequence[str]:
    with PdfDocument(data) as document:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    return [each.text for picture in pictures for each in zxingcpp.read_barcodes(picture)]


def drawn(sheet: Sheet) -> bytes:
    return draw(typeset(sheet, FACES), sheet, FACES)


def test_each_page_has_a_code_of_its_own() -> None:
    marks = [read_page_mark(text) for text in codes(drawn(with_code()))]
    assert marks == [
        PageMark("some_form/some-edition", CODE.replace("-", ""), page, len(marks))
        for page in range(1, len(marks) + 1)
    ]


def test_a_sheet_without_a_code_has_its_number_only() -> None:
    assert codes(drawn(replace(with_code(), code=""))) == []


def test_a_margin_too_low_for_a_readable_code_has_none() -> None:
    """Editions of one's own may keep the margins they have: the code is there in words."""
    data = drawn(with_code(bottom=15))
    assert codes(data) == []
    with PdfDocument(data) as document:
        assert f"校验码 {CODE}" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    "text",
    ["", "PD1", "PD1 a/b 7K3F9QX2MD4T 0/1", "PD2 a/b 7K3F9QX2MD4T 1/1", "PD1 a 7K3F9QX2MD4T 1/1\n"],
)
def test_what_other_codes_say_is_no_mark(text: str) -> None:
    assert read_page_mark(text) is None


def test_a_mark_is_read_as_it_was_written() -> None:
    mark = PageMark("monitoring_key/minhang-2024", "7K3F9QX2MD4T", 3, 12)
    assert read_page_mark(mark.text) == mark
    assert mark.text.isascii()
