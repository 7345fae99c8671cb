"""Indexes in which the rows of a table look something up, each made of the one before it.

An index says of which keys it tells another thing than the one before: of thousands of rows
only those that look one of these up need be asked again.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import compress, count
from operator import is_not
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Index(dict[Key, Found]):
    """What is found under each key; `affected` are the keys under which it is something else.

    `number` counts the indexes made one of another; of the first one every key is affected.
    """

    number: int = 0
    affected: frozenset[Key] = frozenset()

    def follow(self, before: Index[Key, Found]) -> None:
        """Take the place of another index."""
        self.number = before.number + 1
        self.affected = frozenset(
            key for key in {*before, *self} if before.get(key) != self.get(key)
        )


class Grouped(Index[Key, Found]):
    """Items by their keys; `conclude` makes of the items of one key what is found there.

    The one before is used up.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        items: Sequence[Any],
        conclude: Callable[[list[Any]], Found],
        before: Grouped[Key, Found] | None = None,
    ) -> None:
        super().__init__()
        self._keys, self._items, self._places = keys, items, dict[Key, list[int]]()
        if before is None or len(before._keys) != len(keys):
            for place, key in enumerate(keys):
                self._places.setdefault(key, []).append(place)
            self._conclude(self._places, conclude)
            if before is not None:
                self.follow(before)
        else:
            self.update(before)
            self._places = before._places
            self.number, self.affected = before.number + 1, self._move(before)
            self._conclude(self.affected, conclude)

    def _move(self, before: Grouped[Key, Found]) -> frozenset[Key]:
        """Put the items that are new where they belong; gives their keys and those they had."""
        places = {*compress(count(), map(is_not, self._keys, before._keys))}
        places.update(compress(count(), map(is_not, self._items, before._items)))
        affected = set[Key]()
        for place in places:
            old, new = before._keys[place], self._keys[place]
            self._places[old].remove(place)
            insort(self._places.setdefault(new, []), place)
            affected |= {old, new}
        return frozenset(affected)

    def _conclude(self, keys: Iterable[Key], conclude: Callable[[list[Any]], Found]) -> None:
        for key in keys:
            if places := self._places[key]:
                self[key] = conclude([self._items[place] for place in places])
            else:
                del self._places[key]
                self.pop(key, None)
