"""Find a form's tables in a stranger's grid by their heads, and read their rows.

A row's texts are laid on the columns in their order: as a rule each stands under its head, but
where a merge was lost everything behind it stands too far to the left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from perfdesk.exchange.anchors import Anchors, TableAnchor
from perfdesk.exchange.spots import Spot, Spots
from perfdesk.models.form import Field
from perfdesk.models.values import Kind

_HEAD_ROWS = 4
_VALUES = frozenset(
    [Kind.INDICATOR_VALUE, Kind.POINTS, Kind.AMOUNT, Kind.PERCENT, Kind.NUMBER, Kind.DATE]
)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column of ours stands in their grid; `head` is None where it has no head."""

    name: str
    left: int
    right: int
    head: Spot | None


@dataclass(frozen=True, slots=True)
class Head:
    """A table's head as found: the rows it takes, and its columns from left to right."""

    anchor: TableAnchor
    first: int
    last: int
    columns: tuple[Column, ...]

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
    last = max(last, *(min(spot.bottom, rows[0] + _HEAD_ROWS) for spot in matched.values()))
    columns = [Column(name, s.column, s.right, s) for name, s in matched.items()]
    if len({c.left for c in columns}) < len(columns):
        # The lower row of the head was moved to the left: only the order is left.
        order = [name for name, _ in anchor.columns if name in matched]
        first = min(c.left for c in columns)
        columns = [Column(n, first + p, first + p, matched[n]) for p, n in enumerate(order)]
    return Head(anchor, rows[0], last, tuple(sorted(columns, key=lambda c: c.left)))


def _match(line: Sequence[Spot], anchor: TableAnchor, before: dict[str, Spot]) -> dict[str, Spot]:
    """Give each column the first text of its words that no other column has."""
    found = dict(before)
    for spot in line:
        for name, words in anchor.columns:
            if name not in found and spot.word in words:
                found[name] = spot
                break
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


# --- rows ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as read: the text of each column, and which row of the grid it is.

    `shared` are the columns whose text is merged down from a row above.
    """

    row: int
    cells: dict[str, list[Spot]]
    shared: frozenset[str]


def read_lines(
    spots: Spots, head: Head, rows: Sequence[int], anchors: Anchors, skipped: Collection[str]
) -> Iterator[Line]:
    """Read rows of a table that grows; `skipped` are words that are no entry."""
    columns = {c.name: head.anchor.table.column(c.name) for c in head.columns}
    levels = {name: set(anchors.level_words(f.level)) for name, f in columns.items() if f.level}
    official = set().union(*levels.values(), ())
    there = [s for row in rows for s in spots.row(row)]
    # Rows that begin further left are looked for only where no merge is left to hold them, and
    # where headings are official, so that another text is none.
    is_torn = all(s.bottom == s.row for s in there) and any(s.word in official for s in there)
    for row in rows:
        own = [
            s
            for s in spots.row(row)
            if not (
                s.word in skipped
                and s.column < head.columns[0].left + 1
                and s.word not in set().union(*levels.values(), ())
            )
        ]
        laid = _lay(own, head.columns, columns, levels, -4.0 if is_torn else -1.0)
        cells: dict[str, list[Spot]] = {}
        for spot, name in laid:
            cells.setdefault(name, []).append(spot)
        shared = set()
        for column in head.columns:
            above = spots.at(row, column.left)
            if column.name not in cells and above and above.row < row and above.row > head.last:
                cells[column.name] = [above]
                shared.add(column.name)
        for name, words in levels.items():
            words.update(s.word for s in cells.get(name, ()))
        yield Line(row, cells, frozenset(shared))


def _lay(
    own: Sequence[Spot],
    columns: Sequence[Column],
    fields: dict[str, Field],
    levels: dict[str, set[str]],
    no_level: float,
) -> list[tuple[Spot, str]]:
    """Lay a row's texts on the columns, in order, where they fit best."""
    if not own:
        return []
    # best[j, offset]: score and choice with the last text so far on column j.
    states: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(-1, 0): (0.0, ())}
    for spot in own:
        following: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for (last, offset), (score, chosen) in states.items():
            # Leaving a text out is the last thing to do in a row that is only moved.
            options = [(last, offset, score + min(no_level, -2.0), (*chosen, -1))]
            for place in range(max(last, 0), len(columns)):
                column = columns[place]
                inside = column.left <= spot.column <= column.right
                if place == last:
                    if inside:  # two cells under one head
                        options.append((place, offset, score - 1.0, (*chosen, place)))
                    continue
                off = 0 if inside else spot.column - column.left
                if abs(off) > 3:
                    continue
                gain = (2.0, 1.0, 0.4, 0.1)[abs(off)] + _fit(spot, column, fields, levels, no_level)
                gain += (1.5 if chosen else 0.7 if not off else 0) if off == offset else 0
                gain -= 0.6 if off > 0 else 0  # a lost merge moves texts to the left only
                options.append((place, off, score + gain, (*chosen, place)))
            for place, off, total, way in options:
                if total > following.get((place, off), (-1e9, ()))[0]:
                    following[place, off] = (total, way)
        states = following
    _, way = max(states.values(), key=lambda state: state[0])
    return [(s, columns[p].name) for s, p in zip(own, way, strict=True) if p >= 0]


def _fit(
    spot: Spot,
    column: Column,
    fields: dict[str, Field],
    levels: dict[str, set[str]],
    no_level: float,
) -> float:
    """Score whether a text is what its column holds."""
    level = next((name for name, words in levels.items() if spot.word in words), "")
    if column.name in levels:
        alike = spot.word in levels[column.name]
        return 3.0 if alike else (-3.0 if level else no_level)
    if level and spot.column < column.left:
        return -3.0
    field = fields[column.name]
    looks = spot.content.kind == "number" or spot.text[:1] in "≥≤=><0123456789"
    if looks == (field.kind in _VALUES):
        return 0.4
    return -0.6 if looks else 0.0


def read_fixed(spots: Spots, head: Head, rows: Sequence[int]) -> Iterator[tuple[str, Line]]:
    """Read the rows that every copy of the form has, by their labels."""
    waiting = list(head.anchor.rows)
    for row in rows:
        for spot in spots.row(row):
            name = next((name for name, words in waiting if spot.word in words), "")
            if not name:
                continue
            waiting = [each for each in waiting if each[0] != name]
            own = [s for s in spots.row(row) if s.column > spot.right]
            yield name, Line(row, _place(own, head.columns), frozenset())
            break


def _place(own: Sequence[Spot], columns: Sequence[Column]) -> dict[str, list[Spot]]:
    """Give each column the text under its head, or in order where they do not stand so."""

    def under(shift: int) -> dict[str, list[Spot]]:
        return {c.name: [s] for c in columns for s in own if c.left <= s.column + shift <= c.right}

    exact = under(0)
    if len(exact) == len(own):
        return exact
    if len(own) == len(columns):
        return {c.name: [s] for c, s in zip(columns, own, strict=True)}
    return max(exact, under(columns[0].left - own[0].column), key=len)
