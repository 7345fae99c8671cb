"""What is seen of a text whose parts are struck out, raised, lowered or set in a symbol font."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from perfdesk.exchange.parse.symbols import looks

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_FIGURE = re.compile(r"[0-9+\-=()n]+")
# After these a raised figure is a power or a unit (10⁴, m², ㎡ is one character); elsewhere it
# is the number of a footnote.
_POWER = re.compile(r"(?:[×xX*·]\s*10|(?<![0-9.,])10|[A-Za-z)）米])\s*\Z")


@dataclass(frozen=True, slots=True)
class Font:
    """How a part of a text is set; `level` is 1 for raised, -1 for lowered."""

    struck: bool = False
    level: int = 0
    face: str = ""


PLAIN = Font()


def as_seen(runs: Iterable[tuple[str, Font]]) -> tuple[str, tuple[str, ...]]:
    """Join the parts of a text as a reader sees them, and say in Chinese what was left out."""
    seen = struck = ""
    notes: list[str] = []
    for text, font in (*runs, ("", PLAIN)):
        if font.struck:
            struck += text
            continue
        if struck.strip():
            notes.append(f"“{_short(struck)}”已划去，没有读入。")
        struck = ""
        shown = looks(text, font.face)
        if shown is None:
            notes.append(f"这里有字体“{_short(font.face)}”的符号，认不出是什么，没有读入。")
        elif font.level and _FIGURE.fullmatch(shown):
            if font.level < 0:
                seen += shown.translate(_LOWERED)
            elif _POWER.search(seen):
                seen += shown.translate(_RAISED)
            else:
                notes.append(f"右上角的小字“{_short(shown)}”按注释处理，没有读入。")
        else:
            seen += shown
    return seen, tuple(notes)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"
