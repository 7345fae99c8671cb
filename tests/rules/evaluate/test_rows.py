"""A row read again is the row that was, but for what changed in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.models.form import Field, Table
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.rows import ReadRow, is_same, read_row, with_value
from perfdesk.rules.formula.cells import Part
from tests.rules.evaluate.test_engine import small

TABLE = Table(
    "items",
    "项目",
    "项目",
    (Field("name", "名称", Kind.TEXT), Field("cost", "金额", Kind.AMOUNT)),
    "name",
)
EDITION = small()


def read(before: ReadRow | None = None, **cells: str) -> ReadRow:
    return read_row(EDITION, TABLE, "r1", cells, before)


def test_a_cell_that_did_not_change_keeps_its_value() -> None:
    first = read(name="甲", cost="1.50")
    again = read(first, name="乙", cost="1.50")
    assert again.values["cost"] is first.values["cost"]
    assert again.values["name"] == "乙"


def test_what_cannot_be_read_stays_so_until_it_changes() -> None:
    first = read(cost="很多")
    assert read(first, name="甲", cost="很多").problems == first.problems
    assert not read(first, cost="1").problems


@pytest.mark.parametrize("text", ["1.0", "1.00", "1"])
def test_a_computed_cell_is_as_it_came_out(text: str) -> None:
    row = with_value(with_value(read(), "cost", Decimal("1.0")), "cost", Decimal(text))
    assert str(row.values["cost"]) == text


def test_a_row_that_has_its_value_already_is_the_same_row() -> None:
    row = with_value(read(), "cost", Decimal("1.0"))
    assert with_value(row, "cost", Decimal("1.0")) is row


def test_what_followed_from_a_row_is_not_taken_for_the_new_one() -> None:
    row = read(cost="1")
    row.values[Part("abs(cost)")] = Decimal(1)
    assert list(with_value(row, "cost", Decimal(2)).values) == ["name", "cost"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Decimal("1.0"), Decimal("1.0"), True),
        (Decimal("1.0"), Decimal("1.00"), False),
        (Decimal(1), True, False),
        ("1", "1", True),
        (None, "", False),
    ],
)
def test_figures_written_in_two_ways_are_two(one: object, other: object, same: bool) -> None:
    assert is_same(one, other) is same
