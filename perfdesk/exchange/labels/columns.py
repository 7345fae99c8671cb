"""Lay the texts of a table's rows on its columns.

As a rule each stands under its head, but where a merge was lost everything behind it stands too
far to the left; so a row is laid as a whole, in its order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.tables import Column, Head
from perfdesk.exchange.labels.texts import Spot, Spots
from perfdesk.models.form import Field
from perfdesk.models.values import Kind

_VALUES = frozenset(
    [Kind.INDICATOR_VALUE, Kind.POINTS, Kind.AMOUNT, Kind.PERCENT, Kind.NUMBER, Kind.DATE]
)


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much the name of a level says of where a text belongs, and a text that is none."""

    level: float
    no_level: float


# Where rows may begin further left, names tell more than places.
_TORN, _WHOLE = _Weights(3.0, -4.0), _Weights(1.0, -1.0)


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
    fields = {c.name: head.anchor.table.column(c.name) for c in head.columns}
    levels = {name: set(anchors.level_words(f.level)) for name, f in fields.items() if f.level}
    columns = sorted((*head.columns, *head.foreign), key=lambda c: c.left)
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
        if len(own) == 1 and head.is_wide and not _is_row(own[0], head, anchors):
            continue
        laid = _lay(own, columns, fields, levels, _TORN if is_torn else _WHOLE)
        cells: dict[str, list[Spot]] = {}
        for spot, name in laid:
            if name:
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


def _is_row(spot: Spot, head: Head, anchors: Anchors) -> bool:
    """Tell whether a text alone is a row: a title without figures, or an official heading."""
    if spot.word in anchors.levels:
        return True
    title = head.anchor.table.title_column
    is_title = any(c.name == title and c.left <= spot.column <= c.right for c in head.columns)
    return is_title and not head.spans(spot)


def _lay(
    own: Sequence[Spot],
    columns: Sequence[Column],
    fields: dict[str, Field],
    levels: dict[str, set[str]],
    weights: _Weights,
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
            options = [(last, offset, score + min(weights.no_level, -2.0), (*chosen, -1))]
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
                gain = (2.0, 1.0, 0.4, 0.1)[abs(off)] + _fit(spot, column, fields, levels, weights)
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
    weights: _Weights,
) -> float:
    """Score whether a text is what its column holds; anything may stand in a foreign one."""
    if not column.name:
        return 0.0
    level = next((name for name, words in levels.items() if spot.word in words), "")
    if column.name in levels:
        alike = spot.word in levels[column.name]
        return weights.level if alike else (-weights.level if level else weights.no_level)
    if level and spot.column < column.left:
        return -weights.level
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
