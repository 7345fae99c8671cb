from __future__ import annotations

from pypdfium2 import PdfDocument

from perfdesk.paper.bookmarks import headings
from perfdesk.paper.pdf import draw
from perfdesk.paper.typeset import typeset
from tests.paper import forms
from tests.paper.test_pdf import FACES


def test_the_outline_leads_to_each_heading() -> None:
    sheet = forms.key_form()
    pages = typeset(sheet, FACES)
    wanted = [(words, n) for n, page in enumerate(pages) for words, _ in headings(page, sheet)]
    assert wanted[0] == (sheet.title, 0)
    with PdfDocument(draw(pages, sheet, FACES)) as document:
        found = [(each.get_title(), each.get_dest().get_index()) for each in document.get_toc()]
    assert found == wanted


def test_labels_and_what_was_typed_are_no_headings() -> None:
    sheet = forms.key_form()
    words = {words for page in typeset(sheet, FACES) for words, _ in headings(page, sheet)}
    assert "项目名称" not in words
    assert not any(forms.BACKGROUND.startswith(each) for each in words)
