"""A computed figure names the document that it rests on, and says if nobody has seen it."""

from __future__ import annotations

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.document import Document
from perfdesk.rules.evaluate.engine import evaluate
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])


@pytest.mark.parametrize("key", list(CATALOGUE))
def test_what_a_figure_rests_on_is_one_of_the_documents_of_its_edition(key: str) -> None:
    edition = CATALOGUE[key]
    documents = {each.document: each.verify for each in edition.basis}
    computed = evaluate(edition, Document(edition.form, edition.edition)).computed
    for at, cell in computed.items():
        basis = edition.field(at).basis
        assert basis in ("", *documents)
        assert cell.basis.startswith(basis)
        assert ("请以原文件为准" in cell.basis) is documents.get(basis, False)


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("monitoring_key/minhang-2024", "execution_rate"),
        ("self_evaluation/shanghai-2024", "score"),
        ("self_evaluation/shanghai-2024", "total_score"),
        ("self_evaluation/variant-20-80", "execution_rate"),
        ("post_evaluation/minhang-2024", "execution_rate"),
        ("post_evaluation/minhang-2024", "grade"),
    ],
)
def test_rates_and_scores_say_what_they_rest_on(key: str, field: str) -> None:
    edition = CATALOGUE[key]
    computed = evaluate(edition, Document(edition.form, edition.edition)).computed
    assert any(cell.basis for at, cell in computed.items() if at.field == field)
