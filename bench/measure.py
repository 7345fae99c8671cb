"""Time pieces of work in turn, so that what else the machine does falls on all alike."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Series:
    """What one piece of work took, in seconds, run by run.

    `wall` is what a person waits, `cpu` what this thread computed: on a machine with other
    work the two part ways, and the second one tells whether the program is to blame.
    """

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Give the median of what a person waits."""
        return median(self.wall)


def p99(values: Sequence[float]) -> float:
    """Give the value that 99 of 100 do not exceed."""
    return sorted(values)[math.ceil(len(values) * 0.99) - 1]


def ratio(values: Sequence[float], baseline: Sequence[float]) -> float:
    """Give the median of the ratios of neighbours: one slow spell of the machine spoils few."""
    return median(a / b for a, b in zip(values, baseline, strict=True))


def in_turn(runs: int, *works: Work, between: Work = lambda: None) -> list[Series]:
    """Run A B C, A B C, ...; a first round is not counted, it fills caches.

    `between` comes after each piece of work and is not counted either.
    """
    for work in works:
        work()
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(runs):
        for work, times in zip(works, taken, strict=True):
            times.append(_timed(work))
            between()
    return [Series(*(tuple(column) for column in zip(*times, strict=True))) for times in taken]


def _timed(work: Work) -> tuple[float, float]:
    cpu, wall = time.thread_time(), time.perf_counter()
    work()
    return time.perf_counter() - wall, time.thread_time() - cpu
