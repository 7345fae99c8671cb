"""Ask small things of a text: a percentage, a thing it names, whether it says anything.

What its figures say is found in `said.py` and held against the form in `contradictions.py`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from perfdesk.models.plain import narrow

_PERCENT = re.compile(r"(?<![0-9.])([0-9]{1,6}(?:\.[0-9]{1,6})?)%")


def percent_said(text: str) -> Decimal | None:
    """Give the first percentage a text speaks of."""
    match = _PERCENT.search(narrow(text))
    return Decimal(match[1]) if match else None


def speaks_of(text: str, *names: str | None) -> bool:
    """Tell whether a text names one of several things, 指标 and 目标 at their ends aside."""
    stems = (name.strip().removesuffix("指标").removesuffix("目标") for name in names if name)
    return any(stem and stem in text for stem in stems)


def says_nothing(text: str) -> bool:
    """Tell whether a text is only 无, a dash, dots or the like."""
    return text.strip(" \t\r\n。.,，、…-—–_/\\") in ("", "无", "没有", "0", "同上", "暂无")
