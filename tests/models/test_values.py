"""The laws of what a cell can hold."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Kind, canonical, parse, round_half_up, shorten, written

KINDS = st.sampled_from(Kind)
UNITS = st.sampled_from(("", "元", "万元", "%"))
FIGURES = st.decimals(-(10**12), 10**12, places=2)
# What keyboards and other programs bring, with enough digits and signs to be nearly numbers.
TEXTS = st.one_of(
    st.text(),
    st.text("0123456789.,-+元万亿%年月日/ ０１２．，％¥E", max_size=30),
    FIGURES.map(str),
    st.dates().map(str),
)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(KINDS, TEXTS, UNITS)
def test_any_text_is_read_or_refused_in_a_sentence(kind: Kind, text: str, unit: str) -> None:
    reading = parse(kind, text, unit)
    assert not isinstance(reading.value, float)
    if reading.problem:
        assert reading.value is None
        assert reading.problem.endswith("。")
        assert "\n" not in reading.problem


@given(KINDS, TEXTS, UNITS)
def test_the_plainest_form_of_a_text_is_its_own_plainest_form(
    kind: Kind, text: str, unit: str
) -> None:
    once = canonical(kind, text, unit)
    assert canonical(kind, once, unit) == once


@given(st.sampled_from((Kind.AMOUNT, Kind.PERCENT, Kind.DATE)), TEXTS)
def test_what_is_printed_is_read_as_what_was_printed(kind: Kind, text: str) -> None:
    value = parse(kind, text, "元").value
    if value is not None:
        printed = written(kind, value)
        again = parse(kind, printed, "元")
        assert again.problem == ""
        assert written(kind, again.value) == printed


@given(st.sampled_from(("元", "万元", "")), FIGURES)
def test_full_width_figures_are_figures(unit: str, figure: Decimal) -> None:
    assert parse(Kind.AMOUNT, wide(str(figure)), unit) == parse(Kind.AMOUNT, str(figure), unit)
    assert parse(Kind.PERCENT, wide(f"{figure}%")).value == figure


@given(st.decimals(-(10**9), 10**9, places=2))
def test_ten_thousand_yuan_is_ten_thousand_yuan(figure: Decimal) -> None:
    assert parse(Kind.AMOUNT, f"{figure}万元", "元").value == figure * 10_000
    assert parse(Kind.AMOUNT, f"{figure * 10_000}元", "万元").value == figure


@given(st.dates(date(1, 1, 1)))
def test_a_date_is_read_however_it_is_joined(day: date) -> None:
    year, month, number = f"{day.year:04d}", day.month, day.day
    for text in (
        f"{year}年{month}月{number}日",
        f"{year}-{month:02d}-{number:02d}",
        f"{year}/{month}/{number}",
        f"{year}.{month}.{number}",
        f"{year}{month:02d}{number:02d}",
        f"{wide(year)} 年 {month} 月 {number} 日",
    ):
        assert parse(Kind.DATE, text).value == day
    assert canonical(Kind.DATE, written(Kind.DATE, day)) == day.isoformat()


@given(st.dates(date(1, 1, 1)))
def test_a_month_is_its_last_day(day: date) -> None:
    last = date(day.year, day.month, monthrange(day.year, day.month)[1])
    year = f"{day.year:04d}"
    for text in (
        f"{year}-{day.month}月",
        f"{year}年{day.month:02d}月",
        f"{year}-{day.month:02d}",
        f"{year}{day.month:02d}",
        f"{year}年{day.month}月份",
        wide(f"{year}.{day.month}"),
        day.isoformat(),
        f"{year}年{day.month}月{day.day}日",
    ):
        assert parse(Kind.MONTH, text).value == last, text
    shown = written(Kind.MONTH, last)
    assert shown == f"{year}-{day.month}月"
    assert parse(Kind.MONTH, canonical(Kind.MONTH, shown)).value == last


@pytest.mark.parametrize(
    "text", ["2023", "8月", "2023年13月", "2023-0", "0000-01", "2023-123", "底"]
)
def test_what_is_no_month_is_said(text: str) -> None:
    reading = parse(Kind.MONTH, text)
    assert reading.value is None
    assert text in reading.problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("36453.4", "36453.4"),
        ("36,453.40", "36453.40"),
        ("３６４５３．４", "36453.4"),
        ("３６，４５３．４０", "36453.40"),
        ("3.65万元", "36500"),
        ("3.65 万", "36500"),
        ("1亿元", "100000000"),
        ("¥100", "100"),
        ("￥ 100 元", "100"),
        ("-7000", "-7000"),
        ("－7000", "-7000"),
        (".5", "0.5"),
    ],
)
def test_amounts_as_people_write_them(text: str, value: str) -> None:
    assert parse(Kind.AMOUNT, text, "元").value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "约3万",
        "1e5",
        "1,23,456",
        "12,34",
        "NaN",
        "Infinity",
        "0x10",
        "一百",
        "3.65.1",
        "--1",
        "1" * 5000,
        "999999999999999亿元",
        "0." + "1" * 5000,
        "0.001",
        "=1+1",
        "<b>1</b>",
    ],
)
def test_what_is_no_amount_says_so(text: str) -> None:
    reading = parse(Kind.AMOUNT, text, "元")
    assert reading.value is None
    assert reading.problem
    assert len(reading.problem) < 80


@pytest.mark.parametrize("text", ["2024-02-30", "2024年13月1日", "0000-01-01", "8月31日", "今天"])
def test_what_is_no_day_says_so(text: str) -> None:
    assert parse(Kind.DATE, text).problem


def test_equal_entries_have_one_plain_form() -> None:
    plain = {
        canonical(Kind.AMOUNT, each, "元")
        for each in ("3.65万元", "３６５００", "36,500.0", "36500")
    }
    assert plain == {"36500.00"}
    assert canonical(Kind.PERCENT, " 99.22 ％") == "99.22"
    assert canonical(Kind.LONG_TEXT, " 甲\r\n乙\r") == "甲\n乙"


def test_a_blank_is_nothing_and_not_zero() -> None:
    for kind in Kind:
        assert parse(kind, " \u3000\n").value is None
        assert parse(kind, "").problem == ""
    assert parse(Kind.AMOUNT, "0").value == 0


def test_an_indicator_value_keeps_its_text() -> None:
    value = parse(Kind.INDICATOR_VALUE, " ≥９０％ ").value
    assert isinstance(value, IndicatorValue)
    assert written(Kind.INDICATOR_VALUE, value) == " ≥９０％ "


@given(st.decimals(-(10**30), 10**30, places=6), st.integers(0, 60))
def test_rounding_goes_to_the_nearest_and_halves_go_away_from_zero(
    number: Decimal, places: int
) -> None:
    from fractions import Fraction

    step = Fraction(1, 10**places)
    rounded, exact = Fraction(round_half_up(number, places)), Fraction(number)
    assert abs(rounded - exact) * 2 <= step
    if abs(rounded - exact) * 2 == step:
        assert abs(rounded) > abs(exact)


@given(st.text(), st.integers(2, 40))
def test_a_shortened_text_is_one_short_line(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
    assert shorten(text, limit).splitlines() in ([], [shorten(text, limit)])
