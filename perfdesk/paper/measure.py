"""Set a cell's text into lines, and say how much room they take.

What was set is remembered by text, style and width, so that a cell nobody touched
costs nothing at the next keystroke.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import floor
from typing import Protocol

from perfdesk.models.sheet import Span, Style
from perfdesk.paper.linebreak import break_heading, break_lines
from perfdesk.paper.printable import printable

MM_PER_POINT = 25.4 / 72
# Characters from which on a text counts as long: every keystroke in one is a text more to
# remember, and a form has few of them.
_LONG = 400


class Widths(Protocol):
    """Whoever knows how wide characters are: `fonts.Faces`, or a ruler in a test."""

    def advances(self, role: str) -> Mapping[str, float]:
        """Give each character's width in 1/1000 of the size."""

    def __hash__(self) -> int:
        """Tell two rulers apart."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: its text in stretches of one role, its place and width in millimetres.

    `indent` is the distance from the padding's edge before alignment; `closes` is set on
    the last line of a paragraph.
    """

    spans: tuple[Span, ...]
    width: float
    indent: float = 0
    closes: bool = True


@dataclass(frozen=True, slots=True)
class SetText:
    """A text in lines; `em` and `leading` in millimetres, `padding` above and below."""

    lines: tuple[SetLine, ...]
    em: float
    leading: float
    padding: float

    def height(self, lines: int) -> float:
        """Give the height of a cell that holds so many lines; no lines take the room of one."""
        return (max(lines, 1) - 1) * self.leading + self.em + 2 * self.padding

    def fit(self, height: float) -> int:
        """Say how many lines a cell of this height holds."""
        return max(0, 1 + floor((height - self.height(1)) / self.leading + 1e-6))


def set_text(spans: tuple[Span, ...], style: Style, width: float, faces: Widths) -> SetText:
    """Break a cell's text into lines for a cell of this width, padding included."""
    long = sum(len(span.text) for span in spans) > _LONG
    return (_set_long if long else _set_short)(spans, style, width, faces)


def _set(spans: tuple[Span, ...], style: Style, width: float, faces: Widths) -> SetText:
    thousandth = style.size * MM_PER_POINT / 1000
    texts = [(printable(span.text), span.role or style.role) for span in spans]
    text = "".join(part for part, _ in texts)
    advances: list[float] = []
    for part, role in texts:
        advances += map(faces.advances(role).__getitem__, part)
    room = max(width - 2 * style.padding, 0) / thousandth
    if not text:
        lines = []
    elif style.align == "center" and not style.indent:
        lines = break_heading(text, advances, room)
    else:
        lines = break_lines(text, advances, room, style.indent * 1000)
    return SetText(
        tuple(
            SetLine(
                tuple(_slice(texts, line.start, line.end)),
                line.width * thousandth,
                line.indent * thousandth,
                line.closes,
            )
            for line in lines
        ),
        em=style.size * MM_PER_POINT,
        leading=style.size * style.leading * MM_PER_POINT,
        padding=style.padding,
    )


_set_short = lru_cache(maxsize=8192)(_set)
_set_long = lru_cache(maxsize=128)(_set)


def _slice(texts: list[tuple[str, str]], start: int, end: int) -> list[Span]:
    spans = []
    place = 0
    for part, role in texts:
        taken = part[max(start - place, 0) : max(end - place, 0)]
        if taken:
            spans.append(Span(taken, role))
        place += len(part)
    return spans
