"""Where a section ends is told by numbers, as official documents have them."""

from __future__ import annotations

import pytest

from perfdesk.exchange.incoming.incoming import Place
from perfdesk.exchange.labels.section_numbers import Number, ends_section, is_caption, number_of
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.parse.grid import GridCell


def text_at(text: str, row: int = 1, right: int = 5) -> GridText:
    return GridText(row, 1, row, right, GridCell(text, "text"), Place("表", row, 1))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一、项目概况", Number(0, 1)),
        ("十二、附件", Number(0, 12)),
        ("二十、附件", Number(0, 20)),
        ("（三）目标", Number(1, 3)),
        ("(三)目标", Number(1, 3)),
        ("- 2、预算", Number(2, 2)),
        ("2．预算", Number(2, 2)),
        ("（4）其他", Number(3, 4)),
        ("2024年预算", None),
        ("1.5万元", None),
        ("预算2、", None),
        ("", None),
    ],
)
def test_a_number_tells_its_kind_and_place(text: str, number: Number | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("label", "between", "line", "ends"),
    [
        ("1、评价目的", [], "2、评价范围", True),
        ("1、评价目的", [], "3、评价范围", False),
        ("1、评价目的", [], "（二）评价依据", True),
        ("（一）概述", [], "1、背景", False),
        ("1、存在问题", ["1、预算不细"], "2、执行较慢", False),
        ("1、存在问题", [], "2、执行较慢。", False),
        ("1、存在问题", [], "2、" + "长" * 40, False),
        ("评价目的", [], "2、评价范围", False),
    ],
)
def test_a_section_ends_at_the_next_of_its_kind_or_an_outer_one(
    label: str, between: list[str], line: str, ends: bool
) -> None:
    found = [text_at(text, row) for row, text in enumerate(between, 2)]
    assert ends_section(text_at(label), found, [text_at(line, 9)]) is ends


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("表 3: 物料清单", True), ("表12、得分", True), ("表彰名单", False), ("下表 3", False)],
)
def test_a_caption_has_a_number_behind_its_word(text: str, is_one: bool) -> None:
    assert is_caption(text_at(text)) is is_one
