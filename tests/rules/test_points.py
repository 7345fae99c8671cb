"""Points follow the rules, are rounded once, and never leave 0 to the weight."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator_value import parse_indicator_value
from perfdesk.rules.points import rate_points, rule_points

weights = st.decimals("0.01", "100", places=2)
figures = st.decimals("0", "1000000", places=2)
operators = st.sampled_from(["≥", "≤", "=", ">", "<", ""])


@pytest.mark.parametrize(
    ("target", "actual", "rule", "points"),
    [
        ("≤5%", "5%", "excess", "10"),
        ("≤5%", "6%", "excess", "8.00"),
        ("≤5%", "6%", "ratio", "8.33"),
        ("≤5%", "10%", "excess", "0"),
        ("≤5%", "10%", "ratio", "5.00"),
        ("≤0起", "1起", "ratio", "0.00"),
        ("=0(起)", "0.00", "excess", "10"),
        ("=0(起)", "1起", "excess", "0"),
        ("≥90%", "81", "excess", "9.00"),
        ("≥90%", "95", "excess", "10"),
        ("=100.00(%)", "75.00", "excess", "7.50"),
        ("29个", "29个", "excess", "10"),
        ("≥50个", "48个", "ratio", "9.60"),
        (">3次", "3次", "excess", "10"),
        ("12月底前", "11月", "excess", "10"),
        ("每季度一次", "每季度一次", "excess", "10"),
        ("及时", "及时", "excess", "10"),
    ],
)
def test_the_rule_fixes_the_points(target: str, actual: str, rule: str, points: str) -> None:
    values = parse_indicator_value(target), parse_indicator_value(actual)
    assert rule_points(Decimal(10), *values, rule) == Decimal(points)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("及时", "较及时"),
        ("12月底前", "次年1月底"),
        ("≥90%", "高"),
        ("29个", "29人"),
        ("提升", "90%"),
    ],
)
def test_what_the_rule_leaves_to_judgement_has_no_points(target: str, actual: str) -> None:
    values = parse_indicator_value(target), parse_indicator_value(actual)
    assert rule_points(Decimal(10), *values, "excess") is None


@given(weights, operators, figures, figures, st.sampled_from(["excess", "ratio"]))
def test_points_stay_between_nothing_and_the_weight(
    weight: Decimal, operator: str, target: Decimal, actual: Decimal, rule: str
) -> None:
    values = parse_indicator_value(f"{operator}{target}个"), parse_indicator_value(f"{actual}个")
    points = rule_points(weight, *values, rule)
    assert points is not None
    assert 0 <= points <= weight


def test_a_rate_earns_its_share_of_the_exact_figure() -> None:
    assert rate_points(Decimal(10), Decimal("29907108.39"), Decimal("31905962.95")) == Decimal(
        "9.37"
    )
    # 10.774…% of 20 points: from the rate as printed with one place it would be 2.16.
    assert rate_points(Decimal(20), Decimal("10774"), Decimal("100000")) == Decimal("2.15")
    assert rate_points(Decimal(10), Decimal(120), Decimal(100)) == 10
    assert rate_points(Decimal(10), Decimal(-1), Decimal(100)) == 0
    assert rate_points(Decimal(10), Decimal(0), Decimal(0)) is None
