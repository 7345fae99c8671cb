"""A grid as it is looked over for words: texts at their places, sheet below sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from perfdesk.exchange.incoming.incoming import Place
from perfdesk.exchange.labels.label_words import core, is_label_alone
from perfdesk.exchange.parse.grid import GridCell, SheetGrid, WorkbookGrid

# What our own paper says at its foot is about the data, and none of it.
_CODE = re.compile(r"\s*校验码[\s:：]*([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})\s*")


@dataclass(frozen=True)
class Spot:
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
        """Give the text as it stands."""
        return self.content.text

    @cached_property
    def word(self) -> str:
        """Give the text as a label would be compared."""
        return core(self.text) if len(self.text) <= 200 and is_label_alone(self.text) else ""

    @property
    def address(self) -> str:
        """Say to a clerk where it stands."""
        return self.place.address

    def saying(self, text: str) -> Spot:
        """Give the same place with another text."""
        return replace(self, content=replace(self.content, text=text))

    @property
    def key(self) -> tuple[int, int]:
        """Name the place."""
        return self.row, self.column


@dataclass(frozen=True, slots=True)
class Spots:
    """All texts by row, and which text covers a place, by row and column."""

    rows: dict[int, list[Spot]] = field(default_factory=dict)
    covered: dict[int, dict[int, Spot]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Spot | None:
        """Find the text that shows at a place, merged or not."""
        return self.covered.get(row, {}).get(column)

    def row(self, row: int) -> Sequence[Spot]:
        """Give the texts that begin in a row, from left to right."""
        return self.rows.get(row, ())

    def across(self, row: int) -> list[Spot]:
        """Give the texts that show in a row, those merged from above included."""
        last = max((s.right for s in self.row(row)), default=0)
        above = {s.column: s for c in range(1, last + 1) if (s := self.at(row, c))}
        return [above[column] for column in sorted(above)]

    def cut(self, first: int, last: int) -> Spots:
        """Give the part between two rows."""
        rows = range(first, last + 1)
        return Spots(
            {row: self.rows[row] for row in rows if row in self.rows},
            {row: self.covered[row] for row in rows if row in self.covered},
        )

    def walk(self) -> Iterator[Spot]:
        """Walk the texts in reading order."""
        for row in sorted(self.rows):
            yield from self.rows[row]


def spots_of(grid: WorkbookGrid) -> Spots:
    """Lay the visible sheets one below the other."""
    made = Spots()
    offset = 0
    for sheet in grid.sheets:
        if sheet.state == "visible" and sheet.cells:
            offset = _lay(made, sheet, offset) + 1
    return made


def codes_in(grid: WorkbookGrid) -> list[str]:
    """List the check codes that our paper has at its foot."""
    texts = (cell.text for sheet in grid.sheets for cell in sheet.cells.values())
    return [found[1] for text in texts if (found := _CODE.fullmatch(text))]


def _lay(made: Spots, sheet: SheetGrid, offset: int) -> int:
    merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    last = offset
    for (row, column), content in sorted(sheet.cells.items()):
        if not content.text.strip() or _CODE.fullmatch(content.text):
            continue
        bottom, right = merged.get((row, column), (row, column))
        spot = Spot(
            row + offset,
            column,
            bottom + offset,
            right,
            content,
            Place(sheet.title, row, column),
        )
        if made.at(*spot.key):
            continue  # hidden under a merge
        made.rows.setdefault(spot.row, []).append(spot)
        for line in range(spot.row, spot.bottom + 1):
            places = made.covered.setdefault(line, {})
            for place in range(column, right + 1):
                places.setdefault(place, spot)
        last = max(last, spot.bottom)
    return last
