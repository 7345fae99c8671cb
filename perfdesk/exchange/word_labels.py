"""Tell the labels of fields from all other texts, and where each table ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from perfdesk.exchange.label_words import squeezed
from perfdesk.exchange.word_state import LONG, Form
from perfdesk.exchange.word_tables import Head


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
    for spot in form.spots.walk():
        word = spot.word
        if not word or spot.row in headed:
            continue
        if {"*", word} & of_rows.get(spot.row, set()):
            continue
        mine = next((a for a in waiting if word in a.words), None)
        if mine is not None:
            form.labels[spot.key] = mine
            waiting.remove(mine)


def table_rows(form: Form) -> Iterator[tuple[int, Head]]:
    """Walk the rows below each head down to the next head."""
    rows = sorted(form.spots.rows)
    for head, following in zip_longest(form.heads, form.heads[1:]):
        for row in rows:
            if row > head.last and (following is None or row < following.first):
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
    levels = form.anchors.level_words(1) | form.anchors.level_words(2)
    begins = leading.column <= first or leading is not line[0]
    if leading.word in labels and begins and leading.word not in levels:
        return True
    if leading.word in form.anchors.titles:
        return True
    if all(spot.word in form.anchors.fixed for spot in line) and len(head.columns) > 1:
        below = [s for s in form.spots.across(row) if s.row < row]
        return not below or leading.column <= first
    found_in = squeezed(leading.text)
    inside = any(found_in.find(w, False) for a in form.anchors.fields for w in a.words if w)
    if inside and leading.column <= first and len(line) <= 3 and leading.word not in levels:
        return True
    aside = leading.column < first and leading.word not in levels
    aside = aside or leading.right >= head.columns[-1].left or len(leading.text) > LONG
    return len(line) == 1 and len(head.columns) > 2 and aside
