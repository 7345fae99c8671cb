"""Find what a text says was completed on a date, although the period was over before."""

from __future__ import annotations

import re
from datetime import date

from perfdesk.rules.text.sentences import in_sentences

_DAY = re.compile(r"(?<![0-9])([0-9]{4})年([0-9]{1,2})月(?:([0-9]{1,2})日)?")
_CLAUSE = re.compile(r"[，,。；;！？\n]")
_DONE = ("已", "了", "完成")
_NOT_DONE = re.compile(
    r"将|拟|计划|预计|争取|力争|确保|定于|应于|应在|前完成|须|待|后续|未|合同期|有效期|期限"
)
_DoneOn = tuple[tuple[int, int, int], str]


def done_after(text: str, end: date) -> str | None:
    """Give the first date after the end of a period at which something is said to be done.

    A clause says so with 已, 了 or 完成, and is passed over when it speaks of plans or denies.
    """
    last = (end.year, end.month, end.day)
    for found in in_sentences(text, _done_on):
        for day, written in found:
            if day > last:
                return written
    return None


def _done_on(sentence: str) -> tuple[_DoneOn, ...]:
    found: list[_DoneOn] = []
    for clause in map(_without_marker, _CLAUSE.split(sentence)):
        if not any(word in clause for word in _DONE) or _NOT_DONE.search(clause):
            continue
        for match in _DAY.finditer(clause):
            day = int(match[1]), int(match[2]), int(match[3] or 1)
            if 1 <= day[1] <= 12:
                found.append((day, match[0]))
    return tuple(found)


def _without_marker(clause: str) -> str:
    # 已在9月将预算调整 speaks of what is done, 将 alone of what is to come.
    before, _, after = clause.partition("将")
    return before + after if "已" in before else clause
