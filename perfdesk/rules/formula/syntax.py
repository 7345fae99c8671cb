"""Make the few pieces of Python syntax that formulas are built of."""

from __future__ import annotations

import ast
from typing import Any

# Python asks of every node where it stood; to fill that in afterwards takes half the time
# of compiling an edition, which a clerk waits for.
HERE: dict[str, Any] = {"lineno": 1, "col_offset": 0}


def load(name: str) -> ast.Name:
    """Read a name."""
    return ast.Name(name, ast.Load(), **HERE)


def named(name: str, value: ast.expr) -> ast.expr:
    """Give a value a name on the way: (name := value)."""
    return ast.NamedExpr(ast.Name(name, ast.Store(), **HERE), value, **HERE)


def call_of(name: str, *arguments: ast.expr) -> ast.expr:
    """Call something by its name."""
    return ast.Call(load(name), list(arguments), [], **HERE)


def literal(value: Any) -> ast.Constant:
    """Write a value out."""
    return ast.Constant(value, **HERE)


def subscript(whole: ast.expr, key: ast.expr) -> ast.expr:
    """Take an item: whole[key]."""
    return ast.Subscript(whole, key, ast.Load(), **HERE)


def is_none(value: ast.expr) -> ast.expr:
    """Ask whether a value is blank: value is None."""
    return ast.Compare(value, [ast.Is()], [literal(None)], **HERE)


def either(one: ast.expr, other: ast.expr) -> ast.expr:
    """Ask two questions, the second one in any case: one | other."""
    return ast.BinOp(one, ast.BitOr(), other, **HERE)


def choice(test: ast.expr, body: ast.expr, orelse: ast.expr) -> ast.expr:
    """Choose one of two: body if test else orelse."""
    return ast.IfExp(test, body, orelse, **HERE)


def joined(left: ast.expr, operator: ast.operator | ast.cmpop, right: ast.expr) -> ast.expr:
    """Join two values; a division has its own way with zero."""
    if isinstance(operator, ast.cmpop):
        return ast.Compare(left, [operator], [right], **HERE)
    if isinstance(operator, ast.Div):
        return call_of("_div", left, right)
    return ast.BinOp(left, operator, right, **HERE)


def parameters(*names: str) -> ast.arguments:
    """List the parameters of a function."""
    arguments = [ast.arg(name, **HERE) for name in names]
    return ast.arguments([], arguments, None, [], [], None, [])
