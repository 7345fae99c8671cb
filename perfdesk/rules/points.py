"""Scoring rules: what a rate or an indicator earns of its weight.

Blanks do not come here; points are rounded once, to two places, halves up.
"""

from __future__ import annotations

from decimal import Decimal

from perfdesk.models.indicator_value import IndicatorValue, gap, reached
from perfdesk.models.values import round_half_up
from perfdesk.rules.arithmetic import met

_NOTHING = Decimal(0)


def round_points(points: Decimal) -> Decimal:
    """Round points as forms print them."""
    return round_half_up(points, 2)


def rate_points(weight: Decimal, part: Decimal, whole: Decimal) -> Decimal | None:
    """Score a rate of execution: its share of the weight, never more than the weight.

    From the exact rate, not the printed one. Nothing to divide by earns nothing and is
    left blank. Source: docs/rules.md R2, R3.
    """
    if whole <= 0:
        return None
    return min(weight, max(_NOTHING, round_points(weight * part / whole)))


def at_least_points(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """Score an indicator of which more is better: its share of the target.

    Source: docs/rules.md R4. A target of zero or less that is missed earns nothing.
    """
    if actual >= target:
        return weight
    if target <= 0:
        return _NOTHING
    return max(_NOTHING, round_points(weight * actual / target))


def at_most_points(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """Score an indicator that must not exceed its target.

    Full marks up to the target, falling to zero at twice the target. A target of
    zero allows nothing. Source: docs/rules.md R6, first form.
    """
    if actual <= target:
        return weight
    if target <= 0 or actual >= 2 * target:
        return _NOTHING
    return round_points(weight * (1 - (actual - target) / target))


def at_most_points_by_ratio(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """Score an indicator that must not exceed its target by target over actual.

    Source: docs/rules.md R6, second form.
    """
    if actual <= target:
        return weight
    return max(_NOTHING, round_points(weight * target / actual))


def rule_points(
    weight: Decimal, target: IndicatorValue, actual: IndicatorValue, at_most: str
) -> Decimal | None:
    """Give the points that the rules fix; None where they leave it to judgement.

    `at_most` says how an excess is scored: `ratio`, or by its share (`excess`). A target of
    exactly zero is R5: kept or lost. Words and deadlines earn full marks when they are met.
    """
    if gap(target, actual) is None or target.number is None or actual.number is None:
        return weight if met(target, actual) else None
    if target.operator in ("≤", "<") or (target.number == 0 and target.operator in ("=", "")):
        score = at_most_points_by_ratio if at_most == "ratio" else at_most_points
        return score(weight, target.number, actual.number)
    if reached(target, actual):
        return weight
    return at_least_points(weight, target.number, actual.number)
