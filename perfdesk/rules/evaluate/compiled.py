"""Compile an edition once: its calculations in order, its checks, its messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache

from perfdesk.models.form import Check, Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.rules.formula.compiler import Formula, compile_formula
from perfdesk.rules.formula.graph import CircularError, Node, order
from perfdesk.rules.formula.messages import Slot, Template
from perfdesk.rules.formula.scope import FormulaError, Scope, Search

_SLOT = re.compile(r"\{([^{}]+)\}")
_AT = re.compile(r"([a-z][a-z0-9_]*)(?:\[\]|\.([a-z][a-z0-9_]*))\.([a-z][a-z0-9_]*)")

_NO_MESSAGE = Template(("",), ())


class EditionError(ValueError):
    """An edition that cannot be compiled; the message names the place and the fault."""


@dataclass(frozen=True, eq=False, slots=True)
class CompiledCheck:
    """A check ready to run on the rows of one table, or outside tables where it is blank.

    With `row` it runs on that fixed row alone.
    """

    check: Check
    table: str
    row: str
    field: Field
    when: Formula | None
    holds: Formula
    expected: Formula | None
    message: Template

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Give all its formulas, those of the message too."""
        slots = (slot.formula for slot in self.message.slots if isinstance(slot, Slot))
        return tuple(each for each in (self.when, self.holds, self.expected, *slots) if each)


@dataclass(frozen=True, eq=False, slots=True)
class Requirement:
    """A cell and the formula that tells whether it must be filled in."""

    table: str
    field: Field
    formula: Formula

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Give its formula."""
        return (self.formula,)


Demand = Requirement | CompiledCheck


def watched_by(formulas: Iterable[Formula]) -> frozenset[Node]:
    """Name the fields and columns that formulas read beside their own row."""
    nodes = set[Node]()
    for each in formulas:
        nodes.update(each.gathers, (node for node in each.reads if not node[0]))
        nodes.update(search.column for search in each.around if isinstance(search, Search))
    return frozenset(nodes)


@dataclass(frozen=True, eq=False, slots=True)
class Calculation:
    """A cell and the formula that computes it."""

    table: str
    field: Field
    formula: Formula


@dataclass(frozen=True)
class CompiledEdition:
    """An edition compiled: its calculations in order, and what is asked of its cells."""

    edition: Edition
    calculations: tuple[Calculation, ...]
    demands: tuple[Demand, ...]

    @cached_property
    def of_fields(self) -> Mapping[Demand, frozenset[Node]]:
        """Give the demands of fields outside tables, each with all that it reads."""
        return {
            each: watched_by(each.formulas) | {("", each.field.name)}
            for each in self.demands
            if not each.table
        }

    @cached_property
    def of_rows(self) -> Mapping[str, Sequence[tuple[int, Demand]]]:
        """Give the demands that read nothing but the rows of a table, numbered, by its name."""
        return self._by_table(around=False)

    @cached_property
    def of_surroundings(self) -> Mapping[str, Sequence[tuple[int, Demand]]]:
        """Give the demands that read more than the rows of a table, numbered, by its name."""
        return self._by_table(around=True)

    def _by_table(self, *, around: bool) -> Mapping[str, Sequence[tuple[int, Demand]]]:
        found: dict[str, list[tuple[int, Demand]]] = {name: [] for name in self.edition.tables}
        for number, each in enumerate(self.demands, 1):
            if each.table and any(formula.around for formula in each.formulas) == around:
                found[each.table].append((number, each))
        return found

    @cached_property
    def places(self) -> dict[Node, int]:
        """Number the fields in the order of the form, to sort findings by."""
        walk = self.edition.walk()
        return {(table, field.name): place for place, (table, field) in enumerate(walk)}

    @cached_property
    def turns(self) -> dict[str, int]:
        """Number the checks as the edition has them: in that order a cell's findings are given."""
        return {check.code: turn for turn, check in enumerate(self.edition.checks)}


