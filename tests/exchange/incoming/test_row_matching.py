"""Which row is which: equal rows first, and as few moves as can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.exchange.incoming.row_matching import match_rows, staying

CELL = st.sampled_from(["", "甲", "乙", "巡查次数", "维修次数"])
ROWS = st.lists(st.tuples(CELL, CELL, CELL), max_size=7)


@given(ROWS, ROWS)
def test_no_row_is_two_and_equal_rows_are_one(
    before: list[tuple[str, ...]], after: list[tuple[str, ...]]
) -> None:
    found = match_rows(before, after, title=0)
    assert len(set(found.values())) == len(found)
    assert all(0 <= there < len(after) and 0 <= here < len(before) for there, here in found.items())
    common = sum(min(before.count(row), after.count(row)) for row in set(before))
    assert sum(before[here] == after[there] for there, here in found.items()) >= common


@given(ROWS)
def test_a_table_matches_itself_in_its_order(rows: list[tuple[str, ...]]) -> None:
    assert match_rows(rows, rows, title=0) == {place: place for place in range(len(rows))}


def test_a_changed_row_is_found_by_its_title_and_another_is_new() -> None:
    before = [("巡查次数", "24次", ""), ("维修次数", "6次", "")]
    after = [("绿化面积", "", ""), ("巡查次数", "30次", "")]
    assert match_rows(before, after, title=0) == {1: 0}


@given(st.permutations(range(7)))
def test_what_stays_is_ascending_and_nothing_more_could(places: list[int]) -> None:
    kept = staying(places)
    run = [place for place in places if place in kept]
    assert run == sorted(run)
    best = [1] * len(places)
    for at, place in enumerate(places):
        best[at] += max((best[b] - 0 for b in range(at) if places[b] < place), default=0)
    assert len(kept) == max(best)
