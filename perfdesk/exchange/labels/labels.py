"""Tell the labels of fields from all other texts, and where each table ends."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.exchange.labels.anchors import FieldAnchor
from perfdesk.exchange.labels.label_words import core, plain, squeezed
from perfdesk.exchange.labels.reading import LONG, Form
from perfdesk.exchange.labels.section_numbers import is_page_number
from perfdesk.exchange.labels.tables import Head
from perfdesk.exchange.labels.texts import Spot

# A row of labels and their values has no more texts than this; a head may.
_PAIRS = 4


def find_labels(form: Form) -> None:
    """Give each label's text its anchor; the same word again is the next field of it."""
    headed = {row for head in form.heads for row in range(head.first, head.last + 1)}
    of_rows: dict[int, set[str]] = {}
    for row, head in table_rows(form):
        words = {w for _, each in head.anchor.rows for w in each}
        of_rows.setdefault(row, set()).update(words)
        if not head.anchor.rows and not _ends_table(form, row, head):
            of_rows[row].add("*")
    waiting = list(form.anchors.fields)
    said = _with_value(form)
    for spot in form.spots.walk():
        word = spot.word
        if not word or spot.row in headed:
            continue
        if {"*", word} & of_rows.get(spot.row, set()):
            continue
        mine = next((a for a in waiting if word in a.words), None)
        if mine is not None and not (mine in said and _is_in_head(form, spot)):
            form.labels[spot.key] = mine
            waiting.remove(mine)


def _with_value(form: Form) -> list[FieldAnchor]:
    """List the fields whose label begins a short text and has its value behind a colon."""
    heads = {
        core(head)
        for spot in form.spots.walk()
        if len(spot.text) < 2 * LONG and not spot.word
        for head in plain(spot.text).split(":", 1)[:1]
    }
    return [anchor for anchor in form.anchors.fields if anchor.words & heads]


def _is_in_head(form: Form, spot: Spot) -> bool:
    """Tell whether a word stands among so many others that they are a head we do not know."""
    line = form.spots.row(spot.row)
    return len(line) > _PAIRS and sum(form.is_known(each) for each in line) * 2 < len(line)


def table_rows(form: Form) -> Iterator[tuple[int, Head]]:
    """Walk the rows below each head down to the next head."""
    rows = sorted(form.spots.rows)
    ends = [head.first for head in form.heads[1:]] + [rows[-1] + 1 if rows else 0]
    for head, end in zip(form.heads, ends, strict=False):
        for row in rows:
            if head.last < row < end:
                if _ends_table(form, row, head):
                    break
                yield row, head


def _ends_table(form: Form, row: int, head: Head) -> bool:
    """Tell whether a row is no row of the table any more."""
    line = form.spots.row(row)
    if not line:
        return False
    first = head.columns[0].left
    rows = {w for _, words in head.anchor.rows for w in words}
    if any(spot.word in rows for spot in line):
        return False
    labels = form.anchors.labels
    behind = [s for s in line if s.word not in form.anchors.fixed or s.word in labels]
    leading = (behind or line)[0]
    if leading.word in form.anchors.totals:
        return False
    if len(line) == 1 and head.is_wide and is_torn(form, leading, head):
        return False
    begins = leading.column <= first or leading is not line[0]
    is_level = leading.word in form.anchors.levels
    if leading.word in labels and begins and not is_level:
        return True
    if leading.word in form.anchors.titles:
        return True
    if all(spot.word in form.anchors.fixed for spot in line) and len(head.columns) > 1:
        below = [s for s in form.spots.across(row) if s.row < row]
        return not below or leading.column <= first
    found_in = squeezed(leading.text)
    inside = any(found_in.find(w, False) for a in form.anchors.fields for w in a.words if w)
    if inside and leading.column <= first and len(line) <= 3 and not is_level:
        return True
    aside = leading.column < first or head.spans(leading) or len(leading.text) > LONG
    return len(line) == 1 and head.is_wide and aside and not is_level


def is_torn(form: Form, spot: Spot, head: Head) -> bool:
    """Tell whether a paragraph is what a line feed tore off a row of a table, or a page number.

    It stands close between two rows of the table, where a text of its own has room around it.
    """
    if not head.spans(spot) or spot.column == spot.right:
        return False
    above, below = (form.spots.row(spot.row + step) for step in (-1, 1))
    return is_page_number(spot) or (len(above) > 1 and len(below) > 1)
