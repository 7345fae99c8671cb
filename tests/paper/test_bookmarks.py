from __future__ import annotations

from dataclasses import replace

from pypdfium2 import PdfDocument

from perfdesk.paper.bookmarks import headings
from perfdesk.paper.pdf import Run, draw, draw_runs
from perfdesk.paper.typeset import typeset
from tests.paper import forms
from tests.paper.test_pdf import FACES


def test_the_outline_leads_to_each_heading() -> None:
    sheet = forms.key_form()
    pages = typeset(sheet, FACES)
    begun = headings(pages, sheet)
    wanted = [(each.words, number) for number, page in enumerate(begun) for each in page]
    assert wanted[0] == (sheet.title, 0)
    with PdfDocument(draw(pages, sheet, FACES)) as document:
        found = [(each.get_title(), each.get_dest().get_index()) for each in document.get_toc()]
    assert found == wanted


def test_labels_and_what_was_typed_are_no_headings() -> None:
    sheet = forms.key_form()
    words = {each.words for page in headings(typeset(sheet, FACES), sheet) for each in page}
    assert "项目名称" not in words
    assert not any(forms.BACKGROUND.startswith(each) for each in words)


def test_a_head_that_pages_repeat_is_listed_once() -> None:
    names = [f"第 {number} 项" for number in range(90)]
    sheet = forms.sheet_of(forms.indicator_band([("产出指标", names)]))
    pages = typeset(sheet, FACES)
    assert len(pages) > 2
    assert [len(begun) for begun in headings(pages, sheet)] == [1, *[0] * (len(pages) - 1)]


def test_of_several_forms_all_stands_under_their_titles() -> None:
    sheet = replace(forms.key_form(), code="7K3F-9QX2-MD4T")
    run = Run(typeset(sheet, FACES), sheet, b"{}")
    with PdfDocument(draw_runs([run, run], FACES, data_page=True)) as document:
        found = [(each.level, each.get_title()) for each in document.get_toc()]
    assert [title for level, title in found if level == 0] == [sheet.title] * 2
    assert (1, sheet.title) not in found
    assert found.count((1, "数据页")) == 2
