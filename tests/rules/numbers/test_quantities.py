"""Deviations: what is none, what figure it is, both ways."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.indicator.value import parse_indicator_value as value
from perfdesk.rules.numbers import quantities


@pytest.mark.parametrize(
    ("planned", "actual", "deviation"),
    [
        ("16667张", "20000张", "+3333张（+20.00%）"),
        ("20000张", "16667张", "-3333张（-16.67%）"),
        ("16667张", "20000", "+3333张（+20.00%）"),
        ("100%", "90.5%", "-9.5个百分点"),
        ("80%", "90%", "+10个百分点"),
        ("89.60万元", "89.30万元", "-0.3万元（-0.33%）"),
        ("896000元", "893000元", "-3000元（-0.33%）"),
        ("≤89.60万元", "89.30万元", "无偏差"),
        ("≤89.60万元", "90万元", "+0.4万元（+0.45%）"),
        ("≥98%", "99%", "无偏差"),
        ("≥98%", "97%", "-1个百分点"),
        ("=5个", "5个", "无偏差"),
        ("=5个", "6个", "+1个（+20.00%）"),
        ("0起", "2起", "+2起"),
        ("及时响应", "及时响应", "无偏差"),
        ("及时响应", "较及时", None),
        ("16667张", "20000次", None),
        ("3万张", "2.4万张", "-0.6万张（-20.00%）"),
        ("3万张", "24000张", "-0.6万张（-20.00%）"),
        ("89.60万元", "89.30", "-0.3万元（-0.33%）"),
        ("18–20次", "19次", "无偏差"),
        ("18–20次", "23次", "+3次（+15.00%）"),
        ("每季度一次", "一年两次", "-2次/年（-50.00%）"),
        ("同比下降≥15%", "同比下降12%", "-3个百分点"),
        ("12月10日前", "12月20日", "推迟10天"),
        ("10月底", "12月底", "推迟2个月"),
        ("12月底前", "11月", "无偏差"),
        ("12月10日前", "12月", None),
        ("2024年12月", "12月", None),
    ],
)
def test_the_deviation_is_written_with_sign_unit_and_share(
    planned: str, actual: str, deviation: str | None
) -> None:
    assert quantities.signed_deviation(value(planned), value(actual)) == deviation


@pytest.mark.parametrize(
    ("planned", "actual", "none"),
    [
        ("≤7天", "7天", True),
        ("≤7天", "8天", False),
        ("<7天", "7天", False),
        ("≥7天", "7天", True),
        ("≥7天", "6天", False),
        (">7天", "7天", False),
        ("=7天", "7天", True),
        ("=7天", "8天", False),
        ("7天", "8天", False),
        ("7天", "7.0天", True),
        ("及时", " 及时", True),
        ("及时", "不及时", False),
    ],
)
def test_no_deviation_in_each_direction(planned: str, actual: str, none: bool) -> None:
    assert quantities.agrees(value(planned), value(actual)) is none


@pytest.mark.parametrize(
    ("planned", "actual", "verdict"),
    [
        ("16667张", "20000张", True),
        ("≥16667张", "15000张", False),
        ("≤5%", "4%", True),
        ("≤5%", "6%", False),
        ("=0起", "1起", False),
        ("0起", "0起", None),
        ("18–20次", "23次", False),
        ("7个工作日", "5个工作日", None),
        ("7个工作日内", "5个工作日", True),
        ("89.60万元", "85万元", None),
        ("同比下降≥15%", "同比下降16%", True),
        ("及时", "不及时", None),
    ],
)
def test_a_deviation_is_to_the_good_in_the_direction_of_the_indicator(
    planned: str, actual: str, verdict: bool | None
) -> None:
    assert quantities.favourable(value(planned), value(actual)) is verdict


NUMBERS = st.decimals(-(10**6), 10**6, places=2)


@given(NUMBERS, NUMBERS, st.sampled_from(("张", "%", "元", "")))
def test_the_deviation_offered_is_one_that_fits(
    planned: Decimal, actual: Decimal, unit: str
) -> None:
    plan, done = value(f"{planned}{unit}"), value(f"{actual}{unit}")
    offered = quantities.signed_deviation(plan, done)
    assert offered is not None
    sense = quantities.deviation_sense(offered)
    assert sense == ("none" if planned == actual else "figure")
    if sense == "figure":
        assert quantities.deviation_fits(offered, plan, done)


@given(NUMBERS, NUMBERS)
def test_swapping_plan_and_done_turns_the_sign(one: Decimal, other: Decimal) -> None:
    there = quantities.signed_deviation(value(f"{one}张"), value(f"{other}张"))
    back = quantities.signed_deviation(value(f"{other}张"), value(f"{one}张"))
    assert there is not None
    assert back is not None
    assert there[0] + back[0] in ("+-", "-+", "无无")


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("+3333张（+20.00%）", True),
        ("3333", True),
        ("超额3,333张", True),
        ("20%", True),
        ("20.0%", True),
        ("+３３３３张", True),
        ("3300张", False),
        ("19.9%", False),
    ],
)
def test_a_figure_fits_as_difference_or_as_share(text: str, fits: bool) -> None:
    assert quantities.deviation_fits(text, value("16667张"), value("20000张")) is fits


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("无偏差", "none"),
        (" 无 ", "none"),
        ("0.00%", "none"),
        ("—", "none"),
        ("+3张", "figure"),
        ("略有超额", "words"),
        ("<b>", "words"),
        ("", "words"),
    ],
)
def test_what_a_deviation_cell_says(text: str, sense: str) -> None:
    assert quantities.deviation_sense(text) == sense


def test_overshoot_is_for_what_should_be_much() -> None:
    assert quantities.overshoot(value("100张"), value("130张")) == 130
    assert quantities.overshoot(value("≤100张"), value("130张")) is None
    assert quantities.overshoot(value("0张"), value("130张")) is None
    assert quantities.overshoot(value("及时"), value("及时")) is None
    assert quantities.overshoot(value("3万张"), value("39000张")) == 130
    assert quantities.overshoot(value("7个工作日"), value("10个工作日")) is None
    assert quantities.overshoot(value("18–20次"), value("30次")) is None


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("12月底", True),
        ("8月底", False),
        ("9月", True),
        ("2023年12月", False),
        ("2025年1月", True),
        ("及时", False),
        ("16667张", False),
        ("第三季度", True),
    ],
)
def test_a_deadline_after_the_period(text: str, later: bool) -> None:
    assert quantities.is_later(value(text), date(2024, 8, 31)) is later


anything = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[≥≤<>=]?[0-9]{1,16}(\.[0-9]{1,9})?(张|%|元|万元|亿元|万)?", fullmatch=True),
).map(value)


@given(anything, anything, st.text("0123456789.-+%万张", max_size=80))
def test_no_pair_of_values_is_beyond_reckoning(
    planned: IndicatorValue, actual: IndicatorValue, text: str
) -> None:
    quantities.signed_deviation(planned, actual)
    quantities.overshoot(planned, actual)
    quantities.deviation_fits(text, planned, actual)
    quantities.is_later(actual, date(2024, 8, 31))


@pytest.mark.parametrize("text", ["≥9O%", "5O个", "完成48台中的45台", "48台/50台%"])
def test_a_figure_that_cannot_be_read_is_told(text: str) -> None:
    assert quantities.is_unread(value(text))


@pytest.mark.parametrize(
    "text",
    ["48台", "≥90%", "及时", "每季度末月25日前", "7×24小时值守", "GB/T 19001-2016", "第1名", "3级"],
)
def test_times_ranks_and_standards_are_no_unread_figures(text: str) -> None:
    assert not quantities.is_unread(value(text))
