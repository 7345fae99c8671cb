"""How functions look across the rows of a table without walking all of them at each key.

Some look one cell up among many, others say one thing of all rows. What the first make of
the many is kept, and so is what the second ask of each row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from perfdesk.models.values import Value
from perfdesk.rules.indexes import Index
from perfdesk.rules.numbers import arithmetic, groups
from perfdesk.rules.text import contradictions, indicators, similar_names


def _as_it_is(value: Value) -> Value:
    return value


@dataclass(frozen=True, slots=True)
class Lookup:
    """A function that looks one argument up in an index of others.

    `index` is made of the arguments at the places `of`, and of the index `before`; `key`
    makes the key of the argument at the place `by`. `answer` takes the index and all
    arguments. With `touches` it may depend on other keys than its own.
    """

    index: Callable[..., Index[Any, Any]]
    of: tuple[int, ...]
    by: int
    answer: Callable[..., Any]
    key: Callable[[Value], Hashable] = _as_it_is
    touches: Callable[[Any, Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class ByRow:
    """A function of whole columns that asks something of each row, and then of the answers."""

    ask: Callable[..., Any]
    conclude: Callable[..., Any]


LOOKUPS: Mapping[str, Lookup] = MappingProxyType(
    {
        "times": Lookup(groups.tally, (0,), 1, groups.times_in),
        "look_up": Lookup(groups.cells_by_key, (1, 2), 0, groups.cell_in),
        "scattered": Lookup(groups.values_apart, (1,), 0, groups.apart_in),
        "other_name": Lookup(
            similar_names.names_by_key, (1,), 0, similar_names.other_in, similar_names.key_of
        ),
        "longer_name": Lookup(
            similar_names.names_by_letters,
            (1,),
            0,
            similar_names.longer_in,
            similar_names.letters_of,
            similar_names.one_holds_the_other,
        ),
        "figure_contradicting": Lookup(
            contradictions.StatedOfIndicators,
            (0, 2, 3, 4),
            1,
            contradictions.figure_unlike,
            indicators.stem_of,
        ),
        "aim_contradicting": Lookup(
            contradictions.StatedOfIndicators,
            (0, 2, 3),
            1,
            contradictions.aim_unlike,
            indicators.stem_of,
        ),
    }
)

BY_ROW: Mapping[str, ByRow] = MappingProxyType(
    {
        "share_reached": ByRow(arithmetic.met, arithmetic.share_true),
        "share_tracked": ByRow(arithmetic.is_tracked, arithmetic.share_true),
        "share_of_year": ByRow(arithmetic.progress, arithmetic.mean),
        "share_same": ByRow(groups.is_same, groups.share_of_copies),
        "all_same": ByRow(groups.is_same, groups.all_copies),
    }
)
