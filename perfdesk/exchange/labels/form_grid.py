"""The part of a grid that is one form, as it is before anything of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.heads import TableHead, find_heads
from perfdesk.exchange.labels.label_words import core, plain, unit_in
from perfdesk.exchange.labels.texts import GridText, GridTexts

# Labels are short, sentences are not.
LONG = 40


@dataclass(frozen=True)
class FormGrid:
    """The texts of one form, and the words by which it is known."""

    texts: GridTexts
    anchors: Anchors

    @cached_property
    def heads(self) -> list[TableHead]:
        return find_heads(self.texts, self.anchors)

    def is_printed(self, cell: GridText) -> bool:
        """Tell whether a text is one that is printed on the form."""
        return cell.word in self.anchors.words or cell.word in self.anchors.fixed

    def begins_as_printed(self, cell: GridText) -> bool:
        """Tell whether a text begins with a printed word and a colon."""
        head, colon, _ = plain(cell.text[:LONG]).partition(":")
        return bool(colon) and core(head) in self.anchors.fixed | self.anchors.labels

    def unit_of_money(self, label: GridText | None, head: TableHead | None = None) -> str:
        """Find the unit of money that a label, its head or the text above it states."""
        if label and (unit := unit_in(label.text)):
            return unit
        for cell in self.texts.row(head.first) if head else ():
            if unit := unit_in(cell.text) if len(cell.text) < LONG else "":
                return unit
        nearby = self._just_above(label.row if label else 0)
        return next((unit for cell in reversed(nearby) if (unit := unit_in(cell.text))), "")

    def _just_above(self, row: int) -> list[GridText]:
        return [
            cell
            for cell in self.texts.walk()
            if row - 3 <= cell.row <= row
            and (cell.bottom >= row or cell.row < row)
            and len(cell.text) < LONG
        ]
