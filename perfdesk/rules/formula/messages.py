"""What a check says: fixed words, and between them figures as their fields are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.models.values import Kind, Value, shorten, written
from perfdesk.rules.formula.cells import Cells, Part
from perfdesk.rules.formula.compiler import Formula

# What was typed is cut short in a message; how a figure came about must stand there whole.
_OF_A_CELL, _OF_A_FORMULA = 24, 80


@dataclass(frozen=True, eq=False, slots=True)
class Slot:
    """A formula in a message, and the kind that tells how its figure is written.

    `part` keeps the figure with the cells it follows from, where these are of one mapping.
    """

    formula: Formula
    kind: Kind
    part: Part | None

    def write(self, row: Cells, fields: Cells, columns: Cells) -> str:
        """Write the figure: 9,000.00 for money, 2 for a count."""
        if self.part is None:
            return self._write(row, fields, columns)
        text: str = {"row": row, "fields": fields, "columns": columns}[self.formula.alone][
            self.part
        ]
        return text

    def _write(self, row: Cells, fields: Cells, columns: Cells) -> str:
        longest = _OF_A_CELL if self.formula.text.isidentifier() else _OF_A_FORMULA
        return shorten(shown(self.formula.run(row, fields, columns), self.kind), longest)


def slot_of(formula: Formula, kind: Kind) -> Slot:
    """Make a slot."""
    part = Part(f"{{{formula.text}}}") if formula.alone else None
    slot = Slot(formula, kind, part)
    if part is not None:
        part.follow = lambda cells: slot._write(cells, cells, cells)
    return slot


@dataclass(frozen=True, slots=True)
class Template:
    """A message taken apart: fixed texts, and between them what to put in.

    A slot is a formula, or one of the words `expected`, `actual`, `label`.
    """

    texts: tuple[str, ...]
    slots: tuple[Slot | str, ...]

    def write(self, words: Mapping[str, str], row: Cells, fields: Cells, columns: Cells) -> str:
        """Put the words and the figures in."""
        pieces = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            said = words[slot] if isinstance(slot, str) else slot.write(row, fields, columns)
            pieces += said, text
        return "".join(pieces)


def shown(value: Value, kind: Kind) -> str:
    """Write a value into a message: amounts and rates as printed, other numbers plain."""
    if isinstance(value, Decimal) and kind not in (Kind.AMOUNT, Kind.PERCENT):
        return f"{value.normalize():f}"
    return written(kind, value)
