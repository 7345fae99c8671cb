"""Rates and shares, with the figures of real forms."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.models.values import round_half_up
from perfdesk.rules.numbers import arithmetic

MONEY = st.decimals(-(10**13), 10**13, places=2)


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        ("893000.00", "900000.00", "99.22"),
        ("36453.40", "36453.40", "100.00"),
        ("6.61", "71.33", "9.27"),
        ("48.53", "100", "48.53"),
        ("0.125", "100", "0.13"),
        ("-0.125", "100", "-0.13"),
        ("0", "900000", "0.00"),
        ("2", "3", "66.67"),
    ],
)
def test_rates_as_the_forms_print_them(part: str, whole: str, rate: str) -> None:
    assert str(arithmetic.percent(Decimal(part), Decimal(whole))) == rate


def half_up(exact: Fraction) -> Fraction:
    """Round to hundredths in whole numbers, halves away from zero."""
    size = (abs(exact) * 200 + 1) // 2
    return Fraction(size if exact > 0 else -size, 100)


@given(MONEY, MONEY.filter(bool))
def test_a_rate_is_rounded_once_and_halves_go_up(part: Decimal, whole: Decimal) -> None:
    assert Fraction(arithmetic.percent(part, whole)) == half_up(
        Fraction(part) * 100 / Fraction(whole)
    )


def test_what_lies_just_under_a_half_is_not_brought_up_to_it() -> None:
    """Twenty-eight digits would first make the quotient a half, and then round it up."""
    part, whole = Decimal("9" * 28), Decimal("2" + "0" * 30)
    assert arithmetic.round_ratio(part, whole, 2) == Decimal("0.00")
    assert arithmetic.round_ratio(Decimal("1" + "0" * 28), whole, 2) == Decimal("0.01")
    with pytest.raises(ZeroDivisionError):
        arithmetic.round_ratio(Decimal(0), Decimal(0), 2)


@given(st.integers(-(10**6), 10**6))
def test_halves_of_a_hundredth_go_away_from_zero(number: int) -> None:
    part = Decimal(number * 10 + 5).scaleb(-5)
    expected = (part * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert arithmetic.percent(part, Decimal(1)) == expected


def test_a_rate_of_the_widest_figures_still_comes_out() -> None:
    assert arithmetic.percent(Decimal(10**15), Decimal("0.01")) == Decimal(10) ** 19


def test_blanks_count_nothing() -> None:
    column = [Decimal(1), None, Decimal("2.5"), "文字"]
    assert arithmetic.total(column) == Decimal("3.5")
    assert arithmetic.count(column) == 3
    assert arithmetic.total([]) == 0


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-01-01", "2024-08-31", 8),
        ("2024-08-31", "2024-08-31", 1),
        ("2023-12-01", "2024-01-31", 2),
    ],
)
def test_months_are_those_a_period_touches(start: str, end: str, months: int) -> None:
    assert arithmetic.months(date.fromisoformat(start), date.fromisoformat(end)) == months


def values(*texts: str | None) -> list[object]:
    return [None if text is None else parse_indicator_value(text) for text in texts]


def test_the_three_readings_of_how_far_the_goals_are_reached() -> None:
    names = ["甲", "乙", "丙", "丁", None]
    targets = values("≤89.60万元", "30000张", "100%", "提高", None)
    planned = values("≤89.60万元", "16667张", "及时", "提高", None)
    actual = values("89.30万元", "20000张", "及时", None, None)
    assert arithmetic.share_tracked(names, actual) == Decimal("75.00")
    assert arithmetic.share_reached(planned, actual) == Decimal("100.00")
    assert arithmetic.share_of_year(targets, actual) == Decimal("66.67")


def test_an_average_of_shares_is_rounded_once() -> None:
    targets, actual = values("23个", "30000张"), values("23个", "20000张")
    assert arithmetic.share_of_year(targets, actual) == Decimal("83.33")


def test_shares_of_nothing_are_blank() -> None:
    assert arithmetic.share_tracked([], []) is None
    assert arithmetic.share_tracked([None], [None]) is None
    assert arithmetic.share_reached([None], values("1张")) is None
    assert arithmetic.share_of_year(values("提高"), values("提高")) is None


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=6))
def test_shares_lie_between_nothing_and_the_whole(pairs: list[tuple[str, str]]) -> None:
    left, right = values(*(a for a, _ in pairs)), values(*(b for _, b in pairs))
    for share in (arithmetic.share_reached, arithmetic.share_tracked, arithmetic.share_of_year):
        result = share(left, right)
        assert result is None or result <= 100


@pytest.mark.parametrize(
    ("stated", "part", "whole", "verdict"),
    [
        ("48.53", "3296.59", "6793.02", "exact"),
        ("48.52", "3296.59", "6793.02", "truncated"),
        ("48.54", "3296.59", "6793.02", "wrong"),
        ("9.27", "6.61", "71.33", "exact"),
        ("9.26", "6.61", "71.33", "rounded"),
        ("9.25", "6.61", "71.33", "wrong"),
        ("9.28", "6.61", "71.33", "wrong"),
        ("0.00", "0", "0", "exact"),
        ("1.00", "0", "0", "wrong"),
        ("0.00", "1", "0", "wrong"),
        ("0.00", "0", "0.00", "exact"),
        ("100.00", "0.01", "0.01", "exact"),
    ],
)
def test_a_printed_rate_is_told_apart(stated: str, part: str, whole: str, verdict: str) -> None:
    assert arithmetic.rate_verdict(Decimal(stated), Decimal(part), Decimal(whole)) == verdict


@given(
    st.decimals("0.01", "100000", places=4),
    st.decimals("0.01", "100000", places=4),
)
def test_a_rate_of_the_exact_figures_is_never_called_wrong(part: Decimal, whole: Decimal) -> None:
    """Whoever reckons in 元 and prints 万元 with two places is not told off."""
    printed = (round_half_up(each, 2) for each in (part, whole))
    assert arithmetic.rate_verdict(arithmetic.percent(part, whole), *printed) in (
        "exact",
        "rounded",
    )


@given(
    st.decimals("0", "100000", places=2),
    st.decimals("0.01", "100000", places=2),
    st.decimals("-0.005", "0.0049", places=4),
    st.decimals("-0.005", "0.0049", places=4),
)
def test_only_a_rate_outside_the_interval_of_its_figures_is_wrong(
    part: Decimal, whole: Decimal, more: Decimal, less: Decimal
) -> None:
    """6.61 and 71.33 may come from any figures within half of the last place."""
    true_part, true_whole = max(part + more, Decimal(0)), whole + less
    if true_whole > 0:
        stated = arithmetic.percent(true_part, true_whole)
        assert arithmetic.rate_verdict(stated, part, whole) in ("exact", "rounded")
    least = Fraction(max(part - Decimal("0.005"), Decimal(0))) / Fraction(whole + Decimal("0.005"))
    below = round_half_up(Decimal(int(least * 10_000)) / 100, 2) - Decimal("0.02")
    assert arithmetic.rate_verdict(below, part, whole) == "wrong"


@given(st.decimals("0.01", "100000", places=2), st.decimals("0.01", "100000", places=2))
def test_a_rate_cut_off_after_two_places_is_not_wrong(part: Decimal, whole: Decimal) -> None:
    cut = Decimal(int(Fraction(part) * 10_000 / Fraction(whole))).scaleb(-2)
    verdict = arithmetic.rate_verdict(cut, part, whole)
    assert verdict in ("exact", "rounded", "truncated")
    if cut == arithmetic.percent(part, whole):
        assert verdict == "exact"


def test_a_rate_of_nothing_is_blank() -> None:
    assert arithmetic.rate(Decimal(1), Decimal(0)) is None
    assert arithmetic.rate(Decimal(1), Decimal(3)) == Decimal("33.33")


@pytest.mark.parametrize(
    ("planned", "actual", "verdict"),
    [
        ("12月底前", "11月", True),
        ("12月底前", "12月底", True),
        ("6月底", "7月", False),
        ("2024年6月", "2023年12月", True),
        ("2024年6月", "12月", None),
    ],
)
def test_a_deadline_is_met_by_its_month(planned: str, actual: str, verdict: bool | None) -> None:
    assert arithmetic.met(parse_indicator_value(planned), parse_indicator_value(actual)) is verdict
