"""Say how a computed cell came about: the rule in labels, and with the figures put in."""

from __future__ import annotations

import ast
from collections.abc import Callable

from perfdesk.rules.formula.functions import FUNCTIONS

_SIGNS = {ast.Add: "＋", ast.Sub: "－", ast.Mult: "×", ast.Div: "÷"}

Name = Callable[[str, str], str]


def spell(tree: ast.expr, name: Name) -> str:
    """Write a formula in words; `name(owner, field)` writes the cells it reads.

    The owner is a table, `table.row` for a fixed row, `parameter`, or blank for a cell of
    the form or of the same row.
    """
    match tree:
        case ast.Constant(value):
            return str(value)
        case ast.Name(field):
            return name("", field)
        case ast.Attribute(ast.Name(owner), field):
            return name(owner, field)
        case ast.Attribute(ast.Attribute(ast.Name(table), row), field):
            return name(f"{table}.{row}", field)
        case ast.BinOp(left, operator, right) if type(operator) in _SIGNS:
            one, other = spell(left, name), spell(right, name)
            if not isinstance(operator, ast.Add) and _is_sum(right):
                other = f"（{other}）"
            if not isinstance(operator, ast.Add | ast.Sub) and _is_sum(left):
                one = f"（{one}）"
            return f"{one} {_SIGNS[type(operator)]} {other}"
        case ast.UnaryOp(ast.USub(), operand):
            return f"－{spell(operand, name)}"
        case ast.IfExp(_, body, _):
            return spell(body, name)
        case ast.Call(ast.Name(function), arguments, _):
            words = FUNCTIONS[function].words
            told = (_within(each, name, whole=words == "{0}") for each in arguments)
            return words.format(*told) if words else ""
    return ""


def _within(tree: ast.expr, name: Name, *, whole: bool) -> str:
    """Spell an argument; a sum stands in brackets unless it is all that is said."""
    words = spell(tree, name)
    return f"（{words}）" if _is_sum(tree) and not whole else words


def _is_sum(tree: ast.expr) -> bool:
    return isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add | ast.Sub)
