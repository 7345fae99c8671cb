"""The paper grid that everything leaving the program is drawn from.

A sheet is bands of cells over columns in millimetres, with what stands in each cell and
how it looks; lines and pages are made of it by `paper/typeset.py`. PDF, workbook,
preview and printer all start here, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind

BOX_EMPTY, BOX_TICKED = "☐", "☑"
# What a sentence of the form shows where a date or a month is to be written by hand.
ROOMS = {Kind.DATE: "　　年　月　日", Kind.MONTH: "　　年　月"}


# The words an edition may use: faces by role, places of a text in its cell, sides with a line.
ROLES = ("song", "hei", "hei_bold")
ALIGNS, VERTICALS = ("left", "center", "right", "justify"), ("top", "middle", "bottom")
SIDES = "tblr"


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in millimetres, as the reader holds it.

    Where that saves a page, the least heights of rows give way down to `tighten` of them.
    """

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    tighten: float = 1


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell's text looks: face by role, size in points, place in the cell.

    `leading` is the distance of lines as a multiple of the size, `indent` the first
    line's indent in characters, `padding` in millimetres on each side. A text is set smaller,
    down to `least_size`, where a figure or a word would be cut in a narrow cell; 0 forbids it.
    """

    role: str = "song"
    size: float = 10.5
    align: str = "left"
    vertical: str = "middle"
    leading: float = 1.35
    indent: int = 0
    padding: float = 1.2
    least_size: float = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one face; `role` blank means the cell's own."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell, merged or not, at a place in its band counted from 0.

    `spans` are its text in order; line feeds in them end paragraphs. `borders` names the sides
    that are ruled: t, b, l, r. `refs` are the cells of the document it shows, in the
    order of `template`, where each `None` stands for one of them: how a reader of a
    workbook takes the text apart again. `option` is set where it shows the box of one
    option. `value` is the number or date behind the text, in the field's unit.
    """

    row: int
    column: int
    spans: tuple[Span, ...]
    style: Style
    rows: int = 1
    columns: int = 1
    borders: str = "tblr"
    refs: tuple[Ref, ...] = ()
    template: tuple[str | None, ...] = ()
    option: str = ""
    value: Decimal | date | None = None
    kind: Kind = Kind.TEXT
    computed: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a band: least height in millimetres, and how it behaves at a page's end.

    `table` and `row_id` say which row of the document it shows; both are blank for
    fixed rows, `row_id` alone for an empty row printed to be filled by hand.
    """

    height: float
    head: bool = False
    with_next: bool = False
    table: str = ""
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Cells over one set of columns (millimetres); `whole` never breaks over a page."""

    name: str
    columns: tuple[float, ...]
    rows: tuple[SheetRow, ...]
    cells: tuple[SheetCell, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document on paper, before it is broken into lines and pages.

    `edition` names form and edition as `form/edition`; `draft` asks for the draft
    mark across each page. `code` is the check code of the data, blank for a blank form.
    """

    title: str
    edition: str
    page: Page
    bands: tuple[Band, ...]
    draft: bool = False
    code: str = ""
