"""Calculations of an edition as Excel's formulas, where they are simple enough to be the same.

What is not understood here stays with the program. A formula comes from the edition
alone, never from what somebody typed.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.models.form import Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, parse

_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class _Beyond(Exception):
    """Nothing that Excel is told."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the cells of a form stand: single ones, those of fixed rows, and whole columns.

    Columns are there only where each row of the table has a cell of its own.
    """

    cells: Mapping[Ref, str]
    columns: Mapping[Ref, str]


def formula(edition: Edition, at: Ref, places: Places) -> str | None:
    """Write a computed cell as a formula; None where only the program can reckon it.

    It is blank until everything it needs is a figure.
    """
    try:
        made = _Maker(edition, at, places)
        text = made.write(_parsed(edition.field(at)))
    except _Beyond:
        return None
    if edition.field(at).kind is Kind.PERCENT:
        text = f"({text})/100"
    needed = ",".join(dict.fromkeys(made.blank_where))
    text = f'IF(OR({needed}),"",{text})' if needed else text
    # Excel takes no longer formula.
    return f'=IFERROR({text},"")' if len(text) < 8_000 else None


def _parsed(its_field: Field) -> ast.expr:
    return ast.parse(its_field.calculation, mode="eval").body


@dataclass(slots=True)
class _Maker:
    """One formula on its way; `blank_where` are the conditions under which it is blank."""

    edition: Edition
    at: Ref
    places: Places
    blank_where: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)

    def write(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=int() | str() as value):
                return _literal(str(value)) if isinstance(value, str) else str(value)
            case ast.BinOp(left, sign, right) if type(sign) in _SIGNS:
                return f"({self.write(left)}{_SIGNS[type(sign)]}{self.write(right)})"
            case ast.Name() | ast.Attribute():
                return self.cell(node)
            case ast.Call(ast.Name(name), arguments, []):
                return self.call(name, arguments)
        raise _Beyond

    def call(self, name: str, arguments: list[ast.expr]) -> str:
        match name, arguments:
            case (("percent" | "rate"), [part, whole]):
                return f"ROUND({self.write(part)}*100/{self.write(whole)},2)"
            case "rate_points", [weight, part, whole]:
                full, over = self.write(weight), self.write(whole)
                self.blank_where.append(f"{over}<=0")
                earned = f"ROUND({full}*{self.write(part)}/{over},2)"
                return f"MIN({full},MAX(0,{earned}))"
            case "sum_where", [column, keys]:
                summed, by = self.column(column), self.column(keys)
                # A sum of what is not all there is no sum.
                self.blank_where += [f"COUNTA({by})=0", f"COUNT({summed})<COUNTA({by})"]
                return f"SUM({summed})"
            case "tier", [figure, *steps, last] if len(steps) % 2 == 0:
                text = self.write(last)
                value = self.write(figure)
                for least, word in reversed(list(zip(steps[::2], steps[1::2], strict=True))):
                    text = f"IF({value}>={self.write(least)},{self.write(word)},{text})"
                return text
        raise _Beyond

    def cell(self, node: ast.expr) -> str:
        """Write a parameter's value, or the address of a cell in the scale of the program."""
        names = _names(node)
        if names[0] == "parameter" and len(names) == 2:
            return self.parameter(names[1])
        at = self.find(names)
        its_field, address = self.edition.field(at), self.places.cells.get(at)
        if address is None or not its_field.kind.is_figure:
            raise _Beyond
        if its_field.is_computed and formula(self.edition, at, self.places) is None:
            raise _Beyond
        self.blank_where.append(f'{address}=""')
        if its_field.kind is Kind.AMOUNT:
            self.units.add(its_field.unit)
            # Amounts of two units meet only where somebody converts them.
            if len(self.units) > 1:
                raise _Beyond
        return f"({address}*100)" if its_field.kind is Kind.PERCENT else address

    def find(self, names: list[str]) -> Ref:
        if len(names) == 3:
            return Ref(names[2], names[0], names[1])
        if len(names) != 1:
            raise _Beyond
        here = Ref(names[0], self.at.table, self.at.row)
        if self.at.table and here in self.places.cells:
            return here
        if names[0] not in self.edition.fields:
            raise _Beyond
        return Ref(names[0])

    def column(self, node: ast.expr) -> str:
        names = _names(node)
        found = self.places.columns.get(Ref(names[-1], names[0])) if len(names) == 2 else None
        if found is None:
            raise _Beyond
        return found

    def parameter(self, name: str) -> str:
        value = next((each.value for each in self.edition.parameters if each.name == name), "")
        number = parse(Kind.NUMBER, value).value
        return f"{number:f}" if isinstance(number, Decimal) else _literal(value)


def _names(node: ast.expr) -> list[str]:
    match node:
        case ast.Name(name):
            return [name]
        case ast.Attribute(value, name):
            return [*_names(value), name]
    raise _Beyond


def _literal(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
