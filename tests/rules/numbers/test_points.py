"""Points follow the rules, are rounded once, and never leave 0 to the weight."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.rules.numbers.points import capped, in_band, rate_points, rule_points

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
        ("及时", "按时完成", "excess", "10"),
        ("3万张", "24000张", "excess", "8.00"),
        ("≤28万元", "308000元", "excess", "9.00"),
        ("18–20次", "19次", "excess", "10"),
        ("每季度一次", "一年两次", "excess", "5.00"),
        ("同比下降≥15%", "同比下降12%", "excess", "8.00"),
        ("同比下降≥15%", "同比上升3%", "excess", "0"),
        ("12月10日前", "12月9日", "excess", "10"),
        ("合同签订后7个工作日内", "5个工作日", "excess", "10"),
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
        ("18–20次", "23次"),
        ("7个工作日", "5个工作日"),
        ("28万元", "27万元"),
        ("12月10日前", "12月20日"),
        ("健全", "部分健全"),
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


rules = st.sampled_from(["excess", "ratio"])


def points_of(weight: Decimal, target: str, actual: Decimal, rule: str) -> Decimal:
    values = parse_indicator_value(target), parse_indicator_value(f"{actual:f}个")
    points = rule_points(weight, *values, rule)
    assert points is not None
    return points


@given(weights, operators, figures, figures, figures, rules)
def test_doing_better_never_costs_points(
    weight: Decimal, operator: str, target: Decimal, one: Decimal, other: Decimal, rule: str
) -> None:
    text = f"{operator}{target}个"
    less = operator in ("≤", "<") or (target == 0 and operator in ("=", ""))
    worse, better = sorted((one, other), reverse=less)
    assert points_of(weight, text, worse, rule) <= points_of(weight, text, better, rule)


@given(weights, operators, st.decimals("1", "100000", places=2), rules)
def test_points_do_not_jump_at_the_target(
    weight: Decimal, operator: str, target: Decimal, rule: str
) -> None:
    """A millionth of the target past it costs no more than that share and a rounding step."""
    step = (target / 1_000_000).quantize(Decimal("1e-8"))
    for actual in (target - step, target + step):
        points = points_of(weight, f"{operator}{target}个", actual, rule)
        assert weight - points <= Decimal("0.005") + weight / 500_000


@given(weights, figures, figures, rules)
def test_points_are_rounded_once_from_the_exact_share(
    weight: Decimal, target: Decimal, actual: Decimal, rule: str
) -> None:
    exact_weight, wanted, done = map(Fraction, (weight, target, actual))
    for operator in ("≥", "≤"):
        points = points_of(weight, f"{operator}{target}个", actual, rule)
        if operator == "≥":
            share = Fraction(1) if done >= wanted else done / wanted
        elif done <= wanted:
            share = Fraction(1)
        elif rule == "ratio" or not wanted:
            share = wanted / done
        else:
            share = max(Fraction(0), 1 - (done - wanted) / wanted)
        # Half-up in exact arithmetic: floor of a hundred times the figure and a half.
        expected = Fraction((exact_weight * share * 200 + 1) // 2, 100)
        assert Fraction(points) == min(exact_weight, expected)


@pytest.mark.parametrize(
    ("score", "level", "inside"),
    [
        ("10", "met", True),
        ("8", "met", True),
        ("7.99", "met", False),
        ("8", "partly_met", False),
        ("7.99", "partly_met", True),
        ("6", "partly_met", True),
        ("6", "not_met", False),
        ("5.99", "not_met", True),
        ("0", "not_met", True),
    ],
)
def test_the_bounds_of_a_band_belong_to_the_level_above(
    score: str, level: str, inside: bool
) -> None:
    assert in_band(Decimal(score), Decimal(10), level, Decimal(80), Decimal(60)) is inside


@given(st.decimals(0, 10, places=2))
def test_each_score_lies_in_one_band(score: Decimal) -> None:
    levels = ("met", "partly_met", "not_met")
    found = [in_band(score, Decimal(10), level, Decimal(80), Decimal(60)) for level in levels]
    assert sum(found) == 1


CAPS = tuple(map(Decimal, (50, 59, 60, 69, 70, 79, 80, 89)))


@pytest.mark.parametrize(
    ("rate", "total"),
    [
        ("100", "95"),
        ("80", "95"),
        ("79.99", "89"),
        ("70", "89"),
        ("69", "79"),
        ("60", "79"),
        ("59.99", "69"),
        ("50", "69"),
        ("49.99", "59"),
        ("0", "59"),
    ],
)
def test_a_low_rate_holds_the_total_down(rate: str, total: str) -> None:
    assert capped(Decimal(95), Decimal(rate), *CAPS) == Decimal(total)
    assert capped(Decimal(40), Decimal(rate), *CAPS) == 40
    assert capped(Decimal(95), Decimal(rate)) == 95


def test_a_rate_earns_its_share_of_the_exact_figure() -> None:
    assert rate_points(Decimal(10), Decimal("29907108.39"), Decimal("31905962.95")) == Decimal(
        "9.37"
    )
    # 10.774…% of 20 points: from the rate as printed with one place it would be 2.16.
    assert rate_points(Decimal(20), Decimal("10774"), Decimal("100000")) == Decimal("2.15")
    assert rate_points(Decimal(10), Decimal(120), Decimal(100)) == 10
    assert rate_points(Decimal(10), Decimal(-1), Decimal(100)) == 0
    assert rate_points(Decimal(10), Decimal(0), Decimal(0)) is None
