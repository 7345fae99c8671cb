"""What a check says: fixed words, and between them figures as their fields are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from perfdesk.models.values import Kind, Value, shorten, written
from perfdesk.rules.formula.cells import Cells, Part
from perfdesk.rules.formula.compiler import Formula

# What was typed is cut short in a message; how a figure came about must stand there whole.
_OF_A_CELL, _OF_A_FORMULA = 24, 80


@dataclass(frozen=True, eq=False, slots=True)
class Slot:
    """A formula in a message, and the kind that tells how its figure is written."""

    formula: Formula
    kind: Kind

    @property
    def alone(self) -> str:
        """Name the mapping that it reads, if it is one alone."""
        mappings = {mapping for mapping, _ in self.formula.cells}
        return mappings.pop() if len(mappings) == 1 else ""

    def write(self, row: Cells, fields: Cells, columns: Cells) -> str:
        """Write the figure: 9,000.00 for money, 2 for a count."""
        longest = _OF_A_CELL if self.formula.text.isidentifier() else _OF_A_FORMULA
        return shorten(shown(self.formula.run(row, fields, columns), self.kind), longest)


class Template:
    """A message taken apart: fixed texts, and between them what to put in.

    A slot is a formula, or one of the words `expected`, `actual`, `label`.
    """

    def __init__(self, texts: Sequence[str], slots: Sequence[Slot | str]) -> None:
        self.texts, self.slots = texts, slots
        # A stretch that follows from one mapping alone is kept there, with its fixed texts: a
        # figure that all rows are judged by is told in thousands of messages at once.
        self._pieces: list[tuple[str, Part | Slot | str]] = []
        for alone, group in groupby(zip(slots, texts[1:], strict=True), _alone):
            stretch = [*group]
            if alone:
                self._pieces.append((alone, _kept(stretch)))
            else:
                for slot, text in stretch:
                    self._pieces += (_WORD if isinstance(slot, str) else _SLOT, slot), (_TEXT, text)

    def write(self, word: Callable[[str], str], row: Cells, fields: Cells, columns: Cells) -> str:
        """Put the words and the figures in."""
        cells = {"row": row, "fields": fields, "columns": columns}
        pieces = [self.texts[0]]
        for what, piece in self._pieces:
            if isinstance(piece, Part):
                pieces.append(cells[what][piece])
            elif isinstance(piece, Slot):
                pieces.append(piece.write(row, fields, columns))
            else:
                pieces.append(word(piece) if what == _WORD else piece)
        return "".join(pieces)


_TEXT, _WORD, _SLOT = "text", "word", "slot"


def _alone(piece: tuple[Slot | str, str]) -> str:
    slot, _ = piece
    return "" if isinstance(slot, str) else slot.alone


def _kept(stretch: Sequence[tuple[Any, str]]) -> Part:
    part = Part("".join(f"{{{slot.formula.text}}}{text}" for slot, text in stretch))
    part.reads = frozenset(key for slot, _ in stretch for _, key in slot.formula.cells)
    part.follow = lambda cells: "".join(
        slot.write(cells, cells, cells) + text for slot, text in stretch
    )
    return part


def shown(value: Value, kind: Kind) -> str:
    """Write a value into a message: amounts and rates as printed, other numbers plain."""
    if isinstance(value, Decimal) and kind not in (Kind.AMOUNT, Kind.PERCENT):
        return f"{value.normalize():f}"
    return written(kind, value)
