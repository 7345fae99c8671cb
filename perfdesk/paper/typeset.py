"""Turn a sheet into pages: which piece of which cell stands where, with its lines.

    pages = typeset(sheet, faces)
    page.pieces[0].cell.refs     the fields behind a rectangle (a click in the preview)
    heights_by_band(sheet, faces)   millimetres per row, as if no page ever ended (a workbook)

All places are millimetres from the page's top left corner. `draw` of `paper/pdf.py` draws
the pages; nothing is decided there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.models.sheet import Band, Sheet, SheetCell, Span, Style
from perfdesk.paper import paginate
from perfdesk.paper.measure import SetLine, Widths
from perfdesk.paper.rows import band_rows, sheet_rows
from perfdesk.paper.ruling import Rule, Ruling

# A line is stretched to its full width by at most this part of it.
_MOST_STRETCH = 0.1
# A Chinese character's ink has its middle this part of the size above the baseline.
_MIDDLE = 0.38


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of text: where its baseline starts, its spans by role, its size in points.

    Where marks are squeezed a line goes on in another one at the same height. `spacing` is
    the room after each character that brings a justified line to its width.
    """

    x: float
    baseline: float
    width: float
    size: float
    spans: tuple[Span, ...]
    spacing: float = 0

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a cell that one page shows; `sides` are those ruled here.

    A cell cut by a page's end has a piece on each page, closed by rules on both.
    """

    cell: SheetCell
    x: float
    y: float
    width: float
    height: float
    sides: str
    lines: tuple[PlacedLine, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the text of each line that the eye sees, squeezed marks or not."""
        seen: dict[float, str] = {}
        for line in self.lines:
            seen[line.baseline] = seen.get(line.baseline, "") + line.text
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class TypesetPage:
    """One page: its pieces in reading order, and every rule once."""

    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]


def typeset(sheet: Sheet, faces: Widths) -> tuple[TypesetPage, ...]:
    """Break a sheet into lines and pages. A sheet without rows gives one empty page."""
    paper = sheet.page
    body = paper.height - paper.top - paper.bottom
    pages = paginate.paginate(sheet_rows(sheet, faces), body, paper.tighten)
    return tuple(_page(parts, paper.left, paper.top) for parts in pages or [[]])


def row_heights(band: Band, faces: Widths) -> tuple[float, ...]:
    """Give each row's height in millimetres with its text in it, no page ends regarded."""
    return tuple(paginate.row_heights(band_rows(band, faces, float("inf"))))


def heights_by_band(sheet: Sheet, faces: Widths) -> Iterator[dict[str, tuple[float, ...]]]:
    """Give the heights of all rows by band: as they are, then tighter as far as the layout allows.

    No page ends are regarded.
    """
    rows = {band.name: band_rows(band, faces, float("inf")) for band in sheet.bands}
    for tight in (1, *paginate.steps(sheet.page.tighten)):
        yield {name: tuple(paginate.row_heights(each, tight)) for name, each in rows.items()}


def _page(parts: list[paginate.Part], left: float, top: float) -> TypesetPage:
    pieces = tuple(_piece(part, left, top) for part in parts)
    ruling = Ruling()
    for piece in pieces:
        ruling.add(piece.x, piece.y, piece.width, piece.height, piece.sides)
    return TypesetPage(pieces, ruling.rules())


def _piece(part: paginate.Part, left: float, top: float) -> Piece:
    block = part.block
    sides = block.cell.borders
    if part.cut_above and "t" not in sides:
        sides += "t"
    if part.cut_below and "b" not in sides:
        sides += "b"
    x, y = left + block.x, top + part.top
    return Piece(block.cell, x, y, block.width, part.height, sides, _lines(part, x, y, block.width))


def _lines(part: paginate.Part, x: float, y: float, width: float) -> tuple[PlacedLine, ...]:
    style, text = part.block.cell.style, part.block.text
    count = part.end - part.start
    if not count:
        return ()
    whole = count == len(text.lines)
    spare = part.height - text.height(count)
    down = {"top": 0.0, "middle": spare / 2, "bottom": spare}[style.vertical if whole else "top"]
    baseline = y + text.padding + down + text.em * (0.5 + _MIDDLE)
    room = width - 2 * text.padding
    return tuple(
        placed
        for index, line in enumerate(text.lines[part.start : part.end])
        for placed in _place(
            line, style, text.size, x + text.padding, baseline + index * text.leading, room
        )
    )


def _place(
    line: SetLine, style: Style, size: float, x: float, baseline: float, room: float
) -> Iterator[PlacedLine]:
    if not line.stretches:
        return
    spare = room - line.indent - line.width
    shift = {"center": spare / 2, "right": spare}.get(style.align, 0.0)
    last = line.stretches[-1]
    spacing = 0.0
    if style.align == "justify" and not line.closes and spare <= room * _MOST_STRETCH:
        count = last.before + sum(len(span.text) for span in last.spans)
        spacing = spare / max(count - 1, 1)
    start, full = x + line.indent + shift, line.width + (spare if spacing else 0)
    if len(line.stretches) == 1:
        yield PlacedLine(start, baseline, full, size, last.spans, spacing)
        return
    ends = [following.at + spacing * following.before for following in line.stretches[1:]]
    for stretch, end in zip(line.stretches, [*ends, full], strict=True):
        at = stretch.at + spacing * stretch.before
        yield PlacedLine(start + at, baseline, end - at, size, stretch.spans, spacing)
