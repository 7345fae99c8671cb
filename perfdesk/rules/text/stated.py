"""Read what a text states in one word: the year it names, the choice it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from perfdesk.models.plain import narrow

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
# 评级中 is “in the grading”; 评级为中 and 评级：中 state a grade.
_VERBS = '为是:“"‘'
# What may follow a choice: the end, a stop, or the second character of 优秀, 良好, 中等.
_AFTER = ',。;!)”"’\n 秀好等级'


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
