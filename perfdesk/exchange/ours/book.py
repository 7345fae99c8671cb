"""A workbook of ours as it was recognised, and the document that is being made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfdesk.exchange.incoming.incoming import Incoming, Note, Place
from perfdesk.exchange.ours.areas import Area
from perfdesk.exchange.ours.marks import Mark
from perfdesk.exchange.ours.recognise import Recognised
from perfdesk.models.form import Edition, Field
from perfdesk.models.refs import Ref


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook, where its names lead, and what was read of it so far."""

    known: Recognised
    areas: Mapping[str, Area]
    incoming: Incoming

    @property
    def edition(self) -> Edition:
        return self.known.edition

    def note(self, where: str, message: str, *lost: Place) -> None:
        """Tell a person to look at something; `lost` are places of what was not read."""
        self.incoming.notes.append(Note(where, message, lost))

    def label(self, at: Ref) -> str:
        try:
            label = self.edition.label(at, self.incoming.document.cells)
        except KeyError:
            return at.field
        return f"{self.edition.tables[at.table].label}·{label}" if at.table else label

    def field_of(self, mark: Mark) -> Field | None:
        """Find what a name of ours is about; None for what the edition has not."""
        try:
            return self.edition.field(Ref(mark.field, mark.table))
        except KeyError:
            return None
