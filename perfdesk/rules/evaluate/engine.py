"""Evaluate a document against its edition: computed cells and findings.

A pure function of the two. What followed from a row and its surroundings is kept, so
that a keystroke costs what it changes; see `rows.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from perfdesk.models.document import Document
from perfdesk.models.finding import Computed, Evaluation, Finding, Origin, Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Value, written
from perfdesk.rules.evaluate.answered import with_answers
from perfdesk.rules.evaluate.compiled import Calculation, compiled
from perfdesk.rules.evaluate.explain import spell
from perfdesk.rules.evaluate.recall import by_row
from perfdesk.rules.evaluate.rows import Around, Line, with_value
from perfdesk.rules.evaluate.state import State, find_field, read
from perfdesk.rules.evaluate.verdicts import judge
from perfdesk.rules.formula.compiler import ROW_LABEL, Formula

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def evaluate(edition: Edition, document: Document) -> Evaluation:
    """Compute every computed cell and find everything amiss, in the order of the form.

    Raises EditionError for an edition that does not compile; no document makes it fail.
    """
    state = calculated(edition, document)
    for group in state.program.groups:
        judge(state, group)
    found = in_order(edition, document, state.findings)
    return Evaluation(state.computed, with_answers(document, found))


def calculated(edition: Edition, document: Document) -> State:
    """Read a document and compute what is computed, without judging anything."""
    program = compiled(edition)
    state = read(program, document)
    for calculation in program.calculations:
        _calculate(state, calculation)
    return state


def _calculate(state: State, calculation: Calculation) -> None:
    table, name = calculation.table, calculation.field.name
    lines = state.lines[table] if table else (state.cells[name],)
    results = _compute(calculation, state.around(calculation.reads), lines)
    for each in results:
        if each.computed is not None:
            state.computed[each.at] = each.computed
        if each.finding is not None:
            state.findings.append(each.finding)
    if table:
        state.lines[table] = tuple([each.line for each in results])
    else:
        state.fields[name] = state.computed[Ref(name)].value


@dataclass(frozen=True, eq=False, slots=True)
class _Result:
    """What a calculation gives for one row: its cell, if the row has it, and the row anew."""

    at: Ref
    line: Line
    computed: Computed | None = None
    finding: Finding | None = None


@by_row
def _compute(calculation: Calculation, around: Around, line: Line) -> _Result:
    field, formula, finding = calculation.field, calculation.formula, None
    at = Ref(field.name, calculation.table, line.id)
    if not field.exists_in(line.id):
        return _Result(at, line)
    rule = _spelled(formula, line, around, figures=False)
    try:
        value: Value = formula.run(line.values, around.fields, around.columns)
    except ZeroDivisionError:
        message = f"“{field.label}”算不出来：{rule}，除数为 0。请核对除数。"
        severity, origin = Severity.ERROR, Origin.UNMET
        finding = Finding("division_by_zero", severity, origin, at, field.label, message)
        value = None
    figures = "" if value is None else _spelled(formula, line, around, figures=True)
    basis = around.edition.basis_of(field)
    computed = Computed(value, written(field.kind, value), rule, figures, basis)
    return _Result(at, with_value(line, field.name, value), computed, finding)


def _spelled(formula: Formula, line: Line, around: Around, *, figures: bool) -> str:
    edition, row = around.edition, line.values

    def name(owner: str, field_name: str) -> str:
        if owner == "parameter":
            return next(each.value for each in edition.parameters if each.name == field_name)
        table, _, fixed = owner.partition(".")
        if fixed:
            known = edition.tables[table].column(field_name)
            if not figures:
                return f"{edition.tables[table].row_label(fixed)}·{known.label}"
            place = [row.name for row in edition.tables[table].rows].index(fixed)
            return written(known.kind, around.columns[table, field_name][place])
        if owner:
            return f"各{edition.tables[owner].column(field_name).label}"
        if field_name == ROW_LABEL:
            return str(row[ROW_LABEL])
        field = find_field(edition, row, field_name)
        if not figures:
            return field.label
        values = row if field_name in row else around.fields
        return written(field.kind, values[field_name])

    return spell(formula.tree, name)


def in_order(
    edition: Edition, document: Document, findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Sort findings as the form is read: section by section, row by row, the heaviest first."""
    program, tables = compiled(edition), edition.tables
    places, turns = program.places, program.turns
    starts = {name: places[name, table.columns[0].name] for name, table in tables.items()}
    rows = {table: dict(zip(document.row_ids(table), count(), strict=False)) for table in tables}
    rows[""] = {}

    def key(finding: Finding) -> tuple[int, int, int, int, int]:
        at = finding.at
        place, row = places[at.table, at.field], rows[at.table].get(at.row, 0)
        turn = turns.get(finding.code, -1)
        return starts.get(at.table, place), row, place, _WEIGHT[finding.severity], turn

    return tuple(sorted(findings, key=key))
