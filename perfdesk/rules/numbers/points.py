"""Scoring rules: what a rate or an indicator earns of its weight.

Blanks do not come here; points are rounded once, to two places, halves up, from exact
figures.
"""

from __future__ import annotations

from decimal import Decimal

from perfdesk.models.indicator.comparison import is_two_sided, met, pair, reached
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.rules.numbers.arithmetic import round_ratio

_NOTHING = Decimal(0)


def points_share(weight: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Give a share of the weight as forms print it, never less than nothing."""
    return max(_NOTHING, round_ratio(weight * part, whole, 2))


def rate_points(weight: Decimal, part: Decimal, whole: Decimal) -> Decimal | None:
    """Score a rate of execution: its share of the weight, never more than the weight.

    From the exact rate, not the printed one. Nothing to divide by earns nothing and is
    left blank. Source: docs/rules.md R2, R3.
    """
    if whole <= 0:
        return None
    return min(weight, points_share(weight, part, whole))


def at_least_points(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """Score an indicator of which more is better: its share of the target.

    Source: docs/rules.md R4. A target of zero or less that is missed earns nothing.
    """
    if actual >= target:
        return weight
    if target <= 0:
        return _NOTHING
    return min(weight, points_share(weight, actual, target))


def at_most_points(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """Score an indicator that must not exceed its target.

    Full marks up to the target, falling to zero at twice the target. A target of
    zero allows nothing. Source: docs/rules.md R6, first form.
    """
    if actual <= target:
        return weight
    if target <= 0 or actual >= 2 * target:
        return _NOTHING
    return min(weight, points_share(weight, 2 * target - actual, target))


def at_most_points_by_ratio(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """Score an indicator that must not exceed its target by target over actual.

    Source: docs/rules.md R6, second form.
    """
    if actual <= target:
        return weight
    if target <= 0:
        return _NOTHING
    return min(weight, points_share(weight, target, actual))


def allows_most(target: IndicatorValue) -> bool:
    """Tell whether a target must not be exceeded; `=0` is such a one. Source: R5, R6."""
    return target.direction == "at_most" or (
        target.number == 0 and target.direction in ("equal", "") and target.upper is None
    )


def rule_points(
    weight: Decimal, target: IndicatorValue, actual: IndicatorValue, at_most: str
) -> Decimal | None:
    """Give the points that the rules fix; None where they leave it to judgement.

    `at_most` says how an excess is scored: `ratio`, or by its share (`excess`). A target of
    exactly zero is R5: kept or lost. Words and deadlines earn full marks when they are met,
    a range inside it; a length of time or a sum without an operator when it is the same.
    """
    both = pair(target, actual)
    if both is None:
        return weight if met(target, actual) else None
    if allows_most(target):
        score = at_most_points_by_ratio if at_most == "ratio" else at_most_points
        return score(weight, both.planned, both.actual)
    if reached(target, actual):
        return weight
    if both.upper is not None or (not target.direction and is_two_sided(target)):
        return None
    return at_least_points(weight, both.planned, both.actual)


def band(level: str, met_from: Decimal, partly_from: Decimal) -> tuple[Decimal, Decimal]:
    """Give the share of the weight that a level of quality earns, in hundredths: least, limit.

    The limit of the highest level belongs to it, the others to the level above. Source:
    docs/rules.md R7; both bounds come from the edition.
    """
    hundred = Decimal(100)
    bands = {"met": (met_from, hundred), "partly_met": (partly_from, met_from)}
    return bands.get(level, (_NOTHING, partly_from))


def in_band(
    score: Decimal, weight: Decimal, level: str, met_from: Decimal, partly_from: Decimal
) -> bool:
    """Tell whether a score lies in the band of a level of quality. Source: R7."""
    least, limit = band(level, met_from, partly_from)
    share = score * 100
    return least * weight <= share and (level == "met" or share < limit * weight)


def capped(total: Decimal, rate: Decimal, *caps: Decimal) -> Decimal:
    """Hold a total down where the rate of execution is low; off where no caps are given.

    `caps` are bound, cap, bound, cap, … from low to high: under a bound, no more than its
    cap. Source: docs/rules.md R12.
    """
    for bound, cap in zip(caps[::2], caps[1::2], strict=True):
        if rate < bound:
            return min(total, cap)
    return total
