"""Build the Python expression that a formula stands for, and note what it reads.

What reads one mapping alone, or is looked up by a cell of the row, is built so that it can be
kept: a key changes little of what hundreds of rows are asked.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from perfdesk.rules.formula.cells import IndexPart, Part
from perfdesk.rules.formula.functions import FUNCTIONS, Function
from perfdesk.rules.formula.graph import Node
from perfdesk.rules.formula.lookups import BY_ROW, LOOKUPS, ByRow, Lookup
from perfdesk.rules.formula.runtime import Operation, asking, concluding, looking_up, operation
from perfdesk.rules.formula.scope import ROW_LABEL, FormulaError, Scope, Search, Whole
from perfdesk.rules.formula.syntax import (
    HERE,
    call_of,
    choice,
    either,
    is_none,
    joined,
    literal,
    load,
    named,
    parameters,
    subscript,
)

_LARGEST = 10**15
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_COMPARISON = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class Builder:
    """Build one formula, whose text is `source`, for the rows of a table or outside tables.

    `cells` are the mappings and keys it reads in the order in which it does, `around` what it
    depends on beyond its row, and `names` what the expression calls by name.
    """

    def __init__(self, scope: Scope, table: str, source: bytes) -> None:
        self.scope = scope
        self.table = table
        self.source = source
        self.reads: set[Node] = set()
        self.gathers: set[Node] = set()
        self.cells: list[tuple[str, Hashable]] = []
        self.around: list[Whole | Search] = []
        self.names: dict[str, Any] = {}
        self._parts: dict[str, tuple[Part, ast.expr]] = {}
        self._joined = 0
        self._indexes: list[tuple[IndexPart, Callable[..., Any], ast.expr]] = []

    def program(self, tree: ast.expr) -> ast.Expression:
        """Build the functions of a formula: the whole, then its parts and its indexes."""
        whole = ast.Lambda(parameters("row", "fields", "columns"), self._build(tree), **HERE)
        parts = [body for _, body in self._parts.values()]
        indexes = [body for *_, body in self._indexes]
        return ast.Expression(ast.Tuple([whole, *parts, *indexes], ast.Load(), **HERE))

    def fill_in(self, functions: Sequence[Callable[..., Any]]) -> None:
        """Give the parts and indexes their functions, once these are compiled."""
        parts = [part for part, _ in self._parts.values()]
        for part, follow in zip(parts, functions, strict=False):
            part.follow = follow
        for (index, make, _), gather in zip(self._indexes, functions[len(parts) :], strict=True):
            index.gather, index.make = gather, make

    def _build(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Constant(value):
                return self._constant(value)
            case ast.Name(name):
                return self._name(name)
            case ast.Attribute(ast.Name(owner), name):
                return self._dotted(owner, name)
            case ast.Attribute(ast.Attribute(ast.Name(table), row), name):
                return self._part(node, lambda: self._fixed(table, row, name))
            case ast.BinOp(left, operator, right) if isinstance(operator, _ARITHMETIC):
                return self._of_two(operator, left, right)
            case ast.UnaryOp(ast.USub(), operand):
                return call_of("_neg", self._build(operand))
            case ast.UnaryOp(ast.Not(), operand):
                return call_of("_not", self._build(operand))
            case ast.BoolOp(operator, values):
                name = "_and" if isinstance(operator, ast.And) else "_or"
                return call_of(name, *(self._build(value) for value in values))
            case ast.Compare(left, [operator], [right]) if isinstance(operator, _COMPARISON):
                return self._of_two(operator, left, right)
            case ast.IfExp(test, body, orelse):
                return self._choice(test, body, orelse)
            case ast.Call(ast.Name(name), arguments, []):
                return self._part(node, lambda: self._function(name, arguments))
        raise FormulaError(f"公式里不能用“{ast.unparse(node)}”")

    def _part(self, node: ast.expr, build: Callable[[], ast.expr]) -> ast.expr:
        """Let what a table's rows ask be kept where it is read, if that is one mapping alone."""
        before, around = len(self.cells), len(self.around)
        built = build()
        mappings = {mapping for mapping, _ in self.cells[before:]}
        if len(mappings) != 1 or not self.table:
            return built
        (mapping,) = mappings
        text = self._text(node)
        if text not in self._parts:
            part = Part(text)
            part.reads = frozenset(key for _, key in self.cells[before:])
            self._parts[text] = part, ast.Lambda(parameters(mapping), built, **HERE)
        part = self._parts[text][0]
        if mapping != "row":
            self.around[around:] = [Whole(mapping, part)]
        return subscript(load(mapping), self._keep(part))

    def _text(self, node: ast.expr) -> str:
        return self.source[node.col_offset : node.end_col_offset].decode()

    def _cell(self, mapping: str, key: Hashable, written: ast.expr) -> ast.expr:
        self.cells.append((mapping, key))
        if mapping != "row":
            self.around.append(Whole(mapping, key))
        return subscript(load(mapping), written)

    def _of_two(
        self, operator: ast.operator | ast.cmpop, left: ast.expr, right: ast.expr
    ) -> ast.expr:
        """Join two operands; both are worked out before either may make the result blank."""
        self._joined += 1
        one, other = f"_left{self._joined}", f"_right{self._joined}"
        blank = either(
            is_none(named(one, self._build(left))), is_none(named(other, self._build(right)))
        )
        return choice(blank, literal(None), joined(load(one), operator, load(other)))

    def _choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr) -> ast.expr:
        # One name is enough for nested choices: each is read before the next is written.
        blank = is_none(named("_asked", self._build(test)))
        chosen = choice(load("_asked"), self._build(body), self._build(orelse))
        return choice(blank, literal(None), chosen)

    def _constant(self, value: object) -> ast.expr:
        if isinstance(value, bool | str):
            return literal(value)
        if isinstance(value, int | float) and abs(value) < _LARGEST:
            return self._keep(Decimal(str(value)))
        raise FormulaError(f"公式里不能用“{value!r}”")

    def _keep(self, value: Any) -> ast.expr:
        name = f"_k{len(self.names)}"
        self.names[name] = value
        return load(name)

    def _name(self, name: str) -> ast.expr:
        if name in self.scope.columns:
            self.reads.add((self.table, name))
            return self._cell("row", name, literal(name))
        if name == ROW_LABEL and self.scope.rows.get(self.table):
            return self._cell("row", name, literal(name))
        if name in self.scope.fields:
            self.reads.add(("", name))
            return self._cell("fields", name, literal(name))
        raise FormulaError(f"没有名为“{name}”的栏目")

    def _dotted(self, owner: str, name: str) -> ast.expr:
        if owner == "parameter" and name in self.scope.parameters:
            return self._keep(self.scope.parameters[name])
        if name in self.scope.tables.get(owner, frozenset()):
            self.gathers.add((owner, name))
            return self._column(owner, name)
        raise FormulaError(f"没有名为“{owner}.{name}”的栏目或参数")

    def _column(self, table: str, name: str) -> ast.expr:
        return self._cell("columns", (table, name), self._keep((table, name)))

    def _fixed(self, table: str, row: str, name: str) -> ast.expr:
        rows = self.scope.rows.get(table, ())
        if row not in rows:
            raise FormulaError(f"“{table}”没有名为“{row}”的固定行")
        return subscript(self._dotted(table, name), literal(rows.index(row)))

    def _function(self, name: str, arguments: list[ast.expr]) -> ast.expr:
        function = FUNCTIONS.get(name)
        if function is None:
            raise FormulaError(f"没有名为“{name}”的函数")
        if not function.least <= len(arguments) <= function.most:
            raise FormulaError(f"函数“{name}”的参数个数不对")
        table = self._table_of(arguments)
        if name in BY_ROW and table:
            return self._by_row(name, BY_ROW[name], table, arguments)
        around, built = len(self.around), [self._argument(each) for each in arguments]
        lookup = LOOKUPS.get(name)
        if lookup is None or not self._is_search(lookup, built):
            return self._calling(operation(function), *(each.built for each in built))
        index = self._index(name, function, lookup, built)
        column = self.table, built[lookup.by].name
        self.around[around:] = [Search(index, column, lookup.key, lookup.touches)]
        found = self._calling(asking(index), load("fields"), load("columns"))
        return self._calling(looking_up(lookup, function), found, *(each.built for each in built))

    def _calling(self, operation: Operation, *arguments: ast.expr) -> ast.expr:
        return ast.Call(self._keep(operation), list(arguments), [], **HERE)

    def _argument(self, node: ast.expr) -> _Argument:
        before = len(self.cells)
        built = self._build(node)
        name = node.id if isinstance(node, ast.Name) else ""
        return _Argument(self._text(node), name, built, self.cells[before:])

    def _table_of(self, arguments: list[ast.expr]) -> str:
        """Name the one table of which all arguments are columns; blank where there is none."""
        tables = set()
        for each in arguments:
            match each:
                case ast.Attribute(ast.Name(table), name) if name in self.scope.tables.get(
                    table, ()
                ):
                    tables.add(table)
                case _:
                    return ""
        return tables.pop() if len(tables) == 1 else ""

    def _by_row(self, name: str, by_row: ByRow, table: str, columns: list[ast.expr]) -> ast.expr:
        """Read one column of what is asked of each row, not the columns that it is asked of."""
        names = [each.attr for each in columns if isinstance(each, ast.Attribute)]
        self.gathers.update((table, each) for each in names)
        part, ask = Part(f"{name} {'、'.join(names)}"), by_row.ask
        part.follow = lambda row: ask(*(row[each] for each in names))
        part.reads = frozenset(names)
        return self._calling(concluding(by_row), self._column(table, part))

    def _is_search(self, lookup: Lookup, arguments: list[_Argument]) -> bool:
        """Tell whether rows differ in what they look up, not in where they look."""
        if not self.table or arguments[lookup.by].name not in self.scope.columns:
            return False
        return all(
            (mapping == "row") != (place in lookup.of)
            for place, argument in enumerate(arguments)
            for mapping, _ in argument.cells
        )

    def _index(
        self, name: str, function: Function, lookup: Lookup, arguments: list[_Argument]
    ) -> IndexPart:
        many = [arguments[place] for place in lookup.of]
        index = IndexPart(f"{name} {'、'.join(each.text for each in many)}")
        index.reads = frozenset(key for each in many for _, key in each.cells)
        gather = ast.List([each.built for each in many], ast.Load(), **HERE)
        body = ast.Lambda(parameters("fields", "columns"), gather, **HERE)
        self._indexes.append((index, partial(_make, lookup, function.takes_blank), body))
        return index


@dataclass(frozen=True, slots=True)
class _Argument:
    """An argument of a function: its text, its name if it is one, and the cells it reads."""

    text: str
    name: str
    built: ast.expr
    cells: list[tuple[str, Hashable]]


def _make(lookup: Lookup, takes_blank: bool, given: list[Any], before: Any) -> Any:
    if not takes_blank and any(each is None for each in given):
        return None
    return lookup.index(*given, before=before)
