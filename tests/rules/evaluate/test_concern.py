"""A row is passed over only where nothing around it could make a check speak."""

from __future__ import annotations

import pytest

from perfdesk.rules.evaluate.concern import concern_of
from perfdesk.rules.formula.compiler import Scope, compile_formula

SCOPE = Scope(
    fields=frozenset({"rate", "account"}),
    columns=frozenset({"name", "plan", "actual", "reason"}),
    tables={"items": frozenset({"name", "plan", "actual", "reason"})},
    parameters={"limit": "30"},
)


@pytest.mark.parametrize(
    ("when", "holds", "expected"),
    [
        ("", "rate > 1", ""),
        ("", "actual <= rate", "present(actual)"),
        ("blank(reason)", "rate < 1", "(blank(reason))"),
        # What joins a row and its surroundings is blank where the row's part of it is.
        ("rate > plan and present(name)", "rate < 1", "present(plan) and (present(name))"),
        (
            "",
            "rate - percent(actual, plan) <= parameter.limit",
            "present(percent(actual, plan))",
        ),
        ("", "not contains(account, name)", "present(name)"),
        ("", "times(items.name, name) <= 1", "present(name)"),
        # These may speak though a part of them is blank.
        ("", "blank(look_up(name, items.name, items.plan))", ""),
        ("rate > plan or blank(name)", "rate < 1", ""),
        ("", "rate < 1 and plan > rate", ""),
        ("", "plan > rate if rate > 1 else rate > 2", ""),
    ],
)
def test_what_a_row_must_have_is_read_off_the_check(when: str, holds: str, expected: str) -> None:
    condition = compile_formula(when, SCOPE, "items") if when else None
    assert concern_of(condition, compile_formula(holds, SCOPE, "items"), SCOPE) == expected
