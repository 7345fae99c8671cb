"""What is being made of a form from elsewhere: what was found, what was used, what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from perfdesk.exchange.incoming.incoming import Incoming, Note, Understood
from perfdesk.exchange.labels.anchors import Anchors, FieldAnchor
from perfdesk.exchange.labels.label_words import core, plain, unit_in
from perfdesk.exchange.labels.tables import Head, find_heads
from perfdesk.exchange.labels.texts import Spot, Spots
from perfdesk.exchange.labels.values import Entry, entry_of
from perfdesk.models.document import Document
from perfdesk.models.refs import Ref

# Labels are short, sentences are not.
LONG = 40


class Form:
    """One form on its way from a grid into a document.

    `labels` are the texts that are labels of fields; `used` are the places of which the meaning
    is known, `found` the fields of which something is known, `filled` the headings that were
    taken over from a row above.
    """

    def __init__(self, spots: Spots, anchors: Anchors) -> None:
        self.spots, self.anchors, self.edition = spots, anchors, anchors.edition
        self.incoming = Incoming(Document(self.edition.form, self.edition.edition))
        self.heads = find_heads(spots, anchors)
        self.labels: dict[tuple[int, int], FieldAnchor] = {}
        self.used: set[tuple[int, int]] = set()
        self.found: set[Ref] = set()
        self.filled: set[Ref] = set()

    def is_known(self, spot: Spot) -> bool:
        """Tell whether a text is one that is printed on the form."""
        return spot.word in self.anchors.words or spot.word in self.anchors.fixed

    def unit(self, label: Spot | None, head: Head | None = None) -> str:
        """Find the unit of money that a label, its head or the text above it states."""
        if label and (unit := unit_in(label.text)):
            return unit
        row = label.row if label else 0
        if head:
            for spot in self.spots.row(head.first):
                if unit := unit_in(spot.text) if len(spot.text) < LONG else "":
                    return unit
        nearby = [
            s
            for s in self.spots.walk()
            if row - 3 <= s.row <= row and (s.bottom >= row or s.row < row) and len(s.text) < LONG
        ]
        for spot in reversed(nearby):
            if unit := unit_in(spot.text):
                return unit
        return ""

    def begins_with_fixed(self, spot: Spot) -> bool:
        """Tell whether a text begins with a printed word and a colon."""
        head, colon, _ = plain(spot.text[:LONG]).partition(":")
        return bool(colon) and core(head) in self.anchors.fixed | self.anchors.labels

    def take(self, at: Ref, spots: Sequence[Spot], unit: str, label: Spot | None = None) -> None:
        """Enter what stands in some cells."""
        its_field = self.edition.field(at)
        self.found.add(at)
        entry = entry_of(its_field, spots, unit) if spots else Entry("")
        self.used.update(s.key for s in spots)
        self.put(at, entry, spots or ([label] if label else []))

    def put(self, at: Ref, entry: Entry, spots: Sequence[Spot]) -> None:
        """Enter a text, or keep it for comparison where the form computes it."""
        its_field = self.edition.field(at)
        label = self.edition.label(at, self.incoming.document.cells)
        where = spots[0].address
        if entry.note:
            self.note(f"“{label}”（{where}）", entry.note, spots if entry.lost else ())
        if entry.lost:
            self.incoming.unread.add(at)
        elif its_field.is_computed:
            if entry.text:
                self.incoming.stated[at] = entry.text
        elif entry.text:
            self.incoming.document.put(at, entry.text)
            self.incoming.places[at] = spots[0].place
        if entry.text:
            self.incoming.understood.append(Understood(at, label, entry.text, spots[0].place))

    def drop_rows(self, table: str, gone: Mapping[str, str]) -> None:
        """Take rows away; their cells were those of the rows given with them, or of none."""
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

    def mend(self, at: Ref, text: str) -> None:
        """Say of a cell that it was understood otherwise than it stands."""
        told = self.incoming.understood
        told[:] = [replace(each, text=text) if each.at == at else each for each in told]

    def note(self, where: str, message: str, lost: Sequence[Spot] = ()) -> None:
        """Tell a person to look at something; `lost` is what was not read because of it."""
        places = tuple(spot.place for spot in lost)
        self.incoming.notes.append(Note(where, message, places))


def is_dash(spot: Spot) -> bool:
    """Tell whether a text says that there is nothing."""
    return all(mark in "-—－–_/ 　" for mark in spot.text)


def is_figure(spot: Spot) -> bool:
    """Tell whether a text is a figure, or stands for none."""
    return spot.content.kind == "number" or spot.text.strip()[:1].isdecimal() or is_dash(spot)
