"""Find a form's tables in a grid made elsewhere by their heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfdesk.exchange.labels.anchors import Anchors, TableAnchor
from perfdesk.exchange.labels.label_words import core
from perfdesk.exchange.labels.texts import Spot, Spots

_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column of ours stands in their grid; `head` is None where it has no head."""

    name: str
    left: int
    right: int
    head: Spot | None


@dataclass(frozen=True, slots=True)
class Head:
    """A table's head as found: the rows it takes, and its columns from left to right.

    `foreign` are columns between ours that the form does not have.
    """

    anchor: TableAnchor
    first: int
    last: int
    columns: tuple[Column, ...]
    foreign: tuple[Column, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Tell whether it has so many columns that a text alone in its row is no row."""
        return len(self.columns) > 2

    def is_over(self, spot: Spot) -> bool:
        """Tell whether a text stands in one of its columns, and in no wider one."""
        return any(c.left <= spot.column and spot.right <= c.right for c in self.columns)

    def is_foreign(self, spot: Spot) -> bool:
        """Tell whether a text stands under a head that the form does not have."""
        return any(c.left <= spot.column <= c.right for c in self.foreign)

    def spans(self, spot: Spot) -> bool:
        """Tell whether a text stands across all columns, as a paragraph or a heading does."""
        return spot.column <= self.columns[0].left and spot.right >= self.columns[-1].left

    @property
    def share(self) -> float:
        """Tell how much of the table's columns it has."""
        return len(self.columns) / len(self.anchor.columns)


def find_heads(spots: Spots, anchors: Anchors) -> list[Head]:
    """Find the heads of all tables, from top to bottom; a head may come again on each page."""
    heads: list[Head] = []
    rows = sorted(spots.rows)
    skip_to = 0
    for place, row in enumerate(rows):
        if row < skip_to:
            continue
        found = [
            head
            for anchor in anchors.tables
            if (head := _head_at(spots, rows[place : place + _HEAD_ROWS], anchor, anchors))
        ]
        if found:
            best = max(found, key=lambda head: (len(head.columns), head.share))
            heads.append(best)
            skip_to = best.last + 1
    return heads


def _head_at(
    spots: Spots, rows: Sequence[int], anchor: TableAnchor, anchors: Anchors
) -> Head | None:
    line = spots.row(rows[0])
    if anchor.title:
        return _titled(spots, rows, anchor, anchors)
    matched = _match(line, anchor, {})
    if len(matched) < 2:
        return None
    last = rows[0]
    if broken := _broken(spots, line, anchor, matched):
        matched, last = matched | broken, last + 1
    for row in rows[1:]:
        below = spots.row(row)
        known = all(s.word in anchors.words or s.word in anchors.fixed for s in below)
        more = _match(below, anchor, matched) if known else matched
        again = any(
            s.word == m.word and m.column == s.column for s in below for m in matched.values()
        )
        if len(more) == len(matched) or again:
            break
        matched, last = more, row
    if len(matched) < max(2, (len(anchor.columns) + 1) // 2):
        return None
    if not anchor.table.rows and anchor.table.title_column not in matched:
        return None  # figures without what they are of: a table like ours, and another
    last = max(last, *(min(spot.bottom, rows[0] + _HEAD_ROWS) for spot in matched.values()))
    columns = [Column(name, s.column, s.right, s) for name, s in matched.items()]
    if len({c.left for c in columns}) < len(columns):
        # The lower row of the head was moved to the left: only the order is left.
        order = [name for name, _ in anchor.columns if name in matched]
        first = min(c.left for c in columns)
        columns = [Column(n, first + p, first + p, matched[n]) for p, n in enumerate(order)]
    columns.sort(key=lambda c: c.left)
    foreign = _foreign(spots, range(rows[0], last + 1), columns, anchors)
    return Head(anchor, rows[0], last, tuple(columns), foreign)


def _foreign(
    spots: Spots, rows: Sequence[int], columns: Sequence[Column], anchors: Anchors
) -> tuple[Column, ...]:
    """Find the heads beside ours; what stands over ours is a heading of several."""
    return tuple(
        Column("", spot.column, spot.right, spot)
        for row in rows
        for spot in spots.row(row)
        if spot.word not in anchors.fixed
        and all(c.right < spot.column or spot.right < c.left for c in columns)
    )


def _match(line: Sequence[Spot], anchor: TableAnchor, before: dict[str, Spot]) -> dict[str, Spot]:
    """Give each column the first text of its words that no other column has."""
    found = dict(before)
    for spot in line:
        for name, words in anchor.columns:
            if name not in found and spot.word in words:
                found[name] = spot
                break
    return found


def _broken(
    spots: Spots, line: Sequence[Spot], anchor: TableAnchor, matched: dict[str, Spot]
) -> dict[str, Spot]:
    """Give columns the heads whose words are broken over two rows, as narrow ones are by a scan."""
    found = {}
    for spot in line:
        below = spots.at(spot.bottom + 1, spot.column)
        if spot in matched.values() or below is None or below.column != spot.column:
            continue
        word = core(spot.text + below.text)
        name = next((n for n, words in anchor.columns if word in words), "")
        if name and name not in matched:
            found[name] = replace(spot.saying(spot.text + below.text), bottom=below.bottom)
    return found


def _titled(
    spots: Spots, rows: Sequence[int], anchor: TableAnchor, anchors: Anchors
) -> Head | None:
    """Find a table whose columns have no heads, by the title above it."""
    line = spots.row(rows[0])
    if len(line) != 1 or line[0].word not in anchor.title or len(rows) < 2:
        return None
    below = spots.row(rows[1])
    if len(below) < 2 or any(s.word in anchors.words for s in below):
        return None
    names = [name for name, _ in anchor.columns]
    columns = [Column(name, s.column, s.right, None) for name, s in zip(names, below, strict=False)]
    return Head(anchor, rows[0], rows[0], tuple(columns))
