"""Find what stands below a label: of the rules about each row there the first that fits decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from perfdesk.exchange.labels.form_grid import LONG
from perfdesk.exchange.labels.label_words import squeezed
from perfdesk.exchange.labels.reading import FormReading
from perfdesk.exchange.labels.section_numbers import ends_section, is_caption, is_page_number
from perfdesk.exchange.labels.texts import GridText
from perfdesk.models.refs import Ref


class _Outcome(Enum):
    """What a row is to a label above it."""

    PASSED_OVER = auto()
    ANOTHER_MATTER = auto()
    VALUE_BY_ORDER = auto()
    LAST_PART = auto()
    PART = auto()


def texts_below(form: FormReading, label: GridText) -> list[GridText]:
    """Give the texts below a label that are its value."""
    rows = sorted(row for row in form.texts.rows if row > label.bottom)
    found: list[GridText] = []
    for row, following in zip(rows, [*rows[1:], 0], strict=False):
        below = _row_below(form, label, (row, following), tuple(found))
        outcome = next(outcome for fits, outcome in _RULES if fits(below))
        if outcome is _Outcome.ANOTHER_MATTER:
            break
        if outcome is _Outcome.VALUE_BY_ORDER:
            return _by_order(below)
        if outcome is _Outcome.PASSED_OVER:
            form.account_for(*below.cells)
            continue
        found += below.here
        if outcome is _Outcome.LAST_PART:
            break
    return found


@dataclass(frozen=True, slots=True)
class _RowBelowLabel:
    """A row somewhere below a label, and what was `found` between them.

    `is_only` tells that nothing stands beside the label; `fresh` are the texts of the row but for
    headings that go on from above, `here` those that stand under the label. `heads_table` and
    `is_above_table` tell where a table's head is.
    """

    form: FormReading
    label: GridText
    found: tuple[GridText, ...]
    is_only: bool
    cells: Sequence[GridText]
    fresh: Sequence[GridText]
    here: Sequence[GridText]
    heads_table: bool
    is_above_table: bool

    @property
    def is_next(self) -> bool:
        return self.cells[0].row == self.label.bottom + 1


def _row_below(
    form: FormReading, label: GridText, rows: tuple[int, int], found: tuple[GridText, ...]
) -> _RowBelowLabel:
    row, following = rows
    cells = form.texts.row(row)
    heads = {head.first for head in form.grid.heads}
    is_only = len(form.texts.row(label.row)) == 1
    # Where merges were filled, a heading at the left is repeated in each row.
    fresh = [cell for cell in cells if not _is_repeated(form, cell)]
    # A heading of the whole group may stand before its first text instead of its labels.
    if len(fresh) > 1 and fresh[0].column < label.column and _heads_group(form, fresh[0]):
        fresh = fresh[1:]
    here = [c for c in cells if is_only or (c.column <= label.right and label.column <= c.right)]
    return _RowBelowLabel(
        form, label, found, is_only, cells, fresh, here, row in heads, following in heads
    )


def _is_repeated(form: FormReading, cell: GridText) -> bool:
    above = form.texts.at(cell.row - 1, cell.column)
    return above is not None and above is not cell and above.text == cell.text


def _heads_group(form: FormReading, cell: GridText) -> bool:
    return cell.word in form.anchors.fixed and cell.at not in form.labels


def _is_page_number(row: _RowBelowLabel) -> bool:
    """A page ends in the middle of a text."""
    is_alone = row.is_only and len(row.cells) == 1
    return is_alone and bool(row.found) and is_page_number(row.cells[0])


def _is_caption(row: _RowBelowLabel) -> bool:
    """A caption stands over the head of a table."""
    is_alone = row.is_only and len(row.cells) == 1
    return is_alone and row.is_above_table and is_caption(row.cells[0])


def _has_nothing_of_its_own(row: _RowBelowLabel) -> bool:
    """A table begins, or there are only headings that go on."""
    return row.heads_table or not row.fresh


def _ends_section(row: _RowBelowLabel) -> bool:
    """A numbered heading begins the next section."""
    return ends_section(row.label, row.found, row.fresh)


def _begins_with_label(row: _RowBelowLabel) -> bool:
    """Another label begins the row, by itself or with its value in the same cell."""
    return row.form.is_label(row.fresh[0]) or _has_label_inside(row.form, row.fresh[0])


def _has_label_inside(form: FormReading, cell: GridText) -> bool:
    found_in = squeezed(cell.text[:400])
    return any(
        found_in.find(word, numbered=len(cell.text) > LONG)
        for anchor in form.anchors.fields
        if Ref(anchor.fields[0]) not in form.known_fields
        for word in anchor.words
        if len(word) > 1
    )


def _is_moved_left(row: _RowBelowLabel) -> bool:
    """The row below a row of labels was moved to the left as a whole."""
    return not row.found and bool(_by_order(row))


def _by_order(row: _RowBelowLabel) -> list[GridText]:
    """Find a label's text by its order among the labels of its row."""
    labels = [
        cell
        for cell in row.form.texts.row(row.label.row)
        if (anchor := row.form.labels.get(cell.at)) and anchor.below
    ]
    if row.label not in labels or not len(labels) == len(row.fresh) > 1:
        return []
    # Not where the first stands right below its label, and another is below that label, too.
    is_moved = any(c.right < label.column for c, label in zip(row.fresh, labels, strict=True))
    return [row.fresh[labels.index(row.label)]] if is_moved else []


def _is_read_already(row: _RowBelowLabel) -> bool:
    """What stands under the label is another label, or was read as something else."""
    form = row.form
    return any(cell.at in form.accounted_for or form.is_label(cell) for cell in row.here)


def _stands_elsewhere(row: _RowBelowLabel) -> bool:
    """Nothing stands under a label that has others beside it."""
    return not row.here and not row.is_only


def _is_row_of_several(row: _RowBelowLabel) -> bool:
    """Of rows with several texts only the first under the label and one more belong to it."""
    return not row.is_only and not row.is_next and len(row.cells) > 1


def _is_part(row: _RowBelowLabel) -> bool:
    """Whatever else stands under the label is part of its text."""
    return True


_RULES: tuple[tuple[Callable[[_RowBelowLabel], bool], _Outcome], ...] = (
    (_is_page_number, _Outcome.PASSED_OVER),
    (_is_caption, _Outcome.ANOTHER_MATTER),
    (_has_nothing_of_its_own, _Outcome.ANOTHER_MATTER),
    (_ends_section, _Outcome.ANOTHER_MATTER),
    (_begins_with_label, _Outcome.ANOTHER_MATTER),
    (_is_moved_left, _Outcome.VALUE_BY_ORDER),
    (_is_read_already, _Outcome.ANOTHER_MATTER),
    (_stands_elsewhere, _Outcome.ANOTHER_MATTER),
    (_is_row_of_several, _Outcome.LAST_PART),
    (_is_part, _Outcome.PART),
)
