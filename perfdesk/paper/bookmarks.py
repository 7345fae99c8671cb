"""Give a PDF its list of headings, by which a viewer leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from perfdesk.models.sheet import Sheet
from perfdesk.paper.fonts import SONG
from perfdesk.paper.measure import MM_PER_POINT
from perfdesk.paper.printable import on_a_line
from perfdesk.paper.typeset import Piece, TypesetPage

_LONGEST = 30
_NEARLY = 0.5  # millimetres


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in words, with its height from the page's top in mm."""

    words: str
    y: float


def headings(pages: Sequence[TypesetPage], sheet: Sheet) -> list[list[Heading]]:
    """List the headings that begin on each page; a head that pages repeat begins once.

    A heading is what stands in a bolder face over the whole width of the form.
    """
    width = sheet.page.width - sheet.page.left - sheet.page.right
    known: set[int] = set()
    found: list[list[Heading]] = []
    for page in pages:
        found.append([])
        for piece in page.pieces:
            if piece.width < width - _NEARLY or id(piece.cell) in known:
                continue
            if words := _heading(piece):
                known.add(id(piece.cell))
                found[-1].append(Heading(words, piece.y))
    return found


def mark_headings(
    canvas: Any, begun: Iterable[Heading], sheet: Sheet, number: int, form: int | None = None
) -> None:
    """Put the headings that begin on the page that is drawn into the file's outline.

    `form` is its place among several forms: there the headings stand under `mark_form`, which
    has said the title.
    """
    of = "" if form is None else f"{form}-"
    for place, heading in enumerate(begun, 1):
        if form is not None and heading.words == on_a_line(sheet.title):
            continue
        key = f"{of}{number}-{place}"
        canvas.bookmarkHorizontalAbsolute(key, (sheet.page.height - heading.y) / MM_PER_POINT)
        canvas.addOutlineEntry(heading.words, key, level=0 if form is None else 1)


def mark_form(canvas: Any, sheet: Sheet, form: int) -> None:
    """Put the title of a form that begins on this page into the outline, above its headings."""
    key = f"form-{form}"
    canvas.bookmarkHorizontalAbsolute(key, sheet.page.height / MM_PER_POINT)
    canvas.addOutlineEntry(on_a_line(sheet.title), key, level=0)


def _heading(piece: Piece) -> str:
    first = piece.cell.spans[0] if piece.cell.spans else None
    if first is None or not piece.lines or (first.role or piece.cell.style.role) == SONG:
        return ""
    line = on_a_line(first.text.strip().split("\n")[0]).strip().rstrip("：")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
