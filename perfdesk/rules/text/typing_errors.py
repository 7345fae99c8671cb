"""Guess how a wrong figure came about: a unit, a lost digit, two digits changed about."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value, round_half_up
from perfdesk.rules.text.figures import Figure, Sort, in_text

# A rounded figure of fewer digits may be anything.
_TELLING = 100
_TEN_THOUSAND = Decimal(10_000)
_DIGITS = {1: "一", 2: "两", 3: "三"}


def slip(said: str, known: Value) -> str | None:
    """Say in a sentence how a figure said may have come about from the known one."""
    number = known.number if isinstance(known, IndicatorValue) else known
    groups = in_text(said)
    if not groups or not isinstance(number, Decimal):
        return None
    return slip_between(groups[0][0], number)


def slip_between(figure: Figure, known: Decimal) -> str | None:
    """Say in a sentence how a figure may have come about, None where nothing suggests itself."""
    said = figure.number
    if said <= 0 or known <= 0 or said == known:
        return None
    if figure.sort is Sort.AMOUNT:
        if _is(figure, known * _TEN_THOUSAND):
            return "像是把元写成了万元。"
        if _is(figure, known / _TEN_THOUSAND):
            return "像是把万元写成了元。"
    for power, word in _DIGITS.items():
        if _is(figure, known.scaleb(power)):
            return f"像是多写了{word}位。"
        if _is(figure, known.scaleb(-power)):
            return f"像是少写了{word}位。"
    return _by_digits(figure, known)


def _is(figure: Figure, exact: Decimal) -> bool:
    """Tell whether a figure is an exact one, rounded where enough of it is left to tell."""
    if figure.number == exact:
        return True
    said = figure.number / figure.step
    return said >= _TELLING and round_half_up(exact / figure.step, 0) == said


def _by_digits(figure: Figure, known: Decimal) -> str | None:
    exact = known / figure.step
    ours, theirs = (f"{int(each)}".rstrip("0") for each in (figure.number / figure.step, exact))
    # Cut off: said is the figure without its last places.
    if exact != int(exact) and ours == theirs:
        return "像是直接舍去了尾数，没有四舍五入。"
    exact_digits = f"{known.normalize():f}".replace(".", "").strip("0")
    said_digits = f"{figure.number.normalize():f}".replace(".", "").strip("0")
    if _is_swapped(said_digits, exact_digits):
        return "像是有两位数字写颠倒了。"
    if len(said_digits) + 1 == len(exact_digits) and _is_without_one(said_digits, exact_digits):
        return "像是漏写了一位。"
    if len(exact_digits) + 1 == len(said_digits) and _is_without_one(exact_digits, said_digits):
        return "像是多写了一位。"
    return None


def _is_swapped(one: str, other: str) -> bool:
    places = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(one) == len(other)
        and len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and one[places[1]] == other[places[0]]
    )


def _is_without_one(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
