"""An indicator as a library knows it: a name, where it belongs, and how its value is written.

Figures are no part of it: where one belongs in a value stands a gap, for the clerk to fill.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.models.plain import narrow

GAP = "__"
# A longer value is a sentence about one project.
_LONGEST = 16
_YEAR = re.compile(r"[0-9]{4}年")
# Some systems print the unit in brackets: =100.00(%).
_BRACKETS = re.compile(rf"{GAP}\(([^()]*)\)$")
_FIGURE = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """One indicator of a library.

    `kind` is the library's own word (数量, 质量 …) that a framework has level names for; where
    no kind is known, `level1` and `level2` keep the names it was found under. `value` is how
    its target is usually written, `evidence` where the figure comes from. `is_own` tells that
    the office added it in the window and may take it out again.
    """

    name: str
    topic: str
    kind: str = ""
    level1: str = ""
    level2: str = ""
    value: str = ""
    evidence: str = ""
    is_own: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Tell it from others: the same name may count something and measure its quality."""
        return self.name, self.kind or self.level2


def outline(value: str) -> str:
    """Keep operator and unit of a value, with a gap for each figure: ≥98% becomes ≥__%.

    Words stay; a frequency and a sentence give nothing, since they are figures in words.
    """
    plain = narrow(value).replace(" ", "")
    if len(plain) > _LONGEST or "\n" in plain or parse_indicator_value(plain).frequency:
        return ""
    return _BRACKETS.sub(rf"{GAP}\1", _FIGURE.sub(GAP, _YEAR.sub("", plain)))
