"""Set a cell's text into lines, and say how much room they take.

What was set is remembered by text, style and width, so that a cell nobody touched
costs nothing at the next keystroke.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import floor
from typing import Protocol

from perfdesk.models.sheet import Span, Style
from perfdesk.paper.linebreak import (
    HALF_WIDTH,
    Line,
    break_heading,
    break_lines,
    cut_runs,
    squeezed,
)
from perfdesk.paper.printable import printable

MM_PER_POINT = 25.4 / 72
# Characters from which on a text counts as long: every keystroke in one is a text more to
# remember, and a form has few of them.
_LONG = 400
# Points by which a text is set smaller at a time.
_STEP = 0.5


class Widths(Protocol):
    """Whoever knows how wide characters are: `fonts.Faces`, or a ruler in a test."""

    def advances(self, role: str) -> Mapping[str, float]:
        """Give each character's width in 1/1000 of the size."""

    def __hash__(self) -> int:
        """Tell two rulers apart."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of a line up to the next squeezed mark, each span of one role.

    It begins `at` millimetres from the line's start, with `before` characters before it.
    """

    spans: tuple[Span, ...]
    at: float = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: its text, its place and width in millimetres.

    `indent` is the distance from the padding's edge before alignment; `closes` is set on
    the last line of a paragraph.
    """

    stretches: tuple[Stretch, ...]
    width: float
    indent: float = 0
    closes: bool = True


@dataclass(frozen=True, slots=True)
class SetText:
    """A text in lines, at a size in points; the rest in millimetres, `padding` above and below."""

    lines: tuple[SetLine, ...]
    size: float
    leading: float
    padding: float

    @property
    def em(self) -> float:
        return self.size * MM_PER_POINT

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
    texts = [(printable(span.text), span.role or style.role) for span in spans]
    text = "".join(part for part, _ in texts)
    advances: list[float] = []
    for part, role in texts:
        advances += map(faces.advances(role).__getitem__, part)
    room = max(width - 2 * style.padding, 0)
    size, lines = _broken(text, advances, style, room)
    thousandth = size * MM_PER_POINT / 1000
    joints = squeezed(text, advances)
    return SetText(
        tuple(
            SetLine(
                _stretches(texts, line, joints, advances, thousandth),
                line.width * thousandth,
                line.indent * thousandth,
                line.closes,
            )
            for line in lines
        ),
        size=size,
        leading=size * style.leading * MM_PER_POINT,
        padding=style.padding,
    )


def _broken(
    text: str, advances: Sequence[float], style: Style, room: float
) -> tuple[float, list[Line]]:
    """Break a text at its size, or at the first smaller one that cuts fewer words and figures."""
    if not text:
        return style.size, []
    size, least = style.size, style.least_size or style.size
    lines = _at_size(text, advances, style, room, size)
    if size == least or len(lines) < 2:
        return size, lines
    cuts = cut_runs(text, lines)
    smaller = size - _STEP
    while any(cuts) and smaller >= least:
        tried = _at_size(text, advances, style, room, smaller)
        if cut_runs(text, tried) < cuts:
            size, lines, cuts = smaller, tried, cut_runs(text, tried)
        smaller -= _STEP
    return size, lines


def _at_size(
    text: str, advances: Sequence[float], style: Style, room: float, size: float
) -> list[Line]:
    width = room / (size * MM_PER_POINT / 1000)
    if style.align == "center" and not style.indent:
        return break_heading(text, advances, width)
    return break_lines(text, advances, width, style.indent * 1000)


_set_short = lru_cache(maxsize=8192)(_set)
_set_long = lru_cache(maxsize=128)(_set)


def _stretches(
    texts: list[tuple[str, str]],
    line: Line,
    joints: Sequence[int],
    advances: Sequence[float],
    thousandth: float,
) -> tuple[Stretch, ...]:
    inside = joints[bisect_left(joints, line.start) : bisect_left(joints, line.end - 1)]
    if not inside:
        spans = tuple(_slice(texts, line.start, line.end))
        return (Stretch(spans),) if spans else ()
    edges = [line.start, *(joint + 1 for joint in inside), line.end]
    found = []
    at = 0.0
    for start, end in pairwise(edges):
        if end > start:
            spans = tuple(_slice(texts, start, end))
            found.append(Stretch(spans, at * thousandth, start - line.start))
        at += sum(advances[start:end]) - HALF_WIDTH
    return tuple(found)


def _slice(texts: list[tuple[str, str]], start: int, end: int) -> list[Span]:
    if len(texts) == 1:
        [(text, role)] = texts
        return [Span(text[start:end], role)] if end > start else []
    spans = []
    place = 0
    for part, role in texts:
        taken = part[max(start - place, 0) : max(end - place, 0)]
        if taken:
            spans.append(Span(taken, role))
        place += len(part)
    return spans
