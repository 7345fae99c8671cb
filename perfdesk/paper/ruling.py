"""Draw each rule once, however many cells share it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# Places nearer than this are one place: columns of different bands add up to the same
# edge by different sums.
_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line in millimetres from the page's top left."""

    x1: float
    y1: float
    x2: float
    y2: float


class Ruling:
    """Collect the ruled sides of rectangles, and give the fewest lines that rule them all."""

    def __init__(self) -> None:
        self._across: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._down: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def add(self, x: float, y: float, width: float, height: float, sides: str) -> None:
        """Rule the sides of a rectangle named by the letters t, b, l, r."""
        left, right = round(x * _STEPS), round((x + width) * _STEPS)
        top, bottom = round(y * _STEPS), round((y + height) * _STEPS)
        if "t" in sides:
            self._across[top].append((left, right))
        if "b" in sides:
            self._across[bottom].append((left, right))
        if "l" in sides:
            self._down[left].append((top, bottom))
        if "r" in sides:
            self._down[right].append((top, bottom))

    def rules(self) -> tuple[Rule, ...]:
        """Give the lines, across first, from top to bottom and left to right."""
        across = [
            Rule(start / _STEPS, y / _STEPS, end / _STEPS, y / _STEPS)
            for y, stretches in sorted(self._across.items())
            for start, end in _join(stretches)
        ]
        down = [
            Rule(x / _STEPS, start / _STEPS, x / _STEPS, end / _STEPS)
            for x, stretches in sorted(self._down.items())
            for start, end in _join(stretches)
        ]
        return (*across, *down)


def _join(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
