"""Remember which cells were changed since the last save, to say what would be lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfdesk.models.edits import (
    AddPrint,
    Batch,
    Edit,
    InsertRow,
    MoveRow,
    RemoveRow,
    SetAnswer,
    SetCell,
    SetFinal,
)
from perfdesk.models.refs import Ref
from perfdesk.session import Session


class ChangedCells:
    """Collect the places of edits, each once, in the order of the first change."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._places: dict[tuple[str, str, str], None] = {}
        self._others: dict[str, None] = {}

    def note(self, edit: Edit | AddPrint) -> None:
        """Take the places of an edit in."""
        match edit:
            case SetFinal():
                self._others["定稿"] = None
            case AddPrint():
                self._others["打印记录"] = None
            case _:
                self._places.update(dict.fromkeys(_places(edit)))

    def restart(self, later: Iterable[Edit | AddPrint]) -> None:
        """Begin anew with edits that a save did not catch."""
        self._places.clear()
        self._others.clear()
        for edit in later:
            self.note(edit)

    def labels(self) -> list[str]:
        """Name the places as the form does."""
        edition = self._session.edition
        labels = []
        for table, row, field in self._places:
            if not table:
                labels.append(edition.fields[field].label)
            elif not field:
                labels.append(f"{edition.tables[table].label}的一行")
            else:
                labels.append(self._cell_label(table, row, field))
        return [*labels, *self._others]

    def _cell_label(self, table: str, row: str, field: str) -> str:
        edition = self._session.edition
        if edition.tables[table].rows:
            return edition.label(Ref(field, table, row), {})
        column = edition.tables[table].column(field).label
        try:
            place = self._session.document.place(table, row) + 1
        except KeyError:
            return column
        return f"第 {place} 行{column}"


def _places(edit: Edit) -> Iterator[tuple[str, str, str]]:
    match edit:
        case SetCell(at) | SetAnswer(at=at):
            yield at.table, at.row, at.field
        case InsertRow(table, _, row):
            yield table, row.id, ""
        case RemoveRow(table, row_id) | MoveRow(table, row_id, _):
            yield table, row_id, ""
        case Batch(edits):
            for part in edits:
                yield from _places(part)
