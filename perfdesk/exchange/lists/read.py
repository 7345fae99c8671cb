"""Read the rows of a list into projects: one each, or several rows in a run for one.

What a row says goes into an `Incoming` as from any file from outside: entries, figures to compare
with computed ones, what is to be looked at, and what was not used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from perfdesk.exchange.incoming.incoming import Incoming, Note, Strange, Understood
from perfdesk.exchange.labels.form import fitting_framework
from perfdesk.exchange.labels.label_words import core, plain
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.labels.values import Entry, entry_of
from perfdesk.exchange.lists.grid import FoundList, ListRow
from perfdesk.exchange.lists.skipped import Skipped, skip
from perfdesk.exchange.lists.uses import ListReading, Use
from perfdesk.models.document import Row
from perfdesk.models.form import Edition, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind

# No project has more rows of one kind: the column taken for its name is another one.
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing can be made of a row; `column` is the place of the cell, 0 for the whole row."""

    column: int
    reason: str


@dataclass(slots=True)
class ListedProject:
    """One project of a list: its rows, its name, what they say, and what is in the way.

    `more` are its rows in other sheets.
    """

    found: FoundList
    rows: list[ListRow]
    name: str
    incoming: Incoming
    faults: list[Fault] = field(default_factory=list)
    more: list[tuple[FoundList, ListRow]] = field(default_factory=list)

    @property
    def place(self) -> str:
        first, last = self.rows[0].number, self.rows[-1].number
        span = f"{first}" if first == last else f"{first}–{last}"
        return f"{self.found.sheet} 第 {span} 行"


def read_list(found: FoundList, reading: ListReading) -> tuple[list[ListedProject], list[Skipped]]:
    projects: list[ListedProject] = []
    skipped: list[Skipped] = []
    for row in found.rows:
        if passed_over := skip(found, row, reading):
            skipped.append(passed_over)
            continue
        before = projects[-1] if projects else None
        if before is not None and _goes_on(before, row, reading):
            before.rows.append(row)
        else:
            before = _begun(found, row, reading)
            projects.append(before)
        add_rows(before, row, reading)
    return projects, skipped


def _goes_on(project: ListedProject, row: ListRow, reading: ListReading) -> bool:
    """Tell whether a row goes on with the project above: its name again or blank, nothing else."""
    if not reading.has_rows:
        return False
    first = project.rows[0]
    cell = row.cells.get(reading.name_column)
    if cell is not None and plain(cell.text) != plain(project.name):
        return False
    for place, use in reading.uses.items():
        text = row.cells.get(place)
        if use.target.is_of_rows or text is None:
            continue
        above = first.cells.get(place)
        if above is None or plain(above.text) != plain(text.text):
            return False
    return True


# --- what a row says ---------------------------------------------------------------------------


def _begun(found: FoundList, row: ListRow, reading: ListReading) -> ListedProject:
    project = ListedProject(found, [row], "", Incoming(reading.fresh()))
    for place, use in reading.uses.items():
        cell = row.cells.get(place)
        if use.target.is_of_rows or cell is None:
            continue
        if row.is_from_above(place) and use.target.field.kind.is_figure:
            message = "与上一行合并了单元格，没有读入。请拆开后逐行填写。"
            project.incoming.notes.append(Note(_where(use, cell), message))
            continue
        _enter(project, use, use.target.at, cell)
    for column in found.columns:
        cell = row.cells.get(column.place)
        if column.place not in reading.uses and cell is not None:
            words = f"{column.heading}：{cell.content.as_typed}"
            project.incoming.strange.append(Strange(words, cell.place))
    if reading.name_at is not None:
        project.name = project.incoming.document.text(reading.name_at).strip()
        if not project.name:
            label = reading.edition.field(reading.name_at).label
            project.faults.append(Fault(reading.name_column, f"没有填{label}。"))
    return project


def add_rows(project: ListedProject, row: ListRow, reading: ListReading) -> None:
    """Add what a list's row says of the project's tables: one row to each, if anything."""
    for table in reading.edition.tables.values():
        cells = {
            use.target.at.field: (use, cell)
            for place, use in reading.uses.items()
            if use.target.is_of_rows and use.target.at.table == table.name
            if (cell := row.cells.get(place)) is not None
            # A merge down a heading's column is its text again; down another it is not.
            and (not row.is_from_above(place) or use.target.field.merged)
        }
        entered = [n for n in cells if not table.column(n).is_computed and not _merged(table, n)]
        if not entered:
            continue
        document = project.incoming.document
        if len(document.rows(table.name)) >= _MOST_ROWS:
            _refuse_more(project, table, reading)
            continue
        above = document.rows(table.name)[-1:]
        made = Row(document.new_row_id(table.name))
        document.tables.setdefault(table.name, []).append(made)
        for name, (use, cell) in cells.items():
            _enter(project, use, Ref(name, table.name, made.id), cell)
        if above:
            _fill_down(table, above[0], made)
        made.cells = {c.name: made.cells[c.name] for c in table.columns if c.name in made.cells}


def _refuse_more(project: ListedProject, table: Table, reading: ListReading) -> None:
    label = reading.edition.field(reading.name_at).label if reading.name_at else ""
    reason = f"“{table.label}”超过 {_MOST_ROWS} 行。请核对哪一列是“{label}”。"
    fault = Fault(reading.name_column, reason)
    if fault not in project.faults:
        project.faults.append(fault)


def _merged(table: Table, name: str) -> bool:
    return table.column(name).merged


def _fill_down(table: Table, above: Row, row: Row) -> None:
    """Give a row the headings that stand only in the first row of their group."""
    for column in table.columns:
        if not column.merged:
            continue
        if row.cells.get(column.name):
            return
        if text := above.cells.get(column.name):
            row.cells[column.name] = text


def _enter(project: ListedProject, use: Use, at: Ref, cell: GridText) -> None:
    its_field, incoming = use.target.field, project.incoming
    if its_field.kind is Kind.FRAMEWORK:
        entry = Entry(cell.text.strip())
    else:
        entry = entry_of(its_field, [cell], use.unit)
    label = use.target.label
    if entry.lost:
        project.faults.append(Fault(cell.column, f"“{label}”（{cell.place.cell}）{entry.note}"))
        return
    # That amounts are converted is said once, of the column.
    if entry.note and not use.converts:
        incoming.notes.append(Note(_where(use, cell), entry.note))
    if not entry.text:
        return
    if its_field.is_computed:
        incoming.stated[at] = entry.text
    else:
        incoming.document.put(at, entry.text)
    incoming.understood.append(Understood(at, label, entry.text, cell.place))


def _where(use: Use, cell: GridText) -> str:
    return f"“{use.target.label}”（{cell.place.cell}）"


def choose_framework(project: ListedProject, edition: Edition) -> None:
    """Know the framework by the level names in the project's rows, where none is entered."""
    document, at = project.incoming.document, Ref(edition.framework_field)
    if not at.field or document.text(at) or not edition.framework_table:
        return
    rows = document.rows(edition.framework_table)
    words = {core(text) for row in rows for text in row.cells.values()}
    framework = fitting_framework(edition, words)
    if framework is not None:
        document.put(at, framework.name)
