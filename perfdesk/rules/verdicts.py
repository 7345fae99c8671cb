"""Judge what was read: what is missing, which checks do not hold, and say so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.form import Field
from perfdesk.models.indicator_value import IndicatorValue
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, Value, parse, shorten, written
from perfdesk.rules.expressions import Formula
from perfdesk.rules.program import CompiledCheck
from perfdesk.rules.state import NO_ROW, State, find_field, shown


def find_missing(state: State) -> None:
    """Note every required cell that is blank; rows without any entry ask for nothing."""
    edition, document = state.program.edition, state.document
    for (table, name), formula in state.program.required.items():
        if not table:
            blank = not document.cells.get(name, "").strip()
            if blank and formula.run(NO_ROW, state.fields, state.columns):
                state.findings.append(_missing(state, edition.fields[name], Ref(name)))
            continue
        column = edition.tables[table].column(name)
        for row, (row_id, values) in zip(document.rows(table), state.rows[table], strict=True):
            blank = row.is_used and not row.cells.get(name, "").strip()
            if blank and formula.run(values, state.fields, state.columns):
                state.findings.append(_missing(state, column, Ref(name, table, row_id)))


def _missing(state: State, field: Field, at: Ref) -> Finding:
    label = state.label(at)
    verb = "选择" if field.kind in (Kind.CHOICE, Kind.FRAMEWORK) else "填写"
    message = f"请{verb}“{label}”。"
    return Finding("missing", Severity.ERROR, Origin.MISSING, at, label, message)


def run_check(state: State, check: CompiledCheck) -> None:
    """Run a check on its cell, or on each row of its table."""
    if not check.table:
        _judge(state, check, "", NO_ROW)
        return
    for row_id, values in state.rows[check.table]:
        _judge(state, check, row_id, values)


def _judge(state: State, check: CompiledCheck, row_id: str, row: Mapping[str, Value]) -> None:
    fields, columns = state.fields, state.columns
    try:
        if check.when is not None and not check.when.run(row, fields, columns):
            return
        if check.holds.run(row, fields, columns) is not False:
            return
        right = check.expected.run(row, fields, columns) if check.expected else None
    except ZeroDivisionError:
        # The calculation that divides has its own finding; a check on top says nothing new.
        return
    at = Ref(check.field, check.table, row_id)
    field = state.program.edition.field(at)
    expected, actual = shown(right, field.kind), _actual(state, at, field)
    words = {"expected": expected, "actual": shorten(actual), "label": state.label(at)}
    data = check.check
    state.findings.append(
        Finding(
            data.code,
            data.severity,
            data.origin,
            at,
            words["label"],
            _render(state, check, row, words),
            expected,
            _plain(right) if data.fill else "",
            actual,
            data.basis,
            data.verify,
        )
    )


def _actual(state: State, at: Ref, field: Field) -> str:
    if field.is_computed:
        computed = state.computed.get(at)
        return computed.text if computed else ""
    text = state.document.text(at)
    value = parse(field.kind, text, field.unit).value
    return written(field.kind, value) if isinstance(value, Decimal | date) else text


def _render(
    state: State, check: CompiledCheck, row: Mapping[str, Value], words: Mapping[str, str]
) -> str:
    template = check.message
    pieces = [template.texts[0]]
    for slot, text in zip(template.slots, template.texts[1:], strict=True):
        if isinstance(slot, str):
            pieces.append(words[slot])
        else:
            value = slot.run(row, state.fields, state.columns)
            pieces.append(shorten(shown(value, _slot_kind(state, slot, row))))
        pieces.append(text)
    return "".join(pieces)


def _slot_kind(state: State, slot: Formula, row: Mapping[str, Value]) -> Kind:
    """Tell how a figure in a message is written: 9,000.00 for money, 2 for a count."""
    edition, name = state.program.edition, slot.text.strip()
    if name in row or name in state.fields:
        return find_field(edition, row, name).kind
    kinds = {edition.field(Ref(field, table)).kind for table, field in slot.reads}
    return Kind.AMOUNT if Kind.AMOUNT in kinds else Kind.TEXT


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.text if isinstance(value, IndicatorValue) else value or ""
