"""Read an indicator value as people write it: ≥90%, 16667张, 12月底前, 每季度一次, 及时.

The text is always kept. What it says is an operator with a number and a unit, or a
deadline, or words; what cannot be read more closely is words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfdesk.models.plain import narrow

# Longest first, so that 不少于 is not read as 少于.
_OPERATORS = tuple(
    (sign, meaning)
    for meaning, signs in {
        "≥": "大于或等于 大于等于 不低于 不少于 不小于 至少 >= => ≥",
        "≤": "小于或等于 小于等于 不高于 不超过 不多于 不大于 至多 <= =< ≤",
        ">": "大于 高于 超过 >",
        "<": "小于 低于 <",
        "=": "等于 =",
    }.items()
    for sign in signs.split()
)
_SUFFIXES = (
    ("及以上", "≥"),
    ("以上", "≥"),
    ("及以下", "≤"),
    ("以下", "≤"),
    ("以内", "≤"),
    ("之内", "≤"),
)
_YEAR = r"(?:([0-9]{4})年)?"
_BEFORE = r"(?:之?前|以前|前完成)?"
_QUANTITY = re.compile(
    r"([+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,8})?)([^0-9]{0,12})"
)
_DEADLINE = re.compile(
    _YEAR + r"([0-9]{1,2})月(?:([0-9]{1,2})日|底|末|份|初|中旬|上旬|下旬)?" + _BEFORE
)
_YEAR_END = re.compile(r"(?:([0-9]{4})年|当年|年)(?:底|末|内)" + _BEFORE)
_QUARTER = re.compile(_YEAR + r"第?([一二三四1-4])季度(?:末|底)?" + _BEFORE)
_FREQUENCY = re.compile(
    r"每(?:个)?(?:年|季度?|月|周|日|天|半年)"
    r"[0-9一二两三四五六七八九十]{0,3}(?:次|期|份|场|遍|轮)?"
)
_SCALES = {
    "万元": ("元", Decimal(10_000)),
    "亿元": ("元", Decimal(100_000_000)),
    "万": ("", Decimal(10_000)),
}


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One indicator value: the text, and as much of its meaning as could be read.

    `number` is in `unit`, with 万元 and 亿元 brought to 元; `month` is the month a
    deadline falls in, with `year` 0 where the text names none. `subject` is what
    stands before the operator, as in 完整字段≥22项. Texts without number and deadline
    are words.
    """

    text: str
    operator: str = ""
    number: Decimal | None = None
    unit: str = ""
    subject: str = ""
    year: int = 0
    month: int = 0
    frequency: bool = False

    def __hash__(self) -> int:
        # All else follows from the text, and a thousand values are looked up at a keystroke.
        return hash(self.text)

    @property
    def is_quantity(self) -> bool:
        """Tell whether it can be counted."""
        return self.number is not None

    @property
    def is_percent(self) -> bool:
        """Tell whether it is a share in hundredths."""
        return self.number is not None and self.unit == "%"

    @property
    def is_words(self) -> bool:
        """Tell whether it speaks of quality, not of number, date or frequency."""
        return self.number is None and not self.month and not self.frequency


@lru_cache(maxsize=8192)
def parse_indicator_value(text: str) -> IndicatorValue:
    """Read an indicator value; never fails, the least it finds is words."""
    plain = narrow(text).replace(" ", "")
    if _FREQUENCY.fullmatch(plain):
        return IndicatorValue(text, frequency=True)
    year, month = _deadline(plain)
    if month:
        return IndicatorValue(text, year=year, month=month)
    subject, operator, rest = _split_operator(plain)
    for suffix, meaning in _SUFFIXES:
        if not operator and rest.endswith(suffix):
            operator, rest = meaning, rest.removesuffix(suffix)
    match = _QUANTITY.fullmatch(rest)
    if match is None:
        return IndicatorValue(text)
    number = Decimal(match[1].replace(",", ""))
    unit = match[2].strip("()[]（）【】")
    unit, scale = _SCALES.get(unit, (unit, Decimal(1)))
    return IndicatorValue(text, operator, number * scale, unit, subject)


def _split_operator(plain: str) -> tuple[str, str, str]:
    places = [(plain.find(sign), -len(sign), sign, meaning) for sign, meaning in _OPERATORS]
    found = [place for place in places if place[0] >= 0]
    if not found:
        return "", "", plain
    start, _, sign, meaning = min(found)
    return plain[:start], meaning, plain[start + len(sign) :]


def _deadline(plain: str) -> tuple[int, int]:
    if match := _DEADLINE.fullmatch(plain):
        return int(match[1] or 0), _month(match[2])
    if match := _QUARTER.fullmatch(plain):
        return int(match[1] or 0), 3 * ("一二三四1234".index(match[2]) % 4 + 1)
    if match := _YEAR_END.fullmatch(plain):
        return int(match[1] or 0), 12
    return 0, 0


def _month(digits: str) -> int:
    month = int(digits)
    return month if month <= 12 else 0


@dataclass(frozen=True, slots=True)
class Gap:
    """How far an actual value lies from a planned one, in the unit of the plan."""

    difference: Decimal
    percent: Decimal | None
    unit: str


def gap(planned: IndicatorValue, actual: IndicatorValue) -> Gap | None:
    """Measure actual against planned; None where they are not quantities of one unit.

    A value without a unit is taken in the unit of the other, as forms often leave it out.
    """
    if planned.number is None or actual.number is None:
        return None
    if planned.unit and actual.unit and planned.unit != actual.unit:
        return None
    difference = actual.number - planned.number
    percent = difference / planned.number * 100 if planned.number else None
    return Gap(difference, percent, planned.unit or actual.unit)


def reached(planned: IndicatorValue, actual: IndicatorValue) -> bool | None:
    """Tell whether actual meets planned in its direction; None where that cannot be told."""
    between = gap(planned, actual)
    if between is None:
        return None
    tests = {"≤": between.difference <= 0, "<": between.difference < 0, ">": between.difference > 0}
    return tests.get(planned.operator, between.difference >= 0)
