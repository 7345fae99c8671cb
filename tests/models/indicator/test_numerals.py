"""Numbers in characters are read where they can be read in one way only."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.numerals import NUMERALS, chinese_number


def spelled(number: int) -> str:
    """Spell a number below ten thousand as a person does."""
    text, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit and bool(text)
    return text.removeprefix("一") if 10 <= number < 20 else text or "零"


@given(st.integers(0, 9999), st.integers(1, 9999))
def test_what_a_person_spells_is_read(number: int, thousands: int) -> None:
    assert chinese_number(spelled(number)) == number
    assert chinese_number(f"{spelled(thousands)}万") == thousands * 10_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两", "2"),
        ("一百零三", "103"),
        ("九十五点五", "95.5"),
        ("〇", "0"),
        ("三万零五十", "30050"),
    ],
)
def test_other_ways_of_spelling(text: str, number: str) -> None:
    assert chinese_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "一百五", "九五", "二〇二四", "百", "三万五", "十百", "零五", "点五", "九十五点", "全"],
)
def test_what_may_be_read_two_ways_is_left_alone(text: str) -> None:
    assert chinese_number(text) is None


@given(st.text(NUMERALS + "点", max_size=40))
def test_any_run_of_numerals_is_read_or_left_alone(text: str) -> None:
    number = chinese_number(text)
    assert number is None or number >= 0
