"""Read how often something is done: 每季度一次, 每月至少2次, 一年两次, 次/年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.models.indicator.numerals import NUMERALS, chinese_number

_PER_YEAR = {
    "半年": 2,
    "年": 1,
    "年度": 1,
    "季度": 4,
    "季": 4,
    "月": 12,
    "周": 52,
    "星期": 52,
    "日": 365,
    "天": 365,
}
_PERIOD = r"(半年|年度?|季度?|月|周|星期|日|天)"
_COUNT = rf"([0-9]{{1,4}}|[{NUMERALS}]{{1,5}})"
_THINGS = r"(次|期|份|场|遍|轮)"
_VERB = r"(?:开展|组织|进行|检查|巡查|更新|发布|召开|举办|维护|报送|清洗|保洁|养护|考核|培训)?"
_EVERY = re.compile(
    rf"[每按](?:{_COUNT}?个?){_PERIOD}{_VERB}(至少|不少于|不低于|≥|>=)?(?:{_COUNT}{_THINGS}?)?{_VERB}"
)
_IN_A = re.compile(rf"{_COUNT}个?{_PERIOD}{_VERB}(至少|不少于|不低于|≥|>=)?{_COUNT}{_THINGS}")
_ON_AVERAGE = re.compile(r"^([年月周日])均")
_UNIT = re.compile(rf"{_THINGS}(?:/每?|每)个?{_PERIOD}")


@dataclass(frozen=True, slots=True)
class Frequency:
    """So many times a year of one kind of thing, which may be left unsaid."""

    per_year: Decimal
    thing: str
    operator: str = ""


def read_frequency(plain: str) -> Frequency | None:
    """Read a text that says nothing but how often."""
    plain = _ON_AVERAGE.sub(r"每\1", plain)
    match = _EVERY.fullmatch(plain) or _IN_A.fullmatch(plain)
    if match is None:
        return None
    every, period, least, times, thing = match.groups()
    length, count = _count(every), _count(times)
    if not length or count is None:
        return None
    per_year = count * _PER_YEAR[period] / length
    return Frequency(per_year, thing or "", "≥" if least else "")


def read_rate(unit: str) -> Frequency | None:
    """Read a unit like 次/年 or 场/月 as the frequency of one of it."""
    match = _UNIT.fullmatch(unit)
    return Frequency(Decimal(_PER_YEAR[match[2]]), match[1]) if match else None


def _count(text: str | None) -> Decimal | None:
    if not text:
        return Decimal(1)
    return Decimal(text) if text.isascii() else chinese_number(text)
