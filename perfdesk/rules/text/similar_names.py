"""Find one indicator under two names: written in another way, or a part of a longer name.

A column is indexed once for all rows that ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from perfdesk.models.plain import narrow
from perfdesk.models.values import Value

# 满意度 and 满意率 measure one thing; so do 及时性 and 及时率.
_MEASURES = "率度性"
Index = Mapping[str, Sequence[str]]


def other_name(name: str, names: Sequence[Value]) -> str | None:
    """Give the first entry of a column that is the name written in another way."""
    mine = name.strip()
    for each in _by_key(names).get(_key(name), ()):
        if each != mine:
            return each
    return None


def longer_name(name: str, names: Sequence[Value]) -> str | None:
    """Give the one name of the column that holds this one, or is held by it, and more.

    服务及时性 is held by 安装、维修等服务及时性. None where the column has the name itself, or
    several that would do.
    """
    mine, index = _letters(name), _by_letters(names)
    if not mine or mine in index:
        return None
    # To ask for all that stands in a short name is quicker than to look at 500 names.
    within = _pieces(mine) if len(mine) ** 2 < len(index) else index
    near = [each for piece in within if piece in mine for each in index.get(piece, ())]
    if mine in _run_together(names):
        near += [each for letters in index if mine in letters for each in index[letters]]
    return near[0] if len(near) == 1 else None


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return "".join(each for each in narrow(name) if each.isalnum()).removesuffix("指标")


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    letters = _letters(name)
    return letters.rstrip(_MEASURES) or letters


@lru_cache(maxsize=1024)
def _pieces(letters: str) -> frozenset[str]:
    """Cut out all that stands within a name."""
    ends = range(1, len(letters) + 1)
    return frozenset(letters[start:end] for end in ends for start in range(end))


# A column equals only itself and lives as long as nothing in it changes.
@lru_cache(maxsize=32)
def _by_key(column: Sequence[Value]) -> Index:
    index: dict[str, list[str]] = {}
    for each in column:
        if isinstance(each, str):
            index.setdefault(_key(each), []).append(each.strip())
    return index


@lru_cache(maxsize=32)
def _by_letters(column: Sequence[Value]) -> Index:
    index: dict[str, list[str]] = {}
    for each in column:
        if isinstance(each, str) and (letters := _letters(each)):
            index.setdefault(letters, []).append(each)
    return index


@lru_cache(maxsize=32)
def _run_together(column: Sequence[Value]) -> str:
    return "\n".join(_by_letters(column))
