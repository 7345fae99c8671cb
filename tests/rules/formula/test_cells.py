"""What formulas work out of cells alone is worked out once, and is the same in all of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.rules.formula.cells import Cells, Part
from perfdesk.rules.formula.compiler import compile_formula
from perfdesk.rules.formula.scope import Scope

SCOPE = Scope(
    fields=frozenset({"whole", "name"}),
    columns=frozenset({"part", "share"}),
    tables={"items": frozenset({"part", "share"})},
    parameters={},
)


def test_a_part_is_worked_out_once() -> None:
    asked: list[Cells] = []
    part = Part("f(a)")

    def follow(cells: Cells) -> int:
        asked.append(cells)
        return len(asked)

    part.follow = follow
    cells = Cells(a=1)
    assert (cells[part], cells[part], asked) == (1, 1, [cells])
    assert Cells(a=1)[part] == 2


def test_a_cell_that_is_not_there_stays_unknown() -> None:
    with pytest.raises(KeyError):
        Cells(a=1)["b"]


def test_formulas_share_what_they_ask_of_a_row_whatever_stands_around() -> None:
    row = Cells(part=Decimal(1), share=Decimal(4))
    first = compile_formula("percent(part, share) + whole", SCOPE, "items")
    second = compile_formula("whole - percent(part, share)", SCOPE, "items")
    results = [
        each.run(row, Cells(whole=Decimal(whole)), Cells())
        for each in (first, second)
        for whole in (5, 7)
    ]
    assert results == [30, 32, -20, -18]
    assert [key for key in row if isinstance(key, Part)] == ["percent(part, share)"]


def test_what_reads_two_mappings_is_kept_in_neither() -> None:
    row, fields = Cells(part=Decimal(1), share=None), Cells(whole=Decimal(4), name=None)
    formula = compile_formula("percent(part, whole)", SCOPE, "items")
    assert formula.run(row, fields, Cells()) == 25
    assert formula.run(row, Cells(whole=Decimal(2)), Cells()) == 50
    assert not [key for key in (*row, *fields) if isinstance(key, Part)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("part", {("row", "part")}),
        ("whole", {("fields", "whole")}),
        ("sum(items.part)", {("columns", ("items", "part"))}),
        ("part + whole", {("row", "part"), ("fields", "whole")}),
        ("1 + 1", set()),
    ],
)
def test_a_formula_names_the_cells_it_reads(text: str, cells: set[tuple[str, object]]) -> None:
    assert compile_formula(text, SCOPE, "items").cells == cells


def test_what_followed_from_a_cell_that_changed_is_forgotten_and_nothing_else() -> None:
    fields = Cells(whole=Decimal(4), name="甲")
    formula = compile_formula("abs(whole) + part if contains(name, '甲') else 0", SCOPE, "items")
    formula.run(Cells(part=Decimal(1)), fields, Cells())
    assert [each for each in fields if isinstance(each, Part)] == [
        "contains(name, '甲')",
        "abs(whole)",
    ]
    fields.forget({"whole"})
    assert [each for each in fields if isinstance(each, Part)] == ["contains(name, '甲')"]


def test_what_divides_by_zero_does_so_each_time() -> None:
    row = Cells(part=Decimal(1), share=Decimal(0))
    formula = compile_formula("percent(part, share) + 1", SCOPE, "items")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            formula.run(row, Cells(), Cells())
