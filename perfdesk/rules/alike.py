"""Look across the rows of a table: names within names, groups apart, figures copied.

What is worked out of a column is kept with it, so that many rows may ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from perfdesk.models.indicator_value import IndicatorValue
from perfdesk.models.plain import narrow
from perfdesk.models.values import Value
from perfdesk.rules.arithmetic import percent


def longer_name(name: str, names: Sequence[Value]) -> str | None:
    """Give the one name of the column that holds this one, or is held by it, and more.

    服务及时性 is held by 安装、维修等服务及时性. None where the column has the name itself, or
    several that would do.
    """
    mine, others = _letters(name), _by_letters(names)
    if not mine or any(letters == mine for letters, _ in others):
        return None
    near = [each for letters, each in others if letters and (mine in letters or letters in mine)]
    return near[0] if len(near) == 1 else None


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
def _by_letters(names: Sequence[Value]) -> tuple[tuple[str, str], ...]:
    return tuple((_letters(name), name) for name in names if isinstance(name, str))


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


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return "".join(each for each in narrow(name) if each.isalnum()).removesuffix("指标")
