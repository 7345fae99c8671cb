"""Points explain themselves with the figures put in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value as value
from perfdesk.rules.numbers.points import rule_points
from perfdesk.rules.numbers.reasons import band_reason, points_reason, quality_of, rate_reason

TEN = Decimal(10)


@pytest.mark.parametrize(
    ("target", "actual", "rule", "reason"),
    [
        ("≥50个", "48个", "excess", "48 ÷ 50 × 10 = 9.60"),
        ("≥50个", "50个", "excess", "已达到 ≥50个，得满分 10 分"),
        ("及时", "按时完成", "excess", "已达到 及时，得满分 10 分"),
        ("≤5%", "6%", "excess", "(1 − (6 − 5) ÷ 5) × 10 = 8.00"),
        ("≤5%", "6%", "ratio", "5 ÷ 6 × 10 = 8.33"),
        ("≤5%", "10%", "excess", "10 达到 5 的 2 倍，得 0 分"),
        ("≤5%", "4%", "excess", "4 没有超过 5，得满分 10 分"),
        ("=0(起)", "1起", "excess", "1 超过 0，得 0 分"),
        ("3万张", "24000张", "excess", "24000 ÷ 30000 × 10 = 8.00"),
        ("≥90%", "高", "excess", None),
        ("健全", "部分健全", "excess", None),
        ("18–20次", "19次", "excess", "已达到 18–20次，得满分 10 分"),
    ],
)
def test_points_say_how_they_came_about(
    target: str, actual: str, rule: str, reason: str | None
) -> None:
    assert points_reason(TEN, value(target), value(actual), rule) == reason


figures = st.decimals(-1000, 10**6, places=2)


@given(
    st.decimals("0.01", "100", places=2),
    st.sampled_from(["≥", "≤", "=", ""]),
    figures,
    figures,
    st.sampled_from(["excess", "ratio"]),
)
def test_there_is_a_reason_wherever_there_are_points(
    weight: Decimal, operator: str, target: Decimal, actual: Decimal, rule: str
) -> None:
    values = value(f"{operator}{target}个"), value(f"{actual}个")
    points, reason = rule_points(weight, *values, rule), points_reason(weight, *values, rule)
    assert points is not None
    assert reason is not None
    if "=" in reason.partition("得")[0] and operator != "=":
        assert reason.endswith(f"= {points:.2f}") or "得" in reason


def test_a_rate_says_how_it_scores() -> None:
    assert rate_reason(TEN, Decimal(893000), Decimal(900000)) == (
        "893,000.00 ÷ 900,000.00 × 10 = 9.92"
    )
    assert rate_reason(TEN, Decimal(11), Decimal(10)) == ("11.00 ÷ 10.00 × 10，不超过 10，得 10.00")
    assert rate_reason(TEN, Decimal(0), Decimal(0)) is None


@pytest.mark.parametrize(
    ("level", "reason"),
    [
        ("met", "达成：8.00–10.00 分"),
        ("partly_met", "部分达成：6.00–8.00 分（不含 8.00）"),
        ("not_met", "未达成：0.00–6.00 分（不含 6.00）"),
        ("other", None),
    ],
)
def test_a_level_says_what_it_may_earn(level: str, reason: str | None) -> None:
    assert band_reason(TEN, level, Decimal(80), Decimal(60)) == reason


@pytest.mark.parametrize(
    ("target", "actual", "level"),
    [
        ("健全", "健全", "met"),
        ("较好", "较好", "met"),
        ("健全", "基本健全", "partly_met"),
        ("及时", "不及时", "not_met"),
        ("健全", "还可以", None),
        ("健全", "90%", None),
        ("≥90%", "及时", None),
    ],
)
def test_words_are_judged_against_the_words_asked_for(
    target: str, actual: str, level: str | None
) -> None:
    assert quality_of(value(target), value(actual)) == level
