from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.paper.ruling import Rule, Ruling


def test_an_edge_shared_by_cells_is_one_rule() -> None:
    ruling = Ruling()
    for column in range(3):
        for row in range(3):
            ruling.add(10 + column * 20, 5 + row * 8, 20, 8, "tblr")
    rules = ruling.rules()
    assert len(rules) == 8
    assert rules[0] == Rule(10, 5, 70, 5)
    assert rules[-1] == Rule(70, 5, 70, 29)


def test_edges_that_differ_by_a_rounding_are_one() -> None:
    ruling = Ruling()
    ruling.add(0, 0, 0.1 + 0.2, 1, "b")
    ruling.add(0, 1, 0.3, 1, "t")
    assert len(ruling.rules()) == 1


def test_a_side_not_asked_for_is_not_ruled() -> None:
    ruling = Ruling()
    ruling.add(0, 0, 10, 10, "lb")
    assert ruling.rules() == (Rule(0, 10, 10, 10), Rule(0, 0, 0, 10))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), max_size=20))
def test_rules_cover_exactly_the_sides_asked_for(tops: list[tuple[int, int, int]]) -> None:
    ruling = Ruling()
    asked = set()
    for x, y, width in tops:
        ruling.add(x, y, width, 1, "t")
        asked |= {(y, step) for step in range(x, x + width)}
    drawn = [
        (rule.y1, step) for rule in ruling.rules() for step in range(int(rule.x1), int(rule.x2))
    ]
    assert sorted(drawn) == sorted(asked)
