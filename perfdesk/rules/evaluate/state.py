"""Read a document's texts as values, and note what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product

from perfdesk.models.document import Document
from perfdesk.models.finding import Computed, Finding, Origin, Severity
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Value, shorten
from perfdesk.rules.evaluate.compiled import Program, reads_of
from perfdesk.rules.evaluate.recall import by_row
from perfdesk.rules.evaluate.rows import (
    Around,
    Column,
    Line,
    Reads,
    around,
    gather,
    read_field,
    read_line,
)
from perfdesk.rules.formula.graph import Node

NOTHING = reads_of()


@dataclass(slots=True)
class State:
    """The values of one evaluation while it is made.

    `lines` holds each table's rows in order, `cells` the lines of the fields outside tables,
    `columns` what was gathered of the rows so far; nothing gathers a column that is yet to be
    computed.
    """

    program: Program
    document: Document
    fields: dict[str, Value]
    cells: dict[str, Line]
    lines: dict[str, tuple[Line, ...]]
    columns: dict[Node, Column]
    computed: dict[Ref, Computed]
    findings: list[Finding]

    def around(self, reads: Reads) -> Around:
        """Give the surroundings of whatever reads that much, as they stand now."""
        edition = self.program.edition
        framework = self.document.cells.get(edition.framework_field, "")
        columns = [self._column(node) for node in reads.columns]
        return around(edition, framework, reads, self.fields, columns)

    def _column(self, node: Node) -> Column:
        table, name = node
        if node not in self.columns:
            self.columns[node] = gather(self.lines[table], name)
        return self.columns[node]


def read(program: Program, document: Document) -> State:
    """Read every cell; a text that cannot be read is blank to formulas and earns a finding."""
    edition = program.edition
    state = State(program, document, {}, {}, {}, {}, {}, [])
    plain = state.around(NOTHING)
    for name in edition.fields:
        text = document.cells.get(name, "")
        state.fields[name], line = read_field(edition, name, text)
        state.cells[name] = line
        state.findings.extend(_misread("", plain, line))
    for name, table in edition.tables.items():
        columns = [column.name for column in table.columns]
        state.lines[name] = tuple(
            [
                read_line(edition, name, row_id, tuple(map(cells.get, columns)))
                for row_id, cells in _rows(table, document)
            ]
        )
        misread = _misread_rows(name, plain, state.lines[name])
        state.findings.extend(chain.from_iterable(misread))
    return state


def _rows(table: Table, document: Document) -> list[tuple[str, dict[str, str]]]:
    """List a table's rows; fixed ones are there, and in order, whatever the document holds."""
    found = [(row.id, row.cells) for row in document.rows(table.name)]
    if not table.rows:
        return found
    cells = dict(found)
    return [(fixed.name, cells.get(fixed.name, {})) for fixed in table.rows]


def _misread(table: str, around: Around, line: Line) -> tuple[Finding, ...]:
    found = [_unreadable(table, around, line, column) for column in line.problems]
    if table and table == around.edition.framework_table:
        found += _misplaced(table, around, line)
    return tuple(found)


_misread_rows = by_row(_misread)


def _unreadable(table: str, around: Around, line: Line, column: str) -> Finding:
    at, actual = Ref(column, table, line.id), line.texts[column]
    severity, origin, problem = Severity.ERROR, Origin.UNREADABLE, line.problems[column]
    return Finding("unreadable", severity, origin, at, around.label(at), problem, actual=actual)


def _misplaced(table: str, around: Around, line: Line) -> Iterator[Finding]:
    """Find level names that the chosen framework does not have, or has elsewhere."""
    framework = around.edition.framework(around.framework)
    if framework is None:
        return
    columns = around.edition.tables[table].columns
    firsts, seconds = ([each.name for each in columns if each.level == n] for n in (1, 2))
    owners = {part: name for name, parts in framework.levels.items() for part in parts}
    for first, second in product(firsts, seconds):
        level1, level2 = line.texts[first].strip(), line.texts[second].strip()
        first_label, second_label = (around.label(Ref(each, table)) for each in (first, second))
        owner = owners.get(level2, "")
        if level1 and level1 not in framework.levels:
            message = f"“{shorten(level1)}”不是本表的{first_label}。"
            if level1 in owners:
                message += f"它是“{owners[level1]}”下的{second_label}，请移到后一栏。"
            else:
                message += f"常用：{'、'.join(framework.levels)}。"
            at, label, actual = Ref(first, table, line.id), first_label, level1
        elif level1 and owner and owner != level1:
            message = f"“{shorten(level2)}”属于“{owner}”，不属于“{level1}”。请核对{first_label}。"
            at, label, actual = Ref(second, table, line.id), second_label, level2
        else:
            continue
        severity, origin = Severity.WARNING, Origin.UNMET
        yield Finding("level_unknown", severity, origin, at, label, message, actual=actual)


def find_field(edition: Edition, row: Mapping[str, Value], name: str) -> Field:
    """Find the field a formula means by a plain name: its row's column first."""
    if name in row:
        for table in edition.tables.values():
            if any(column.name == name for column in table.columns):
                return table.column(name)
    return edition.fields[name]
