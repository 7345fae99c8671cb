"""A cell being typed into: every keystroke is an edit, so none can be lost, and Esc takes
them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from perfdesk.models.document import Document
from perfdesk.models.edits import Batch, InsertRow, RemoveRow, SetCell
from perfdesk.models.refs import Ref
from perfdesk.ui.grid.choices import Offer
from perfdesk.ui.grid.edits import new_rows
from perfdesk.ui.opened.bridge import Bridge

NOTHING: Mapping[str, str] = MappingProxyType({})


class Typing:
    """Carry what one editor holds into the document, key by key.

    `targets` are the cells that take the text: several for cells shown merged, none
    for the empty last row, which becomes a row with the first letter.
    """

    def __init__(self, bridge: Bridge, table: str, column: str, targets: tuple[Ref, ...]) -> None:
        self._bridge = bridge
        self._table, self._column = table, column
        self._targets = targets
        self._adds = not targets
        self._before = self._texts()
        bridge.session.seal()

    @property
    def _document(self) -> Document:
        return self._bridge.session.document

    def _texts(self) -> dict[Ref, str]:
        # One walk over the rows: asking for cell after cell would be quadratic.
        rows = {row.id: row for row in self._document.rows(self._table)}
        return {
            ref: rows[ref.row].cells.get(self._column, "")
            for ref in self._targets
            if ref.row in rows
        }

    def set_text(self, text: str) -> None:
        """Put the text where it belongs; nothing happens where it stands there already."""
        present = self._texts()
        if not present and text and self._adds:
            self._add(text)
        else:
            self._write({ref: text for ref, before in present.items() if before != text})

    def _write(self, texts: dict[Ref, str]) -> None:
        edits = tuple(SetCell(ref, text) for ref, text in texts.items())
        if edits:
            self._bridge.apply(edits[0] if len(edits) == 1 else Batch(edits))

    def _add(self, text: str, also: Mapping[str, str] = NOTHING) -> None:
        [row] = new_rows(self._document, self._table, [{self._column: text, **also}])
        self._targets = (Ref(self._column, self._table, row.id),)
        place = len(self._document.rows(self._table))
        self._bridge.apply(InsertRow(self._table, place, row))

    def insert_offer(self, offer: Offer) -> None:
        """Put an offered text in, and what goes with it into the row, as one step of undo."""
        self._bridge.session.seal()
        present, also = self._texts(), dict(offer.also)
        if not present and self._adds:
            self._add(offer.text, also)
        else:
            rows = dict.fromkeys(ref.row for ref in present)
            neighbours = {Ref(name, self._table, row): also[name] for row in rows for name in also}
            self._write(dict.fromkeys(present, offer.text) | neighbours)
        self._bridge.session.seal()

    def revert(self) -> None:
        """Bring back what stood there before the first key."""
        if self._adds:
            self._remove_added()
            return
        present = self._texts()
        self._write({ref: old for ref, old in self._before.items() if present.get(ref, old) != old})
        self._bridge.session.seal()

    def end(self) -> None:
        """End the typing; a row that came with it and stayed blank goes again."""
        if self._adds and not any(text.strip() for text in self._texts().values()):
            self._remove_added()
        self._bridge.session.seal()

    def _remove_added(self) -> None:
        for ref in self._texts():
            self._bridge.apply(RemoveRow(self._table, ref.row))
        self._targets = ()
