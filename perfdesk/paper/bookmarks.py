"""Give a PDF its list of headings, by which a viewer leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfdesk.models.sheet import Sheet
from perfdesk.paper.fonts import SONG
from perfdesk.paper.measure import MM_PER_POINT
from perfdesk.paper.printable import on_a_line
from perfdesk.paper.typeset import Piece, TypesetPage

_LONGEST = 30
_NEARLY = 0.5  # millimetres


def headings(page: TypesetPage, sheet: Sheet) -> Iterator[tuple[str, float]]:
    """Give the headings that begin on a page, each with its height from the page's top in mm.

    A heading is what stands in a bolder face over the whole width of the form.
    """
    width = sheet.page.width - sheet.page.left - sheet.page.right
    for piece in page.pieces:
        if piece.width >= width - _NEARLY and (words := _heading(piece)):
            yield words, piece.y


def mark_headings(
    canvas: Any, page: TypesetPage, sheet: Sheet, number: int, form: int | None = None
) -> None:
    """Put the headings of the page that is drawn into the file's outline.

    `form` is its place among several forms: there the headings stand under `mark_form`.
    """
    of = "" if form is None else f"{form}-"
    for place, (words, y) in enumerate(headings(page, sheet), 1):
        key = f"{of}{number}-{place}"
        canvas.bookmarkHorizontalAbsolute(key, (sheet.page.height - y) / MM_PER_POINT)
        canvas.addOutlineEntry(words, key, level=0 if form is None else 1)


def mark_form(canvas: Any, sheet: Sheet, form: int) -> None:
    """Put the title of a form that begins on this page into the outline, above its headings."""
    key = f"form-{form}"
    canvas.bookmarkHorizontalAbsolute(key, sheet.page.height / MM_PER_POINT)
    canvas.addOutlineEntry(on_a_line(sheet.title), key, level=0)


def _heading(piece: Piece) -> str:
    first = piece.cell.spans[0] if piece.cell.spans else None
    if first is None or not piece.lines or (first.role or piece.cell.style.role) == SONG:
        return ""
    line = on_a_line(first.text.strip().split("\n")[0]).strip()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
