"""The paper of an edition as data: bands of cells over columns measured in millimetres.

A layout names fields, it holds no figures; `paper/plan.py` makes a sheet of it and a
document.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.models.sheet import Page, Style


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """One cell of the form: fixed text, a field, or one option of a choice.

    Exactly one of `text`, `label`, `field` and `shows` is given. `text` is a template: names of
    fields in braces stand for their contents. `label` prints the official label of a
    field or of `table.column`, so that a framework can reword it. `field` prints a
    field, or a column inside a repeated row; with `option` only that option's box.
    `tail` goes on after the text in the ordinary weight. `row_label` prints the label of
    the fixed row in which the cell is repeated. `shows` prints a computed cell once more,
    `total` or `table.row.column` of a table with fixed rows. A `down` cell goes on to the end
    of its band,
    however many rows are repeated there; one that begins in a head stands on every page.
    `blank` is printed where the cell is empty, for what the form itself says there.
    """

    text: str = ""
    label: str = ""
    field: str = ""
    option: str = ""
    tail: str = ""
    row_label: bool = False
    shows: str = ""
    span: int = 1
    rows: int = 1
    down: bool = False
    style: str = "value"
    borders: str = "tblr"
    blank: str = ""


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One row of cells; `repeat` prints it once for every row of that table.

    `height` is the least height in millimetres. `head` rows are printed again on every
    page their band runs over; `with_next` rows never end a page.
    """

    cells: tuple[LayoutCell, ...]
    height: float = 0
    repeat: str = ""
    head: bool = False
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class LayoutBand:
    """Rows over one set of columns (millimetres).

    `whole` bands never break over a page. `only_with` leaves the band out while that
    table has no rows; `least_rows` prints that many empty rows where a table has fewer.
    """

    name: str
    columns: tuple[float, ...]
    rows: tuple[LayoutRow, ...]
    whole: bool = False
    only_with: str = ""
    least_rows: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole paper form."""

    page: Page
    styles: dict[str, Style]
    bands: tuple[LayoutBand, ...]
