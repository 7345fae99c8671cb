"""What is wrong with typeset pages, whatever stands on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from perfdesk.models.sheet import Page, Sheet
from perfdesk.paper.fonts import Faces
from perfdesk.paper.linebreak import NOT_AT_END, NOT_AT_START
from perfdesk.paper.printable import printable
from perfdesk.paper.typeset import Piece, TypesetPage, row_heights
from tests.paper.forms import A4

NEAR = 1e-6
_POINT = 25.4 / 72
_SPACES = " \u3000"


def faults(pages: Sequence[TypesetPage], paper: Page = A4) -> Iterator[str]:
    """Name everything that no page may show."""
    bottom, right = paper.height - paper.bottom, paper.width - paper.right
    for number, page in enumerate(pages, 1):
        for piece in page.pieces:
            name = f"page {number}: {piece.cell.text[:12]!r}"
            if piece.y < paper.top - NEAR or piece.y + piece.height > bottom + NEAR:
                yield f"{name} leaves the page"
            if piece.x < paper.left - NEAR or piece.x + piece.width > right + NEAR:
                yield f"{name} leaves the page to the side"
            for line in piece.lines:
                size = line.size * 25.4 / 72
                if line.x < piece.x or line.x + line.width > piece.x + piece.width + NEAR:
                    yield f"{name} has a line outside to the side"
                if line.baseline - 0.88 * size < piece.y - NEAR:
                    yield f"{name} has a line above its cell"
                if line.baseline + 0.12 * size > piece.y + piece.height + NEAR:
                    yield f"{name} has a line below its cell"
        for one, other in pairwise(sorted((r.y1, r.x1, r.x2) for r in page.rules if r.y1 == r.y2)):
            if one[0] == other[0] and other[1] <= one[2]:
                yield f"page {number}: the rule at {one[0]} is drawn twice"


def marks_out_of_place(pages: Sequence[TypesetPage], faces: Faces) -> Iterator[str]:
    """Name lines that begin or end with a mark that may not, unless nothing else would fit."""
    for page in pages:
        for piece in page.pieces:
            for above, below in pairwise(piece.texts):
                if not above.strip() or not below.strip():
                    continue  # a blank line between paragraphs
                wrong = below.lstrip()[0] in NOT_AT_START or above.rstrip()[-1] in NOT_AT_END
                held = faces.width(_held_together(above, below), piece.cell.style.role, 1)
                if wrong and held <= _characters(piece):
                    yield f"{above!r} / {below!r}"


def _characters(piece: Piece) -> float:
    style = piece.cell.style
    return (piece.width - 2 * style.padding) / (piece.lines[0].size * _POINT)


def _held_together(above: str, below: str) -> str:
    """Give what the marks hold together around a line's end."""
    text = above + below
    start = end = len(above)
    while start > 0 and not _may_part(text, start):
        start -= 1
    end += 1
    while end < len(text) and not _may_part(text, end):
        end += 1
    return text[start:end]


def _may_part(text: str, place: int) -> bool:
    before = text[:place].rstrip(_SPACES)[-1:]
    return (
        text[place] not in NOT_AT_START and text[place] not in _SPACES and before not in NOT_AT_END
    )


def alone_or_split(pages: Sequence[TypesetPage], sheet: Sheet, faces: Faces) -> Iterator[str]:
    """Name blocks for signatures that are split, or stand alone on a page."""
    body = sheet.page.height - sheet.page.top - sheet.page.bottom
    for band in sheet.bands[1:]:
        if not band.whole or sum(row_heights(band, faces)) > body:
            continue
        cells = {id(cell) for cell in band.cells}
        shown = [[id(piece.cell) in cells for piece in page.pieces] for page in pages]
        on = [number for number, those in enumerate(shown) if any(those)]
        if len(on) > 1:
            yield f"{band.name} is split over pages {on}"
        elif all(shown[on[0]]):
            yield f"{band.name} stands alone on page {on[0] + 1}"


def lost_texts(pages: Sequence[TypesetPage], sheet: Sheet) -> Iterator[str]:
    """Name cells whose text is not on paper whole and in order, once, or again as a label."""
    found: dict[int, str] = {}
    for page in pages:
        for piece in page.pieces:
            found[id(piece.cell)] = found.get(id(piece.cell), "") + "".join(piece.texts)
    for band in sheet.bands:
        for cell in band.cells:
            whole = "".join(printable(cell.text).split())
            shown = "".join(found.get(id(cell), "").split())
            labels = (cell.rows > 1 or not cell.refs) and whole and not shown.replace(whole, "")
            if shown != whole and not labels:
                yield f"{whole[:30]!r} is on paper as {shown[:30]!r}"
