"""Groups that fall apart, figures that were copied."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.rules.evaluate.rows import Column
from perfdesk.rules.numbers.alike import scattered, share_same


def test_rows_of_one_kind_stand_together_or_apart() -> None:
    column = Column(["产出", "产出", None, "产出", "效益", "产出"])
    assert scattered("产出", column)
    assert not scattered("效益", column)


@given(st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=12))
def test_sorted_rows_are_never_apart(values: list[str]) -> None:
    column = Column(sorted(values))
    assert not any(scattered(value, column) for value in column)


def test_the_share_of_copied_figures_counts_filled_rows_only() -> None:
    plan = Column(map(parse_indicator_value, ["10个", "及时", "90%", "5次"]))
    done = Column([*map(parse_indicator_value, ["10个", "及时", "92%"]), None])
    assert share_same(plan, done) == Decimal("66.67")
    assert share_same(Column(plan[:2]), Column(done[:2])) is None
