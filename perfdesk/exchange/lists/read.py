"""Read the rows of a list into projects: one each, or several rows in a run for one.

What a row says goes into an `Incoming` as from any file from outside: entries, figures to compare
with computed ones, what is to be looked at, and what was not used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from perfdesk.exchange.incoming.incoming import Incoming, Note, Strange, Understood
from perfdesk.exchange.labels.form import fitting_framework
from perfdesk.exchange.labels.label_words import core, plain
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.labels.values import Entry, entry_of
from perfdesk.exchange.lists.grid import FoundList, ListRow, shown
from perfdesk.exchange.lists.targets import Target
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition, Table
from perfdesk.models.list_mapping import MONEY_UNITS
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, shorten

# A text over so many columns is about the list, not about a project.
_WIDE = 3
# No project has more rows of one kind: the column taken for its name is another one.
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Use:
    """What one column of a list is used for, and the unit that bare amounts in it are in."""

    target: Target
    unit: str = ""

    @property
    def converts(self) -> bool:
        """Tell whether amounts are brought from one unit of money to another."""
        ours = self.target.field
        units = self.unit, ours.unit
        return ours.kind is Kind.AMOUNT and set(units) <= {*MONEY_UNITS} and units[0] != units[1]


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
        """Say to a clerk where it stands."""
        first, last = self.rows[0].number, self.rows[-1].number
        span = f"{first}" if first == last else f"{first}–{last}"
        return f"{self.found.sheet} 第 {span} 行"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no project, and why."""

    place: str
    text: str
    reason: str

    @classmethod
    def of(cls, found: FoundList, row: ListRow, reason: str) -> Skipped:
        """Name a row that is passed over."""
        text = "　".join(text for text in found.texts(row) if text)
        return cls(f"{found.sheet} 第 {row.number} 行", shorten(text, 60), reason)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a list is read: for which edition, what each column is, which one names the project.

    `fresh` makes an empty form; `totals` and `fixed` are words that begin no project's row.
    """

    edition: Edition
    uses: Mapping[int, Use]
    name_at: Ref | None
    fresh: Callable[[], Document]
    totals: frozenset[str]
    fixed: frozenset[str]

    @property
    def name_column(self) -> int:
        """Find the column of the project's name; 0 for none."""
        return next((p for p, use in self.uses.items() if use.target.at == self.name_at), 0)

    @property
    def has_rows(self) -> bool:
        """Tell whether a project may have several rows: where columns of its tables are used."""
        return any(use.target.is_of_rows for use in self.uses.values())


def read_list(found: FoundList, reading: Reading) -> tuple[list[ListedProject], list[Skipped]]:
    """Read every row below the head."""
    projects: list[ListedProject] = []
    skipped: list[Skipped] = []
    for row in found.rows:
        if reason := why_none(found, row, reading):
            skipped.append(Skipped.of(found, row, reason))
            continue
        before = projects[-1] if projects else None
        if before is not None and _goes_on(before, row, reading):
            before.rows.append(row)
        else:
            before = _begun(found, row, reading)
            projects.append(before)
        add_rows(before, row, reading)
    return projects, skipped


# --- which rows are projects ---------------------------------------------------------------


def why_none(found: FoundList, row: ListRow, reading: Reading) -> str:
    """Say why a row is passed over; blank for one that is."""
    own = [cell for cell in row.cells.values() if cell.row == row.number]
    if not own:
        return "空行"
    texts = found.texts(row)
    if texts in found.head or [core(t) for t in texts] == [core(t) for t in found.head[-1]]:
        return "重复的表头"
    name = row.cells.get(reading.name_column)
    leading = own[0] if name is None or own[0].column <= name.column else name
    if _is_total(leading, reading.totals) or (name and name.word in reading.totals):
        return "合计行"
    if len(own) > 1 and [plain(s.text).strip("()") for s in own] == [
        str(n) for n in range(1, len(own) + 1)
    ]:
        return "栏次行"
    head = plain(leading.text).partition(":")
    if head[1] and core(head[0]) in reading.fixed:
        return "表尾的文字"
    if name is None and all(_is_nothing(cell) for cell in own[1:]) and len(own) > 1:
        return "只有序号和零，没有内容"
    if len(own) == 1 and not any(row.is_from_above(p) for p in row.cells):
        is_name = own[0].column == reading.name_column and reading.name_column
        if own[0].right - own[0].column + 1 >= _WIDE or not is_name:
            return "只有一格文字，不像项目"
    return ""


def _is_nothing(cell: GridText) -> bool:
    """Tell whether a cell is what formulas leave in rows that nobody has filled in."""
    return not plain(cell.text).strip("0.-—/%")


def _is_total(leading: GridText, totals: frozenset[str]) -> bool:
    return leading.content.kind == "text" and any(
        leading.word == word or leading.word.endswith(word) for word in totals if leading.word
    )


def _goes_on(project: ListedProject, row: ListRow, reading: Reading) -> bool:
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


def _begun(found: FoundList, row: ListRow, reading: Reading) -> ListedProject:
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
            said = f"{column.heading}：{shown(cell)}"
            project.incoming.strange.append(Strange(said, cell.place))
    if reading.name_at is not None:
        project.name = project.incoming.document.text(reading.name_at).strip()
        if not project.name:
            label = reading.edition.field(reading.name_at).label
            project.faults.append(Fault(reading.name_column, f"没有填{label}。"))
    return project


def add_rows(project: ListedProject, row: ListRow, reading: Reading) -> None:
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


def _refuse_more(project: ListedProject, table: Table, reading: Reading) -> None:
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
