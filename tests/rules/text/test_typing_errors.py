"""How a wrong figure may have come about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.rules.text.typing_errors import slip


@pytest.mark.parametrize(
    ("said", "known", "guess"),
    [
        ("90元", "900000", "像是把万元写成了元。"),
        ("900000万元", "900000", "像是把元写成了万元。"),
        ("9万元", "900000", "像是少写了一位。"),
        ("299.07万元", "29907108.39", "像是少写了一位。"),
        ("900万元", "900000", "像是多写了一位。"),
        ("900元", "900000", "像是少写了三位。"),
        ("98.30万元", "893000", "像是有两位数字写颠倒了。"),
        ("89.2万元", "892999", "像是直接舍去了尾数，没有四舍五入。"),
        ("8.3万元", "893000", "像是漏写了一位。"),
        ("0.30万元", "7000", None),
        ("89.60万元", "893000", None),
        ("89.30万元", "893000", None),
        ("99.67%", "99.22", None),
        ("25.63%", "25.36", "像是有两位数字写颠倒了。"),
        ("没有数", "7000", None),
    ],
)
def test_a_slip_is_guessed_only_where_it_explains_the_figure(
    said: str, known: str, guess: str | None
) -> None:
    assert slip(said, Decimal(known)) == guess


def test_counts_slip_too() -> None:
    assert slip("3个居", parse_indicator_value("23个居")) == "像是漏写了一位。"
    assert slip("2000张", parse_indicator_value("20000张")) == "像是少写了一位。"
    assert slip("3个居", parse_indicator_value("及时")) is None
