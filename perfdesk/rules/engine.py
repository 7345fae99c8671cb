"""Evaluate a document against its edition: computed cells and findings.

A pure function of the two. What followed from a row and its surroundings is kept, so
that a keystroke costs what it changes; see `lines.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from perfdesk.models.document import Document
from perfdesk.models.finding import Computed, Evaluation, Finding, Origin, Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Value, written
from perfdesk.rules.answered import with_answers
from perfdesk.rules.explain import spell
from perfdesk.rules.expressions import ROW_LABEL, Formula
from perfdesk.rules.lines import Around, Line, field_line, with_value
from perfdesk.rules.program import Calculation, compiled
from perfdesk.rules.state import State, find_field, read
from perfdesk.rules.verdicts import find_missing, run_check

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def evaluate(edition: Edition, document: Document) -> Evaluation:
    """Compute every computed cell and find everything amiss, in the order of the form.

    Raises EditionError for an edition that does not compile; no document makes it fail.
    """
    state = calculated(edition, document)
    find_missing(state)
    for check in state.program.checks:
        run_check(state, check)
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
    around = state.around(calculation.reads)
    if not table:
        state.fields[name] = _note(state, calculation, field_line(name, ""), around)
        return
    state.lines[table] = tuple(
        with_value(line, name, _note(state, calculation, line, around))
        if calculation.field.exists_in(line.id)
        else line
        for line in state.lines[table]
    )


def _note(state: State, calculation: Calculation, line: Line, around: Around) -> Value:
    computed, finding = _compute(calculation, line, around)
    state.computed[Ref(calculation.field.name, calculation.table, line.id)] = computed
    if finding is not None:
        state.findings.append(finding)
    return computed.value


@lru_cache(maxsize=8192)
def _compute(
    calculation: Calculation, line: Line, around: Around
) -> tuple[Computed, Finding | None]:
    field, formula = calculation.field, calculation.formula
    rule, finding = _spelled(formula, line, around, figures=False), None
    try:
        value: Value = formula.run(line.values, around.fields, around.columns)
    except ZeroDivisionError:
        message = f"“{field.label}”算不出来：{rule}，除数为 0。请核对除数。"
        at, severity = Ref(field.name, calculation.table, line.id), Severity.ERROR
        finding = Finding("division_by_zero", severity, Origin.UNMET, at, field.label, message)
        value = None
    figures = "" if value is None else _spelled(formula, line, around, figures=True)
    return Computed(value, written(field.kind, value), rule, figures), finding


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
    places, tables = compiled(edition).places, edition.tables
    starts = {name: places[name, table.columns[0].name] for name, table in tables.items()}
    rows = {
        (table, row.id): place for table in tables for place, row in enumerate(document.rows(table))
    }

    def key(finding: Finding) -> tuple[int, int, int, int]:
        at = finding.at
        place = places[at.table, at.field]
        row = rows.get((at.table, at.row), 0)
        return starts.get(at.table, place), row, place, _WEIGHT[finding.severity]

    return tuple(sorted(findings, key=key))
