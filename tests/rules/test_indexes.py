"""An index made of the one before is as one made anew, and names the keys that changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.rules.indexes import Grouped, Index

ITEMS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("甲乙丙")), max_size=6)


def grouped(
    items: list[tuple[str, str]], before: Grouped[str, str] | None = None
) -> Grouped[str, str]:
    return Grouped([key for key, _ in items], [item for _, item in items], "".join, before)


@given(st.lists(ITEMS, min_size=1, max_size=6))
def test_an_index_follows_every_change(states: list[list[tuple[str, str]]]) -> None:
    index = grouped(states[0])
    for items in states[1:]:
        known, number = dict(index), index.number
        index = grouped(items, index)
        fresh = grouped(items)
        assert dict(index) == dict(fresh)
        assert index.number == number + 1
        changed = {key for key in {*known, *fresh} if known.get(key) != fresh.get(key)}
        assert changed <= index.affected


def test_of_a_changed_item_only_its_keys_are_affected() -> None:
    index = grouped([("a", "甲"), ("b", "乙"), ("c", "丙")])
    assert grouped([("a", "甲"), ("a", "乙"), ("c", "丙")], index).affected == {"a", "b"}


def test_an_index_that_takes_anothers_place_knows_what_is_new_in_it() -> None:
    before, after = Index({"a": 1, "b": 2}), Index({"b": 3, "c": 4})
    after.follow(before)
    assert after.affected == {"a", "b", "c"}
    assert after.number == 1
