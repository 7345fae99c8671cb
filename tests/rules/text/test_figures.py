"""What figures a text speaks of; every text can be read, and sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value as value
from perfdesk.rules.text import (
    completions,
    contradictions,
    figures,
    numbering,
    sums_in_words,
    wording,
)
from perfdesk.rules.text.figures import Sense, Sort

END = date(2024, 8, 31)


def read(text: str) -> list[tuple[Sort, str, Decimal]]:
    return [
        (each.sort, each.text, each.number) for group in figures.in_text(text) for each in group
    ]


@pytest.mark.parametrize(
    ("text", "sort", "written", "number"),
    [
        ("支出89.30万元", Sort.AMOUNT, "89.30万元", "893000"),
        ("支出 893,000.00 元", Sort.AMOUNT, "893,000.00 元", "893000"),
        ("支出８９．３０万元", Sort.AMOUNT, "89.30万元", "893000"),
        ("支出￥893000", Sort.AMOUNT, "893000", "893000"),
        ("人民币893000", Sort.AMOUNT, "893000", "893000"),
        ("预算1.2亿元", Sort.AMOUNT, "1.2亿元", "120000000"),
        ("预算90万", Sort.AMOUNT, "90万", "900000"),
        ("物码3万张", Sort.COUNT, "3万", "30000"),
        ("23个居", Sort.COUNT, "23", "23"),
        ("执行率９９．２％", Sort.PERCENT, "99.2%", "99.2"),
        ("得分 17 分，", Sort.POINTS, "17 分", "17"),
    ],
)
def test_a_figure_is_read(text: str, sort: Sort, written: str, number: str) -> None:
    assert read(text) == [(sort, written, Decimal(number))]


@pytest.mark.parametrize(
    "text",
    [
        "2024年8月31日",
        "第43号令",
        "〔2020〕10号",
        "3年",
        "8月底",
        "2 个百分点",
        "15‰",
        "A11",
        "没有",
    ],
)
def test_dates_and_numbers_of_papers_are_no_figures(text: str) -> None:
    assert [each for each in read(text) if each[0] is not Sort.COUNT] == []
    assert not any(text.startswith(each[1] + "个") for each in read(text))


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("应达到75%", Sense.AIM),
        ("不低于75%", Sense.AIM),
        ("拟支出5万元", Sense.PLAN),
        ("同比增长5%", Sense.CHANGE),
        ("单价5元", Sense.SHARE),
        ("800元/人", Sense.SHARE),
        ("剩余5张", Sense.REST),
        ("约5万元", Sense.ABOUT),
        ("5万元左右", Sense.ABOUT),
        ("5000余条", Sense.ABOUT),
        ("按合同口径计算，共5万元", Sense.BASIS),
    ],
)
def test_a_figure_that_states_no_fact_is_told(text: str, sense: Sense) -> None:
    ((figure,),) = figures.in_text(text)
    assert sense in figure.senses
    assert not figure.is_plain


@pytest.mark.parametrize(
    "text", ["应急抢修5次", "供应商5家", "已将预算调整为5万元", "按计划完成5台", "3万张"]
)
def test_a_plain_figure_is_plain(text: str) -> None:
    ((figure,),) = figures.in_text(text)
    assert figure.is_plain


def test_a_range_is_no_one_figure() -> None:
    ((low, high),) = figures.in_text("3-5个")
    assert not low.is_plain
    assert not high.is_plain


@given(st.lists(st.sampled_from(["预算90万元。", "物码3张。", "天气好。", "2023年80%。"])))
def test_a_text_says_what_its_sentences_say(parts: list[str]) -> None:
    together = [each for group in figures.in_text("".join(parts)) for each in group]
    assert together == [each for part in parts for each in figures.in_sentence(part)]


READERS: tuple[Callable[[str], object], ...] = (
    figures.in_text,
    lambda text: contradictions.amount_contradicting(text, "调减、批复", Decimal(7000), END),
    lambda text: contradictions.percent_contradicting(text, "执行率", Decimal("99.22"), END),
    lambda text: contradictions.figure_contradicting(
        text, "居民区网格", ("居民区网格",), (value("23个居"),), END, value("23个居")
    ),
    lambda text: completions.done_after(text, END),
    sums_in_words.parts_unequal,
    sums_in_words.reckoned_wrong,
    numbering.misnumbered,
    wording.doubled,
    wording.doubled_word,
    wording.unpaired,
    wording.gap_left,
    wording.private_number,
    lambda text: wording.repealed_law(text, "合同法"),
    lambda text: wording.other_town(text, "华漕镇、七宝镇", "华漕镇"),
    lambda text: wording.other_year(text, "2024"),
)


@given(
    st.text(
        "已将拟了完成2024年9月31日调减执行率后至0.30万元%，。（）《》13800001234上去个居"
        "其中共单价×=一二三、①\n第〔〕¥,.一是X_【】的的项目",
        max_size=60,
    )
)
def test_no_text_is_beyond_reading(text: str) -> None:
    for reader in READERS:
        reader(text)


@pytest.mark.parametrize(
    "seed",
    [
        "a",
        "9",
        "9,",
        "1.",
        "调减1",
        "9%",
        "（",
        "《",
        "的",
        "X",
        "一、\n",
        "2024年9月",
        "1元",
        "1 + ",
        "1=",
        "其中",
    ],
)
@pytest.mark.parametrize("place", range(len(READERS)))
def test_the_longest_text_is_read_to_its_end(seed: str, place: int) -> None:
    """No pattern goes back over what it has read: 20,000 characters come to an end."""
    long = seed * (20_000 // len(seed))
    READERS[place](long)
    assert figures.in_text(f"{long}。支出5元。")[-1][-1].text == "5元"
