"""Read what a text states of one thing: a year, a choice, an amount, a percentage to reach.

What all its figures are is found in `figures.py` and held against the form in
`contradictions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from perfdesk.models.plain import narrow
from perfdesk.rules.text.figures import Sort
from perfdesk.rules.text.linking import figures_of_field

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
# 评级中 is “in the grading”; 评级为中 and 评级：中 state a grade.
_VERBS = '为是:“"‘'
# What may follow a choice: the end, a stop, or the second character of 优秀, 良好, 中等.
_AFTER = ',。;!)”"’\n 秀好等级'
_FLOOR = re.compile(r"(?<![0-9.])([0-9]{1,6}(?:\.[0-9]{1,6})?)%[及含()]{0,3}以上")
_BELOW = ("低于", "不足", "不到", "以下", "未达")


def year_end(text: str) -> date | None:
    """Give the last day of a year written as 2024 or 2024年度; None for anything else."""
    match = _YEAR.fullmatch(narrow(text).replace(" ", ""))
    return date(int(match[1]), 12, 31) if match else None


def choice_said(text: str, names: str, choices: str) -> str | None:
    """Give the first of some choices that a text says of a name: 评级为“良”.

    Names and choices are lists with 、 between. A list of choices, as in 评级分优、良、中、差,
    says none of them.
    """
    for name in names.split("、"):
        for rest in _behind(text, name):
            said = rest.lstrip(" " + _VERBS)
            stated = rest.lstrip()[:1] in tuple(_VERBS) and said[:1] in choices.split("、")
            if stated and (said[1:2] or "。") in _AFTER:
                return said[0]
    return None


def _behind(text: str, name: str) -> Iterator[str]:
    start = text.find(name)
    while start >= 0:
        start += len(name)
        # The whole text is long; what stands close behind a name is all that is read.
        yield narrow(text[start : start + 8])
        start = text.find(name, start)


def amount_said(text: str, words: str) -> Decimal | None:
    """Give the first amount in 元 that a text surely says of a word: 申报 60.00 万元."""
    for sentence in figures_of_field(text, words, Sort.AMOUNT):
        for link in sentence:
            if link.strong and link.figure.is_plain:
                return link.figure.number
    return None


def floor_said(text: str) -> Decimal | None:
    """Give the percentage a text asks all to reach, 均在75%以上; None for 低于45%."""
    plain = narrow(text)
    match = _FLOOR.search(plain)
    return Decimal(match[1]) if match and not any(word in plain for word in _BELOW) else None


def speaks_of(text: str, *names: str | None) -> bool:
    """Tell whether a text names one of several things, 指标 and 目标 at their ends aside."""
    stems = (name.strip().removesuffix("指标").removesuffix("目标") for name in names if name)
    return any(stem and stem in text for stem in stems)


def says_nothing(text: str) -> bool:
    """Tell whether a text is only 无, a dash, dots or the like."""
    return text.strip(" \t\r\n。.,，、…-—–_/\\") in ("", "无", "没有", "0", "同上", "暂无")
