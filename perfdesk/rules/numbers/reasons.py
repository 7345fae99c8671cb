"""Say how points came about, with the figures put in: 48 ÷ 50 × 10 = 9.60."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.models.indicator.comparison import Pair, met, pair, reached
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.indicator.words import MET, NOT_MET, PARTLY_MET
from perfdesk.models.values import round_half_up, shorten
from perfdesk.rules.numbers.points import allows_most, band, rate_points, rule_points

LEVELS = {MET: "达成", PARTLY_MET: "部分达成", NOT_MET: "未达成"}


def points_reason(
    weight: Decimal, target: IndicatorValue, actual: IndicatorValue, at_most: str
) -> str | None:
    """Explain `rule_points` of the same arguments; None where the rules fix no points."""
    points = rule_points(weight, target, actual, at_most)
    if points is None:
        return None
    both = pair(target, actual)
    if both is not None and allows_most(target):
        return _excess(weight, both, at_most, points)
    if both is None or both.upper is not None or reached(target, actual):
        return f"已达到 {shorten(target.text)}，得满分 {plain(weight)} 分"
    if both.planned <= 0:
        return f"未达到 {shorten(target.text)}，得 0 分"
    share = f"{plain(both.actual)} ÷ {plain(both.planned)}"
    return f"{share} × {plain(weight)} = {points:.2f}"


def _excess(weight: Decimal, both: Pair, at_most: str, points: Decimal) -> str:
    target, actual = plain(both.planned), plain(both.actual)
    if both.actual <= both.planned:
        return f"{actual} 没有超过 {target}，得满分 {plain(weight)} 分"
    if both.planned <= 0:
        return f"{actual} 超过 {target}，得 0 分"
    if at_most == "ratio":
        return f"{target} ÷ {actual} × {plain(weight)} = {points:.2f}"
    if both.actual >= 2 * both.planned:
        return f"{actual} 达到 {target} 的 2 倍，得 0 分"
    return f"(1 − ({actual} − {target}) ÷ {target}) × {plain(weight)} = {points:.2f}"


def rate_reason(weight: Decimal, part: Decimal, whole: Decimal) -> str | None:
    """Explain `rate_points` of the same arguments; None where there is nothing to divide by."""
    points = rate_points(weight, part, whole)
    if points is None:
        return None
    capped = f"，不超过 {plain(weight)}，得 {points:.2f}" if part > whole else f" = {points:.2f}"
    return f"{part:,.2f} ÷ {whole:,.2f} × {plain(weight)}{capped}"


def quality_of(target: IndicatorValue, actual: IndicatorValue) -> str | None:
    """Give the level of quality in which words answer a target of words; None for others."""
    if not target.is_words or not actual.is_words:
        return None
    return MET if met(target, actual) else actual.level or None


def band_reason(weight: Decimal, level: str, met_from: Decimal, partly_from: Decimal) -> str | None:
    """Write the band of points of a level of quality: 部分达成：6.00–8.00 分（不含 8.00）."""
    if level not in LEVELS:
        return None
    least, limit = (
        round_half_up(share * weight / 100, 2) for share in band(level, met_from, partly_from)
    )
    open_end = "" if level == MET else f"（不含 {limit:.2f}）"
    return f"{LEVELS[level]}：{least:.2f}–{limit:.2f} 分{open_end}"


def plain(number: Decimal) -> str:
    """Write a figure of a formula without the zeros at its end."""
    return f"{number.normalize():f}"
