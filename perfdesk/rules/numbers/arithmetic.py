"""Rates, sums and shares: the figures a finance officer recomputes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from perfdesk.models.indicator import comparison
from perfdesk.models.indicator.units import measure
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value, round_half_up

_HUNDRED = Decimal(100)
_LAST_PLACE, _HALF_PLACE = Decimal("0.01"), Decimal("0.005")


def round_ratio(part: Decimal, whole: Decimal, places: int) -> Decimal:
    """Divide and round once, halves away from zero, with no digit lost in between.

    A division to 28 digits would round first, and bring what lies just under a half up to it.
    Raises ZeroDivisionError for a whole of zero, also under a part of zero.
    """
    above, below = part.as_integer_ratio()
    above_whole, below_whole = whole.as_integer_ratio()
    above, below = above * below_whole * 10**places, below * above_whole
    if below == 0:
        raise ZeroDivisionError
    if below < 0:
        above, below = -above, -below
    size = (2 * abs(above) + below) // (2 * below)
    digits = tuple(map(int, str(size)))
    return Decimal((int(above < 0 < size), digits, -places))


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Give part of whole in hundredths, rounded once to two places, halves up.

    Raises ZeroDivisionError for a whole of zero; the engine says so to the clerk.
    """
    return round_ratio(part * _HUNDRED, whole, 2)


def rate(part: Decimal, whole: Decimal) -> Decimal | None:
    """Give `percent`, or nothing where there is nothing to divide by.

    For the rows of a fund table of which most forms leave some at zero.
    """
    return percent(part, whole) if whole else None


def rate_verdict(stated: Decimal, part: Decimal, whole: Decimal) -> str:
    """Judge a printed rate of two figures that were themselves rounded to two places.

    `exact`; `rounded` where it follows from figures within half of the last place;
    `truncated` where the places beyond were dropped; else `wrong`. Nothing of nothing is 0.
    """
    if whole <= 0 or part < 0:
        return "exact" if part == 0 and stated == 0 else "wrong"
    if stated == percent(part, whole):
        return "exact"
    least = max(part - _HALF_PLACE, Decimal(0)), whole + _HALF_PLACE
    most = part + _HALF_PLACE, max(whole - _HALF_PLACE, _HALF_PLACE)
    if percent(*least) <= stated <= percent(*most):
        return "rounded"
    dropped = (part * _HUNDRED / whole).quantize(_LAST_PLACE, ROUND_DOWN)
    return "truncated" if stated == dropped else "wrong"


def divide(part: Decimal, whole: Decimal) -> Decimal:
    """Divide; a whole of zero raises ZeroDivisionError, also under a part of zero.

    Decimal calls 0 ÷ 0 an invalid operation, which is none to ZeroDivisionError.
    """
    if whole == 0:
        raise ZeroDivisionError
    return part / whole


def total(column: Sequence[Value]) -> Decimal:
    """Add up the numbers of a column; blanks count nothing."""
    return sum((value for value in column if isinstance(value, Decimal)), Decimal(0))


def count(column: Sequence[Value]) -> Decimal:
    """Count the filled cells of a column."""
    return Decimal(len([value for value in column if value is not None]))


def months(start: date, end: date) -> Decimal:
    """Count the calendar months a period touches, as monitoring counts them."""
    return Decimal((end.year - start.year) * 12 + end.month - start.month + 1)


def share_reached(planned: Sequence[Value], actual: Sequence[Value]) -> Decimal | None:
    """Give the share of tracked indicators that met their plan, in hundredths.

    Words meet the plan when they are the same words; pairs that cannot be compared are
    left out. Source: docs/rules.md, 目标完成度 A.
    """
    return share_true([*map(met, planned, actual)])


def share_true(verdicts: Sequence[bool | None]) -> Decimal | None:
    """Give the share of the rows of which something is true, among those that can be told."""
    known = [each for each in verdicts if each is not None]
    return percent(Decimal(sum(known)), Decimal(len(known))) if known else None


def share_tracked(names: Sequence[Value], actual: Sequence[Value]) -> Decimal | None:
    """Give the share of all indicators that were tracked. Source: docs/rules.md, 目标完成度 B."""
    return share_true([*map(is_tracked, names, actual)])


def is_tracked(name: Value, actual: Value) -> bool | None:
    """Tell whether an indicator was tracked; None for a row without a name."""
    return actual is not None if name else None


def share_of_year(target: Sequence[Value], actual: Sequence[Value]) -> Decimal | None:
    """Give how far counted indicators have come towards their yearly value, on average.

    Percentages, money and values that must not be exceeded say nothing of progress and
    are left out; what goes beyond the year counts as the whole. Source: docs/rules.md,
    目标完成度 C.
    """
    return mean([*map(progress, target, actual)])


def progress(target: Value, actual: Value) -> Decimal | None:
    """Give how far one counted indicator has come, in hundredths, no further than the whole."""
    counted = _counted(target, actual)
    return min(counted[1] * _HUNDRED / counted[0], _HUNDRED) if counted else None


def mean(column: Sequence[Decimal | None]) -> Decimal | None:
    """Give the mean of the figures there are, to two places."""
    shares = [each for each in column if each is not None]
    return round_half_up(sum(shares, Decimal(0)) / len(shares), 2) if shares else None


def year_share(target: Value, actual: Value) -> Decimal | None:
    """Give actual as hundredths of a counted yearly value; None where nothing is counted."""
    counted = _counted(target, actual)
    return percent(counted[1], counted[0]) if counted else None


def _counted(target: Value, actual: Value) -> tuple[Decimal, Decimal] | None:
    if not isinstance(target, IndicatorValue) or not isinstance(actual, IndicatorValue):
        return None
    both = comparison.pair(target, actual)
    if both is None or both.upper is not None or both.planned <= 0:
        return None
    uncounted = both.unit == "元" or measure(both.unit)[0] == "%" or target.change
    if uncounted or target.direction == "at_most":
        return None
    return both.planned, both.actual


def met(planned: Value, actual: Value) -> bool | None:
    """Tell whether an actual value meets its plan; the same words do.

    A deadline is met by the same month or an earlier one, by day where both name one. None
    where that cannot be told, as when one is a figure and the other words.
    """
    if not isinstance(planned, IndicatorValue) or not isinstance(actual, IndicatorValue):
        return None
    return comparison.met(planned, actual)
