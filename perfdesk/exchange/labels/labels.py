"""Tell the labels of fields from all other texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from perfdesk.exchange.labels.anchors import FieldAnchor
from perfdesk.exchange.labels.form_grid import LONG, FormGrid
from perfdesk.exchange.labels.label_words import core, plain
from perfdesk.exchange.labels.table_ends import table_rows
from perfdesk.exchange.labels.texts import GridText

Labels: TypeAlias = Mapping[tuple[int, int], FieldAnchor]
# A row of labels and their values has no more texts than this; a head may.
_PAIRS = 4
_ANY = "*"


def find_labels(form: FormGrid) -> Labels:
    """Give each label's place its anchor; the same word again is the next field of it."""
    found: dict[tuple[int, int], FieldAnchor] = {}
    headed = {row for head in form.heads for row in range(head.first, head.last + 1)}
    no_labels = _words_in_tables(form)
    waiting = list(form.anchors.fields)
    with_value = _with_value_behind(form)
    for cell in form.texts.walk():
        word = cell.word
        if not word or cell.row in headed or {_ANY, word} & no_labels.get(cell.row, set()):
            continue
        mine = next((anchor for anchor in waiting if word in anchor.words), None)
        if mine is not None and not (mine in with_value and _is_in_head(form, cell)):
            found[cell.at] = mine
            waiting.remove(mine)
    return found


def _words_in_tables(form: FormGrid) -> dict[int, set[str]]:
    """Say of each row of a table which of its words are no labels of fields: in most, all."""
    words: dict[int, set[str]] = {}
    for row, head in table_rows(form):
        words.setdefault(row, set()).update(w for _, each in head.anchor.rows for w in each)
        if not head.anchor.rows:
            words[row].add(_ANY)
    return words


def _with_value_behind(form: FormGrid) -> list[FieldAnchor]:
    """List the fields whose label begins a short text and has its value behind a colon."""
    heads = {
        core(plain(cell.text).partition(":")[0])
        for cell in form.texts.walk()
        if len(cell.text) < 2 * LONG and not cell.word
    }
    return [anchor for anchor in form.anchors.fields if anchor.words & heads]


def _is_in_head(form: FormGrid, cell: GridText) -> bool:
    """Tell whether a word stands among so many others that they are a head we do not know."""
    line = form.texts.row(cell.row)
    return len(line) > _PAIRS and sum(map(form.is_printed, line)) * 2 < len(line)
