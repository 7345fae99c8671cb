"""The picture of the house: boxes apart from each other, lines down, and none that says nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bench.house.layered import GAP, Place, breadth, set_out

Graph = dict[str, frozenset[str]]


@st.composite
def houses(draw: st.DrawFn) -> tuple[list[list[str]], Graph]:
    """Draw floors of one to four rooms, each knowing some of those below."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    floors = [[f"r{number}{place}" for place in range(size)] for number, size in enumerate(sizes)]
    graph: Graph = {}
    for number, floor in enumerate(floors):
        below = [name for lower in floors[:number] for name in lower]
        for name in floor:
            graph[name] = frozenset(draw(st.sets(st.sampled_from(below)))) if below else frozenset()
    return floors, graph


def reached(place: Place) -> set[str]:
    """Name what the lines from a box lead to, bends passed through."""
    return {name for each in place.below for name in ({each.name} if each.name else reached(each))}


@given(houses())
def test_every_room_has_its_box_and_boxes_stand_apart(house: tuple[list[list[str]], Graph]) -> None:
    floors, graph = house
    rows = set_out(floors, graph, lambda name: [name])
    assert [sorted(e.name for e in row if e.name) for row in reversed(rows)] == [
        sorted(floor) for floor in floors
    ]
    wide = breadth(rows)
    for row in rows:
        assert row[0].x - row[0].wide / 2 >= -1e-6 and row[-1].x + row[-1].wide / 2 <= wide + 1e-6
        for left, right in pairwise(row):
            assert right.x - right.wide / 2 - left.x - left.wide / 2 >= GAP - 1e-6


@given(houses())
def test_the_lines_say_all_that_is_known_and_nothing_twice(
    house: tuple[list[list[str]], Graph],
) -> None:
    floors, graph = house
    drawn = {
        each.name: reached(each)
        for row in set_out(floors, graph, lambda name: [])
        for each in row
        if each.name
    }

    def all_from(known: dict[str, set[str]], name: str) -> set[str]:
        return known[name] | {far for near in known[name] for far in all_from(known, near)}

    whole = {name: set(others) for name, others in graph.items()}
    for name in graph:
        assert drawn[name] <= graph[name]
        assert all_from(drawn, name) == all_from(whole, name)
        beyond = {far for near in drawn[name] for far in all_from(drawn, near)}
        assert not drawn[name] & beyond


def test_a_line_that_goes_up_is_not_drawn() -> None:
    rows = set_out(
        [["low"], ["high"]], {"low": frozenset({"high"}), "high": frozenset()}, lambda name: []
    )
    assert [reached(each) for row in rows for each in row] == [set(), set()]
