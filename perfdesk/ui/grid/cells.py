"""What stands in the cells of one table: texts, merged runs, findings, what a list offers.

Rows are counted from 0; the place after the last stands for the empty row at the end, which
a table of fixed rows has not.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.models.document import Document, Row
from perfdesk.models.finding import Computed, Finding, Severity
from perfdesk.models.form import Field, Table
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, parse, written
from perfdesk.ui.grid.choices import NameSource, Offer, Offers, headings, offers, plain_offers
from perfdesk.ui.grid.merged import Run, find_runs
from perfdesk.ui.opened.bridge import Bridge

NO_CELL = "—"


class Cells:
    """Read one table of the session over its own list of rows.

    The list is the model's to change: while it tells a view of one step after another, it
    is not yet, or no longer, what the document holds.
    """

    def __init__(self, bridge: Bridge, table: Table, names: NameSource | None = None) -> None:
        self.table = table
        self._known = names
        self.names = [column.name for column in table.columns]
        self.merged = [nth for nth, column in enumerate(table.columns) if column.merged]
        self._bridge = bridge
        self.rows: list[Row] = []
        self._places: dict[str, int] = {}
        self._runs: list[list[Run]] | None = None
        self.reload_rows()

    @property
    def document(self) -> Document:
        return self._bridge.session.document

    def reload_rows(self) -> None:
        """Take the document's rows as they stand."""
        self.rows = list(self.document.rows(self.table.name))
        self._places = {row.id: place for place, row in enumerate(self.rows)}
        self._runs = None

    # A view asks between these steps, too: what was merged before must not outlive them.

    def insert(self, place: int, rows: Sequence[Row]) -> None:
        """Put rows into the list."""
        self.rows[place:place] = rows
        self._runs = None

    def remove(self, first: int, last: int) -> None:
        """Take rows out of the list."""
        del self.rows[first : last + 1]
        self._runs = None

    def move(self, start: int, end: int) -> None:
        self.rows.insert(end, self.rows.pop(start))
        self._runs = None

    def replace(self, place: int, row: Row) -> None:
        """Put another row at a place."""
        self.rows[place] = row
        self._runs = None

    def forget_runs(self) -> None:
        self._runs = None

    def place(self, ref: Ref) -> tuple[int, int] | None:
        """Find a cell's row and column; None where it is not here."""
        if ref.table != self.table.name or ref.field not in self.names:
            return None
        row = self._places.get(ref.row)
        return None if row is None else (row, self.names.index(ref.field))

    def ref(self, row: int, column: int) -> Ref | None:
        """Name a cell; None in the empty last row."""
        if row >= len(self.rows):
            return None
        return Ref(self.names[column], self.table.name, self.rows[row].id)

    @property
    def is_fixed(self) -> bool:
        """Tell whether the form gives the rows, so that none can come, go or move."""
        return bool(self.table.rows)

    def row_label(self, row: int) -> str:
        """Give the official label of a fixed row; blank for any other."""
        return self.table.row_label(self.rows[row].id) if row < len(self.rows) else ""

    def exists(self, row: int, column: int) -> bool:
        """Tell whether the form has this cell; in fixed rows some are not there."""
        return row >= len(self.rows) or self.column(column).exists_in(self.rows[row].id)

    def is_open(self, row: int, column: int) -> bool:
        """Tell whether a person may type into a cell."""
        return not self.column(column).is_computed and self.exists(row, column)

    def filled_rows(self) -> int:
        """Count the rows, without the empty one at the end."""
        return len(self.rows)

    def column(self, place: int) -> Field:
        return self.table.columns[place]

    def is_title(self, place: int) -> bool:
        """Tell whether a row is known by this column."""
        return self.names[place] == self.table.title_column

    def headings(self) -> list[str]:
        """Give the columns' headings in the words of the chosen framework."""
        return headings(self._bridge.session.edition, self.document, self.table)

    def text(self, row: int, column: int) -> str:
        """Give a cell's text as typed, or as computed."""
        if row >= len(self.rows):
            return ""
        if self.column(column).is_computed:
            computed = self.computed(row, column)
            return computed.text if computed else ""
        return self.rows[row].cells.get(self.names[column], "")

    def shown(self, row: int, column: int) -> str:
        """Give a cell's text as it stands on paper."""
        if not self.exists(row, column):
            return NO_CELL
        text, field = self.text(row, column), self.column(column)
        if field.is_computed or not (field.kind.is_figure or field.kind is Kind.DATE):
            return text
        value = parse(field.kind, text, field.unit).value
        return text if value is None else written(field.kind, value)

    def run(self, row: int, column: int) -> Run:
        """Give first and last row of the cell as merged by equal neighbours."""
        if column not in self.merged or row >= len(self.rows):
            return row, row
        if self._runs is None:
            names = [self.names[nth] for nth in self.merged]
            self._runs = find_runs(
                [[each.cells.get(name, "") for each in self.rows] for name in names]
            )
        return self._runs[self.merged.index(column)][row]

    def computed(self, row: int, column: int) -> Computed | None:
        ref = self.ref(row, column)
        return self._bridge.session.evaluation.computed.get(ref) if ref else None

    def all_computed(self) -> dict[Ref, str]:
        """Give the texts of all computed cells of the table."""
        if not any(column.is_computed for column in self.table.columns):
            return {}
        computed = self._bridge.session.evaluation.computed
        return {ref: cell.text for ref, cell in computed.items() if ref.table == self.table.name}

    def findings(self, row: int, column: int) -> tuple[Finding, ...]:
        """Give the findings to be shown at a cell, the heaviest first."""
        ref = self.ref(row, column)
        return self._bridge.at(ref) if ref else ()

    def all_findings(self) -> dict[Ref, tuple[Finding, ...]]:
        """Give the findings to be shown in the table, cell by cell."""
        here = {each.at for each in self._bridge.shown if each.at.table == self.table.name}
        return {ref: self._bridge.at(ref) for ref in here}

    def severity(self, row: int, column: int) -> Severity | None:
        """Give the weight of the heaviest finding to be shown at a cell."""
        findings = self.findings(row, column)
        return findings[0].severity if findings else None

    def offers(self, row: int, column: int) -> tuple[str, ...]:
        """Give the texts to be offered for a cell."""
        edition = self._bridge.session.edition
        held = self.rows[row] if row < len(self.rows) else None
        return offers(edition, self.document, self.table, self.column(column), held)

    def offered(self, row: int, column: int) -> Offers | None:
        """Give what the list of a cell offers: a few texts, or names that are known."""
        texts = self.offers(row, column)
        if texts:
            return plain_offers(texts)
        known = self._known
        where = known.set_of(self.table, self.names[column]) if known else None
        if known is None or where is None:
            return None

        def find(typed: str) -> Sequence[Offer]:
            held = self.rows[row] if row < len(self.rows) else None
            return known.find(self.document, where, held, typed)

        # A name that stands there is edited by F2, not looked up.
        return Offers(find, opens=not self.text(row, column))

    def has_list(self, row: int, column: int) -> bool:
        """Tell whether an arrow in the cell opens a list."""
        offered = self.offered(row, column)
        return offered is not None and offered.opens

    def messages(self, row: int, column: int) -> list[str]:
        """Say what was found at a cell."""
        return [f"{each.severity.word}：{each.message}" for each in self.findings(row, column)]

    def explain(self, row: int, column: int) -> str:
        """Say all there is to say about a cell: findings, calculation, merging."""
        lines = self.messages(row, column)
        computed = self.computed(row, column)
        if computed is not None:
            lines.append(f"ƒ 由程序计算：{computed.rule}")
            if computed.figures:
                lines.append(f"＝ {computed.figures}")
            if computed.basis:
                lines.append(f"依据：{computed.basis}")
        first, last = self.run(row, column)
        if last > first:
            lines.append(
                f"第 {first + 1}–{last + 1} 行内容相同，合并显示：输入或按 F2 一起修改；"
                "按 Shift+F2 只改这一行。"
            )
        return "\n".join(lines)