# An edition is compared by identity. A program opens a handful; one that is lost here is
# compiled again when the next form of it is opened, never at a key.
@lru_cache(maxsize=64)
def compiled(edition: Edition) -> CompiledEdition:
    """Compile an edition; raises EditionError naming every cell and check at fault, by lines."""
    scopes = {name: _scope(edition, name) for name in ("", *edition.tables)}
    calculations: dict[Node, Calculation] = {}
    demands: list[Demand] = []
    faults: list[str] = []
    for table, field in edition.walk():
        where = f"{table}.{field.name}" if table else field.name
        scope = scopes[table]
        if field.calculation:
            with _noting(faults):
                formula = _compile(field.calculation, scope, table, f"{where} 的 calculation")
                calculations[table, field.name] = Calculation(table, field, formula)
        if field.required:
            with _noting(faults):
                formula = _compile(field.required, scope, table, f"{where} 的 required")
                demands.append(Requirement(table, field, formula))
    for check in edition.checks:
        with _noting(faults):
            demands.append(_compile_check(edition, check, scopes))
    try:
        nodes = order({node: each.formula.reads for node, each in calculations.items()})
    except CircularError as error:
        faults.append(str(error))
    if faults:
        raise EditionError("\n".join(faults))
    ordered = tuple(calculations[node] for node in nodes)
    return CompiledEdition(edition, ordered, tuple(demands))


@contextmanager
def _noting(faults: list[str]) -> Iterator[None]:
    try:
        yield
    except EditionError as error:
        faults.append(str(error))


def _scope(edition: Edition, table: str) -> Scope:
    columns = {
        name: frozenset(column.name for column in each.columns)
        for name, each in edition.tables.items()
    }
    return Scope(
        frozenset(edition.fields),
        columns.get(table, frozenset()),
        columns,
        {each.name: _parameter(each.value) for each in edition.parameters},
        {name: tuple(row.name for row in each.rows) for name, each in edition.tables.items()},
    )


def _parameter(value: str) -> Decimal | str:
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


def _compile(text: str, scope: Scope, table: str, where: str) -> Formula:
    try:
        return compile_formula(text, scope, table)
    except FormulaError as error:
        raise EditionError(f"{where}：{error}") from error


def _compile_check(edition: Edition, check: Check, scopes: Mapping[str, Scope]) -> CompiledCheck:
    match = _AT.fullmatch(check.at)
    table, row, name = match.groups(default="") if match else ("", "", check.at)
    where = f"检查 {check.code}"
    scope = scopes.get(table)
    known = scope and name in (scope.columns if table else scope.fields)
    if not known or scope is None or (row and row not in scope.rows[table]):
        raise EditionError(f"{where} 的 at：没有名为“{check.at}”的栏目")

    faults: list[str] = []

    def part(text: str, key: str) -> Formula | None:
        with _noting(faults):
            return _compile(text, scope, table, f"{where} 的 {key}")
        return None

    when = part(check.when, "when") if check.when else None
    holds = part(check.holds, "holds")
    expected = part(check.expected, "expected") if check.expected else None
    message = _NO_MESSAGE
    with _noting(faults):
        message = _template(edition, check.message, scope, table, f"{where} 的 message")
    if faults or holds is None:
        raise EditionError("\n".join(faults))
    field = edition.field(Ref(name, table))
    return CompiledCheck(check, table, row, field, when, holds, expected, message)


def compile_template(edition: Edition, text: str, table: str, where: str) -> Template:
    """Compile a text with formulas in braces, for the rows of a table or for outside tables.

    Raises EditionError naming `where`.
    """
    return _template(edition, text, _scope(edition, table), table, where)


def _template(edition: Edition, text: str, scope: Scope, table: str, where: str) -> Template:
    pieces = _SLOT.split(text)
    slots: list[Slot | str] = []
    faults: list[str] = []
    for slot in pieces[1::2]:
        if slot in ("expected", "actual", "label"):
            slots.append(slot)
            continue
        with _noting(faults):
            formula = _compile(slot, scope, table, f"{where} 里的 {{{slot}}}")
            slots.append(Slot(formula, _kind_shown(edition, formula)))
    if faults:
        raise EditionError("\n".join(faults))
    return Template(tuple(pieces[::2]), tuple(slots))


def _kind_shown(edition: Edition, formula: Formula) -> Kind:
    """Tell how the value of a formula is written: as the one cell it gives, else by its inputs."""
    kinds = {edition.field(Ref(field, table)).kind for table, field in formula.reads}
    if len(formula.reads) == 1 and formula.text.strip().isidentifier():
        return kinds.pop()
    return Kind.AMOUNT if Kind.AMOUNT in kinds else Kind.TEXT
