"""Formulas: little is allowed, blanks stay blank, and logic knows three answers."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.rules.formula.cells import Cells
from perfdesk.rules.formula.compiler import compile_formula
from perfdesk.rules.formula.scope import FormulaError, Scope

SCOPE = Scope(
    fields=frozenset({"a", "b", "c", "words"}),
    columns=frozenset({"cost", "a_column"}),
    tables={"items": frozenset({"cost"})},
    parameters={"limit": Decimal(30), "word": "是"},
)


def value(text: str, **cells: Any) -> Any:
    fields = Cells(dict.fromkeys(SCOPE.fields) | cells)
    row = Cells(dict.fromkeys(SCOPE.columns))
    columns = Cells({("items", "cost"): [Decimal(1), None, Decimal(2)]})
    return compile_formula(text, SCOPE, "items").run(row, fields, columns)


@pytest.mark.parametrize(
    "text",
    [
        "a.real",
        "a.__class__",
        "().__class__.__bases__",
        "''.join",
        "items.cost.append",
        "parameter.limit.real",
        "open('x')",
        "__import__('os')",
        "eval('1')",
        "print(a)",
        "_add(a, b)",
        "abs.call(a)",
        "abs(a)(b)",
        "(lambda: 1)()",
        "lambda: 1",
        "[x for x in items.cost]",
        "{x: 1 for x in items.cost}",
        "sum(x for x in items.cost)",
        "[a, b]",
        "(a, b)",
        "{a}",
        "{'a': 1}",
        "a[0]",
        "f'{a}'",
        "(x := 1)",
        "a ** b",
        "10 ** 10 ** 10",
        "a % b",
        "a // b",
        "a << 3",
        "a @ b",
        "a | b",
        "~a",
        "+a",
        "a is b",
        "a in b",
        "a < b < c",
        "abs(*a)",
        "abs(number=a)",
        "abs()",
        "abs(a, b)",
        "await a",
        "yield",
        "1j",
        "b'x'",
        "...",
        "None",
        "1e999",
        "9" * 40,
        "9" * 6000,
        "unknown",
        "items.unknown",
        "unknown.cost",
        "parameter.unknown",
        "__builtins__",
        "row",
        "fields",
        "_k1",
        "a; b",
        "a = 1",
        "a\nb",
        "",
        "(",
        "import os",
        "a\x00",
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        compile_formula(text, SCOPE, "items")
    assert str(refused.value)


@pytest.mark.parametrize(
    "text", ["-" * 900 + "1", "-" * 100_000 + "1", "(" * 150 + "1" + ")" * 150]
)
def test_a_formula_nested_without_end_is_refused_or_computed(text: str) -> None:
    try:
        result = value(text)
    except FormulaError:
        return
    assert result == 1


@given(st.text("ab().,+-*/<>=!'\" andornotifelse_[]{}:0123456789eE\\\n#@", max_size=30))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        formula = compile_formula(text, SCOPE, "items")
    except FormulaError:
        return
    assert formula.reads <= {("", name) for name in SCOPE.fields} | {
        ("items", "cost"),
        ("items", "a_column"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("0.1 + 0.2", Decimal("0.3")),
        ("-a", Decimal(-4)),
        ("a / 3 * 3 == a", False),
        ("parameter.limit", Decimal(30)),
        ("parameter.word == '是'", True),
        ("sum(items.cost)", Decimal(3)),
        ("count(items.cost)", Decimal(2)),
        ("a if a > 3 else b", Decimal(4)),
        ("(1 if a > 3 else 2) if a > 9 else (3 if a > 3 else 4)", Decimal(3)),
        ("min(a, 3)", Decimal(3)),
    ],
)
def test_what_is_allowed_computes_in_decimals(text: str, expected: Any) -> None:
    result = value(text, a=Decimal(4))
    assert result == expected
    assert not isinstance(result, float)


OPERATORS = ("+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=")


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("cells", [{}, {"a": Decimal(0)}, {"b": Decimal(0)}])
def test_a_blank_operand_makes_the_result_blank(operator: str, cells: dict[str, Any]) -> None:
    assert value(f"a {operator} b", **cells) is None


def test_a_blank_reaches_through_signs_calls_and_choices() -> None:
    for text in ("-a", "not a", "abs(a)", "max(1, a)", "1 if a else 2", "1 if a > 2 else 2"):
        assert value(text) is None
    assert value("present(a)") is False
    assert value("blank(a)") is True
    assert value("or_else(a, 5)") == 5


TRUTHS = st.sampled_from((True, False, None))


@given(st.lists(TRUTHS, min_size=2, max_size=3))
def test_and_and_or_know_true_false_and_unknown(truths: list[bool | None]) -> None:
    cells: dict[str, Any] = dict(zip("abc", truths, strict=False))
    joined = list("abc")[: len(truths)]
    # Unknown could be either: the answer is known where it is the same for both.
    both = [[bool(choice) if each is None else each for each in truths] for choice in (True, False)]
    for word, over in (("and", all), ("or", any)):
        possible = {over(each) for each in both}
        expected = possible.pop() if len(possible) == 1 else None
        assert value(f" {word} ".join(joined), **cells) is expected


@pytest.mark.parametrize("zero", [Decimal(0), Decimal("0.00"), Decimal("-0")])
@pytest.mark.parametrize("part", [Decimal(0), Decimal(5)])
def test_division_by_zero_is_a_division_by_zero(part: Decimal, zero: Decimal) -> None:
    for text in ("a / b", "percent(a, b)"):
        with pytest.raises(ZeroDivisionError):
            value(text, a=part, b=zero)


def test_a_formula_says_what_it_reads() -> None:
    formula = compile_formula(
        "sum(items.cost) + a if cost > parameter.limit else b", SCOPE, "items"
    )
    assert formula.reads == {("items", "cost"), ("", "a"), ("", "b")}
    assert isinstance(formula.tree, ast.IfExp)
