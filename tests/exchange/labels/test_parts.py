"""Several forms of one file are told apart, and its list of contents is none of them."""

from __future__ import annotations

from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.parts import parts_of, without_contents
from perfdesk.exchange.labels.texts import texts_of
from perfdesk.exchange.reading import read_pasted
from perfdesk.forms.catalogue import Catalogue

TITLE = "财政项目支出绩效跟踪表"


def parts(catalogue: Catalogue, text: str) -> list[list[str]]:
    known = [anchors_of(catalogue["monitoring/minhang-2023"])]
    texts = texts_of(read_pasted(text))
    return [[cell.text for cell in part.texts.walk()] for part in parts_of(texts, known)]


def test_a_title_and_a_first_label_that_comes_again_begin_a_form(catalogue: Catalogue) -> None:
    one = f"{TITLE}\n项目名称\t甲\n"
    assert parts(catalogue, one + f"{TITLE}\n项目名称\t乙\n") == [
        [TITLE, "项目名称", "甲"],
        [TITLE, "项目名称", "乙"],
    ]
    assert len(parts(catalogue, one + "项目名称\t乙\n")) == 2


def test_a_title_again_without_a_first_label_is_the_next_page(catalogue: Catalogue) -> None:
    assert len(parts(catalogue, f"{TITLE}\n项目名称\t甲\n{TITLE}\n纠偏措施\t无\n")) == 1


def test_a_cover_is_a_part_and_an_empty_text_is_none(catalogue: Catalogue) -> None:
    assert [each[0] for each in parts(catalogue, f"封面\n{TITLE}\n项目名称\t甲\n")] == [
        "封面",
        TITLE,
    ]
    assert parts(catalogue, "\n\n") == []


def test_contents_are_left_out_and_headings_after_them_are_not() -> None:
    text = "目录\n一、概况\t1\n二、结论……………… 12\n一、概况\n正文\t3\n"
    left = without_contents(texts_of(read_pasted(text)))
    assert [cell.text for cell in left.walk()] == ["一、概况", "正文", "3"]
