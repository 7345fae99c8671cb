"""Look across the rows of a table: groups apart, figures copied.

What is worked out of a column is kept with it, so that many rows may ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value
from perfdesk.rules.numbers.arithmetic import percent


def scattered(value: Value, column: Sequence[Value]) -> bool:
    """Tell whether the rows of one value stand apart, with other values between them."""
    return value in _scattered(column)


def share_same(left: Sequence[Value], right: Sequence[Value]) -> Decimal | None:
    """Give the share of rows in which two columns say the same, in hundredths.

    Rows in which either is blank do not count; of fewer than three nothing can be said.
    """
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a is not None and b is not None]
    if len(pairs) < 3:
        return None
    same = sum(_plain(a) == _plain(b) for a, b in pairs)
    return percent(Decimal(same), Decimal(len(pairs)))


def _plain(value: Value) -> Value:
    return value.text if isinstance(value, IndicatorValue) else value


# A column equals only itself and lives as long as nothing in it changes.
@lru_cache(maxsize=64)
def _scattered(column: Sequence[Value]) -> frozenset[Value]:
    ended: set[Value] = set()
    apart: set[Value] = set()
    before: Value = None
    for value in column:
        if value is None or value == before:
            continue
        if value in ended:
            apart.add(value)
        ended.add(value)
        before = value
    return frozenset(apart)
