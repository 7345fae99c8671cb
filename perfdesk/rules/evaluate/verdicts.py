"""Judge a row or a field: what cannot be read, what is missing, which checks do not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import product

from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.form import Field
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, Value, shorten, written
from perfdesk.rules.evaluate.compiled import CompiledCheck, Demand, Requirement
from perfdesk.rules.evaluate.rows import ReadRow
from perfdesk.rules.evaluate.state import State
from perfdesk.rules.formula.messages import shown
from perfdesk.rules.formula.runtime import UNKNOWN, UndecidedError


def misread(state: State, table: str, row: ReadRow) -> list[Finding]:
    """Find what cannot be read, and what stands where the chosen framework does not have it."""
    found = [_unreadable(state, table, row, column) for column in row.problems]
    if table and table == state.edition.framework_table:
        found += _misplaced(state, table, row)
    return found


def _unreadable(state: State, table: str, row: ReadRow, column: str) -> Finding:
    at, actual = Ref(column, table, row.id), row.texts[column]
    severity, origin, problem = Severity.ERROR, Origin.UNREADABLE, row.problems[column]
    return Finding("unreadable", severity, origin, at, state.label(at), problem, actual=actual)


def _misplaced(state: State, table: str, row: ReadRow) -> Iterator[Finding]:
    framework = state.edition.framework(state.framework)
    if framework is None:
        return
    columns = state.edition.tables[table].columns
    firsts, seconds = ([each.name for each in columns if each.level == n] for n in (1, 2))
    owners = {part: name for name, parts in framework.levels.items() for part in parts}
    for first, second in product(firsts, seconds):
        level1, level2 = row.texts[first].strip(), row.texts[second].strip()
        first_label, second_label = (state.label(Ref(each, table)) for each in (first, second))
        owner = owners.get(level2, "")
        if level1 and level1 not in framework.levels:
            message = f"“{shorten(level1)}”不是本表的{first_label}。"
            if level1 in owners:
                message += f"它是“{owners[level1]}”下的{second_label}，请移到后一栏。"
            else:
                message += f"常用：{'、'.join(framework.levels)}。"
            at, label, actual = Ref(first, table, row.id), first_label, level1
        elif level1 and owner and owner != level1:
            message = f"“{shorten(level2)}”属于“{owner}”，不属于“{level1}”。请核对{first_label}。"
            at, label, actual = Ref(second, table, row.id), second_label, level2
        else:
            continue
        severity, origin = Severity.WARNING, Origin.UNMET
        yield Finding("level_unknown", severity, origin, at, label, message, actual=actual)


def judge(state: State, demand: Demand, rows: Iterable[ReadRow]) -> list[Finding | None]:
    """Judge many rows by one demand: gives for each what it lacks, or None."""
    if isinstance(demand, Requirement):
        return [_missing(state, demand, row) for row in rows]
    return [*_unmet(state, demand, rows)]


def _missing(state: State, required: Requirement, row: ReadRow) -> Finding | None:
    """Find a required cell that is blank; rows without any entry ask for nothing."""
    field, table = required.field, required.table
    fixed = table and state.edition.tables[table].rows
    if row.texts[field.name].strip() or not field.exists_in(row.id):
        return None
    if table and not fixed and not row.is_used:
        return None
    if not required.formula.run(row.values, state.fields, state.columns):
        return None
    at = Ref(field.name, table, row.id)
    label = state.label(at)
    verb = "选择" if field.kind in (Kind.CHOICE, Kind.FRAMEWORK) else "填写"
    message = f"请{verb}“{label}”。"
    return Finding("missing", Severity.ERROR, Origin.MISSING, at, label, message)


def _unmet(state: State, check: CompiledCheck, rows: Iterable[ReadRow]) -> Iterator[Finding | None]:
    fields, columns, fixed = state.fields, state.columns, check.row
    when = check.when.run if check.when else None
    holds, expected = check.holds.run, check.expected.run if check.expected else None
    find: Callable[[ReadRow, Value], Finding] | None = None
    for row in rows:
        values, right = row.values, None
        try:
            unmet = (not fixed or fixed == row.id) and check.field.exists_in(row.id)
            unmet = unmet and (when is None or bool(when(values, fields, columns)))
            unmet = unmet and holds(values, fields, columns) is False
            if unmet and expected is not None:
                right = expected(values, fields, columns)
        except ZeroDivisionError:
            # The calculation that divides has its own finding; a check on top says nothing new.
            unmet = False
        if unmet:
            find = find or _finder(state, check)
        yield find(row, right) if unmet and find else None


def _finder(state: State, check: CompiledCheck) -> Callable[[ReadRow, Value], Finding]:
    """Make what gives the finding for a row; most of it is the same for all of them."""
    data, field, table = check.check, check.field, check.table
    fields, columns, write = state.fields, state.columns, check.message.write
    fixed = bool(table and state.edition.tables[table].rows)
    same_label = "" if fixed else state.label(Ref(field.name, table))

    def find(row: ReadRow, right: Value) -> Finding:
        at = Ref(field.name, table, row.id)
        label = same_label or state.label(at)
        expected = "" if right is None else shown(right, field.kind)
        actual = _actual(state, field, row)

        def word(name: str) -> str:
            return {"expected": expected, "actual": shorten(actual), "label": label}[name]

        return Finding(
            data.code,
            data.severity,
            data.origin,
            at,
            label,
            write(word, row.values, fields, columns),
            expected,
            _plain(right) if data.fill else "",
            actual,
            data.basis,
            data.verify,
        )

    return find


def _actual(state: State, field: Field, row: ReadRow) -> str:
    values = row.values if field.name in row.values else state.fields
    value = values[field.name]
    if field.is_computed or isinstance(value, Decimal | date):
        return written(field.kind, value)
    return row.texts[field.name]


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.text if isinstance(value, IndicatorValue) else value or ""


def foresight(demand: Demand) -> Callable[[ReadRow], bool]:
    """Make the question whether anything around a row could make a difference to a demand."""
    if isinstance(demand, Requirement):
        return lambda row: True
    when = demand.when.foresee() if demand.when is not None else lambda *_: True
    holds, fixed = demand.holds.foresee(), demand.row

    def is_open(row: ReadRow) -> bool:
        if fixed not in ("", row.id):
            return False
        try:
            asked = when(row.values, UNKNOWN, UNKNOWN)
            if asked is not UNKNOWN and not asked:
                return False
            verdict = holds(row.values, UNKNOWN, UNKNOWN)
        except UndecidedError:
            return True
        except ZeroDivisionError:
            return False
        return verdict is UNKNOWN or verdict is False

    return is_open
