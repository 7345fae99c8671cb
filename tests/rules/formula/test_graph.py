"""Calculations come after what they read; circles are named."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.rules.formula.graph import CircularError, Node, order

NODES = [("", name) for name in "abcdef"]


@given(st.dictionaries(st.sampled_from(NODES), st.frozensets(st.sampled_from(NODES))))
def test_everything_comes_after_what_it_reads_or_a_circle_is_named(
    reads: dict[Node, frozenset[Node]],
) -> None:
    try:
        ordered = order(reads)
    except CircularError as error:
        names = str(error).partition("：")[2].split(" → ")
        assert names[0] == names[-1]
        assert len(names) > 1
        for one, next_one in pairwise(names):
            pair = {("", one), ("", next_one)}
            assert any(pair <= {node, *inputs} for node, inputs in reads.items())
        return
    assert sorted(ordered) == sorted(reads)
    for place, node in enumerate(ordered):
        assert not reads[node] & set(ordered[place:])


def test_a_circle_is_named_in_the_words_of_the_edition() -> None:
    with pytest.raises(CircularError, match=r"items\.cost → items\.cost"):
        order({("items", "cost"): frozenset({("items", "cost")})})
