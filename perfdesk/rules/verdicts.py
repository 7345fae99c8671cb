"""Judge what was read: what is missing, which checks do not hold, and say so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import repeat

from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.form import Field
from perfdesk.models.indicator_value import IndicatorValue
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, Value, shorten, written
from perfdesk.rules.expressions import Formula
from perfdesk.rules.lines import Around, Line, field_line
from perfdesk.rules.program import Calculation, CompiledCheck
from perfdesk.rules.state import State, shown


def find_missing(state: State) -> None:
    """Note every required cell that is blank; rows without any entry ask for nothing."""
    for required in state.program.required:
        around = state.around(required.reads)
        lines = _lines(state, required.table, required.field.name)
        found = map(_missing, repeat(required), lines, repeat(around))
        state.findings.extend(filter(None, found))


def run_check(state: State, check: CompiledCheck) -> None:
    """Run a check on its cell, or on each row of its table that has such a cell."""
    around, lines = state.around(check.reads), _lines(state, check.table, check.field)
    if check.row:
        lines = tuple(line for line in lines if line.id == check.row)
    found = map(_judge, repeat(check), lines, repeat(around))
    state.findings.extend(filter(None, found))


def _lines(state: State, table: str, field: str) -> tuple[Line, ...]:
    if table:
        return state.lines[table]
    return (field_line(field, state.document.cells.get(field, "")),)


@lru_cache(maxsize=16384)
def _missing(required: Calculation, line: Line, around: Around) -> Finding | None:
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


@lru_cache(maxsize=32768)
def _judge(check: CompiledCheck, line: Line, around: Around) -> Finding | None:
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
        _render(check, line, around, words),
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


def _render(check: CompiledCheck, line: Line, around: Around, words: Mapping[str, str]) -> str:
    template = check.message
    pieces = [template.texts[0]]
    for slot, text in zip(template.slots, template.texts[1:], strict=True):
        if isinstance(slot, str):
            pieces.append(words[slot])
        else:
            value = slot.run(line.values, around.fields, around.columns)
            pieces.append(shorten(shown(value, slot_kind(slot, around))))
        pieces.append(text)
    return "".join(pieces)


def slot_kind(slot: Formula, around: Around) -> Kind:
    """Tell how a figure in a message is written: 9,000.00 for money, 2 for a count."""
    kinds = {around.edition.field(Ref(field, table)).kind for table, field in slot.reads}
    if len(slot.reads) == 1 and slot.text.strip().isidentifier():
        return kinds.pop()
    return Kind.AMOUNT if Kind.AMOUNT in kinds else Kind.TEXT


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.text if isinstance(value, IndicatorValue) else value or ""
