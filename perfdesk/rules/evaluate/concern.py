"""Tell by a row alone that a check has nothing to say of it, whatever stands around the row.

Of 500 indicators most are words, or blank, or explained: when the amount changes that all
are judged by, these need not be asked again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from perfdesk.rules.formula.compiler import ROW_LABEL, Formula, Scope
from perfdesk.rules.formula.functions import FUNCTIONS


def concern_of(when: Formula | None, holds: Formula, scope: Scope) -> str:
    """Write the formula that must be true of a row for a check to speak; blank if of any row.

    It takes of the check what reads the row alone: conditions, and what must not be blank
    because a blank operand makes the whole blank.
    """
    needs: list[str] = []
    for condition in _conditions(when.tree) if when else ():
        if _is_of_row(condition, scope):
            needs.append(f"({ast.unparse(condition)})")
        else:
            needs += _present(condition, scope)
    return " and ".join(dict.fromkeys([*needs, *_present(holds.tree, scope)]))


def _conditions(tree: ast.expr) -> list[ast.expr]:
    match tree:
        case ast.BoolOp(ast.And(), values):
            return values
    return [tree]


def _present(tree: ast.expr, scope: Scope) -> list[str]:
    return [f"present({ast.unparse(each)})" for each in _operands(tree, scope)]


def _operands(node: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """Walk what must not be blank and reads the row alone, the largest pieces first."""
    if _is_of_row(node, scope):
        yield node
        return
    parts: list[ast.expr] = []
    match node:
        case ast.BinOp(left, _, right) | ast.Compare(left, _, [right]):
            parts = [left, right]
        case ast.UnaryOp(_, operand):
            parts = [operand]
        case ast.Call(ast.Name(name), arguments) if not FUNCTIONS[name].takes_blank:
            parts = arguments
    for part in parts:
        yield from _operands(part, scope)


def _is_of_row(node: ast.expr, scope: Scope) -> bool:
    cells = list(_cells(node))
    return bool(cells) and all(each in scope.columns or each == ROW_LABEL for each in cells)


def _cells(node: ast.AST) -> Iterator[str]:
    """Walk the names of the cells that a formula reads; what is not of the row has a dot."""
    match node:
        case ast.Call(_, arguments):
            for each in arguments:
                yield from _cells(each)
        case ast.Name(name):
            yield name
        case ast.Attribute(ast.Name("parameter"), _):
            pass
        case ast.Attribute():
            yield ast.unparse(node)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _cells(child)
