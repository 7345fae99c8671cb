"""Say how a computed cell came about: the rule in labels, and with the figures put in."""

from __future__ import annotations

import ast
from collections.abc import Callable

from perfdesk.rules.functions import FUNCTIONS

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
            return f"{spell(left, name)} {_SIGNS[type(operator)]} {spell(right, name)}"
        case ast.UnaryOp(ast.USub(), operand):
            return f"－{spell(operand, name)}"
        case ast.IfExp(_, body, _):
            return spell(body, name)
        case ast.Call(ast.Name(function), arguments, _):
            words = FUNCTIONS[function].words
            return words.format(*(spell(each, name) for each in arguments)) if words else ""
    return ""
