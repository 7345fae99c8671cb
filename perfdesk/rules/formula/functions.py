"""The functions a formula may call, with the words that explain them.

A function is called only when all its arguments are present, unless it says that it
takes blanks; otherwise its result is blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from perfdesk.models.indicator import comparison
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value, round_half_up
from perfdesk.rules.numbers import arithmetic, groups, points, quantities, reasons, timing
from perfdesk.rules.text import (
    completions,
    contradictions,
    numbering,
    similar_names,
    stated,
    sums_in_words,
    typing_errors,
    wording,
)


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how to call it, and how its call reads in words.

    `words` has {0}, {1}… for the arguments; blank where a call needs no explaining. Where
    `needs` is not true of the arguments that are known, the others cannot matter: the call
    then gives `lacking`.
    """

    call: Callable[..., Any]
    least: int
    most: int
    takes_blank: bool = False
    words: str = ""
    needs: Callable[..., bool] | None = None
    lacking: bool | None = False


def _present(value: Value) -> bool:
    return value is not None


def _blank(value: Value) -> bool:
    return value is None


def _or_else(value: Value, instead: Value) -> Value:
    return instead if value is None else value


def _contains(text: str, part: str) -> bool:
    return part in text


def _round(number: Decimal, places: Decimal) -> Decimal:
    return round_half_up(number, int(places))


def _percent_text(number: Decimal) -> str:
    return f"{round_half_up(number, 2):.2f}%"


def _short_percent(number: Decimal) -> str:
    return f"{round_half_up(number, 2).normalize():f}%"


def _ten_thousands(yuan: Decimal) -> str:
    return f"{(yuan / 10_000).normalize():f}"


def _speaks_of(text: str | None, *similar_names: str | None) -> bool:
    return text is not None and stated.speaks_of(text, *similar_names)


def _says_nothing(text: str | None) -> bool:
    return text is None or stated.says_nothing(text)


