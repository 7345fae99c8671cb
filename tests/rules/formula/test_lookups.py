"""What is looked up in an index, or asked row by row, is what walking the columns gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value
from perfdesk.rules.formula.cells import Cells
from perfdesk.rules.formula.compiler import compile_formula
from perfdesk.rules.formula.functions import FUNCTIONS
from perfdesk.rules.formula.lookups import BY_ROW, LOOKUPS
from perfdesk.rules.formula.scope import Scope, Search
from perfdesk.rules.kept import Kept

NAMES = st.sampled_from((None, "满意度", "满意率", "居民满意度", "采集数", "物码采集数"))
VALUES = st.sampled_from((None, "3个", "4个", "90%", "及时", "12月底前")).map(
    lambda text: None if text is None else parse_indicator_value(text)
)
ROWS = st.lists(st.tuples(NAMES, VALUES, VALUES), max_size=6)
TEXT = "采集3个。居民满意度90%。"
CALLS = {
    "times": "times(items.name, name)",
    "look_up": "look_up(name, items.name, items.target)",
    "scattered": "scattered(name, items.name)",
    "other_name": "other_name(name, items.name)",
    "longer_name": "longer_name(name, items.name)",
    "figure_contradicting": (
        "figure_contradicting(text, name, items.name, items.target, year, actual)"
    ),
    "aim_contradicting": "aim_contradicting(text, name, items.name, items.target, actual)",
}
SCOPE = Scope(
    fields=frozenset({"text", "year"}),
    columns=frozenset({"name", "target", "actual"}),
    tables={"items": frozenset({"name", "target", "actual"})},
    parameters={},
)


def cells(rows: list[tuple[Any, Any, Any]]) -> Cells:
    names = ("name", "target", "actual")
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return Cells({("items", name): Kept(each) for name, each in zip(names, columns, strict=True)})


def test_every_lookup_is_tested() -> None:
    assert CALLS.keys() == LOOKUPS.keys()


@pytest.mark.parametrize("name", sorted(LOOKUPS))
@given(rows=ROWS)
def test_a_lookup_answers_as_the_function_does(name: str, rows: list[tuple[Any, Any, Any]]) -> None:
    formula = compile_formula(CALLS[name], SCOPE, "items")
    assert any(isinstance(each, Search) for each in formula.around)
    columns, fields = cells(rows), Cells(text=TEXT, year="2024")
    known = {f"items.{column}": columns["items", column] for _, column in columns}
    for row in rows:
        own = dict(zip(("name", "target", "actual"), row, strict=True)) | known | fields
        arguments = [own[each] for each in CALLS[name].split("(")[1].rstrip(")").split(", ")]
        function = FUNCTIONS[name]
        blank = not function.takes_blank and None in [type(a) and a for a in arguments]
        expected = None if blank else function.call(*arguments)
        row_cells = Cells(name=row[0], target=row[1], actual=row[2])
        assert formula.run(row_cells, fields, columns) == expected


@pytest.mark.parametrize("name", sorted(BY_ROW))
@given(rows=ROWS)
def test_what_is_asked_row_by_row_comes_to_the_same(
    name: str, rows: list[tuple[Any, Any, Any]]
) -> None:
    formula = compile_formula(f"{name}(items.target, items.actual)", SCOPE)
    ((_, column),) = formula.cells
    table, part = column
    asked = Kept([part.follow(Cells(target=row[1], actual=row[2])) for row in rows])
    expected = FUNCTIONS[name].call([row[1] for row in rows], [row[2] for row in rows])
    assert formula.run(Cells(), Cells(), Cells({(table, part): asked})) == expected
