"""Sums and lists over groups of rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.rules.kept import Kept
from perfdesk.rules.numbers.groups import (
    after_code,
    code_of,
    count_where,
    distinct_where,
    names_where,
    scattered,
    share_same,
    sum_where,
    tier,
)

KEYS = ("A 决策", "A 决策", "B 过程", None)
POINTS = (Decimal(2), Decimal("1.5"), Decimal(3), None)
LEVELS = ("A1 立项", "A2 目标", "B1 资金", None)


def test_a_group_is_summed_and_rows_without_a_key_count_for_nothing() -> None:
    assert sum_where(POINTS, KEYS, "A 决策") == Decimal("3.5")
    assert sum_where(POINTS, KEYS) == Decimal("6.5")
    assert count_where(POINTS, KEYS) == 3


def test_a_sum_is_blank_while_a_row_of_the_group_is() -> None:
    points = (Decimal(2), None, Decimal(3), None)
    assert sum_where(points, KEYS, "A 决策") is None
    assert sum_where(points, KEYS, "B 过程") == 3
    assert sum_where(points, KEYS) is None


def test_a_group_without_rows_has_no_sum() -> None:
    assert sum_where(POINTS, KEYS, "C 产出") is None
    assert count_where(POINTS, KEYS, "C 产出") == 0
    assert names_where(LEVELS, KEYS, "C 产出") is None


def test_names_are_listed_once_each_without_their_codes() -> None:
    assert distinct_where(("A1 立项", "A1 立项", "B1 资金", None), KEYS, "A 决策") == 1
    assert names_where(LEVELS, KEYS, "A 决策") == "立项、目标"


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [("A1 项目立项", "A1", "项目立项"), ("项目立项", "项目立项", "项目立项"), (" A1 ", "A1", "A1")],
)
def test_a_code_stands_before_the_first_blank(text: str, code: str, name: str) -> None:
    assert (code_of(text), after_code(text)) == (code, name)


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差")],
)
def test_a_threshold_belongs_to_the_better_grade(score: str, grade: str) -> None:
    steps = (Decimal(90), "优", Decimal(80), "良", Decimal(60), "中", "差")
    assert tier(Decimal(score), *steps) == grade


def test_rows_of_one_kind_stand_together_or_apart() -> None:
    column = Kept(["产出", "产出", None, "产出", "效益", "产出"])
    assert scattered("产出", column)
    assert not scattered("效益", column)


@given(st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=12))
def test_sorted_rows_are_never_apart(values: list[str]) -> None:
    column = Kept(sorted(values))
    assert not any(scattered(value, column) for value in column)


def test_the_share_of_copied_figures_counts_filled_rows_only() -> None:
    plan = Kept(map(parse_indicator_value, ["10个", "及时", "90%", "5次"]))
    done = Kept([*map(parse_indicator_value, ["10个", "及时", "92%"]), None])
    assert share_same(plan, done) == Decimal("66.67")
    assert share_same(Kept(plan[:2]), Kept(done[:2])) is None
