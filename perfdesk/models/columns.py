"""A column of a list over many lines, said once for the window and for the workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from perfdesk.models.severity import Severity
from perfdesk.models.values import Kind, written

Value = str | int | Decimal | None


class Shape(Enum):
    """What a column holds; figures are numbers, never texts."""

    TEXT = "text"
    WORD = "word"
    LINK = "link"
    PLACE = "place"
    COUNT = "count"
    TALLY = "tally"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"


_WRITTEN = {Shape.MONEY: Kind.AMOUNT, Shape.PERCENT: Kind.PERCENT, Shape.POINTS: Kind.POINTS}
_FIGURES = {Shape.PLACE, Shape.COUNT, Shape.TALLY, *_WRITTEN}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, how wide it is, what it holds, and how that is got of a line.

    `width` is that in a workbook, in digits of the normal font; `shown` that in the window, in
    Chinese characters; 0 where the column is not there. Columns that are not `printed` stand last.

    `get` gives a text, a number (a rate in percent), or None for none; a PLACE counts the lines
    and asks nothing. A LINK is the path of a file, or leads to what `target` gives: path, cell and
    sheet. `mark` is a severity that a figure bears where it is not 0, or gives one of a line.
    """

    title: str
    width: float = 0
    shape: Shape = Shape.TEXT
    get: Callable[[Any], Value] = lambda _: None
    shown: float = 0
    mark: Severity | Callable[[Any], Severity | None] | None = None
    target: Callable[[Any], tuple[str, ...]] | None = None
    printed: bool = True

    @property
    def is_figure(self) -> bool:
        """Tell whether it holds numbers, which stand at the right."""
        return self.shape in _FIGURES

    def text(self, line: Any) -> str:
        value = self.get(line)
        if isinstance(value, Decimal):
            return written(_WRITTEN.get(self.shape, Kind.NUMBER), value)
        return "" if value is None else str(value)

    def severity(self, line: Any) -> Severity | None:
        """Give the severity that it bears the mark of."""
        if isinstance(self.mark, Severity):
            return self.mark if self.get(line) else None
        return self.mark(line) if self.mark else None


def in_workbook(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Keep the columns that a workbook has."""
    return tuple(each for each in columns if each.width)


def in_window(columns: Sequence[Column], titles: str = "") -> tuple[Column, ...]:
    """Keep the columns that the window has; `titles` say their order where it is another there."""
    order = titles.split()
    shown = tuple(each for each in columns if each.shown)
    return tuple(sorted(shown, key=lambda each: order.index(each.title))) if order else shown
