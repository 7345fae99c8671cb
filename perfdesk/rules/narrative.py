"""Find figures in long texts: amounts, counts, dates, phone numbers.

Each function finds one kind of thing with a linear pattern, so that the longest text
costs time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from perfdesk.models.indicator_value import IndicatorValue
from perfdesk.models.plain import narrow
from perfdesk.models.values import Value, round_half_up, yuan_per

_MONTH = re.compile(r"(?<![0-9])([0-9]{4})年([0-9]{1,2})月(?:([0-9]{1,2})日)?")
_AMOUNT = re.compile(r"(?<![0-9.])([0-9][0-9,]{0,18}(?:\.[0-9]{1,6})? ?)(万元|元)")
_NUMBER = re.compile(r"(?<![0-9.,])[0-9][0-9,]{0,12}(?:\.[0-9]{1,4})?")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")
_PERCENT = re.compile(r"(?<![0-9.])([0-9]{1,6}(?:\.[0-9]{1,6})?)%")
# An amount belongs to a word when no more than this stands between them.
_REACH = 6
# No figure that is looked for is written longer.
_LONGEST = 28
_STOPS = ("，", ",", "。", "；", ";", "：", "（", "）", "(", ")", "\n")
# Words after which a figure speaks of something else: 调减后, 调减至, 批复同意调减.
_TURNS = (*_STOPS, "后", "至", "到", "调减", "调增", "追加")
_AIMS = (*_STOPS, "应", "目标", "要求", "计划", "不低于", "不少于", "≥")
_BOUNDS = ("以上", "以下", "以内")
_EARLIER = ("上年", "去年", "上一年", "往年")
_CLAUSE = re.compile(r"[，,。；;！？\n]")
_DONE = ("已", "了", "完成")
_PLANNED = ("将", "拟", "计划", "预计", "争取", "力争", "确保", "定于", "应于", "应在", "前完成")
_NOT_DONE = (*_PLANNED, "须", "待", "后续", "未")

# A text is looked at for many figures, the account of goals once for every indicator.
_narrow = lru_cache(maxsize=64)(narrow)


def done_after(text: str, end: date) -> str | None:
    """Give the first date after the end of a period at which something is said to be done.

    A clause says so with 已, 了 or 完成, and is passed over when it speaks of plans or denies.
    """
    for clause in map(_without_marker, _CLAUSE.split(_narrow(text))):
        if not any(word in clause for word in _DONE) or any(word in clause for word in _NOT_DONE):
            continue
        for match in _MONTH.finditer(clause):
            year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
            if 1 <= month <= 12 and (year, month, day) > (end.year, end.month, end.day):
                return match[0]
    return None


def _without_marker(clause: str) -> str:
    # 已在9月将预算调整 speaks of what is done, 将 alone of what is to come.
    before, _, after = clause.partition("将")
    return before + after if "已" in before else clause


def amount_contradicting(text: str, word: str, amount: Decimal) -> str | None:
    """Give the first amount said of a word where none can be the given amount of 元.

    An amount is said of a word when it follows within a few characters and no comma
    stands between: 调减0.30万元. It is taken as rounded to the places it was written with.
    A text that also gives the right amount speaks of other things beside it.
    """
    said = list(_amounts_of(_narrow(text), word))
    if any(_rounds_to(amount / factor, number) for _, number, factor in said):
        return None
    return said[0][0] if said else None


def amount_unknown(text: str, word: str, whole: Decimal, parts: Sequence[Value]) -> str | None:
    """Give the first amount said of a word that is neither the whole nor one of its parts."""
    known = [whole, *(part for part in parts if isinstance(part, Decimal))]
    for said, number, factor in _amounts_of(_narrow(text), word):
        if not any(_rounds_to(each / factor, number) for each in known):
            return said
    return None


def _rounds_to(exact: Decimal, number: Decimal) -> bool:
    return round_half_up(exact, max(0, -int(number.as_tuple().exponent))) == number


def _of_earlier_years(plain: str, place: int) -> bool:
    clause = plain[max(0, place - 12) : place]
    cut = max(clause.rfind(stop) for stop in _STOPS)
    return any(word in clause[cut + 1 :] for word in _EARLIER)


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure close behind a word: its match, what stands between, and the word's place."""

    match: re.Match[str]
    between: str
    place: int


def _said_of(plain: str, word: str, kind: re.Pattern[str]) -> Iterator[_Said]:
    """Find what is said close behind each mention of a word."""
    start = plain.find(word)
    while start >= 0:
        after = start + len(word)
        match = kind.search(plain, after, after + _REACH + _LONGEST)
        if match and match.start() - after <= _REACH:
            yield _Said(match, plain[after : match.start()], start)
        start = plain.find(word, after)


