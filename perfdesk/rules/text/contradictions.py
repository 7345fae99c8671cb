"""Tell which figures of a text contradict the form: each gives the figure said, or None.

Where a sentence also gives the right figure it is taken to speak of other things beside it;
another sentence that gives it excuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value, round_half_up
from perfdesk.rules.indexes import Index
from perfdesk.rules.text.figures import Figure, Sense, Sort, latest_year
from perfdesk.rules.text.indicators import Linked, stem_of
from perfdesk.rules.text.linking import Link, figures_of_field
from perfdesk.rules.text.typing_errors import slip_between

# An amount cut off instead of rounded agrees where so many digits of it are left.
_TELLING = 3
_TAKEN = "扣、扣除、扣减、扣掉"
_IN_ALL = ("共扣", "合计扣", "总计扣")

# The figures stated of an indicator by sentence, each with whether it is of the form's time.
Stated = Sequence[Sequence[tuple[Figure, bool]]]


def amount_contradicting(text: str, words: str, amount: Decimal, of: Value = None) -> str | None:
    """Give the first amount said of a field that is not the given amount of 元.

    `words` are the field's spoken names with 、 between; `of` is the year, or a date in it.
    """
    return _contradicting(text, figures_of_field(text, words, Sort.AMOUNT), (amount,), of)


def states_amount(text: str, words: str, *_: Any) -> bool:
    """Tell whether a text states any amount of a field."""
    return bool(figures_of_field(text, words, Sort.AMOUNT))


def amount_unknown(
    text: str, words: str, whole: Decimal, parts: Sequence[Value], of: Value = None
) -> str | None:
    """Give the first amount said of a field that is neither the whole nor one of its parts."""
    known = [whole, *(part for part in parts if isinstance(part, Decimal))]
    for group in figures_of_field(text, words, Sort.AMOUNT):
        for link in group:
            if link.close and _states(link.figure, text, of) and not _is_any(link.figure, known):
                return link.figure.text
    return None


def percent_contradicting(text: str, words: str, rate: Decimal, of: Value = None) -> str | None:
    """Give the first percentage said of a field that is not the given one.

    Either may be rounded to fewer places than the other. Aims and bounds say nothing of
    what was reached.
    """
    return _contradicting(text, figures_of_field(text, words, Sort.PERCENT), (rate,), of)


def states_percent(text: str, words: str, *_: Any) -> bool:
    """Tell whether a text states any percentage of a field."""
    return bool(figures_of_field(text, words, Sort.PERCENT))


def points_contradicting(text: str, words: str, points: Decimal) -> str | None:
    """Give the first points said of a field that are not the given ones: 得分 17 分."""
    return _contradicting(text, figures_of_field(text, words, Sort.POINTS), (points,), None)


def points_taken(text: str) -> Decimal | None:
    """Add up the points a text says were taken off; None where it quotes a rule, or says none.

    A total said, 共扣 1 分, stands for all.
    """
    taken = [link.figure for group in figures_of_field(text, _TAKEN, Sort.POINTS) for link in group]
    if not taken or any(not each.is_plain for each in taken):
        return None
    totals = [each.number for each in taken if any(word in each.before for word in _IN_ALL)]
    return totals[0] if totals else sum((each.number for each in taken), Decimal(0))


def things_contradicting(text: str, words: str, thing: str, number: Decimal) -> str | None:
    """Give the first count of a thing, said behind given words, that is not the given one.

    共设 4 个二级指标 counts 二级指标 behind 共设.
    """
    for group in figures_of_field(text, words, Sort.COUNT):
        for link in group:
            counted = link.figure.after.lstrip().lstrip("个项").startswith(thing)
            if counted and link.strong and link.figure.number != number:
                return link.figure.text + link.figure.after.partition(thing)[0] + thing
    return None


class StatedOfIndicators(Index[str, Stated]):
    """What a text states of the form's indicators, by the stems of their names.

    Beside a figure stands whether it is of the form's time; `names` and `targets` are the
    form's whole columns: they tell what is distinctive.
    """

    _linked: Linked

    def __init__(
        self,
        text: str | None,
        names: Sequence[Value],
        targets: Sequence[Value],
        of: Value = None,
        before: StatedOfIndicators | None = None,
    ) -> None:
        super().__init__()
        linked = None if before is None else before._linked
        self._linked = Linked(text, names, targets, linked)
        for name, groups in self._linked.items():
            self[name] = [
                [(each, _of_time(each, text or "", of)) for each in group] for group in groups
            ]
        if before is not None:
            self.follow(before)


def figure_contradicting(
    text: str | None,
    name: str | None,
    names: Sequence[Value],
    targets: Sequence[Value],
    of: Value,
    *known: Value,
) -> str | None:
    """Give the first count or percentage stated of an indicator that is none of those known."""
    stated = StatedOfIndicators(text, names, targets, of)
    return figure_unlike(stated, text, name, names, targets, of, *known)


def aim_contradicting(
    text: str | None,
    name: str | None,
    names: Sequence[Value],
    targets: Sequence[Value],
    *known: Value,
) -> str | None:
    """Give the first count or percentage aimed at for an indicator that is none of those known."""
    return aim_unlike(StatedOfIndicators(text, names, targets), text, name, names, targets, *known)


def figure_unlike(stated: StatedOfIndicators, *given: Any) -> str | None:
    """Answer `figure_contradicting` from what the text states."""
    _, name, _, _, _, *known = given
    found = stated.get(stem_of(name))
    return _unlike(found, known, frozenset()) if found else None


def aim_unlike(stated: StatedOfIndicators, *given: Any) -> str | None:
    """Answer `aim_contradicting` from what the text states."""
    _, name, _, _, *known = given
    found = stated.get(stem_of(name))
    return _unlike(found, known, frozenset({Sense.AIM, Sense.PLAN})) if found else None


def _unlike(stated: Stated, known: Sequence[Value], meant: frozenset[Sense]) -> str | None:
    values = [each for each in known if isinstance(each, IndicatorValue)]
    numbers = [each.number for each in values if each.number is not None]
    # Beside 达标, about 200 or 18–20次 another figure is no contradiction.
    if len(numbers) < len(values) or any(map(_is_loose, values)) or not numbers:
        return None
    wrong = [
        each
        for group in stated
        if not any(_is_any(each, numbers) for each, _ in group)
        for each, in_time in group
        if in_time and each.senses <= meant
    ]
    if not wrong or sum(each.number for each in wrong) in numbers:
        return None
    return wrong[0].text + _counted(wrong[0])


def _is_loose(value: IndicatorValue) -> bool:
    return value.approximate or value.upper is not None or value.change != 0


def _counted(figure: Figure) -> str:
    """Give what is counted, as far as it is one word: 个居民区."""
    if figure.sort is not Sort.COUNT:
        return ""
    return figure.after.strip()[:2].rstrip("的已，。")


def _contradicting(
    text: str, groups: Iterable[Sequence[Link]], known: Sequence[Decimal], of: Value
) -> str | None:
    for group in groups:
        if any(_is_any(link.figure, known) for link in group):
            continue
        stated = [link for link in group if _states(link.figure, text, of)]
        if sum(link.figure.number for link in stated) in known:
            continue
        for link in stated:
            if link.strong or slip_between(link.figure, known[0]):
                return link.figure.text
    return None


def _states(figure: Figure, text: str, of: Value) -> bool:
    return figure.is_plain and _of_time(figure, text, of)


def _of_time(figure: Figure, text: str, of: Value) -> bool:
    """Tell whether a figure speaks of the form's year; without one, of the latest named.

    What there was till an earlier month, 截至6月底, is not what the form has at its end.
    """
    if of is not None and 0 < figure.month < (of.month if isinstance(of, date) else 12):
        return False
    return figure.year in (0, _year(of) or latest_year(text))


def _year(of: Value) -> int:
    if isinstance(of, date):
        return of.year
    digits = str(of or "").strip()[:4]
    return int(digits) if digits.isdigit() else 0


def _is_any(figure: Figure, known: Iterable[Decimal]) -> bool:
    return any(agrees(figure, each) for each in known)


def agrees(figure: Figure, exact: Decimal) -> bool:
    """Tell whether a figure is an exact one as it may be written: rounded, or percents finer."""
    said = figure.number / figure.step
    if round_half_up(exact / figure.step, 0) == said:
        return True
    if figure.sort is Sort.PERCENT:
        places = max(0, -int(exact.as_tuple().exponent))
        return round_half_up(figure.number, places) == exact
    cut = said == int(exact / figure.step) and len(f"{said:f}".rstrip("0")) >= _TELLING
    return figure.sort is Sort.AMOUNT and cut
