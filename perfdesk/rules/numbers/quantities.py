"""Compare indicator values: what was planned, what was done, how far apart they are."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.models.indicator.comparison import Gap, gap, is_two_sided, met, pair, reached, same
from perfdesk.models.indicator.units import scale
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.plain import narrow
from perfdesk.models.values import round_half_up
from perfdesk.rules.numbers.timing import names_time

_NO_DEVIATION = {"无偏差", "无", "没有偏差", "0", "0%", "0.00%", "-", "—", "/"}
_FIGURE = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
# Digits that count nothing: 7×24小时, 第1名, 3级, 5A, GB/T 19001-2016.
_NO_COUNT = re.compile(
    r"[0-9]{1,3}[×*xX][0-9]{1,3}|24小时|第[0-9]+|[0-9]{1,4}(?:[级类星号]|A)"
    r"|[A-Za-z/][ A-Za-z/]{0,9}[0-9.-]+"
)
_NONE = "无偏差"
_DIGITS = "0123456789"


def deviation_sense(text: str) -> str:
    """Tell what a deviation cell says: `none`, `figure` or `words`."""
    plain = narrow(text).replace(" ", "")
    if plain in _NO_DEVIATION:
        return "none"
    return "figure" if _FIGURE.search(plain) else "words"


def is_unread(value: IndicatorValue) -> bool:
    """Tell whether a figure was meant that could not be read; times and ranks are none."""
    if not value.is_words:
        return value.unit != "%" and "%" in value.unit
    plain = narrow(value.text)
    digits = any(each in _DIGITS for each in _NO_COUNT.sub("", plain))
    return value.garbled or (digits and not names_time(plain))


def comparable(planned: IndicatorValue, actual: IndicatorValue) -> bool:
    """Tell whether both are figures of one kind."""
    return gap(planned, actual) is not None


def agrees(planned: IndicatorValue, actual: IndicatorValue) -> bool:
    """Tell whether there is no deviation to speak of.

    A limit that is kept is no deviation: 89.30万元 against ≤89.60万元. Words and dates
    agree when they say the same.
    """
    between = gap(planned, actual)
    return same(planned, actual) if between is None else _agrees(planned, actual, between)


def _agrees(planned: IndicatorValue, actual: IndicatorValue, between: Gap) -> bool:
    if planned.operator in ("≥", "≤", ">", "<"):
        return bool(reached(planned, actual))
    return between.difference == 0


def favourable(planned: IndicatorValue, actual: IndicatorValue) -> bool | None:
    """Tell whether a deviation is to the good; None where there is none or it cannot be told."""
    between = gap(planned, actual)
    if between is None or not between.difference:
        return None
    if planned.upper is not None:
        return False
    if planned.number == 0 and planned.direction in ("equal", ""):
        return between.difference < 0
    if not planned.direction and is_two_sided(planned):
        return None
    return (between.difference < 0) == (planned.direction == "at_most")


def signed_deviation(planned: IndicatorValue, actual: IndicatorValue) -> str | None:
    """Write the deviation as a figure with sign, unit and share: +3333张（+20.00%）.

    The unit is that of the plan as it was written. A date that is late is late by days or
    months.
    """
    between = gap(planned, actual)
    if between is None:
        return _NONE if agrees(planned, actual) else _lateness(planned, actual)
    if _agrees(planned, actual, between):
        return _NONE
    if between.unit == "%":
        return f"{_signed(between.difference)}个百分点"
    writer = planned if planned.unit or planned.magnitude else actual
    unit = f"{writer.magnitude}{between.unit}"
    difference = between.difference / scale(writer.magnitude)
    share = "" if between.percent is None else f"（{_signed_percent(between.percent)}）"
    return f"{_signed(difference)}{unit}{share}"


def _lateness(planned: IndicatorValue, actual: IndicatorValue) -> str | None:
    if not planned.month or not actual.month or bool(planned.year) != bool(actual.year):
        return None
    months = 12 * (actual.year - planned.year) + actual.month - planned.month
    if months:
        return f"推迟{months}个月" if months > 0 else _NONE
    late = met(planned, actual) is False and actual.day < 31
    if late:
        return f"推迟{actual.day - planned.day}天"
    return _NONE if met(planned, actual) else None


def _signed(number: Decimal) -> str:
    plain = f"{number.normalize():f}"
    return plain if number < 0 else f"+{plain}"


def _signed_percent(number: Decimal) -> str:
    return f"{round_half_up(number, 2):+.2f}%"


def deviation_fits(text: str, planned: IndicatorValue, actual: IndicatorValue) -> bool | None:
    """Tell whether a deviation given as a figure is the difference or its share.

    Units are not compared; a figure fits when it equals the difference in the unit of
    the plan, in 万, or the share in hundredths, to the places it was written with.
    """
    between = gap(planned, actual)
    if between is None:
        return None
    true_figures = [between.difference]
    factors = {Decimal(10_000), scale(planned.magnitude), scale(actual.magnitude)}
    true_figures += [between.difference / factor for factor in factors]
    if between.percent is not None:
        true_figures.append(between.percent)
    plain = narrow(text).replace(",", "")
    written = [Decimal(match[0]) for match in _FIGURE.finditer(plain)]
    return any(_same(abs(figure), abs(true)) for figure in written for true in true_figures)


def _same(figure: Decimal, true: Decimal) -> bool:
    places = max(0, -int(figure.as_tuple().exponent))
    return round_half_up(true, places) == figure


def overshoot(planned: IndicatorValue, actual: IndicatorValue) -> Decimal | None:
    """Give actual as hundredths of planned where more is better; None elsewhere."""
    both = pair(planned, actual)
    if both is None or both.upper is not None or planned.direction == "at_most":
        return None
    if not both.planned or (not planned.direction and is_two_sided(planned)):
        return None
    return round_half_up(both.actual * 100 / both.planned, 2)


def is_deadline(value: IndicatorValue, *_: Any) -> bool:
    """Tell whether a value is a date by which something is to be done."""
    return bool(value.month)


def is_later(value: IndicatorValue, end: date) -> bool:
    """Tell whether a deadline lies in a later month than the given day."""
    return is_deadline(value) and (value.year or end.year, value.month) > (end.year, end.month)
