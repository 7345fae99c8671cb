"""A grid as it is looked over for words: texts at their places, sheet below sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from perfdesk.exchange.incoming.incoming import Place
from perfdesk.exchange.labels.label_words import core, is_label_alone
from perfdesk.exchange.parse.characters import cleaned
from perfdesk.exchange.parse.grid import GridCell, SheetGrid, WorkbookGrid

# What our own paper says at its foot is about the data, and none of it.
_CODE = re.compile(r"\s*校验码[\s:：]*([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})\s*")


@dataclass(frozen=True)
class GridText:
    """A text at its place; rows count on from sheet to sheet, `place` is in its own.

    `bottom` and `right` are the last row and column it covers.
    """

    row: int
    column: int
    bottom: int
    right: int
    content: GridCell
    place: Place

    @property
    def text(self) -> str:
        return self.content.text

    @cached_property
    def word(self) -> str:
        """Give the text as a label would be compared; blank for one that cannot be a label."""
        return core(self.text) if len(self.text) <= 200 and is_label_alone(self.text) else ""

    @property
    def address(self) -> str:
        return self.place.address

    def with_text(self, text: str) -> GridText:
        return replace(self, content=replace(self.content, text=text))

    @property
    def at(self) -> tuple[int, int]:
        return self.row, self.column


@dataclass(frozen=True, slots=True)
class GridTexts:
    """All texts by row, and which text covers a place, by row and column."""

    rows: dict[int, list[GridText]] = field(default_factory=dict)
    covered: dict[int, dict[int, GridText]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> GridText | None:
        """Find the text that shows at a place, merged or not."""
        return self.covered.get(row, {}).get(column)

    def row(self, row: int) -> Sequence[GridText]:
        """Give the texts that begin in a row, from left to right."""
        return self.rows.get(row, ())

    def across(self, row: int) -> list[GridText]:
        """Give the texts that show in a row, those merged from above included."""
        last = max((cell.right for cell in self.row(row)), default=0)
        above = {cell.column: cell for c in range(1, last + 1) if (cell := self.at(row, c))}
        return [above[column] for column in sorted(above)]

    def between(self, first: int, last: int) -> GridTexts:
        """Give the part from one row to another."""
        rows = range(first, last + 1)
        return GridTexts(
            {row: self.rows[row] for row in rows if row in self.rows},
            {row: self.covered[row] for row in rows if row in self.covered},
        )

    def walk(self) -> Iterator[GridText]:
        for row in sorted(self.rows):
            yield from self.rows[row]


def texts_of(grid: WorkbookGrid) -> GridTexts:
    """Lay the visible sheets one below the other."""
    made = GridTexts()
    offset = 0
    for sheet in grid.sheets:
        if sheet.state == "visible" and sheet.cells:
            offset = _add(made, sheet, offset) + 1
    return made


def codes_in(grid: WorkbookGrid) -> list[str]:
    """List the check codes that our paper has at its foot."""
    texts = (cell.text for sheet in grid.sheets for cell in sheet.cells.values())
    return [found[1] for text in texts if (found := _CODE.fullmatch(text))]


def _add(made: GridTexts, sheet: SheetGrid, offset: int) -> int:
    """Add a sheet's texts below what is there; return the last row they cover."""
    merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    last = offset
    for (row, column), entry in sorted(sheet.cells.items()):
        content = replace(entry, text=cleaned(entry.text))
        if not content.text.strip() or _CODE.fullmatch(content.text):
            continue
        bottom, right = merged.get((row, column), (row, column))
        place = Place(sheet.title, row, column)
        cell = GridText(row + offset, column, bottom + offset, right, content, place)
        if made.at(*cell.at):
            continue  # hidden under a merge
        made.rows.setdefault(cell.row, []).append(cell)
        for line in range(cell.row, cell.bottom + 1):
            places = made.covered.setdefault(line, {})
            for each in range(column, right + 1):
                places.setdefault(each, cell)
        last = max(last, cell.bottom)
    return last
