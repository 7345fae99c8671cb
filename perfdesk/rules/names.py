"""Find one indicator under two names: spelled or measured in another way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from perfdesk.models.plain import narrow
from perfdesk.models.values import Value

# 满意度 and 满意率 measure one thing; so do 及时性 and 及时率.
_MEASURES = "率度性"


def other_name(name: str, names: tuple[Value, ...]) -> str | None:
    """Give the first entry of a column that is the name written in another way."""
    spellings = _spellings(names).get(_key(name), ())
    return next((each for each in spellings if each != name.strip()), None)


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    letters = "".join(each for each in narrow(name) if each.isalnum()).removesuffix("指标")
    return letters.rstrip(_MEASURES) or letters


# A column is asked about once for each of its rows.
@lru_cache(maxsize=32)
def _spellings(column: tuple[Value, ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in column:
        if isinstance(each, str):
            key = _key(each)
            found[key] = (*found.get(key, ()), each.strip())
    return found
