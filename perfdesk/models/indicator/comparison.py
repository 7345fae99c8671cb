"""Compare indicator values: how far the actual lies from the planned, and if it will do.

Units are converted where that is safe; what cannot be compared gives None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfdesk.models.indicator.units import is_time, measure, scale
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.indicator.words import MET, is_punctual
from perfdesk.models.plain import narrow


@dataclass(frozen=True, slots=True)
class Gap:
    """How far an actual value lies from a planned one, in the unit of the plan."""

    difference: Decimal
    percent: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A planned and an actual figure in one unit; a planned range has its end in `upper`."""

    planned: Decimal
    actual: Decimal
    unit: str
    upper: Decimal | None = None


def pair(planned: IndicatorValue, actual: IndicatorValue) -> Pair | None:
    """Bring two values to the unit of the plan; None where they are not of one kind.

    A value without a unit is taken in the unit of the other, as forms often leave it out.
    """
    if planned.number is None or actual.number is None:
        return _rates(planned, actual)
    if actual.upper is not None:
        return None
    direction = _direction(planned, actual)
    if direction is None:
        return None
    done, plan, unit = actual.number, planned.number, planned.unit or actual.unit
    if planned.unit != actual.unit:
        if not planned.unit:
            plan = _in_scale(plan, actual)
        elif not actual.unit:
            done = _in_scale(done, planned) if not actual.magnitude else done
        else:
            (ours, factor), (theirs, their_factor) = measure(planned.unit), measure(actual.unit)
            if ours != theirs:
                return _rates(planned, actual)
            done = done * their_factor / factor
    if planned.change < 0 and not actual.change:
        done = abs(done)
    return Pair(plan, done * direction, unit, planned.upper)


def _direction(planned: IndicatorValue, actual: IndicatorValue) -> int | None:
    """Give -1 where one rose and the other fell; None where only one is a change."""
    if planned.change == actual.change or not actual.change:
        return 1
    return -1 if planned.change else None


def _in_scale(number: Decimal, other: IndicatorValue) -> Decimal:
    """Take 89.6 beside 89.30万元 for 万元, and 893000 for 元."""
    factor = scale(other.magnitude)
    assert other.number is not None
    near = factor > 1 and abs(number) * 100 <= abs(other.number)
    return number * factor if near else number


def _rates(planned: IndicatorValue, actual: IndicatorValue) -> Pair | None:
    if planned.per_year is None or actual.per_year is None:
        return None
    things = {each.unit.partition("/")[0].partition("每")[0] for each in (planned, actual)} - {""}
    if len(things) > 1:
        return None
    return Pair(planned.per_year, actual.per_year, f"{things.pop() if things else '次'}/年")


def gap(planned: IndicatorValue, actual: IndicatorValue) -> Gap | None:
    """Measure actual against planned; None where they cannot be compared as figures.

    Against a range, the distance to its nearer end, nothing inside.
    """
    both = pair(planned, actual)
    return None if both is None else _gap(both)


def _gap(both: Pair) -> Gap:
    base = both.planned
    if both.upper is not None:
        base = min(max(both.actual, both.planned), both.upper)
    difference = both.actual - base
    return Gap(difference, difference * 100 / base if base else None, both.unit)


def reached(planned: IndicatorValue, actual: IndicatorValue) -> bool | None:
    """Tell whether actual meets planned in its direction; None where that cannot be told.

    A length of time or a sum of money without an operator may be a least or a most: it is
    known to be reached only where both are equal.
    """
    between = gap(planned, actual)
    return None if between is None else _reached(planned, between.difference)


def _reached(planned: IndicatorValue, difference: Decimal) -> bool | None:
    if planned.upper is not None or not difference:
        return not difference and planned.operator not in ("<", ">")
    if not planned.operator and is_two_sided(planned):
        return None
    return difference < 0 if planned.operator in ("≤", "<") else difference > 0


def is_two_sided(planned: IndicatorValue) -> bool:
    """Tell whether less of it may be as good as more, with no operator to say which."""
    return planned.unit == "元" or is_time(planned.unit)


# Shares over a whole table ask for every row again at each keystroke.
@lru_cache(maxsize=8192)
def met(planned: IndicatorValue, actual: IndicatorValue) -> bool | None:
    """Tell whether an actual value meets its plan, as figure, date, frequency or words.

    None where that cannot be told, as when one is a figure and the other words.
    """
    if planned.text.strip() == actual.text.strip():
        return True
    if planned.month:
        return _in_time(planned, actual)
    if planned.is_words and actual.is_words:
        return actual.level == MET or narrow(planned.text) == narrow(actual.text)
    return reached(planned, actual)


def _in_time(planned: IndicatorValue, actual: IndicatorValue) -> bool | None:
    if not actual.month:
        return (is_punctual(actual.text) or None) if actual.is_words else None
    if bool(planned.year) != bool(actual.year):
        return None
    due, done = (planned.year, planned.month), (actual.year, actual.month)
    if due != done or not planned.day or planned.day >= 31:
        return done <= due
    return actual.day <= planned.day if actual.day else None


def same(left: IndicatorValue, right: IndicatorValue) -> bool:
    """Tell whether two values say the same, ways of writing aside: =100.00(%) is 100%.

    An operator that one leaves out and units that cannot be converted are no difference.
    """
    if left.is_words or right.is_words:
        return narrow(left.text) == narrow(right.text) and not _is_blank(left)
    if left.month or right.month:
        dates = [(each.year, each.month, each.day) for each in (left, right)]
        return dates[0] == dates[1]
    if len({left.operator, right.operator} - {"", "="}) > 1 or left.upper != right.upper:
        return False
    both = pair(left, right)
    if both is None:
        return left.number is not None and left.number == right.number
    return both.planned == both.actual and left.change == right.change


def _is_blank(value: IndicatorValue) -> bool:
    return not value.text.strip()
