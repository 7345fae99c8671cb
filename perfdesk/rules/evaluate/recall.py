"""Keep what followed from each row of a table until the row changes.

What is equal is one object (`rows.py`), so a row that did not change is found again by
identity. Only what the last rows gave is kept: a text that all rows read makes all of
them new at each key, and a cache of the old ones would fill for the garbage collector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Generic, TypeVar

from perfdesk.rules.evaluate.rows import Around, Line

What = TypeVar("What")
Result = TypeVar("Result")

# The largest form asks some hundred times at each key; twice that spares it asking anew
# when a key is undone.
_SURROUNDINGS = 256


def by_row(
    follow: Callable[[What, Around, Line], Result],
) -> Callable[[What, Around, tuple[Line, ...]], Sequence[Result]]:
    """Let a function of one row be called with all rows, and run on those that changed."""

    @lru_cache(maxsize=_SURROUNDINGS)
    def recall(what: What, around: Around) -> _Recall[Result]:
        return _Recall(partial(follow, what, around))

    def of_rows(what: What, around: Around, lines: tuple[Line, ...]) -> Sequence[Result]:
        return recall(what, around).of(lines)

    return of_rows


class _Recall(Generic[Result]):
    """What followed from the rows that were asked about last."""

    def __init__(self, follow: Callable[[Line], Result]) -> None:
        self._follow = follow
        self._last: tuple[tuple[Line, ...], Sequence[Result]] = ((), ())

    def of(self, lines: tuple[Line, ...]) -> Sequence[Result]:
        asked, results = self._last
        if lines == asked:
            return results
        known = dict(zip(asked, results, strict=True))
        follow = self._follow
        results = [known[line] if line in known else follow(line) for line in lines]
        self._last = lines, results
        return results
