"""The values of a document, kept from one evaluation to the next and read anew where it changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Value
from perfdesk.rules.evaluate.rows import ReadRow, is_same, read_field
from perfdesk.rules.evaluate.tables import Rows
from perfdesk.rules.formula.cells import Cells, Part
from perfdesk.rules.formula.graph import Node
from perfdesk.rules.kept import Kept


class Columns(Cells):
    """The columns of all tables by table and name, gathered when they are first asked for.

    A name may be a part of a formula: then it is the column of what the part gives in each row.
    """

    def __init__(self, tables: dict[str, Rows]) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, key: object) -> Any:
        if not isinstance(key, tuple):
            return super().__missing__(key)
        table, name = key
        column = self[key] = Kept([row.values[name] for row in self._tables[table].rows])
        return column

    def refresh(self, table: str, changed: set[str]) -> None:
        """Gather those columns of a table anew that are among some, or follow from them."""
        nodes = [each for each in self if isinstance(each, tuple) and each[0] == table]
        stale = set()
        for node in nodes:
            name = node[1]
            if name in changed or (isinstance(name, Part) and name.reads & changed):
                self._gather_anew(node)
                stale.add(node)
        self.forget(stale)

    def _gather_anew(self, node: Node) -> None:
        rows, before = self._tables[node[0]], self[node]
        if rows.origin is None:
            values = list(before)
            for place in rows.changed:
                value = rows.rows[place].values[node[1]]
                if not is_same(value, before[place]):
                    values[place] = value
        else:
            values = [row.values[node[1]] for row in rows.rows]
        self[node] = before.followed_by(values)


class State:
    """What is known of a document while it is evaluated.

    `cells` has a row for each field outside tables, `framework` the name that a person chose,
    and `changed` the cells and columns that are not what they were at the evaluation before.
    """

    def __init__(self, edition: Edition, framework: str) -> None:
        self.edition = edition
        self.framework = framework
        self.document = Document(edition.form, edition.edition)
        self.fields = Cells()
        self.cells: dict[str, ReadRow] = {}
        self.tables = {name: Rows(edition, table) for name, table in edition.tables.items()}
        self.columns = Columns(self.tables)
        self.changed: set[Node] = set()
        self._labels: dict[tuple[str, str, str], str] = {}

    def read(self, document: Document) -> None:
        """Read what changed; a text that cannot be read is blank to formulas."""
        is_first, self.document = not self.cells, document
        self.changed = set()
        for name in self.edition.fields:
            text = document.cells.get(name, "")
            row = self.cells.get(name)
            if row is None or row.texts[name] != text:
                self._read_field(name, text)
        self.fields.forget({name for _, name in self.changed})
        self.columns.forget({name for _, name in self.changed})
        for name, rows in self.tables.items():
            self._note_columns(name, rows.read(document))
        if is_first:
            self.changed = {(table, field.name) for table, field in self.edition.walk()}

    def _read_field(self, name: str, text: str) -> None:
        value, self.cells[name] = read_field(self.edition, name, text, self.fields.get(name))
        self.changed.add(("", name))
        if not self.edition.fields[name].is_computed or name not in self.fields:
            self.fields[name] = value

    def put_value(self, name: str, value: Value) -> None:
        """Put in the value of a computed field."""
        if not is_same(self.fields[name], value):
            self.fields[name] = value
            self.fields.forget({name})
            self.columns.forget({name})
            self.changed.add(("", name))

    def put_rows(self, table: str, name: str, rows: dict[int, ReadRow]) -> None:
        """Put in rows in which a column was computed."""
        for place, row in rows.items():
            self.tables[table].put(place, row)
        self._note_columns(table, {name})

    def _note_columns(self, table: str, names: Iterable[str]) -> None:
        changed = {*names}
        if changed:
            self.columns.refresh(table, changed)
            self.changed |= {(table, name) for name in changed}

    def label(self, at: Ref) -> str:
        """Give a cell's official label, in the chosen framework's words."""
        fixed = at.table and self.tables[at.table].table.rows
        key = at.table, at.field, at.row if fixed else ""
        if key not in self._labels:
            chosen = {self.edition.framework_field: self.framework}
            self._labels[key] = self.edition.label(at, chosen)
        return self._labels[key]
