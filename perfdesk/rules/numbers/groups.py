"""Look across the rows of a table: sums and lists of those that belong together, copies.

A row belongs to a group when its key is the group's; without a group, when it has a key
at all, so that a row begun and left empty counts for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value
from perfdesk.rules.indexes import Grouped, Index
from perfdesk.rules.kept import once
from perfdesk.rules.numbers.arithmetic import count, percent


def sum_where(column: Sequence[Value], keys: Sequence[Value], key: Value = None) -> Decimal | None:
    """Add up a column over a group's rows.

    None where the group has no row or one of them is blank: a sum of what is not all
    there is no sum.
    """
    cells = _of_group(column, keys, key)
    numbers = [cell for cell in cells if isinstance(cell, Decimal)]
    return sum(numbers, Decimal(0)) if cells and len(numbers) == len(cells) else None


def count_where(column: Sequence[Value], keys: Sequence[Value], key: Value = None) -> Decimal:
    """Count the filled cells of a column over a group's rows."""
    return count(_of_group(column, keys, key))


def distinct_where(column: Sequence[Value], keys: Sequence[Value], key: Value = None) -> Decimal:
    """Count the different entries of a column over a group's rows."""
    return Decimal(len(_distinct(column, keys, key)))


def names_where(column: Sequence[Value], keys: Sequence[Value], key: Value = None) -> str | None:
    """List the different entries of a column over a group's rows, codes before them aside.

    “A1 项目立项” and “A2 项目目标” give 项目立项、项目目标.
    """
    return "、".join(after_code(name) for name in _distinct(column, keys, key)) or None


def after_code(text: str) -> str:
    """Give the name behind a code and a blank; a text of one word is itself."""
    return text.strip().partition(" ")[2].strip() or text.strip()


def code_of(text: str) -> str:
    """Give the code before the first blank; a text of one word is itself."""
    return text.strip().partition(" ")[0]


def tier(value: Decimal, *steps: Value) -> Value:
    """Give the word of the first threshold that is reached, or the word at the end.

    `steps` are threshold, word, threshold, word, …, last word.
    """
    for place in range(0, len(steps) - 1, 2):
        least = steps[place]
        assert isinstance(least, Decimal)
        if value >= least:
            return steps[place + 1]
    return steps[-1]


def times(column: Sequence[Value], value: Value) -> Decimal:
    """Count the cells of a column that hold a value."""
    return times_in(once(column, tally), column, value)


def tally(column: Sequence[Value], before: Grouped[Value, int] | None = None) -> Index[Value, int]:
    """Count how often each value of a column stands in it."""
    return Grouped(column, column, len, before)


def times_in(index: Index[Value, int], column: Sequence[Value], value: Value) -> Decimal:
    """Answer `times` from a tally."""
    return Decimal(index.get(value, 0))


def look_up(value: Value, keys: Sequence[Value], column: Sequence[Value]) -> Value:
    """Give the cell of a column in the first row that has a value for its key."""
    return cells_by_key(keys, column).get(value)


def cells_by_key(
    keys: Sequence[Value], column: Sequence[Value], before: Grouped[Value, Value] | None = None
) -> Index[Value, Value]:
    """Index a column by the keys of its rows; of several the first row counts."""
    return Grouped(keys, column, _first, before)


def cell_in(index: Index[Value, Value], value: Value, *_: Sequence[Value]) -> Value:
    """Answer `look_up` from an index."""
    return index.get(value)


def _first(cells: Sequence[Value]) -> Value:
    return cells[0]


def scattered(value: Value, column: Sequence[Value]) -> bool:
    """Tell whether the rows of one value stand apart, with other values between them."""
    return value in once(column, values_apart)


def values_apart(
    column: Sequence[Value], before: Index[Value, bool] | None = None
) -> Index[Value, bool]:
    """Mark the values of a column that stand apart."""
    ended: set[Value] = set()
    apart = Index[Value, bool]()
    last: Value = None
    for value in column:
        if value is None or value == last:
            continue
        if value in ended:
            apart[value] = True
        ended.add(value)
        last = value
    if before is not None:
        apart.follow(before)
    return apart


def apart_in(index: Index[Value, bool], value: Value, column: Sequence[Value]) -> bool:
    """Answer `scattered` from an index."""
    return value in index


def share_same(left: Sequence[Value], right: Sequence[Value]) -> Decimal | None:
    """Give the share of rows in which two columns say the same, in hundredths."""
    return share_of_copies([*map(is_same, left, right)])


def all_same(left: Sequence[Value], right: Sequence[Value]) -> bool:
    """Tell whether two columns say the same in every row that has both."""
    return all_copies([*map(is_same, left, right)])


def is_same(left: Value, right: Value) -> bool | None:
    """Tell whether two cells of a row say the same; None where either is blank."""
    return None if left is None or right is None else _plain(left) == _plain(right)


def share_of_copies(verdicts: Sequence[bool | None]) -> Decimal | None:
    """Give the share of rows that say the same; of fewer than three nothing can be said."""
    known = [each for each in verdicts if each is not None]
    return percent(Decimal(sum(known)), Decimal(len(known))) if len(known) > 2 else None


def all_copies(verdicts: Sequence[bool | None]) -> bool:
    """Tell whether all rows say the same; of fewer than three nothing can be said."""
    known = [each for each in verdicts if each is not None]
    return len(known) > 2 and all(known)


def _plain(value: Value) -> Value:
    return value.text if isinstance(value, IndicatorValue) else value


def _of_group(column: Sequence[Value], keys: Sequence[Value], key: Value) -> list[Value]:
    pairs = zip(column, keys, strict=True)
    if key is None:
        return [cell for cell, its_key in pairs if its_key is not None]
    return [cell for cell, its_key in pairs if its_key == key]


def _distinct(column: Sequence[Value], keys: Sequence[Value], key: Value) -> list[str]:
    cells = dict.fromkeys(_of_group(column, keys, key))
    return [cell for cell in cells if isinstance(cell, str)]
