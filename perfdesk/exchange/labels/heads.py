"""Find a form's tables in a grid made elsewhere by their heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from perfdesk.exchange.labels.anchors import Anchors, TableAnchor
from perfdesk.exchange.labels.label_words import core
from perfdesk.exchange.labels.texts import GridText, GridTexts

_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """Where a column of ours stands in their grid; `head` is None where it has no head."""

    name: str
    left: int
    right: int
    head: GridText | None


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table's head as found: the rows it takes, and its columns from left to right.

    `foreign` are columns between ours that the form does not have.
    """

    anchor: TableAnchor
    first: int
    last: int
    columns: tuple[HeadColumn, ...]
    foreign: tuple[HeadColumn, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Tell whether it has so many columns that a text alone in its row is no row."""
        return len(self.columns) > 2

    def is_over(self, cell: GridText) -> bool:
        """Tell whether a text stands in one of its columns, and in no wider one."""
        return any(c.left <= cell.column and cell.right <= c.right for c in self.columns)

    def is_foreign(self, cell: GridText) -> bool:
        """Tell whether a text stands under a head that the form does not have."""
        return any(c.left <= cell.column <= c.right for c in self.foreign)

    def is_spanned_by(self, cell: GridText) -> bool:
        """Tell whether a text stands across all columns, as a paragraph or a heading does."""
        return cell.column <= self.columns[0].left and cell.right >= self.columns[-1].left

    @property
    def share(self) -> float:
        """Tell how much of the table's columns it has."""
        return len(self.columns) / len(self.anchor.columns)


def find_heads(texts: GridTexts, anchors: Anchors) -> list[TableHead]:
    """Find the heads of all tables, from top to bottom; a head may come again on each page."""
    heads: list[TableHead] = []
    rows = sorted(texts.rows)
    skip_to = 0
    for place, row in enumerate(rows):
        if row < skip_to:
            continue
        found = [
            head
            for anchor in anchors.tables
            if (head := _head_at(texts, rows[place : place + _HEAD_ROWS], anchor, anchors))
        ]
        if found:
            best = max(found, key=lambda head: (len(head.columns), head.share))
            heads.append(best)
            skip_to = best.last + 1
    return heads


def _head_at(
    texts: GridTexts, rows: Sequence[int], anchor: TableAnchor, anchors: Anchors
) -> TableHead | None:
    if anchor.title:
        return _titled(texts, rows, anchor, anchors)
    matched, last = _matched(texts, rows, anchor, anchors)
    if len(matched) < max(2, (len(anchor.columns) + 1) // 2):
        return None
    if not anchor.table.rows and anchor.table.title_column not in matched:
        return None  # figures without what they are of: a table like ours, and another
    last = max(last, *(min(cell.bottom, rows[0] + _HEAD_ROWS) for cell in matched.values()))
    columns = _columns(anchor, matched)
    foreign = _foreign(texts, range(rows[0], last + 1), columns, anchors)
    return TableHead(anchor, rows[0], last, tuple(columns), foreign)


def _matched(
    texts: GridTexts, rows: Sequence[int], anchor: TableAnchor, anchors: Anchors
) -> tuple[dict[str, GridText], int]:
    """Match columns with heads, row by row as long as rows add some; give the last row, too."""
    line, last = texts.row(rows[0]), rows[0]
    matched = _match(line, anchor, {})
    if len(matched) < 2:
        return {}, last
    if broken := _broken(texts, line, anchor, matched):
        matched, last = matched | broken, last + 1
    for row in rows[1:]:
        below = texts.row(row)
        is_known = all(c.word in anchors.words or c.word in anchors.fixed for c in below)
        more = _match(below, anchor, matched) if is_known else matched
        again = any(
            c.word == m.word and m.column == c.column for c in below for m in matched.values()
        )
        if len(more) == len(matched) or again:
            break
        matched, last = more, row
    return matched, last


def _match(
    line: Sequence[GridText], anchor: TableAnchor, before: Mapping[str, GridText]
) -> dict[str, GridText]:
    """Give each column the first text of its words that no other column has."""
    found = dict(before)
    for cell in line:
        for name, words in anchor.columns:
            if name not in found and cell.word in words:
                found[name] = cell
                break
    return found


def _broken(
    texts: GridTexts, line: Sequence[GridText], anchor: TableAnchor, matched: Mapping[str, GridText]
) -> dict[str, GridText]:
    """Give columns the heads whose words are broken over two rows, as narrow ones are by a scan."""
    found = {}
    for cell in line:
        below = texts.at(cell.bottom + 1, cell.column)
        if cell in matched.values() or below is None or below.column != cell.column:
            continue
        whole = cell.text + below.text
        name = next((n for n, words in anchor.columns if core(whole) in words), "")
        if name and name not in matched:
            found[name] = replace(cell.with_text(whole), bottom=below.bottom)
    return found


def _columns(anchor: TableAnchor, matched: Mapping[str, GridText]) -> list[HeadColumn]:
    """Give the columns the places of their heads, from left to right."""
    columns = [HeadColumn(name, c.column, c.right, c) for name, c in matched.items()]
    if len({column.left for column in columns}) < len(columns):
        # The lower row of the head was moved to the left: only the order is left.
        order = [name for name, _ in anchor.columns if name in matched]
        first = min(column.left for column in columns)
        columns = [HeadColumn(n, first + p, first + p, matched[n]) for p, n in enumerate(order)]
    return sorted(columns, key=lambda column: column.left)


def _foreign(
    texts: GridTexts, rows: Sequence[int], columns: Sequence[HeadColumn], anchors: Anchors
) -> tuple[HeadColumn, ...]:
    """Find the heads beside ours; what stands over ours is a heading of several."""
    return tuple(
        HeadColumn("", cell.column, cell.right, cell)
        for row in rows
        for cell in texts.row(row)
        if cell.word not in anchors.fixed
        and all(c.right < cell.column or cell.right < c.left for c in columns)
    )


def _titled(
    texts: GridTexts, rows: Sequence[int], anchor: TableAnchor, anchors: Anchors
) -> TableHead | None:
    """Find a table whose columns have no heads, by the title above it."""
    line = texts.row(rows[0])
    if len(line) != 1 or line[0].word not in anchor.title or len(rows) < 2:
        return None
    below = texts.row(rows[1])
    if len(below) < 2 or any(cell.word in anchors.words for cell in below):
        return None
    names = [name for name, _ in anchor.columns]
    columns = (
        HeadColumn(name, cell.column, cell.right, None)
        for name, cell in zip(names, below, strict=False)
    )
    return TableHead(anchor, rows[0], rows[0], tuple(columns))
