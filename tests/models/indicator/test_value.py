"""Indicator values as two real forms and a hundred published ones write them."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.comparison import gap, reached
from perfdesk.models.indicator.value import parse_indicator_value


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("=100.00(%)", "=", "100", "%"),
        ("≥90.00(%)", "≥", "90", "%"),
        ("≧90%", "≥", "90", "%"),
        (">=90%", "≥", "90", "%"),
        ("﹥=90％", "≥", "90", "%"),
        ("＞90%", ">", "90", "%"),
        ("不低于90%", "≥", "90", "%"),
        ("90%以上", "≥", "90", "%"),
        ("不超过7天", "≤", "7", "天"),
        ("≤89.60万元", "≤", "896000", "元"),
        ("89.30万元", "", "893000", "元"),
        ("1.2亿元", "", "120000000", "元"),
        ("16667张", "", "16667", "张"),
        ("１６，６６７ 张", "", "16667", "张"),
        ("=0(起)", "=", "0", "起"),
        ("≤7个工作日", "≤", "7", "个工作日"),
        ("23个居", "", "23", "个居"),
        ("1次", "", "1", "次"),
        ("≥98%", "≥", "98", "%"),
        ("100%", "", "100", "%"),
        ("3万张", "", "30000", "张"),
        ("90", "", "90", ""),
        ("[≥] 5 (个)", "≥", "5", "个"),
        ("（≥）5个", "≥", "5", "个"),
        ("〉=90﹪", "≥", "90", "%"),
        ("＞＝90%", "≥", "90", "%"),
        ("≮90%", "≥", "90", "%"),
        ("≯5%", "≤", "5", "%"),
        ("⩾90", "≥", "90", ""),
        ("﹤3天", "<", "3", "天"),
        ("大于等于50", "≥", "50", ""),
        ("不得超过3起", "≤", "3", "起"),
        ("控制在5%以内", "≤", "5", "%"),
        ("90%（含）以上", "≥", "90", "%"),
        ("达到95%", "", "95", "%"),
        ("约200人", "", "200", "人"),
        ("200余人", "", "200", "人"),
        ("共计1,200人次", "", "1200", "人次"),
        ("满意度95%", "", "95", "%"),
        ("29个小区全部完成", "", "29", "个小区"),
        ("100%完成", "", "100", "%"),
        ("90%（按季统计）", "", "90", "%"),
        ("百分之九十五点五以上", "≥", "95.5", "%"),
        ("百分百", "", "100", "%"),
        ("千分之三", "", "3", "‰"),
        ("三次", "", "3", "次"),
        ("至少十五人", "≥", "15", "人"),
        ("1.5万平方米", "", "15000", "平方米"),
        ("≥2万人次", "≥", "20000", "人次"),
        ("¥89.60万元", "", "896000", "元"),
        ("合同签订后7个工作日内", "≤", "7", "个工作日"),
        ("24小时内", "≤", "24", "小时"),
        ("≥4次/年", "≥", "4", "次/年"),
        ("下降至5%以下", "≤", "5", "%"),
        ("提升至90%", "", "90", "%"),
        ("≤800元/人·月", "≤", "800", "元/人·月"),
    ],
)
def test_quantities(text: str, operator: str, number: str, unit: str) -> None:
    value = parse_indicator_value(text)
    assert (value.operator, value.number, value.unit) == (operator, Decimal(number), unit)
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "subject", "number"),
    [("完整字段≥22项/条", "完整字段", "22"), ("同比下降≥15%", "同比下降", "15")],
)
def test_what_stands_before_the_operator_is_its_subject(
    text: str, subject: str, number: str
) -> None:
    value = parse_indicator_value(text)
    assert (value.subject, value.operator, value.number) == (subject, "≥", Decimal(number))


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("18–20次", "18", "20", "次"),
        ("22℃~25℃", "22", "25", "℃"),
        ("80%-90%", "80", "90", "%"),
        ("3至5个工作日", "3", "5", "个工作日"),
        ("25±2℃", "23", "27", "℃"),
        ("1—2万张", "10000", "20000", "张"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    value = parse_indicator_value(text)
    assert (value.number, value.upper, value.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    ("text", "change", "number", "unit"),
    [
        ("同比下降≥15%", -1, "15", "%"),
        ("较上年提高5个百分点", 1, "5", "个百分点"),
        ("比上年减少3起", -1, "3", "起"),
        ("增长10%以上", 1, "10", "%"),
        ("提升至90%", 0, "90", "%"),
    ],
)
def test_changes_against_last_year(text: str, change: int, number: str, unit: str) -> None:
    value = parse_indicator_value(text)
    assert (value.change, value.number, value.unit) == (change, Decimal(number), unit)


@pytest.mark.parametrize(
    "text",
    [
        "≥九O%",
        "1,2,3",
        "5O个",
        "l00%",
        "≥",
        "≥%",
        "1,0000",
        "12,34个",
        "90..5%",
        "1" * 20,
        "12月32日前",
    ],
)
def test_a_figure_that_went_wrong_is_said_to_be_one(text: str) -> None:
    value = parse_indicator_value(text)
    assert value.garbled
    assert value.is_words
    assert not value.level


@pytest.mark.parametrize(
    "text",
    [
        "及时",
        "CO2减排达标",
        "一级",
        "不低于上年水平",
        "2024-2025",
        "1-12月",
        "1/2/3",
        "≥2家企业、5个项目",
        "PM2.5",
        "无",
        "每月10日前",
        "Office软件正版化",
        "5G基站",
        "三个到位",
        "一次性通过",
        "次年1月底",
        "",
    ],
)
def test_words_and_odd_names_are_not_called_wrong_figures(text: str) -> None:
    assert not parse_indicator_value(text).garbled


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("≥9个", "at_least"),
        (">9个", "at_least"),
        ("<9个", "at_most"),
        ("≤9个", "at_most"),
        ("=9个", "equal"),
        ("9个", ""),
        ("及时", ""),
        ("每年至少2次", "at_least"),
    ],
)
def test_the_direction_follows_from_the_operator(text: str, direction: str) -> None:
    assert parse_indicator_value(text).direction == direction


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("12月底前", 0, 12),
        ("12月", 0, 12),
        ("2024年8月底", 2024, 8),
        ("2024年11月30日前", 2024, 11),
        ("2024年12月底前完成", 2024, 12),
        ("年底前", 0, 12),
        ("第三季度末", 0, 9),
        ("2024年第1季度", 2024, 3),
    ],
)
def test_deadlines(text: str, year: int, month: int) -> None:
    value = parse_indicator_value(text)
    assert (value.year, value.month) == (year, month)
    assert not value.is_words
    assert not value.is_quantity


@pytest.mark.parametrize("text", ["每季度一次", "每年2次", "每月", "每周三次"])
def test_frequencies(text: str) -> None:
    value = parse_indicator_value(text)
    assert value.frequency
    assert not value.is_words


@pytest.mark.parametrize(
    "text",
    [
        "及时",
        "提升",
        "合规",
        "及时响应",
        "建立健全",
        "充分",
        "明确",
        "有所提高",
        "≥",
        "<b>",
        "1/2/3",
        "",
    ],
)
def test_words(text: str) -> None:
    assert parse_indicator_value(text).is_words


@given(st.text())
def test_any_text_is_read_and_kept(text: str) -> None:
    value = parse_indicator_value(text)
    assert value.text == text
    assert sum((value.is_quantity, bool(value.month), value.frequency, value.is_words)) == 1


@given(st.text("≥≤<>=0123456789.,%月年底前每季度次万亿元个不低于超过以上()（） -+", max_size=24))
def test_texts_that_are_nearly_values_are_read_and_compared(text: str) -> None:
    value = parse_indicator_value(text)
    assert value.text == text
    other = parse_indicator_value("≥90%")
    for one, two in ((value, other), (other, value), (value, value)):
        assert (gap(one, two) is None) <= (reached(one, two) is None)


@pytest.mark.parametrize(
    "seed",
    [
        "1",
        "1,",
        "1,111",
        "≥",
        "不",
        "大于",
        "每",
        "1月",
        "(",
        "年底",
        "% ",
        "一",
        "O",
        "同比",
        "~1",
    ],
)
def test_a_ten_times_longer_text_takes_about_ten_times_longer(seed: str) -> None:
    # A quadratic reader takes a hundred times longer; the bound lies far from both.
    def seconds(size: int) -> float:
        text = seed * (size // len(seed))
        best = min(timed(text) for _ in range(5))
        return max(best, 20e-6)

    def timed(text: str) -> float:
        parse_indicator_value.cache_clear()
        start = time.perf_counter()
        parse_indicator_value(text)
        return time.perf_counter() - start

    assert seconds(40_000) < 40 * seconds(4_000)


@given(st.sampled_from(["1,", "1~", "(", "[≥]", "一", "不", "每1", "百分之", "1月", "率", "下降"]))
def test_the_longest_text_is_read_at_once_and_kept(seed: str) -> None:
    text = seed * (20_000 // len(seed))
    value = parse_indicator_value(text)
    assert value.text == text
    assert value.is_words


@pytest.mark.parametrize(
    ("planned", "actual", "met"),
    [
        ("16667张", "20000张", True),
        ("16667张", "16667", True),
        ("30000张", "20000张", False),
        ("≤89.60万元", "89.30万元", True),
        ("≤89.60万元", "896000元", True),
        ("<7天", "7天", False),
        (">7天", "7天", False),
        ("≤2%", "3%", False),
        ("及时", "3天", None),
        ("16667张", "20000次", None),
    ],
)
def test_reached_in_its_own_direction(planned: str, actual: str, met: bool | None) -> None:
    assert reached(parse_indicator_value(planned), parse_indicator_value(actual)) is met