def _amounts_of(plain: str, word: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    for said in _said_of(plain, word, _AMOUNT):
        turns = any(turn in said.between for turn in _TURNS)
        if not turns and not _of_earlier_years(plain, said.place):
            written, figure, unit = said.match.group(0, 1, 2)
            yield written, Decimal(figure.replace(",", "")), yuan_per(unit)


def count_contradicting(text: str, target: IndicatorValue, actual: IndicatorValue) -> str | None:
    """Give a count in a text that has the indicator's unit but none of its figures.

    Only units of two characters or more are looked for: 个 alone counts anything.
    """
    if target.number is None or actual.number is None or len(target.unit) < 2:
        return None
    plain, known = _narrow(text), {target.number, actual.number}
    start = plain.find(target.unit)
    while start >= 0:
        match = _ending_number(plain, start)
        if match is not None and match not in known:
            return f"{match}{target.unit}"
        start = plain.find(target.unit, start + 1)
    return None


def _ending_number(plain: str, end: int) -> Decimal | None:
    for match in _NUMBER.finditer(plain, max(0, end - 16), end):
        if match.end() == end:
            return Decimal(match[0].replace(",", ""))
    return None


def percent_contradicting(text: str, word: str, rate: Decimal) -> str | None:
    """Give the first percentage said of a word where none can be the given rate.

    Either may be rounded to fewer places than the other. Aims and bounds, as in
    执行率应达到75% or 执行率在75%以上, say nothing of what was reached.
    """
    said = list(_percents_of(_narrow(text), word))
    if any(_rounds_to(rate, number) or _rounds_to(number, rate) for _, number in said):
        return None
    return said[0][0] if said else None


def _percents_of(plain: str, word: str) -> Iterator[tuple[str, Decimal]]:
    for said in _said_of(plain, word, _PERCENT):
        aims = any(aim in said.between for aim in _AIMS)
        bound = plain.startswith(_BOUNDS, said.match.end())
        if not aims and not bound and not _of_earlier_years(plain, said.place):
            yield said.match[0], Decimal(said.match[1])


def number_contradicting(text: str, word: str, number: Decimal) -> str | None:
    """Give the first plain number said of a word where none is the given one: 得分 17 分."""
    said = list(_numbers_of(_narrow(text), word))
    if any(_rounds_to(number, each) for _, each in said):
        return None
    return said[0][0] if said else None


def _numbers_of(plain: str, word: str) -> Iterator[tuple[str, Decimal]]:
    for said in _said_of(plain, word, _NUMBER):
        turns = any(turn in said.between for turn in (*_TURNS, *_AIMS))
        if not turns and plain[said.match.end() :][:1] != "%":
            yield said.match[0], Decimal(said.match[0].replace(",", ""))


def typed_number_of(text: str, word: str) -> str | None:
    """Give the first number typed after a word with nothing but blanks between: 表 9."""
    plain = _narrow(text)
    match = re.search(re.escape(word) + r" ?[0-9]{1,3}(?![0-9.,年月日%])", plain)
    return match[0] if match else None


# Words written twice are no fault in themselves: 合并并移交, 为了了解.
_DOUBLED = re.compile(r"([，。；：、！？])\1")


def doubled(text: str) -> str | None:
    """Give the first mark of punctuation that is written twice: 。。."""
    match = _DOUBLED.search(text)
    return match[0] if match else None


def private_number(text: str) -> str | None:
    """Give the first mobile or identity number of a text, its middle masked."""
    plain = _narrow(text)
    match = _MOBILE.search(plain) or _IDENTITY.search(plain)
    return f"{match[0][:3]}****{match[0][-4:]}" if match else None


def percent_said(text: str) -> Decimal | None:
    """Give the first percentage a text speaks of."""
    match = _PERCENT.search(_narrow(text))
    return Decimal(match[1]) if match else None


def speaks_of(text: str, *names: str | None) -> bool:
    """Tell whether a text names one of several things, 指标 and 目标 at their ends aside."""
    stems = (name.strip().removesuffix("指标").removesuffix("目标") for name in names if name)
    return any(stem and stem in text for stem in stems)


def says_nothing(text: str) -> bool:
    """Tell whether a text is only 无, a dash, dots or the like."""
    return text.strip(" \t\r\n。.,，、…-—–_/\\") in ("", "无", "没有", "0", "同上", "暂无")
