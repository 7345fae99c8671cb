"""What is of the whole year is told from what can be done by the end of a period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.rules.numbers.timing import beyond_months, done_for_the_year, last_day, names_time

AUGUST, DECEMBER = date(2024, 8, 31), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("name", "target", "actual", "early"),
    [
        ("中心全年正常运行", "完成", "完成", True),
        ("中心全年正常运行", "正常运行", "正常运行", False),
        ("中心全年正常运行", "正常", "已完成", True),
        ("中心全年正常运行", "完成", "正常运行", False),
        ("全年开放率", "100%", "100%", False),
        ("全年任务完成率", "=100.00(%)", "100.00", True),
        ("全年任务完成率", "100%", "66%", False),
        ("全年开放率", "≥98%", "99%", False),
        ("每月简报期数", "=12(期)", "12", True),
        ("每月简报期数", "12期", "8期", False),
        ("活动次数", "12次", "12次", False),
        ("宽带安装覆盖率", "100%", "100%", False),
        ("宽带安装", "全年完成", "100%", True),
    ],
)
def test_the_whole_year_is_not_done_in_august(
    name: str, target: str, actual: str, early: bool
) -> None:
    values = parse_indicator_value(target), parse_indicator_value(actual)
    assert done_for_the_year(name, *values, AUGUST) is early
    assert not done_for_the_year(name, *values, DECEMBER)


@pytest.mark.parametrize(
    ("actual", "beyond"), [("12个月", True), ("9月", False), ("8个月", False), ("20次", False)]
)
def test_no_more_months_are_done_than_the_period_has(actual: str, beyond: bool) -> None:
    assert beyond_months(parse_indicator_value(actual), Decimal(8)) is beyond


@pytest.mark.parametrize(
    "text", ["9 月底前完成", "第三季度", "6月上旬", "每月一次", "全年保持", "10个工作日内", "年底"]
)
def test_a_text_that_says_when_names_time(text: str) -> None:
    assert names_time(text)


@pytest.mark.parametrize("text", ["按合同约定的进度实施", "加快推进", "", "共 20 个小区"])
def test_a_text_that_does_not_say_when_names_none(text: str) -> None:
    assert not names_time(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024.7.1—2025.6.30", date(2025, 6, 30)),
        ("2024年7月1日至2025年6月30日", date(2025, 6, 30)),
        ("２０２４-5-8", date(2024, 5, 8)),
        ("2024.13.1", None),
        ("2024.2.30—2024.2.29", date(2024, 2, 29)),
        ("一年", None),
    ],
)
def test_the_last_day_a_text_names(text: str, day: date | None) -> None:
    assert last_day(text) == day
