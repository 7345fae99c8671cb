"""Read a document's texts as values, and note what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.models.document import Document
from perfdesk.models.finding import Computed, Finding, Origin, Severity
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, Value, parse, shorten, written
from perfdesk.rules.program import Program

Values = dict[str, Value]
NO_ROW: Mapping[str, Value] = {}


@dataclass(slots=True)
class State:
    """The values of one evaluation while it is made.

    `rows` holds each table's rows in order as (id, values); `columns` gathers the columns
    that formulas read whole.
    """

    program: Program
    document: Document
    fields: Values
    rows: dict[str, list[tuple[str, Values]]]
    columns: dict[tuple[str, str], list[Value]]
    computed: dict[Ref, Computed]
    findings: list[Finding]

    def label(self, at: Ref) -> str:
        """Give a cell's official label, in the chosen framework's words."""
        return self.program.edition.label(at, self.document.cells)

    def gather(self, table: str, column: str) -> None:
        """Bring a gathered column up to date with its rows."""
        self.columns[table, column] = [values[column] for _, values in self.rows[table]]


def read(program: Program, document: Document) -> State:
    """Read every cell; a text that cannot be read is blank to formulas and earns a finding."""
    edition = program.edition
    state = State(program, document, {}, {}, {}, {}, [])
    for field in edition.fields.values():
        text = document.cells.get(field.name, "")
        state.fields[field.name] = _value(state, Ref(field.name), field, text) if text else None
    for table in edition.tables.values():
        state.rows[table.name] = [
            (row.id, _row_values(state, table, row.id, row.cells))
            for row in document.rows(table.name)
        ]
    for table_name, column in program.columns_read:
        state.gather(table_name, column)
    state.findings.extend(_level_findings(edition, document))
    return state


def _row_values(state: State, table: Table, row_id: str, cells: Mapping[str, str]) -> Values:
    values: Values = {}
    for column in table.columns:
        name = column.name
        text = cells.get(name, "")
        values[name] = _value(state, Ref(name, table.name, row_id), column, text) if text else None
    return values


def _value(state: State, at: Ref, field: Field, text: str) -> Value:
    if field.is_computed:
        return None
    reading = parse(field.kind, text, field.unit)
    problem = reading.problem
    if not problem and field.kind in (Kind.CHOICE, Kind.FRAMEWORK) and text.strip():
        problem = _choice_problem(state.program.edition, field, text)
    if not problem:
        return reading.value
    severity, origin = Severity.ERROR, Origin.UNREADABLE
    state.findings.append(
        Finding("unreadable", severity, origin, at, state.label(at), problem, actual=text)
    )
    return None


def _choice_problem(edition: Edition, field: Field, text: str) -> str:
    if field.open_choices:
        return ""
    frameworks = tuple(each.name for each in edition.frameworks)
    allowed = frameworks if field.kind is Kind.FRAMEWORK else field.choices
    if text in allowed:
        return ""
    return f"“{shorten(text)}”不在选项里。请选：{'、'.join(allowed)}。"


def _level_findings(edition: Edition, document: Document) -> Iterator[Finding]:
    framework = edition.framework(document.cells.get(edition.framework_field, ""))
    if framework is None:
        return
    table = edition.tables[edition.framework_table]
    first, second = (next(each for each in table.columns if each.level == n) for n in (1, 2))
    names = {
        each.name: edition.label(Ref(each.name, table.name), document.cells)
        for each in (first, second)
    }
    owners = {part: name for name, parts in framework.levels.items() for part in parts}
    for row in document.rows(table.name):
        level1 = row.cells.get(first.name, "").strip()
        level2 = row.cells.get(second.name, "").strip()
        owner = owners.get(level2, "")
        if level1 and level1 not in framework.levels:
            message = f"“{shorten(level1)}”不是本表的{names[first.name]}。"
            if level1 in owners:
                message += f"它是“{owners[level1]}”下的{names[second.name]}，请移到后一栏。"
            else:
                message += f"常用：{'、'.join(framework.levels)}。"
            at, field, actual = Ref(first.name, table.name, row.id), first, level1
        elif level1 and owner and owner != level1:
            message = (
                f"“{shorten(level2)}”属于“{owner}”，不属于“{level1}”。请核对{names[first.name]}。"
            )
            at, field, actual = Ref(second.name, table.name, row.id), second, level2
        else:
            continue
        yield Finding(
            "level_unknown",
            Severity.WARNING,
            Origin.UNMET,
            at,
            names[field.name],
            message,
            actual=actual,
        )


def find_field(edition: Edition, row: Mapping[str, Value], name: str) -> Field:
    """Find the field a formula means by a plain name: its row's column first."""
    if name in row:
        for table in edition.tables.values():
            if any(column.name == name for column in table.columns):
                return table.column(name)
    return edition.fields[name]


def shown(value: Value, kind: Kind) -> str:
    """Write a value into a message: amounts and rates as printed, other numbers plain."""
    if isinstance(value, Decimal) and kind not in (Kind.AMOUNT, Kind.PERCENT):
        return f"{value.normalize():f}"
    return written(kind, value)
