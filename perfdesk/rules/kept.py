"""Values that keep what was worked out of them, for as long as they live themselves.

A form with 5,000 indicators changes in one cell at a key, a long text in one sentence. What
was worked out of a value stays with it, and what was read in the parts of a sequence goes on
to the sequence that takes its place: nobody else has to remember it, or when to forget.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import compress, count
from operator import is_not
from typing import Any, TypeVar

Item = TypeVar("Item", covariant=True)
Result = TypeVar("Result")


class Keeping:
    """A value that keeps what was worked out of it as a whole."""

    _whole: dict[Callable[..., Any], Any] | None = None

    def once(self, work: Callable[[Any], Result]) -> Result:
        """Give what `work` makes of this value, worked out once."""
        if self._whole is None:
            self._whole = {}
        if work not in self._whole:
            self._whole[work] = work(self)
        result: Result = self._whole[work]
        return result


class Kept(tuple[Item, ...], Keeping):
    """A sequence that equals only itself, and keeps what was read in each of its items."""

    _read: dict[tuple[Callable[..., Any], tuple[Hashable, ...]], list[Any]]

    def __new__(cls, items: Iterable[Item] = ()) -> Kept[Item]:
        made = super().__new__(cls, items)
        made._read = {}
        return made

    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    def each(self, read: Callable[..., Result], *given: Hashable) -> Sequence[Result]:
        """Give what `read` finds in each item, beside which it also takes what is given.

        What is given must come from the edition: all that was ever asked is kept.
        """
        if (read, given) not in self._read:
            self._read[read, given] = [read(item, *given) for item in self]
        return self._read[read, given]

    def followed_by(self, items: Sequence[Any]) -> Kept[Any]:
        """Make the sequence that takes this one's place; the same object is the same item.

        Between the first and the last item that are not, all are read anew.
        """
        most = min(len(self), len(items))
        start = next(compress(count(), map(is_not, self, items)), most)
        backwards = compress(count(), map(is_not, reversed(self), reversed(items)))
        same = min(next(backwards, most), most - start)
        made = Kept(items)
        for (read, given), known in self._read.items():
            new = [read(item, *given) for item in items[start : len(items) - same]]
            made._read[read, given] = [*known[:start], *new, *known[len(known) - same :]]
        return made


def once(value: Any, work: Callable[[Any], Result]) -> Result:
    """Work something out of a value, which keeps it if it can."""
    return value.once(work) if isinstance(value, Keeping) else work(value)


def read_each(items: Sequence[Any], read: Callable[[Any], Result]) -> Sequence[Result]:
    """Read every item of a sequence, which keeps what was found if it can."""
    return items.each(read) if isinstance(items, Kept) else [read(item) for item in items]
