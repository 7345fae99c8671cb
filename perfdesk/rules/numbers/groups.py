"""Sums, counts and lists over the rows of a table that belong together.

A row belongs to a group when its key is the group's; without a group, when it has a key
at all, so that a row begun and left empty counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfdesk.models.values import Value


def sum_where(column: Sequence[Value], keys: Sequence[Value], key: Value = None) -> Decimal | None:
    """Add up a column over a group's rows.

    None where the group has no row or one of them is blank: a sum of what is not all
    there is no sum.
    """
    cells = list(_of_group(column, keys, key))
    numbers = [cell for cell in cells if isinstance(cell, Decimal)]
    return sum(numbers, Decimal(0)) if cells and len(numbers) == len(cells) else None


def count_where(column: Sequence[Value], keys: Sequence[Value], key: Value = None) -> Decimal:
    """Count the filled cells of a column over a group's rows."""
    return Decimal(sum(cell is not None for cell in _of_group(column, keys, key)))


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


def _of_group(column: Sequence[Value], keys: Sequence[Value], key: Value) -> Iterator[Value]:
    for cell, its_key in zip(column, keys, strict=True):
        if its_key is not None and key in (None, its_key):
            yield cell


def _distinct(column: Sequence[Value], keys: Sequence[Value], key: Value) -> list[str]:
    cells = _of_group(column, keys, key)
    return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))
