"""Planned against actual: units converted, directions kept, nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.comparison import gap, met, reached, same
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.indicator.value import parse_indicator_value as value


@pytest.mark.parametrize(
    ("planned", "actual", "difference"),
    [
        ("3万张", "30000张", "0"),
        ("30000张", "2.5万张", "-5000"),
        ("1.2万人次", "12000人次", "0"),
        ("5公里", "4800米", "-0.2"),
        ("1500㎡", "0.2万平方米", "500"),
        ("≤24小时", "1天", "0"),
        ("7个工作日", "5工作日", "-2"),
        ("100人", "98名", "-2"),
        ("89.60万元", "89.30", "-3000"),
        ("89.60万元", "893000", "-3000"),
        ("18–20次", "19次", "0"),
        ("18–20次", "23次", "3"),
        ("22~25℃", "21℃", "-1"),
        ("≤5%", "6‰", "-4.4"),
        ("每季度一次", "4次/年", "0"),
        ("每月2次", "每季度一次", "-20"),
        ("≥2次/月", "24次/年", "0"),
        ("同比下降≥15%", "同比下降12%", "-3"),
        ("同比下降≥15%", "同比上升3%", "-18"),
        ("同比下降≥15%", "-16%", "1"),
        ("较上年提高5个百分点", "提高6个百分点", "1"),
        ("三次", "3次", "0"),
    ],
)
def test_the_gap_is_in_the_unit_of_the_plan(planned: str, actual: str, difference: str) -> None:
    between = gap(value(planned), value(actual))
    assert between is not None
    assert between.difference == Decimal(difference)


@pytest.mark.parametrize(
    ("planned", "actual"),
    [
        ("16667张", "20000次"),
        ("7个工作日", "5天"),
        ("3个月", "90天"),
        ("≥5个百分点", "6%"),
        ("20次", "18–20次"),
        ("100人", "比上年增加5人"),
        ("每季度一次", "4次"),
        ("每季度一次", "2场/年"),
        ("及时", "3天"),
    ],
)
def test_what_is_not_of_one_kind_is_not_compared(planned: str, actual: str) -> None:
    assert gap(value(planned), value(actual)) is None
    assert reached(value(planned), value(actual)) is None


@pytest.mark.parametrize(
    ("planned", "actual", "verdict"),
    [
        ("12月10日前", "12月10日", True),
        ("12月10日前", "12月11日", False),
        ("12月10日前", "12月", None),
        ("12月底前", "12月", True),
        ("12月10日前", "11月", True),
        ("2024年12月31日前", "2025年1月5日", False),
        ("12月底前", "按时完成", True),
        ("12月底前", "已完成", None),
        ("每季度一次", "每年4次", True),
        ("每季度一次", "一年两次", False),
        ("及时", "按时完成", True),
        ("健全", "部分健全", False),
        ("提升", "还可以", False),
        ("无投诉", "未发生投诉", True),
        ("18–20次", "19次", True),
        ("18–20次", "21次", False),
        ("7个工作日", "5个工作日", None),
        ("7个工作日", "7个工作日", True),
        ("合同签订后7个工作日内", "5个工作日", True),
        ("89.60万元", "85万元", None),
        ("控制在5%以内", "4.9%", True),
        ("下降至5%", "6%", False),
        ("≥90%", "高", None),
    ],
)
def test_met(planned: str, actual: str, verdict: bool | None) -> None:
    assert met(value(planned), value(actual)) is verdict


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("=100.00(%)", "100%", True),
        ("≥90%", "90%", True),
        ("≥90%", "≤90%", False),
        ("89.60万元", "896000元", True),
        ("2024年12月31日前", "2024-12-31", True),
        ("12月", "11月", False),
        ("18–20次", "18–25次", False),
        ("每季度一次", "4次/年", True),
        ("及时", "按时", False),
        ("", "", False),
    ],
)
def test_the_same_in_other_words(left: str, right: str, verdict: bool) -> None:
    assert same(value(left), value(right)) is verdict
    assert same(value(right), value(left)) is verdict


NUMBERS = st.decimals(-(10**6), 10**6, places=2)
UNITS = st.sampled_from(
    ["张", "%", "‰", "元", "万元", "㎡", "公顷", "万人次", "人次", "小时", "天"]
)


@given(NUMBERS, UNITS, NUMBERS, UNITS)
def test_swapping_turns_the_sign_of_the_gap(
    one: Decimal, unit: str, other: Decimal, other_unit: str
) -> None:
    left, right = value(f"{one}{unit}"), value(f"{other}{other_unit}")
    there, back = gap(left, right), gap(right, left)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.difference.is_zero() == back.difference.is_zero()
        assert (there.difference > 0) == (back.difference < 0)
        if there.unit == back.unit:
            assert there.difference == -back.difference


@given(st.decimals(0, 10**6, places=2), NUMBERS)
def test_a_unit_and_the_same_in_another_are_one(one: Decimal, other: Decimal) -> None:
    for small, large, factor in (
        ("张", "万张", 10_000),
        ("%", "‰", Decimal("0.1")),
        ("米", "公里", 1000),
    ):
        written_large, written_small = value(f"{one}{large}"), value(f"{one * factor:f}{small}")
        assert same(written_large, written_small)
        plan = value(f"≥{other}{small}")
        assert reached(plan, written_large) is reached(plan, written_small)


anything = st.one_of(
    st.text(
        "≥≤<>=0123456789.,%月年底前每季度次万亿元个日~-至下降提高未不及时完成三十", max_size=20
    ),
    st.from_regex(
        r"[≥≤<>=]?[0-9]{1,15}(\.[0-9]{1,8})?(张|%|元|万元|亿元|公里|天)?", fullmatch=True
    ),
).map(value)


@given(anything, anything)
def test_any_two_values_can_be_held_together(one: IndicatorValue, other: IndicatorValue) -> None:
    assert (gap(one, other) is None) <= (reached(one, other) is None)
    assert met(one, one) is True
    assert same(one, other) is same(other, one)
