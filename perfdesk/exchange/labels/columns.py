"""Lay the texts of a table's rows on its columns.

As a rule each stands under its head, but where a merge was lost everything behind it stands too
far to the left; so a row is laid as a whole, in its order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.heads import HeadColumn, TableHead
from perfdesk.exchange.labels.texts import GridText, GridTexts
from perfdesk.models.values import Kind

_VALUES = frozenset(
    [Kind.INDICATOR_VALUE, Kind.POINTS, Kind.AMOUNT, Kind.PERCENT, Kind.NUMBER, Kind.DATE]
)
_LEFT_OUT = -1
# How much a text gains in the column of its head, and so many columns aside.
_NEARNESS = (2.0, 1.0, 0.4, 0.1)
_FURTHEST = len(_NEARNESS) - 1


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much the name of a level says of where a text belongs, and a text that is none."""

    level: float
    no_level: float


# Where rows may begin further left, names tell more than places.
_TORN, _WHOLE = _Weights(3.0, -4.0), _Weights(1.0, -1.0)


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row of a table as read: the text of each column, and which row of the grid it is.

    `shared` are the columns whose text is merged down from a row above.
    """

    row: int
    cells: dict[str, list[GridText]]
    shared: frozenset[str]


def lay_rows(
    texts: GridTexts,
    head: TableHead,
    rows: Sequence[int],
    anchors: Anchors,
    skipped: Collection[str],
) -> Iterator[LaidRow]:
    """Lay rows of a table that grows; `skipped` are words that are no entry."""
    columns = _KnownColumns(head, anchors, [cell for row in rows for cell in texts.row(row)])
    for row in rows:
        own = [cell for cell in texts.row(row) if not columns.skips(cell, skipped)]
        if len(own) == 1 and head.is_wide and not _is_row(own[0], head, anchors):
            continue
        cells: dict[str, list[GridText]] = {}
        for cell, name in columns.lay(own):
            cells.setdefault(name, []).append(cell)
        shared = {
            column.name: above
            for column in head.columns
            if column.name not in cells
            and (above := texts.at(row, column.left))
            and head.last < above.row < row
        }
        cells |= {name: [above] for name, above in shared.items()}
        columns.learn(cells)
        yield LaidRow(row, cells, frozenset(shared))


def _is_row(cell: GridText, head: TableHead, anchors: Anchors) -> bool:
    """Tell whether a text alone is a row: a title without figures, or an official heading."""
    if cell.word in anchors.levels:
        return True
    title = head.anchor.table.title_column
    is_title = any(c.name == title and c.left <= cell.column <= c.right for c in head.columns)
    return is_title and not head.is_spanned_by(cell)


class _KnownColumns:
    """The columns of a head with what is known of their texts; names of levels are learned."""

    def __init__(self, head: TableHead, anchors: Anchors, there: Sequence[GridText]) -> None:
        table = head.anchor.table
        self._first = head.columns[0]
        self._all = sorted((*head.columns, *head.foreign), key=lambda c: c.left)
        self._fields = {c.name: table.column(c.name) for c in head.columns}
        self._levels = {
            name: set(anchors.level_words(field.level))
            for name, field in self._fields.items()
            if field.level
        }
        # Rows that begin further left are looked for only where no merge is left to hold them,
        # and where headings are official, so that another text is none.
        are_single = all(cell.bottom == cell.row for cell in there)
        is_torn = are_single and any(self._is_level(cell.word) for cell in there)
        self._weights = _TORN if is_torn else _WHOLE

    def _is_level(self, word: str) -> bool:
        return any(word in words for words in self._levels.values())

    def skips(self, cell: GridText, words: Collection[str]) -> bool:
        """Tell whether a text at the left is one of some words that are no entry."""
        is_first = cell.column < self._first.left + 1
        return cell.word in words and is_first and not self._is_level(cell.word)

    def learn(self, cells: Mapping[str, Sequence[GridText]]) -> None:
        """Count what stands in a column of levels as the name of one from here on."""
        for name, words in self._levels.items():
            words.update(cell.word for cell in cells.get(name, ()))

    def lay(self, own: Sequence[GridText]) -> list[tuple[GridText, str]]:
        """Lay a row's texts on our columns, in order, where they fit best."""
        # By column and offset of the last text so far: the best score, and the columns chosen.
        best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(-1, 0): (0.0, ())}
        for cell in own:
            following: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
            for (last, offset), (score, chosen) in best.items():
                for place, moved, choice, gain in self._options(cell, last, offset, bool(chosen)):
                    total = score + gain
                    if total > following.get((place, moved), (-1e9, ()))[0]:
                        following[place, moved] = (total, (*chosen, choice))
            best = following
        _, chosen = max(best.values(), key=lambda state: state[0])
        named = [column.name for column in self._all]
        pairs = zip(own, chosen, strict=True)
        return [(c, named[place]) for c, place in pairs if place != _LEFT_OUT and named[place]]

    def _options(
        self, cell: GridText, last: int, offset: int, goes_on: bool
    ) -> Iterator[tuple[int, int, int, float]]:
        """Give the columns a text may stand in, with its offset, the choice and what it gains."""
        # Leaving a text out is the last thing to do in a row that is only moved.
        yield last, offset, _LEFT_OUT, min(self._weights.no_level, -2.0)
        for place in range(max(last, 0), len(self._all)):
            column = self._all[place]
            is_inside = column.left <= cell.column <= column.right
            moved = 0 if is_inside else cell.column - column.left
            if place == last:
                if is_inside:  # two cells under one head
                    yield place, offset, place, -1.0
            elif abs(moved) <= _FURTHEST:
                gain = _NEARNESS[abs(moved)] + self._fit(cell, column)
                if moved == offset:
                    gain += 1.5 if goes_on else 0.7 if not moved else 0
                gain -= 0.6 if moved > 0 else 0  # a lost merge moves texts to the left only
                yield place, moved, place, gain

    def _fit(self, cell: GridText, column: HeadColumn) -> float:
        """Score whether a text is what its column holds; anything may stand in a foreign one."""
        if not column.name:
            return 0.0
        level = next((name for name, words in self._levels.items() if cell.word in words), "")
        if column.name in self._levels:
            if cell.word in self._levels[column.name]:
                return self._weights.level
            return -self._weights.level if level else self._weights.no_level
        if level and cell.column < column.left:
            return -self._weights.level
        looks_so = cell.content.kind == "number" or cell.text[:1] in "≥≤=><0123456789"
        if looks_so == (self._fields[column.name].kind in _VALUES):
            return 0.4
        return -0.6 if looks_so else 0.0


def lay_fixed_rows(
    texts: GridTexts, head: TableHead, rows: Sequence[int]
) -> Iterator[tuple[str, LaidRow]]:
    """Lay the rows that every copy of the form has, known by their labels."""
    waiting = list(head.anchor.rows)
    for row in rows:
        for cell in texts.row(row):
            name = next((name for name, words in waiting if cell.word in words), "")
            if not name:
                continue
            waiting = [each for each in waiting if each[0] != name]
            own = [each for each in texts.row(row) if each.column > cell.right]
            yield name, LaidRow(row, _under(own, head.columns), frozenset())
            break


def _under(own: Sequence[GridText], columns: Sequence[HeadColumn]) -> dict[str, list[GridText]]:
    """Give each column the text under its head, or in order where they do not stand so."""

    def shifted(by: int) -> dict[str, list[GridText]]:
        return {c.name: [o] for c in columns for o in own if c.left <= o.column + by <= c.right}

    exact = shifted(0)
    if len(exact) == len(own):
        return exact
    if len(own) == len(columns):
        return {column.name: [cell] for column, cell in zip(columns, own, strict=True)}
    return max(exact, shifted(columns[0].left - own[0].column), key=len)
