"""Compare indicator values: what was planned, what was done, how far apart they are."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from perfdesk.models.indicator_value import IndicatorValue, gap, reached
from perfdesk.models.plain import narrow
from perfdesk.models.values import round_half_up

_NO_DEVIATION = {"无偏差", "无", "没有偏差", "0", "0%", "0.00%", "-", "—", "/"}
_FIGURE = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def deviation_sense(text: str) -> str:
    """Tell what a deviation cell says: `none`, `figure` or `words`."""
    plain = narrow(text).replace(" ", "")
    if plain in _NO_DEVIATION:
        return "none"
    return "figure" if _FIGURE.search(plain) else "words"


def comparable(planned: IndicatorValue, actual: IndicatorValue) -> bool:
    """Tell whether both are quantities of one unit."""
    return gap(planned, actual) is not None


def agrees(planned: IndicatorValue, actual: IndicatorValue) -> bool:
    """Tell whether there is no deviation to speak of.

    A limit that is kept is no deviation: 89.30万元 against ≤89.60万元. Words agree when
    they are the same, blanks aside.
    """
    between = gap(planned, actual)
    if between is None:
        return narrow(planned.text) == narrow(actual.text)
    if planned.operator in ("≥", "≤", ">", "<"):
        return bool(reached(planned, actual))
    return between.difference == 0


def signed_deviation(planned: IndicatorValue, actual: IndicatorValue) -> str | None:
    """Write the deviation as a figure with sign, unit and share: +3333张（+20.00%）."""
    if agrees(planned, actual):
        return "无偏差"
    between = gap(planned, actual)
    if between is None:
        return None
    if between.unit == "%":
        return f"{_signed(between.difference)}个百分点"
    unit, difference = between.unit, between.difference
    if unit == "元" and "万" in planned.text:
        unit, difference = "万元", difference / 10_000
    share = "" if between.percent is None else f"（{_signed_percent(between.percent)}）"
    return f"{_signed(difference)}{unit}{share}"


def _signed(number: Decimal) -> str:
    plain = f"{number.normalize():f}"
    return plain if number < 0 else f"+{plain}"


def _signed_percent(number: Decimal) -> str:
    return f"{round_half_up(number, 2):+.2f}%"


def deviation_fits(text: str, planned: IndicatorValue, actual: IndicatorValue) -> bool | None:
    """Tell whether a deviation given as a figure is the difference or its share.

    Units are not compared; a figure fits when it equals the difference in the unit of
    the plan, in 万元, or the share in hundredths, to the places it was written with.
    """
    between = gap(planned, actual)
    if between is None:
        return None
    true_figures = [between.difference, between.difference / 10_000]
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
    if gap(planned, actual) is None or planned.operator in ("≤", "<") or not planned.number:
        return None
    assert actual.number is not None
    return round_half_up(actual.number * 100 / planned.number, 2)


def is_later(value: IndicatorValue, end: date) -> bool:
    """Tell whether a deadline lies in a later month than the given day."""
    return bool(value.month) and (value.year or end.year, value.month) > (end.year, end.month)
