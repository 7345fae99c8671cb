"""How high the rows of a worksheet are, and which of them each row of the paper becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfdesk.exchange.xlsx import measure
from perfdesk.exchange.xlsx.style import is_figure
from perfdesk.models.sheet import Band, Sheet

# The rows' heights in millimetres by band, as typeset.
Heights = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a worksheet: the height of each in points, and where those of the paper are.

    `places` are for each band the worksheet rows, counted from 1, of its rows, and of what
    follows.
    """

    heights: tuple[float, ...]
    places: tuple[tuple[int, ...], ...]


def stack(sheet: Sheet, heights: Heights) -> Rows:
    """Put the rows of all bands one below the other; one that is too high becomes several."""
    found: list[float] = []
    places = []
    for band in sheet.bands:
        begins = [len(found) + 1]
        for height in _points(band, heights.get(band.name, ())):
            found += measure.pieces(height)
            begins.append(len(found) + 1)
        places.append(tuple(begins))
    return Rows(tuple(found), tuple(places))


def _points(band: Band, heights: Sequence[float]) -> list[float]:
    """Give the height of each row in points: as typeset, or what another machine's face needs."""
    found = [
        measure.points(heights[n] if n < len(heights) else row.height)
        for n, row in enumerate(band.rows)
    ]
    offsets = measure.edges(band.columns)
    for cell in sorted(band.cells, key=lambda cell: cell.rows):
        if is_figure(cell):
            continue
        width = offsets[cell.column + cell.columns] - offsets[cell.column]
        covered = slice(cell.row, cell.row + cell.rows)
        needed = measure.needed_points(cell.text, width, cell.style.size)
        found[cell.row + cell.rows - 1] += max(0.0, needed - sum(found[covered]))
    return found
