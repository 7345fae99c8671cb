"""Every cell of every edition is known by some word."""

from __future__ import annotations

import pytest

from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.form import Edition
from perfdesk.models.values import Kind
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])
every_edition = pytest.mark.parametrize("edition", [CATALOGUE[k] for k in CATALOGUE], ids=str)


@every_edition
def test_each_field_that_is_entered_has_a_label_or_a_place_in_a_text(edition: Edition) -> None:
    anchors = anchors_of(edition)
    known = {name for each in (*anchors.fields, *anchors.texts) for name in each.fields}
    entered = {
        field.name
        for field in edition.fields.values()
        if not field.is_computed and field.kind is not Kind.FRAMEWORK
    }
    assert entered <= known


@every_edition
def test_each_column_on_paper_has_words_and_each_fixed_row_its_label(edition: Edition) -> None:
    anchors = anchors_of(edition)
    assert {each.table.name for each in anchors.tables} == set(edition.tables)
    for each in anchors.tables:
        assert each.title or all(words for _, words in each.columns)
        assert [name for name, _ in each.rows] == [row.name for row in each.table.rows]
        assert each.table.rows or each.table.title_column in dict(each.columns)


@every_edition
def test_results_are_computed_cells_of_the_edition(edition: Edition) -> None:
    for each in anchors_of(edition).results:
        assert each.word and all(edition.field(at).is_computed for at in each.cells)
