"""Read a document's texts as values, and note what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from perfdesk.models.document import Document
from perfdesk.models.finding import Computed, Finding, Origin, Severity
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, Value, shorten, written
from perfdesk.rules.lines import Around, Line, Reads, around, read_line, read_text
from perfdesk.rules.program import Program


@dataclass(slots=True)
class State:
    """The values of one evaluation while it is made; `lines` holds each table's rows in order."""

    program: Program
    document: Document
    fields: dict[str, Value]
    lines: dict[str, tuple[Line, ...]]
    computed: dict[Ref, Computed]
    findings: list[Finding]

    def around(self, reads: Reads) -> Around:
        """Give the surroundings of whatever reads that much, as they stand now."""
        edition = self.program.edition
        framework = self.document.cells.get(edition.framework_field, "")
        return around(edition, framework, reads, self.fields, self.lines)


def read(program: Program, document: Document) -> State:
    """Read every cell; a text that cannot be read is blank to formulas and earns a finding."""
    edition = program.edition
    state = State(program, document, {}, {}, {}, [])
    for field in edition.fields.values():
        text = document.cells.get(field.name, "")
        value, problem = read_text(edition, field, text)
        state.fields[field.name] = value
        if problem:
            state.findings.append(_unreadable(state, Ref(field.name), text, problem))
    for name, table in edition.tables.items():
        columns = [column.name for column in table.columns]
        state.lines[name] = tuple(
            read_line(edition, name, row_id, tuple(map(cells.get, columns)))
            for row_id, cells in _rows(table, document)
        )
        for line in state.lines[name]:
            for column, problem in line.problems.items():
                at = Ref(column, name, line.id)
                state.findings.append(_unreadable(state, at, line.texts[column], problem))
    state.findings.extend(_level_findings(edition, document))
    return state


def _rows(table: Table, document: Document) -> Iterator[tuple[str, dict[str, str]]]:
    """Walk a table's rows; fixed ones are there, and in order, whatever the document holds."""
    found = ((row.id, row.cells) for row in document.rows(table.name))
    if not table.rows:
        yield from found
        return
    cells = dict(found)
    for fixed in table.rows:
        yield fixed.name, cells.get(fixed.name, {})


def _unreadable(state: State, at: Ref, text: str, problem: str) -> Finding:
    label = state.program.edition.label(at, state.document.cells)
    severity, origin = Severity.ERROR, Origin.UNREADABLE
    return Finding("unreadable", severity, origin, at, label, problem, actual=text)


def _level_findings(edition: Edition, document: Document) -> Iterator[Finding]:
    framework = edition.framework(document.cells.get(edition.framework_field, ""))
    if framework is None:
        return
    table = edition.tables[edition.framework_table]
    firsts, seconds = ([each for each in table.columns if each.level == n] for n in (1, 2))
    names = {
        each.name: edition.label(Ref(each.name, table.name), document.cells)
        for each in (*firsts, *seconds)
    }
    owners = {part: name for name, parts in framework.levels.items() for part in parts}
    for row, first, second in product(document.rows(table.name), firsts, seconds):
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
