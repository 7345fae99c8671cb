"""Parse and write what a cell can hold.

A document keeps the text as typed. This module reads a text as a value of the
cell's kind, writes the value the way it is printed, and says in Chinese why a
text cannot be read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import MAX_PREC, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache

from perfdesk.models.indicator.value import IndicatorValue, parse_indicator_value
from perfdesk.models.library import GAP
from perfdesk.models.plain import narrow


class Kind(StrEnum):
    """What a cell can hold."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    AMOUNT = "amount"
    PERCENT = "percent"
    NUMBER = "number"
    POINTS = "points"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    INDICATOR_VALUE = "indicator_value"
    FRAMEWORK = "framework"

    @property
    def is_figure(self) -> bool:
        """Tell whether it is a number that one can add up; an indicator's value need not be."""
        return self in _FIGURES


_FIGURES = frozenset((Kind.AMOUNT, Kind.PERCENT, Kind.NUMBER, Kind.POINTS))

Value = Decimal | date | str | IndicatorValue | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was read as; `problem` says in Chinese why it could not be."""

    value: Value = None
    problem: str = ""


_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_AMOUNT_UNITS = {
    "": None,
    "元": Decimal(1),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
_DATE = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_MONTH = re.compile(
    r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月?[份底末]?|月[0-9]{1,2}日?|[-/.][0-9]{1,2})"
    r"|([0-9]{4})([0-9]{2})"
)
# An amount of more digits than the national budget has is a slip of the keyboard, and
# Decimal would print 1E+30 for it.
_LARGEST = Decimal(10) ** 15
# Nor has any figure of a form more digits than this; Decimal reckons with 28.
_MOST_DIGITS = 25
_CENT = Decimal("0.01")


def parse(kind: Kind, text: str, unit: str = "") -> Reading:
    """Read a text as a value of a kind; blank text is the value None.

    Amounts come in the field's unit, whatever unit was typed; percents as the
    number before the sign, 99.22 for 99.22%.
    """
    return _parse(kind, text, unit)


@lru_cache(maxsize=16384)
def _parse(kind: Kind, text: str, unit: str) -> Reading:
    if not text.strip():
        return Reading()
    reader = _READERS.get(kind)
    return reader(text, unit) if reader else Reading(text)


def _read_number(text: str) -> Decimal | None:
    if len(text) > _MOST_DIGITS or _NUMBER.fullmatch(text) is None:
        return None
    number = Decimal(text.replace(",", ""))
    return number if abs(number) < _LARGEST else None


def _read_amount(text: str, unit: str) -> Reading:
    plain = narrow(text).replace(" ", "").removeprefix("¥").removeprefix("￥").replace("，", ",")
    digits = plain.rstrip("元万亿")
    typed_unit = plain[len(digits) :]
    number = _read_number(digits)
    if number is None or typed_unit not in _AMOUNT_UNITS:
        return Reading(problem=f"“{shorten(text)}”不是金额。请填数字，例如 36453.40 或 3.65万元。")
    factor, own = _AMOUNT_UNITS[typed_unit], _AMOUNT_UNITS.get(unit)
    if factor is not None and own is not None:
        number = number * factor / own
    if abs(number) >= _LARGEST:
        return Reading(problem=f"“{shorten(text)}”太大，不像是金额。请核对位数和单位。")
    if own == 1 and number != number.quantize(_CENT):
        return Reading(problem=f"“{shorten(text)}”小于一分钱。金额以元为单位时最多两位小数。")
    return Reading(number)


def _read_percent(text: str, unit: str) -> Reading:
    number = _read_number(narrow(text).replace(" ", "").removesuffix("%"))
    if number is None:
        return Reading(problem=f"“{shorten(text)}”不是百分数。请填数字，例如 99.22%。")
    return Reading(number)


def _read_plain_number(text: str, unit: str) -> Reading:
    number = _read_number(narrow(text).replace(" ", "").removesuffix(unit or "%"))
    if number is None:
        return Reading(problem=f"“{shorten(text)}”不是数字。请只填数字，例如 48.53。")
    return Reading(number)


def _read_date(text: str, unit: str) -> Reading:
    match = _DATE.fullmatch(narrow(text).replace(" ", ""))
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return Reading(date(year, month, day))
        except ValueError:
            return Reading(problem=f"“{shorten(text)}”在日历上没有。请检查月和日。")
    return Reading(problem=f"“{shorten(text)}”不是完整的日期。请填年月日，例如 2024年08月31日。")


def _read_month(text: str, unit: str) -> Reading:
    """Read a month as its last day, so that what happens in it lies in the period.

    The day of a full date is not asked.
    """
    match = _MONTH.fullmatch(narrow(text).replace(" ", ""))
    if match:
        year, month = (int(part) for part in match.groups() if part)
        if year and 1 <= month <= 12:
            return Reading(date(year, month, monthrange(year, month)[1]))
        return Reading(problem=f"“{shorten(text)}”在日历上没有。请检查年和月。")
    return Reading(problem=f"“{shorten(text)}”不是年月。请填年和月，例如 2024-8月。")


def _read_indicator_value(text: str, unit: str) -> Reading:
    if GAP in text:
        return Reading(problem=f"“{shorten(text)}”还没有填数。请把 {GAP} 改成数字。")
    return Reading(parse_indicator_value(text))


_READERS: dict[Kind, Callable[[str, str], Reading]] = {
    Kind.AMOUNT: _read_amount,
    Kind.PERCENT: _read_percent,
    Kind.NUMBER: _read_plain_number,
    Kind.POINTS: _read_plain_number,
    Kind.DATE: _read_date,
    Kind.MONTH: _read_month,
    Kind.INDICATOR_VALUE: _read_indicator_value,
}


def yuan_per(unit: str) -> Decimal:
    """Give how many 元 one of a unit of money is; 1 for any other unit."""
    return _AMOUNT_UNITS.get(unit) or Decimal(1)


# Made once: hundreds of figures are rounded at a keystroke.
_ROOM = Context(prec=MAX_PREC)


def round_half_up(number: Decimal, places: int) -> Decimal:
    """Round once, halves away from zero, as the forms do; any figure has room."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ROOM)


def written(kind: Kind, value: Value) -> str:
    """Write a value the way it stands on paper: 36,453.40, 99.22%, 2024年08月31日.

    A number is written with two places, points without the zeros at their end, a month as
    2024-8月.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        rounded = round_half_up(value, 2)
        if kind is Kind.POINTS:
            return f"{rounded.normalize():f}"
        if kind is Kind.NUMBER:
            return f"{rounded:.2f}"
        return f"{rounded:.2f}%" if kind is Kind.PERCENT else f"{rounded:,.2f}"
    if isinstance(value, date):
        if kind is Kind.MONTH:
            return f"{value.year:04d}-{value.month}月"
        return f"{value.year:04d}年{value.month:02d}月{value.day:02d}日"
    return value.text if isinstance(value, IndicatorValue) else value


def canonical(kind: Kind, text: str, unit: str = "") -> str:
    """Bring equal entries to equal text: 3.65万元 and ３６５００ are both 36500.00.

    Text that cannot be read stays as typed, without blanks around it. Two documents
    hold the same data when all their cells agree in this form.
    """
    value = parse(kind, text, unit).value
    if isinstance(value, Decimal):
        plain = f"{value.normalize():f}"
        whole, _, decimals = plain.partition(".")
        return f"{whole}.{decimals:0<2}"
    if isinstance(value, date):
        return value.isoformat()
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shorten(text: str, limit: int = 24) -> str:
    """Cut a long text for a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
