"""Compile an edition once: its calculations in order, its checks, its messages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property

from perfdesk.models.form import Check, Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.concern import concern_of
from perfdesk.rules.evaluate.rows import Line, Reads
from perfdesk.rules.formula.compiler import Formula, FormulaError, Scope, compile_formula
from perfdesk.rules.formula.graph import CircularError, Node, order
from perfdesk.rules.formula.messages import Slot, Template, slot_of

_SLOT = re.compile(r"\{([^{}]+)\}")
_AT = re.compile(r"([a-z][a-z0-9_]*)(?:\[\]|\.([a-z][a-z0-9_]*))\.([a-z][a-z0-9_]*)")

_NO_MESSAGE = Template(("",), ())


class EditionError(ValueError):
    """An edition that cannot be compiled; the message names the place and the fault."""


@dataclass(frozen=True, eq=False, slots=True)
class CompiledCheck:
    """A check ready to run on the rows of one table, or outside tables where it is blank.

    With `row` it runs on that fixed row alone. `concern` is what must be true of a row by
    itself before there is anything to ask.
    """

    check: Check
    table: str
    row: str
    field: str
    when: Formula | None
    holds: Formula
    expected: Formula | None
    message: Template
    reads: Reads
    concern: Formula | None

    def concerns(self, line: Line) -> bool:
        """Tell whether the check may have anything to say of a row, by the row alone."""
        if self.row not in ("", line.id):
            return False
        row = line.values
        try:
            return self.concern is None or bool(self.concern.run(row, row, row))
        except ZeroDivisionError:
            return True


@dataclass(frozen=True, eq=False, slots=True)
class Calculation:
    """A cell and the formula that computes it, or that tells whether it must be filled in."""

    table: str
    field: Field
    formula: Formula
    reads: Reads


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """All that is asked of one field, or of a table's rows, and reads the same around them.

    `field` is blank for a table. Asked at once, hundreds of checks cost a keystroke little
    more than a few.
    """

    table: str
    field: str
    reads: Reads
    required: tuple[Calculation, ...]
    checks: tuple[CompiledCheck, ...]

    @property
    def is_choosy(self) -> bool:
        """Tell whether rows by themselves may rule out that anything is asked of them."""
        around = self.reads.fields or self.reads.columns
        return bool(self.table and around) and not self.required


@dataclass(frozen=True)
class Program:
    """An edition compiled: its calculations in order, and what is asked of its cells."""

    edition: Edition
    calculations: tuple[Calculation, ...]
    groups: tuple[Group, ...]

    @cached_property
    def places(self) -> dict[Node, int]:
        """Number the fields in the order of the form, to sort findings by."""
        walk = self.edition.walk()
        return {(table, field.name): place for place, (table, field) in enumerate(walk)}

    @cached_property
    def turns(self) -> dict[str, int]:
        """Number the checks as the edition has them: in that order a cell's findings are told."""
        return {check.code: turn for turn, check in enumerate(self.edition.checks)}


# An edition is compared by identity, and there are few: compiled once for the program's life.
@cache
def compiled(edition: Edition) -> Program:
    """Compile an edition; raises EditionError naming every cell and check at fault, by lines."""
    scopes = {name: _scope(edition, name) for name in ("", *edition.tables)}
    calculations: dict[Node, Calculation] = {}
    required: list[Calculation] = []
    checks: list[CompiledCheck] = []
    faults: list[str] = []
    for table, field in edition.walk():
        where = f"{table}.{field.name}" if table else field.name
        if field.calculation:
            with _noting(faults):
                formula = _compile(
                    field.calculation, scopes[table], table, f"{where} 的 calculation"
                )
                made = Calculation(table, field, formula, reads_of(formula))
                calculations[table, field.name] = made
        if field.required:
            with _noting(faults):
                formula = _compile(field.required, scopes[table], table, f"{where} 的 required")
                required.append(Calculation(table, field, formula, reads_of(formula)))
    for check in edition.checks:
        with _noting(faults):
            checks.append(_compile_check(edition, check, scopes))
    try:
        nodes = order({node: each.formula.reads for node, each in calculations.items()})
    except CircularError as error:
        faults.append(str(error))
    if faults:
        raise EditionError("\n".join(faults))
    ordered = tuple(calculations[node] for node in nodes)
    return Program(edition, ordered, _grouped(required, checks))


def _grouped(required: Sequence[Calculation], checks: Sequence[CompiledCheck]) -> tuple[Group, ...]:
    groups: dict[tuple[str, str, Reads], tuple[list[Calculation], list[CompiledCheck]]]
    groups = defaultdict(lambda: ([], []))
    for each in required:
        groups[each.table, "" if each.table else each.field.name, each.reads][0].append(each)
    for check in checks:
        groups[check.table, "" if check.table else check.field, check.reads][1].append(check)
    return tuple(Group(*key, tuple(a), tuple(b)) for key, (a, b) in groups.items())


@contextmanager
def _noting(faults: list[str]) -> Iterator[None]:
    try:
        yield
    except EditionError as error:
        faults.append(str(error))


def reads_of(*formulas: Formula, own: str = "") -> Reads:
    """Tell what formulas read beyond their own row; `own` is a field read in any case."""
    nodes = frozenset[Node]().union(*(each.reads for each in formulas))
    gathers = frozenset[Node]().union(*(each.gathers for each in formulas))
    fields = {name for table, name in nodes if not table} | ({own} if own else set())
    return _reads(tuple(sorted(fields)), tuple(sorted(gathers)))


@cache
def _reads(fields: tuple[str, ...], columns: tuple[Node, ...]) -> Reads:
    return Reads(fields, columns)


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
    slots = (slot.formula for slot in message.slots if isinstance(slot, Slot))
    formulas = [each for each in (when, holds, expected, *slots) if each]
    reads = reads_of(*formulas, own="" if table else name)
    text = concern_of(when, holds, scope) if table else ""
    concern = part(text, "holds") if text else None
    return CompiledCheck(check, table, row, name, when, holds, expected, message, reads, concern)


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
            slots.append(slot_of(formula, _kind_shown(edition, formula)))
    if faults:
        raise EditionError("\n".join(faults))
    return Template(tuple(pieces[::2]), tuple(slots))


def _kind_shown(edition: Edition, formula: Formula) -> Kind:
    """Tell how the value of a formula is written: as the one cell it gives, else by its inputs."""
    kinds = {edition.field(Ref(field, table)).kind for table, field in formula.reads}
    if len(formula.reads) == 1 and formula.text.strip().isidentifier():
        return kinds.pop()
    return Kind.AMOUNT if Kind.AMOUNT in kinds else Kind.TEXT
