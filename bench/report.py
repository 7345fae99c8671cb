"""Print figures as a table that reads in a terminal and in Markdown alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.measure import Series, ratio

_HEAD = ("项目", "数值", "对照", "比值", "目标", "结果")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, its figure, the baseline, their ratio, the goal.

    `reached` is None where no goal was set.
    """

    what: str
    value: str
    baseline: str
    ratio: float
    goal: str = ""
    reached: bool | None = None


def table(figures: Iterable[Figure]) -> str:
    """Write figures as a table."""
    return aligned([_HEAD, *map(_cells, figures)])


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Write rows of texts, the first one as the head, aligned by the width that Chinese takes."""
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def against(
    what: str,
    took: Series,
    name: str,
    baseline: Series,
    *,
    most_seconds: float = 0,
    most_ratio: float = 0,
) -> Figure:
    """Make the line of two series by their medians, with a goal in seconds or as a ratio.

    What the thread computed stands in brackets: the rest is waiting, or other programs.
    """
    times = ratio(took.wall, baseline.wall)
    goal, reached = "", None
    if most_seconds:
        goal, reached = f"≤ {seconds(most_seconds)}", took.middle <= most_seconds
    if most_ratio:
        goal, reached = f"≤ {most_ratio:g}×", times <= most_ratio
    value = f"{seconds(took.middle)}（处理器 {seconds(median(took.cpu))}）"
    beside = f"{name} {seconds(baseline.middle)}"
    return Figure(what, value, beside, times, goal, reached)


def seconds(time: float) -> str:
    """Write a time in the unit that suits it."""
    if time < 1e-3:
        return f"{time * 1e6:.3g} µs"
    return f"{time * 1e3:.3g} ms" if time < 1 else f"{time:.3g} s"


def _cells(figure: Figure) -> tuple[str, ...]:
    result = {None: "", True: "达到", False: "未达到"}[figure.reached]
    times = f"{figure.ratio:.3g}×"
    return figure.what, figure.value, figure.baseline, times, figure.goal, result


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(row, widths, strict=True)
    padded = (text + " " * (width - text_width(text)) for text, width in cells)
    return f"| {' | '.join(padded)} |"


def text_width(text: str) -> int:
    """Count the columns that a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
