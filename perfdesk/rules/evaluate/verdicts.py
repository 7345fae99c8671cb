"""Judge what was read: what is missing, which checks do not hold, and say so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import chain, compress

from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.form import Field
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, Value, shorten, written
from perfdesk.rules.evaluate.compiled import Calculation, CompiledCheck, Group
from perfdesk.rules.evaluate.recall import by_row
from perfdesk.rules.evaluate.rows import Around, Line
from perfdesk.rules.evaluate.state import NOTHING, State
from perfdesk.rules.formula.messages import shown


def judge(state: State, group: Group) -> None:
    """Note all that a group finds amiss, in its field or in each row of its table."""
    lines = state.lines[group.table] if group.table else (state.cells[group.field],)
    if group.is_choosy:
        lines = tuple(compress(lines, _concerned(group, state.around(NOTHING), lines)))
    found = _amiss(group, state.around(group.reads), lines)
    state.findings.extend(chain.from_iterable(found))


@by_row
def _concerned(group: Group, around: Around, line: Line) -> bool:
    return any(each.concerns(line) for each in group.checks)


@by_row
def _amiss(group: Group, around: Around, line: Line) -> tuple[Finding, ...]:
    found = []
    for required in group.required:
        if (finding := _missing(required, around, line)) is not None:
            found.append(finding)
    for check in group.checks:
        if check.row in ("", line.id) and (finding := _unmet(check, around, line)) is not None:
            found.append(finding)
    return tuple(found)


def _missing(required: Calculation, around: Around, line: Line) -> Finding | None:
    """Note a required cell that is blank; rows without any entry ask for nothing."""
    field, table = required.field, required.table
    fixed = table and around.edition.tables[table].rows
    if line.texts[field.name].strip() or not field.exists_in(line.id):
        return None
    if table and not fixed and not line.is_used:
        return None
    if not required.formula.run(line.values, around.fields, around.columns):
        return None
    at = Ref(field.name, table, line.id)
    label = around.label(at)
    verb = "选择" if field.kind in (Kind.CHOICE, Kind.FRAMEWORK) else "填写"
    message = f"请{verb}“{label}”。"
    return Finding("missing", Severity.ERROR, Origin.MISSING, at, label, message)


def _unmet(check: CompiledCheck, around: Around, line: Line) -> Finding | None:
    row, fields, columns = line.values, around.fields, around.columns
    try:
        if check.when is not None and not check.when.run(row, fields, columns):
            return None
        if check.holds.run(row, fields, columns) is not False:
            return None
        right = check.expected.run(row, fields, columns) if check.expected else None
    except ZeroDivisionError:
        # The calculation that divides has its own finding; a check on top says nothing new.
        return None
    at = Ref(check.field, check.table, line.id)
    field = around.edition.field(at)
    if not field.exists_in(line.id):
        return None
    expected, actual = shown(right, field.kind), _actual(field, line, around)
    words = {"expected": expected, "actual": shorten(actual), "label": around.label(at)}
    data = check.check
    return Finding(
        data.code,
        data.severity,
        data.origin,
        at,
        words["label"],
        check.message.write(words, row, fields, columns),
        expected,
        _plain(right) if data.fill else "",
        actual,
        data.basis,
        data.verify,
    )


def _actual(field: Field, line: Line, around: Around) -> str:
    values = line.values if field.name in line.values else around.fields
    value = values[field.name]
    if field.is_computed or isinstance(value, Decimal | date):
        return written(field.kind, value)
    return line.texts[field.name]


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.text if isinstance(value, IndicatorValue) else value or ""