def _mentions(value: str | IndicatorValue, words: str) -> bool:
    """Tell whether a value has one of the words that an edition lists with 、 between."""
    text = value.text if isinstance(value, IndicatorValue) else value
    return any(word in text for word in words.split("、"))


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "present": Function(_present, 1, 1, takes_blank=True),
        "blank": Function(_blank, 1, 1, takes_blank=True),
        "or_else": Function(_or_else, 2, 2, takes_blank=True, words="{0}"),
        "mentions": Function(_mentions, 2, 2),
        "contains": Function(_contains, 2, 2),
        "sum": Function(arithmetic.total, 1, 1, words="{0}之和"),
        "count": Function(arithmetic.count, 1, 1, words="{0}的个数"),
        "sum_where": Function(groups.sum_where, 2, 3, words="{0}之和"),
        "count_where": Function(groups.count_where, 2, 3, words="{0}的个数"),
        "distinct_where": Function(groups.distinct_where, 2, 3, words="不同的{0}的个数"),
        "names_where": Function(groups.names_where, 2, 3),
        "other_name": Function(similar_names.other_name, 2, 2, words="另一个名称"),
        "year_end": Function(stated.year_end, 1, 1, words="{0}的最后一天"),
        "choice_said": Function(stated.choice_said, 3, 3, words="文字中所写的"),
        "after_code": Function(groups.after_code, 1, 1, words="{0}"),
        "code_of": Function(groups.code_of, 1, 1, words="{0}的编码"),
        "starts_with": Function(lambda text, start: text.strip().startswith(start), 2, 2),
        "tier": Function(groups.tier, 4, 12, words="{0}所在的档"),
        "times": Function(groups.times, 2, 2, words="{1}出现的次数"),
        "look_up": Function(groups.look_up, 3, 3),
        "all_same": Function(groups.all_same, 2, 2),
        "longer_name": Function(similar_names.longer_name, 2, 2, words="另一个名称"),
        "share_same": Function(groups.share_same, 2, 2, words="{0}与{1}相同的占比"),
        "scattered": Function(groups.scattered, 2, 2),
        "same_quantity": Function(comparison.same, 2, 2),
        "abs": Function(abs, 1, 1, words="{0}的绝对值"),
        "min": Function(min, 2, 8, words="{0}、{1}中较小者"),
        "max": Function(max, 2, 8, words="{0}、{1}中较大者"),
        "round": Function(_round, 2, 2, words="{0}"),
        "percent": Function(arithmetic.percent, 2, 2, words="{0} ÷ {1}"),
        "rate": Function(arithmetic.rate, 2, 2, words="{0} ÷ {1}"),
        "rate_verdict": Function(arithmetic.rate_verdict, 3, 3),
        "rate_points": Function(points.rate_points, 3, 3, words="{0} × {1} ÷ {2}，不超过{0}"),
        "rule_points": Function(points.rule_points, 4, 4),
        "points_reason": Function(reasons.points_reason, 4, 4, words="算法"),
        "rate_reason": Function(reasons.rate_reason, 3, 3, words="算法"),
        "quality": Function(reasons.quality_of, 2, 2),
        "in_band": Function(points.in_band, 5, 5),
        "band_reason": Function(reasons.band_reason, 4, 4, words="所在的档和分数"),
        "capped": Function(points.capped, 2, 12, words="{0}，不超过{1}所在档的上限"),
        "percent_text": Function(_percent_text, 1, 1, words="{0}"),
        "short_percent": Function(_short_percent, 1, 1, words="{0}"),
        "ten_thousands": Function(_ten_thousands, 1, 1, words="{0}"),
        "months": Function(arithmetic.months, 2, 2, words="{0}至{1}的月数"),
        "share_reached": Function(
            arithmetic.share_reached, 2, 2, words="完成值达到应完成值的指标数 ÷ 已跟踪指标数"
        ),
        "share_tracked": Function(
            arithmetic.share_tracked, 2, 2, words="已填完成值的指标数 ÷ 全部指标数"
        ),
        "share_of_year": Function(
            arithmetic.share_of_year, 2, 2, words="各可计数的指标（完成值 ÷ 年度值）的平均"
        ),
        "year_share": Function(arithmetic.year_share, 2, 2, words="{1} ÷ {0}"),
        "met": Function(arithmetic.met, 2, 2),
        "is_quantity": Function(lambda value: value.is_quantity, 1, 1),
        "is_zero": Function(lambda value: value.number == 0, 1, 1),
        "is_percent": Function(lambda value: value.is_percent, 1, 1),
        "is_words": Function(lambda value: value.is_words, 1, 1),
        "is_unread": Function(quantities.is_unread, 1, 1),
        "direction": Function(lambda value: value.direction, 1, 1),
        "operator": Function(lambda value: value.operator, 1, 1, words="符号"),
        "unit": Function(lambda value: value.unit, 1, 1, words="单位"),
        "comparable": Function(quantities.comparable, 2, 2),
        "agrees": Function(quantities.agrees, 2, 2),
        "favourable": Function(quantities.favourable, 2, 2),
        "signed_deviation": Function(quantities.signed_deviation, 2, 2, words="偏差"),
        "deviation_sense": Function(quantities.deviation_sense, 1, 1),
        "deviation_fits": Function(quantities.deviation_fits, 3, 3),
        "overshoot": Function(quantities.overshoot, 2, 2, words="{1} ÷ {0}"),
        "is_later": Function(quantities.is_later, 2, 2, needs=quantities.is_deadline),
        "done_for_the_year": Function(timing.done_for_the_year, 4, 4, needs=timing.called_done),
        "beyond_months": Function(timing.beyond_months, 2, 2, needs=timing.counts_months),
        "names_time": Function(timing.names_time, 1, 1),
        "last_day": Function(timing.last_day, 1, 1),
        "amount_said": Function(stated.amount_said, 2, 2),
        "done_after": Function(completions.done_after, 2, 2, words="文字中的日期"),
        "amount_contradicting": Function(
            contradictions.amount_contradicting,
            3,
            4,
            words="文字中的数",
            needs=contradictions.states_amount,
            lacking=None,
        ),
        "amount_unknown": Function(contradictions.amount_unknown, 4, 5, words="文字中的数"),
        "percent_contradicting": Function(
            contradictions.percent_contradicting,
            3,
            4,
            words="文字中的数",
            needs=contradictions.states_percent,
            lacking=None,
        ),
        "points_contradicting": Function(
            contradictions.points_contradicting, 3, 3, words="文字中的数"
        ),
        "points_taken": Function(contradictions.points_taken, 1, 1),
        "things_contradicting": Function(
            contradictions.things_contradicting, 4, 4, words="文字中的数"
        ),
        "figure_contradicting": Function(
            contradictions.figure_contradicting, 6, 9, takes_blank=True, words="文字中的数"
        ),
        "aim_contradicting": Function(
            contradictions.aim_contradicting, 5, 8, takes_blank=True, words="文字中的数"
        ),
        "slip": Function(typing_errors.slip, 2, 2, words="可能的错处"),
        "parts_unequal": Function(sums_in_words.parts_unequal, 1, 1, words="文字中的算式"),
        "reckoned_wrong": Function(sums_in_words.reckoned_wrong, 1, 1, words="文字中的算式"),
        "misnumbered": Function(numbering.misnumbered, 1, 1, words="错位的编号"),
        "typed_number_of": Function(wording.typed_number_of, 2, 2, words="手写的编号"),
        "doubled": Function(wording.doubled, 1, 1, words="重复的标点"),
        "doubled_word": Function(wording.doubled_word, 1, 1, words="重复的字"),
        "unpaired": Function(wording.unpaired, 1, 1, words="不成对的标点"),
        "gap_left": Function(wording.gap_left, 1, 1, words="没有填的空"),
        "repealed_law": Function(wording.repealed_law, 2, 2, words="已废止的文件"),
        "other_town": Function(wording.other_town, 3, 6, takes_blank=True, words="别处的名称"),
        "other_year": Function(wording.other_year, 2, 2, words="别的年份"),
        "private_number": Function(wording.private_number, 1, 1, words="号码"),
        "floor_said": Function(stated.floor_said, 1, 1, words="文字中的数"),
        "speaks_of": Function(_speaks_of, 2, 6, takes_blank=True),
        "says_nothing": Function(_says_nothing, 1, 1, takes_blank=True),
    }
)
