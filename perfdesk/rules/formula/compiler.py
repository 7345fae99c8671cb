"""Compile a formula: one line of Python expression syntax, of which little is allowed.

Names, numbers, strings, + - * /, comparison, and/or/not, `a if b else c` and calls of
the named functions; everything else is refused. A blank operand makes a result blank;
and/or/not know true, false and blank, as a person would: false and blank is false.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from perfdesk.rules.formula.cells import Cells, Part
from perfdesk.rules.formula.functions import FUNCTIONS
from perfdesk.rules.numbers.arithmetic import divide

Run = Callable[[Cells, Cells, Cells], Any]


class FormulaError(ValueError):
    """A formula that cannot be compiled; the message says why, for the edition's author."""


@dataclass(frozen=True, eq=False, slots=True)
class Scope:
    """The names a formula may read: fields, columns of its own row, tables, parameters.

    `rows` are the fixed rows of tables that have such, in their order: `funds.total.budget`.
    """

    fields: frozenset[str]
    columns: frozenset[str]
    tables: Mapping[str, frozenset[str]]
    parameters: Mapping[str, Decimal | str]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled formula.

    `reads` names the cells it depends on as (table, field), the table blank outside
    tables; `gathers` those of them that are whole columns. `run(row, fields, columns)`
    gives its value; `alone` names the one of the three that it reads, if it is one.
    """

    text: str
    reads: frozenset[tuple[str, str]]
    gathers: frozenset[tuple[str, str]]
    alone: str
    run: Run
    tree: ast.expr


# The name by which a formula in a table of fixed rows reads the label of its own row.
ROW_LABEL = "row_label"
_LARGEST = 10**15
_ARITHMETIC = {ast.Add: "_add", ast.Sub: "_sub", ast.Mult: "_mul", ast.Div: "_div"}
_COMPARISON = {
    ast.Eq: "_eq",
    ast.NotEq: "_ne",
    ast.Lt: "_lt",
    ast.LtE: "_le",
    ast.Gt: "_gt",
    ast.GtE: "_ge",
}


# Python asks of every node where it stood; to fill that in afterwards takes half the time
# of compiling an edition, which a clerk waits for.
_HERE: dict[str, Any] = {"lineno": 1, "col_offset": 0}


@lru_cache(maxsize=1024)
def compile_formula(text: str, scope: Scope, table: str = "") -> Formula:
    """Compile a formula for cells outside tables, or for the rows of one table.

    Raises FormulaError naming what is not allowed or not known.
    """
    source = " ".join(text.splitlines()).strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"公式“{text}”写法有误") from error
    builder = _Builder(scope, table, source.encode())
    try:
        body = builder.build(tree)
        whole = ast.Lambda(_parameters("row", "fields", "columns"), body, **_HERE)
        parts = [part for part, _ in builder.parts.values()]
        bodies = [body for _, body in builder.parts.values()]
        functions = ast.Tuple([whole, *bodies], ast.Load(), **_HERE)
        code = compile(ast.Expression(functions), "<formula>", "eval")
    except (RecursionError, MemoryError) as error:
        raise FormulaError(f"公式“{text[:40]}…”套得太深") from error
    run: Run
    run, *follows = eval(code, {**_RUNTIME, **builder.constants})
    for part, follow in zip(parts, follows, strict=True):
        part.follow = follow
    gathers = frozenset(builder.gathers)
    reads, mappings = frozenset(builder.reads) | gathers, set(builder.mappings)
    alone = mappings.pop() if len(mappings) == 1 else ""
    return Formula(text, reads, gathers, alone, run, tree)


class _Builder:
    def __init__(self, scope: Scope, table: str, source: bytes) -> None:
        self.scope = scope
        self.table = table
        self.source = source
        self.parts: dict[str, tuple[Part, ast.expr]] = {}
        self.mappings: list[str] = []
        self.reads: set[tuple[str, str]] = set()
        self.gathers: set[tuple[str, str]] = set()
        self.constants: dict[str, Any] = {"__builtins__": {}}

    def build(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Constant(value):
                return self._constant(value)
            case ast.Name(name):
                return self._name(name)
            case ast.Attribute(ast.Name(owner), name):
                return self._dotted(owner, name)
            case ast.Attribute(ast.Attribute(ast.Name(table), row), name):
                return self._fixed(table, row, name)
            case ast.BinOp(left, operator, right) if type(operator) in _ARITHMETIC:
                return _call(_ARITHMETIC[type(operator)], self.build(left), self.build(right))
            case ast.UnaryOp(ast.USub(), operand):
                return _call("_neg", self.build(operand))
            case ast.UnaryOp(ast.Not(), operand):
                return _call("_not", self.build(operand))
            case ast.BoolOp(operator, values):
                name = "_and" if isinstance(operator, ast.And) else "_or"
                return _call(name, *(self.build(value) for value in values))
            case ast.Compare(left, [operator], [right]) if type(operator) in _COMPARISON:
                return _call(_COMPARISON[type(operator)], self.build(left), self.build(right))
            case ast.IfExp(test, body, orelse):
                return self._choice(test, body, orelse)
            case ast.Call(ast.Name(name), arguments, []):
                before = len(self.mappings)
                call = self._function(name, arguments)
                return self._part(node, call, set(self.mappings[before:]))
        raise FormulaError(f"公式里不能用“{ast.unparse(node)}”")

    def _part(self, node: ast.expr, built: ast.expr, mappings: set[str]) -> ast.expr:
        """Let what a table's rows ask be kept where it is read, if that is one mapping alone."""
        if len(mappings) != 1 or not self.table:
            return built
        (mapping,) = mappings
        text = self.source[node.col_offset : node.end_col_offset].decode()
        if text not in self.parts:
            self.parts[text] = Part(text), ast.Lambda(_parameters(mapping), built, **_HERE)
        return _subscript(_load(mapping), self._keep(self.parts[text][0]))

    def _cell(self, mapping: str, key: ast.expr) -> ast.expr:
        self.mappings.append(mapping)
        return _subscript(_load(mapping), key)

    def _choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr) -> ast.expr:
        # One name is enough for nested choices: each is read before the next is written.
        name = ast.Name("_asked", ast.Store(), **_HERE)
        asked = ast.NamedExpr(name, self.build(test), **_HERE)
        blank = ast.Compare(asked, [ast.Is()], [_literal(None)], **_HERE)
        chosen = ast.IfExp(_load("_asked"), self.build(body), self.build(orelse), **_HERE)
        return ast.IfExp(blank, _literal(None), chosen, **_HERE)

    def _constant(self, value: object) -> ast.expr:
        if isinstance(value, bool | str):
            return _literal(value)
        if isinstance(value, int | float) and abs(value) < _LARGEST:
            return self._keep(Decimal(str(value)))
        raise FormulaError(f"公式里不能用“{value!r}”")

    def _keep(self, value: Any) -> ast.expr:
        name = f"_k{len(self.constants)}"
        self.constants[name] = value
        return _load(name)

    def _name(self, name: str) -> ast.expr:
        if name in self.scope.columns:
            self.reads.add((self.table, name))
            return self._cell("row", _literal(name))
        if name == ROW_LABEL and self.scope.rows.get(self.table):
            return self._cell("row", _literal(name))
        if name in self.scope.fields:
            self.reads.add(("", name))
            return self._cell("fields", _literal(name))
        raise FormulaError(f"没有名为“{name}”的栏目")

    def _dotted(self, owner: str, name: str) -> ast.expr:
        if owner == "parameter" and name in self.scope.parameters:
            return self._keep(self.scope.parameters[name])
        if name in self.scope.tables.get(owner, frozenset()):
            self.gathers.add((owner, name))
            key = ast.Tuple([_literal(owner), _literal(name)], ast.Load(), **_HERE)
            return self._cell("columns", key)
        raise FormulaError(f"没有名为“{owner}.{name}”的栏目或参数")

    def _fixed(self, table: str, row: str, name: str) -> ast.expr:
        rows = self.scope.rows.get(table, ())
        if row not in rows:
            raise FormulaError(f"“{table}”没有名为“{row}”的固定行")
        return _subscript(self._dotted(table, name), _literal(rows.index(row)))

    def _function(self, name: str, arguments: list[ast.expr]) -> ast.expr:
        function = FUNCTIONS.get(name)
        if function is None:
            raise FormulaError(f"没有名为“{name}”的函数")
        if not function.least <= len(arguments) <= function.most:
            raise FormulaError(f"函数“{name}”的参数个数不对")
        call = function.call if function.takes_blank else _unless_blank(function.call)
        kept = self._keep(call)
        return ast.Call(kept, [self.build(argument) for argument in arguments], [], **_HERE)


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load(), **_HERE)


