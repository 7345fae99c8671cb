"""Frequencies as times a year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.models.indicator.frequency import Frequency, read_frequency, read_rate


@pytest.mark.parametrize(
    ("text", "per_year", "thing", "operator"),
    [
        ("每季度一次", "4", "次", ""),
        ("每月2次", "24", "次", ""),
        ("一年两次", "2", "次", ""),
        ("每半年1场", "2", "场", ""),
        ("每月", "12", "", ""),
        ("每周三次", "156", "次", ""),
        ("每两周一次", "26", "次", ""),
        ("每两年一次", "0.5", "次", ""),
        ("每季度至少1次", "4", "次", "≥"),
        ("每年不少于4次", "4", "次", "≥"),
        ("每月开展2次", "24", "次", ""),
        ("每天更新", "365", "", ""),
        ("按季度", "4", "", ""),
        ("年均2次", "2", "次", ""),
    ],
)
def test_how_often(text: str, per_year: str, thing: str, operator: str) -> None:
    assert read_frequency(text) == Frequency(Decimal(per_year), thing, operator)


@pytest.mark.parametrize(
    "text", ["每月10日前", "4次", "每户一次", "每零年一次", "一次", "每月九五次"]
)
def test_what_is_no_frequency(text: str) -> None:
    assert read_frequency(text) is None


def test_a_unit_may_be_a_rate() -> None:
    assert read_rate("次/年") == Frequency(Decimal(1), "次")
    assert read_rate("场/月") == Frequency(Decimal(12), "场")
    assert read_rate("元/年") is None
