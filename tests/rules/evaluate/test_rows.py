"""Figures that are equal but written in two ways, 1.0 and 1.00, are kept apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.rules.evaluate.rows import Line, Reads, around, gather, with_value
from perfdesk.rules.formula.cells import Cells
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])
EDITION = CATALOGUE[min(CATALOGUE.keys())]
TWO_WAYS = ("1.0", "1.00", "1.0", "1")


@pytest.mark.parametrize("text", TWO_WAYS)
def test_a_computed_cell_is_as_it_came_out(text: str) -> None:
    line = with_value(LINE, "sum", Decimal(text))
    assert str(line.values["sum"]) == text


@pytest.mark.parametrize("text", TWO_WAYS)
def test_a_column_has_its_figures_as_they_are_written(text: str) -> None:
    lines = tuple(Line(row, {}, Cells(cost=Decimal(text)), {}) for row in "ab")
    assert [str(each) for each in gather(lines, "cost")] == [text, text]


@pytest.mark.parametrize("text", TWO_WAYS)
def test_surroundings_have_their_figures_as_they_are_written(text: str) -> None:
    found = around(EDITION, "", READS, {"budget": Decimal(text)}, ())
    assert str(found.fields["budget"]) == text


def test_what_is_written_alike_is_one_object() -> None:
    first, again = (with_value(LINE, "sum", Decimal("1.0")) for _ in range(2))
    assert first is again
    columns = [gather((Line("a", {}, Cells(cost=Decimal("2.0")), {}),), "cost") for _ in range(2)]
    assert columns[0] is columns[1]
    places = [around(EDITION, "", READS, {"budget": Decimal("3.0")}, ()) for _ in range(2)]
    assert places[0] is places[1]


LINE = Line("a", {}, Cells(), {})
READS = Reads(("budget",), ())
