"""Tell when things are: of the whole year or done by now, and which day a text names last."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.plain import narrow

_WHOLE_YEAR = ("全年", "整年")
_DONE = ("完成", "已完成", "全部完成", "100%")
_TIMES = ("次", "期", "份", "场", "篇")
_MONTHS = ("月", "个月")
_DAY = re.compile(r"([0-9]{4})(?:年|[.\-/])([0-9]{1,2})(?:月|[.\-/])([0-9]{1,2})(?![0-9])")
_TIME = re.compile(
    r"[0-9一二三四五六七八九十] ?(?:年|个?月|日|号|周|天|季度|个工作日)"
    r"|[上中下]旬|[年月季][底末初内中]|全年|[上下]半年|每[年季月周日天]"
)


def done_for_the_year(name: str, target: IndicatorValue, actual: IndicatorValue, end: date) -> bool:
    """Tell whether something of the whole year is called done before the year is over."""
    return end.month != 12 and called_done(name, target, actual)


def called_done(name: str, target: IndicatorValue, actual: IndicatorValue, *_: Any) -> bool:
    """Tell whether something of the whole year is called done.

    The whole year is told by the indicator's name or its yearly value: 全年正常运行 完成, or
    twelve times of what happens every month. A rate so far, as 全年开放率 100%, is none, and
    neither is a state that goes on, as 正常运行.
    """
    if "月" in name and target.number == 12 and target.unit in _TIMES:
        return actual.number is not None and actual.number >= 12
    if not any(word in name + target.text for word in _WHOLE_YEAR):
        return False
    if target.is_percent:
        return "完成" in name and target.number == actual.number == 100
    return narrow(actual.text).replace(" ", "") in _DONE


def beyond_months(actual: IndicatorValue, months: Decimal) -> bool:
    """Tell whether more months are said to be done than the period has: 12个月 in August."""
    return counts_months(actual) and actual.number is not None and actual.number > months


def counts_months(actual: IndicatorValue, *_: Any) -> bool:
    """Tell whether a value is a number of months."""
    return actual.unit in _MONTHS


def names_time(text: str) -> bool:
    """Tell whether a text says of anything when it is: 9 月底前, 第三季度, 上旬, 每月."""
    return _TIME.search(narrow(text)) is not None


def last_day(text: str) -> date | None:
    """Give the latest day a text names in figures: 2024.7.1—2025.6.30."""
    days = [tuple(map(int, match.groups())) for match in _DAY.finditer(narrow(text))]
    return max((each for each in map(_date, days) if each), default=None)


def _date(parts: tuple[int, ...]) -> date | None:
    try:
        return date(*parts)
    except ValueError:
        return None
