"""Fixed rows: a check may name one of them, and a cell that a row has not is nowhere."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.rules.evaluate.engine import evaluate

FORM = "self_evaluation"


@pytest.fixture
def form(catalogue: Catalogue) -> Edition:
    return catalogue.find(FORM)


@pytest.fixture
def filled(catalogue: Catalogue, form: Edition) -> Document:
    return document_of(form, load_examples(catalogue.folder(form.key))[0])


def test_a_check_of_one_row_leaves_the_others_alone(form: Edition, filled: Document) -> None:
    filled.put(Ref("annual_budget", "funds", "total"), "0")
    found = [each for each in evaluate(form, filled).findings if each.code == "budget_too_small"]
    assert [each.at.row for each in found] == ["total"]
    assert found[0].label == "年度资金总额·全年预算数"


def test_a_cell_that_a_row_has_not_is_neither_read_nor_computed(
    form: Edition, filled: Document
) -> None:
    before = evaluate(form, filled)
    filled.put(Ref("weight", "funds", "other"), "无")
    filled.put(Ref("score", "funds", "other"), "99")
    after = evaluate(form, filled)
    assert after.findings == before.findings
    scores = {at.row: each.value for at, each in after.computed.items() if at.field == "score"}
    assert scores == {"total": Decimal("9.37")}


def test_nothing_divided_by_nothing_is_blank(form: Edition, filled: Document) -> None:
    rates = {
        at.row: each.text
        for at, each in evaluate(form, filled).computed.items()
        if at.field == "execution_rate"
    }
    assert rates == {"total": "93.74%", "current_year": "93.74%", "carried_over": "", "other": ""}


def test_fixed_rows_are_judged_before_the_document_has_them(form: Edition) -> None:
    rows = {
        each.at.row
        for each in evaluate(form, Document(form.form, form.edition)).findings
        if each.at.table == "funds"
    }
    assert rows == {"total"}
