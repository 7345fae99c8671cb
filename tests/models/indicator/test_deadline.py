"""Deadlines in the ways people write them."""

from __future__ import annotations

import pytest

from perfdesk.models.indicator.deadline import Deadline, read_deadline


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2024年12月31日前", 2024, 12, 31),
        ("12月底前", 0, 12, 31),
        ("12月10日前", 0, 12, 10),
        ("8月中旬", 0, 8, 20),
        ("11月初", 0, 11, 10),
        ("2024-12-31", 2024, 12, 31),
        ("2024/6", 2024, 6, 0),
        ("2024.12.31前完成", 2024, 12, 31),
        ("12.31前", 0, 12, 31),
        ("第三季度末", 0, 9, 0),
        ("2024年四季度", 2024, 12, 0),
        ("上半年", 0, 6, 0),
        ("2024年下半年", 2024, 12, 0),
        ("年底前", 0, 12, 0),
        ("当年底", 0, 12, 0),
        ("年内完成", 0, 12, 0),
        ("不晚于10月底", 0, 10, 31),
        ("≤12月底", 0, 12, 31),
        ("已于8月底完成", 0, 8, 31),
        ("12月底前全部完成验收", None, None, None),
        ("2024.12", None, None, None),
        ("每月10日前", None, None, None),
        ("36月", None, None, None),
        ("次年1月底", None, None, None),
    ],
)
def test_a_deadline_is_read(
    text: str, year: int | None, month: int | None, day: int | None
) -> None:
    expected = None if year is None else Deadline(year, month or 0, day or 0)
    assert read_deadline(text) == expected


@pytest.mark.parametrize(
    "text", ["12月32日", "2023年2月29日前", "13月底前", "2024-14-01", "4.31前"]
)
def test_a_day_the_calendar_has_not_is_said_to_be_none(text: str) -> None:
    deadline = read_deadline(text)
    assert deadline is not None
    # 31 stands for the end of any month, so that 4月底 is a day.
    assert not deadline.exists or deadline.day == 31
