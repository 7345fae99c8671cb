"""Tell where tables end: of the rules about a row below a head the first that fits decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from perfdesk.exchange.labels.form_grid import LONG, FormGrid
from perfdesk.exchange.labels.heads import TableHead
from perfdesk.exchange.labels.label_words import squeezed
from perfdesk.exchange.labels.section_numbers import is_page_number
from perfdesk.exchange.labels.texts import GridText


def table_rows(form: FormGrid) -> Iterator[tuple[int, TableHead]]:
    """Walk the rows below each head down to where its table ends, or to the next head."""
    rows = sorted(form.texts.rows)
    ends = [head.first for head in form.heads[1:]] + [rows[-1] + 1 if rows else 0]
    for head, end in zip(form.heads, ends, strict=False):
        for row in rows:
            if head.last < row < end:
                if ends_table(form, row, head):
                    break
                yield row, head


def ends_table(form: FormGrid, row: int, head: TableHead) -> bool:
    """Tell whether a row is no row of the table any more; a blank row and one like any are."""
    cells = form.texts.row(row)
    if not cells:
        return False
    anchors = form.anchors
    own = (c for c in cells if c.word not in anchors.fixed or c.word in anchors.labels)
    below = _RowBelowHead(form, row, head, cells, next(own, cells[0]))
    return next((ends for fits, ends in _RULES if fits(below)), False)


@dataclass(frozen=True, slots=True)
class _RowBelowHead:
    """A row of texts below a table's head; `leading` is the first that is not only printed."""

    form: FormGrid
    row: int
    head: TableHead
    cells: Sequence[GridText]
    leading: GridText

    @property
    def is_level(self) -> bool:
        return self.leading.word in self.form.anchors.levels

    @property
    def is_alone(self) -> bool:
        """Tell whether it is one text, and so no row of a table with that many columns."""
        return len(self.cells) == 1 and self.head.is_wide

    @property
    def is_at_left(self) -> bool:
        """Tell whether it begins where the table does, or before."""
        return self.leading.column <= self.head.columns[0].left


def _names_fixed_row(row: _RowBelowHead) -> bool:
    """A row with the label of a row that every copy of the table has is that row."""
    words = {word for _, each in row.head.anchor.rows for word in each}
    return any(cell.word in words for cell in row.cells)


def _is_total(row: _RowBelowHead) -> bool:
    """A row of totals may have rows below it: subtotals do."""
    return row.leading.word in row.form.anchors.totals


def _is_torn_off(row: _RowBelowHead) -> bool:
    """A paragraph between two rows is what a line feed tore off one, or a page number."""
    return row.is_alone and is_torn(row.form, row.leading, row.head)


def _begins_with_label(row: _RowBelowHead) -> bool:
    """A label at the left begins what comes after the table; the name of a level begins a row."""
    leads = row.is_at_left or row.leading is not row.cells[0]
    return row.leading.word in row.form.anchors.labels and leads and not row.is_level


def _is_title(row: _RowBelowHead) -> bool:
    """The title of a form begins the next one."""
    return row.leading.word in row.form.anchors.titles


def _is_printed_in_group(row: _RowBelowHead) -> bool:
    """Printed words beside a cell that is merged down from above head a part of its group."""
    is_beside = any(cell.row < row.row for cell in row.form.texts.across(row.row))
    return _is_printed(row) and is_beside and not row.is_at_left


def _is_printed(row: _RowBelowHead) -> bool:
    """Printed words alone head what comes after the table."""
    fixed = row.form.anchors.fixed
    return all(cell.word in fixed for cell in row.cells) and len(row.head.columns) > 1


def _begins_with_label_inside(row: _RowBelowHead) -> bool:
    """A label with its value in one cell at the left begins what comes after the table."""
    if not row.is_at_left or len(row.cells) > 3 or row.is_level:
        return False
    found_in = squeezed(row.leading.text)
    labels = (word for anchor in row.form.anchors.fields for word in anchor.words if word)
    return any(found_in.find(word, numbered=False) for word in labels)


def _is_paragraph(row: _RowBelowHead) -> bool:
    """A text alone that is long, or stands across the columns or left of them, is a paragraph."""
    first = row.head.columns[0].left
    is_aside = row.leading.column < first or row.head.is_spanned_by(row.leading)
    return row.is_alone and (is_aside or len(row.leading.text) > LONG) and not row.is_level


_GOES_ON, _ENDS = False, True
_RULES: tuple[tuple[Callable[[_RowBelowHead], bool], bool], ...] = (
    (_names_fixed_row, _GOES_ON),
    (_is_total, _GOES_ON),
    (_is_torn_off, _GOES_ON),
    (_begins_with_label, _ENDS),
    (_is_title, _ENDS),
    (_is_printed_in_group, _GOES_ON),
    (_is_printed, _ENDS),
    (_begins_with_label_inside, _ENDS),
    (_is_paragraph, _ENDS),
)


def is_torn(form: FormGrid, cell: GridText, head: TableHead) -> bool:
    """Tell whether a paragraph is what a line feed tore off a row of a table, or a page number.

    It stands close between two rows of the table, where a text of its own has room around it.
    """
    if not head.is_spanned_by(cell) or cell.column == cell.right:
        return False
    above, below = (form.texts.row(cell.row + step) for step in (-1, 1))
    return is_page_number(cell) or (len(above) > 1 and len(below) > 1)
