"""A label is known however it was typed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.exchange.labels.label_words import core, is_label_alone, plain, squeezed, unit_in

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    "typed",
    [
        "项目名称", " 项 目 名 称 ", "项目\n名称", "（一）项目名称：", "1、项目名称",
        "项目名称（全称）", "項目名稱", "*项目名称", "其中：项目名称", "（三）四、项目名称",
    ],
)  # fmt: skip
def test_a_label_retyped_is_the_same_word(typed: str) -> None:
    assert core(typed) == "项目名称"


@given(TEXT)
def test_plain_text_has_no_blanks(text: str) -> None:
    assert not any(mark.isspace() for mark in plain(text))


@given(TEXT)
def test_a_label_found_in_a_text_lies_in_it(text: str) -> None:
    found = squeezed(text + "项目名称：值").find("项目名称", numbered=False)
    if found:
        begin, end = found
        assert 0 <= begin < end <= len(text) + 7
        assert "项" in (text + "项目名称：值")[begin:end]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("项目名称：", True),
        ("项目名称:__", True),
        ("项目名称：河道", False),
        ("（注：略）项目", True),
    ],
)
def test_a_label_alone_has_nothing_behind_its_colon(text: str, alone: bool) -> None:
    assert is_label_alone(text) is alone


@pytest.mark.parametrize(
    ("text", "unit"),
    [("预算数（万元）", "万元"), ("单位：元", "元"), ("预算数[元]", "元"), ("共三百万元钱", "")],
)
def test_a_unit_of_money_is_read_where_it_is_stated(text: str, unit: str) -> None:
    assert unit_in(text) == unit
