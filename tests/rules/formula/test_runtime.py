"""What is foreseen of a row comes true, whatever stands around it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.rules.formula.cells import Cells
from perfdesk.rules.formula.compiler import compile_formula
from perfdesk.rules.formula.runtime import UNKNOWN, UndecidedError
from perfdesk.rules.formula.scope import Scope

SCOPE = Scope(
    fields=frozenset({"rate", "account"}),
    columns=frozenset({"plan", "actual", "reason"}),
    tables={"items": frozenset({"plan"})},
    parameters={"limit": Decimal(3)},
)
FORMULAS = (
    "actual <= rate",
    "blank(reason) and rate < 1",
    "rate - percent(actual, plan) <= parameter.limit",
    "not contains(account, reason)",
    "rate > plan or blank(reason)",
    "plan > rate if actual > 1 else rate > 2",
    "plan > actual if rate > 1 else actual > 2",
    "or_else(rate, 1) == plan and not (actual == 1)",
    "sum(items.plan) > actual",
    "-rate < abs(actual)",
)
NUMBERS = st.sampled_from((None, Decimal(0), Decimal(1), Decimal(2)))
TEXTS = st.sampled_from((None, "甲", "乙"))


def outcome(run: Any, *cells: Any) -> Any:
    try:
        return run(*cells)
    except ZeroDivisionError:
        return ZeroDivisionError
    except UndecidedError:
        return UNKNOWN


@pytest.mark.parametrize("text", FORMULAS)
@given(plan=NUMBERS, actual=NUMBERS, rate=NUMBERS, reason=TEXTS, account=TEXTS)
def test_what_is_foreseen_comes_true(
    text: str, plan: Any, actual: Any, rate: Any, reason: Any, account: Any
) -> None:
    formula = compile_formula(text, SCOPE, "items")
    row = Cells(plan=plan, actual=actual, reason=reason)
    foreseen = outcome(formula.foresee(), row, UNKNOWN, UNKNOWN)
    fields, columns = Cells(rate=rate, account=account), Cells({("items", "plan"): [plan]})
    if foreseen is not UNKNOWN:
        assert outcome(formula.run, row, fields, columns) == foreseen


@pytest.mark.parametrize(
    ("text", "foreseen"),
    [
        ("actual <= rate", None),
        ("blank(plan) and rate < 1", False),
        ("present(plan) or rate < 1", True),
        ("plan <= rate", UNKNOWN),
        ("present(rate)", UNKNOWN),
    ],
)
def test_a_row_alone_decides_where_it_can(text: str, foreseen: object) -> None:
    row = Cells(plan=Decimal(1), actual=None, reason=None)
    formula = compile_formula(text, SCOPE, "items")
    assert outcome(formula.foresee(), row, UNKNOWN, UNKNOWN) is foreseen
