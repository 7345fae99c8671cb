"""Ask small things of a text: a percentage to reach, a thing it names, whether it says anything.

What its figures say is found in `figures.py` and held against the form in `contradictions.py`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from perfdesk.models.plain import narrow

_FLOOR = re.compile(r"(?<![0-9.])([0-9]{1,6}(?:\.[0-9]{1,6})?)%[及含()]{0,3}以上")
_BELOW = ("低于", "不足", "不到", "以下", "未达")


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