def _call(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(_load(name), list(arguments), [], **_HERE)


def _literal(value: Any) -> ast.Constant:
    return ast.Constant(value, **_HERE)


def _subscript(whole: ast.expr, key: ast.expr) -> ast.expr:
    return ast.Subscript(whole, key, ast.Load(), **_HERE)


def _parameters(*names: str) -> ast.arguments:
    arguments = [ast.arg(name, **_HERE) for name in names]
    return ast.arguments([], arguments, None, [], [], None, [])


def _unless_blank(call: Callable[..., Any]) -> Callable[..., Any]:
    # `None in arguments` would ask each of them whether it equals None.
    def guarded(*arguments: Any) -> Any:
        for each in arguments:
            if each is None:
                return None
        return call(*arguments)

    return guarded


def _numbers(operation: Callable[[Decimal, Decimal], Any]) -> Callable[[Any, Any], Any]:
    def guarded(left: Any, right: Any) -> Any:
        return None if left is None or right is None else operation(left, right)

    return guarded


def _all_true(*values: bool | None) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _any_true(*values: bool | None) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


_RUNTIME: dict[str, Any] = {
    "_add": _numbers(lambda left, right: left + right),
    "_sub": _numbers(lambda left, right: left - right),
    "_mul": _numbers(lambda left, right: left * right),
    "_div": _numbers(divide),
    "_eq": _numbers(lambda left, right: left == right),
    "_ne": _numbers(lambda left, right: left != right),
    "_lt": _numbers(lambda left, right: left < right),
    "_le": _numbers(lambda left, right: left <= right),
    "_gt": _numbers(lambda left, right: left > right),
    "_ge": _numbers(lambda left, right: left >= right),
    "_neg": lambda value: None if value is None else -value,
    "_not": lambda value: None if value is None else not value,
    "_and": _all_true,
    "_or": _any_true,
}
