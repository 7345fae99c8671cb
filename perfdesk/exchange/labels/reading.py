"""What is being made of a form from elsewhere: what is known by now, what a person is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from perfdesk.exchange.incoming.incoming import Incoming, Note, Understood
from perfdesk.exchange.labels.form_grid import FormGrid
from perfdesk.exchange.labels.labels import Labels
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.labels.values import Entry, entry_of
from perfdesk.models.document import Document
from perfdesk.models.refs import Ref


class FormReading:
    """One form on its way from a grid into a document.

    `accounted_for` are the places of which the meaning is known, `known_fields` the fields of
    which something is known, `inherited_headings` those that a row has from a row above.
    """

    def __init__(self, grid: FormGrid, labels: Labels) -> None:
        self.grid, self.labels = grid, labels
        self.texts, self.anchors, self.edition = grid.texts, grid.anchors, grid.anchors.edition
        self.incoming = Incoming(Document(self.edition.form, self.edition.edition))
        self.accounted_for: set[tuple[int, int]] = set()
        self.known_fields: set[Ref] = set()
        self.inherited_headings: set[Ref] = set()

    def account_for(self, *cells: GridText) -> None:
        """Note that the meaning of some texts is known."""
        self.accounted_for.update(cell.at for cell in cells)

    def is_label(self, cell: GridText) -> bool:
        """Tell whether a text is a label, or another word printed on the form."""
        return (
            cell.at in self.labels
            or (cell.word != "" and cell.word in self.anchors.fixed | self.anchors.titles)
            or self.grid.begins_as_printed(cell)
        )

    def enter_cells(
        self, at: Ref, cells: Sequence[GridText], unit: str, label: GridText | None = None
    ) -> None:
        self.known_fields.add(at)
        entry = entry_of(self.edition.field(at), cells, unit) if cells else Entry("")
        self.account_for(*cells)
        self.enter(at, entry, cells or ([label] if label else []))

    def enter(self, at: Ref, entry: Entry, cells: Sequence[GridText]) -> None:
        """Enter a text, or keep it for comparison where the form computes it."""
        incoming = self.incoming
        label = self.edition.label(at, incoming.document.cells)
        first = cells[0]
        if entry.note:
            self.note(f"“{label}”（{first.address}）", entry.note, cells if entry.lost else ())
        if entry.lost:
            incoming.unread.add(at)
        if entry.lost or not entry.text:
            return
        if self.edition.field(at).is_computed:
            incoming.stated[at] = entry.text
        else:
            incoming.document.put(at, entry.text)
            incoming.places[at] = first.place
        incoming.understood.append(Understood(at, label, entry.text, first.place))

    def drop_rows(self, table: str, gone: Mapping[str, str]) -> None:
        """Drop rows; their cells were those of the rows given with them, or of none."""
        if not gone:
            return
        incoming = self.incoming
        rows = incoming.document.tables[table]
        rows[:] = [row for row in rows if row.id not in gone]

        def now(at: Ref) -> Ref | None:
            if at.table != table or at.row not in gone:
                return at
            return replace(at, row=gone[at.row]) if gone[at.row] else None

        moved = [(now(each.at), each) for each in incoming.understood]
        incoming.understood[:] = [replace(each, at=at) for at, each in moved if at]
        for at, place in list(incoming.places.items()):
            if (after := now(at)) != at:
                del incoming.places[at]
                if after:
                    incoming.places.setdefault(after, place)

    def correct(self, at: Ref, text: str) -> None:
        """Enter a heading otherwise than it stands, and say that it was understood so."""
        self.incoming.document.put(at, text)
        understood = self.incoming.understood
        understood[:] = [replace(e, text=text) if e.at == at else e for e in understood]

    def note(self, where: str, message: str, lost: Sequence[GridText] = ()) -> None:
        """Note what a person should look at; `lost` is what was not read because of it."""
        places = tuple(cell.place for cell in lost)
        self.incoming.notes.append(Note(where, message, places))


def is_dash(cell: GridText) -> bool:
    """Tell whether a text says that there is nothing."""
    return all(mark in "-—－–_/ 　" for mark in cell.text)


def is_figure(cell: GridText) -> bool:
    """Tell whether a text is a figure, or stands for none."""
    return cell.content.kind == "number" or cell.text.strip()[:1].isdecimal() or is_dash(cell)
