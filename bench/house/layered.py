"""Set out a graph on floors, so that its lines go down and cross little (after Sugiyama)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.house.page import level

Graph = Mapping[str, frozenset[str]]
Floors = Sequence[Sequence[str]]
GAP = 16
_BOX, _BEND = 156, 10
_SWEEPS, _PULLS = 24, 40


@dataclass(eq=False)
class Place:
    """A box on a floor, or the bend of a line that passes the floor by."""

    name: str
    gloss: Sequence[str] = ()
    below: list[Place] = field(default_factory=list)
    above: list[Place] = field(default_factory=list)
    x: float = 0

    @property
    def wide(self) -> int:
        return _BOX if self.name else _BEND


def set_out(
    floors: Floors, graph: Graph, gloss: Callable[[str], Sequence[str]]
) -> list[list[Place]]:
    """Give the rows from the top floor down, every box and bend in its place.

    A line that follows from others is left out, and so is one that does not go down.
    """
    rows = _rows(floors, _reduced(_only(graph, floors)), gloss)
    _untangle(rows)
    _spread(rows, breadth(rows))
    return rows


def breadth(rows: Sequence[Sequence[Place]]) -> float:
    """Give how wide the widest row is."""
    return max(sum(each.wide + GAP for each in row) - GAP for row in rows)


def _only(graph: Graph, floors: Floors) -> Graph:
    stands = level(floors)
    return {
        name: frozenset(
            other for other in graph.get(name, ()) if stands.get(other, stands[name]) < stands[name]
        )
        for name in stands
    }


def _reduced(graph: Graph) -> Graph:
    """Leave out what follows from other lines."""

    def reach(name: str) -> set[str]:
        return {each for other in graph[name] for each in (other, *reach(other))}

    return {
        name: frozenset(others - {each for other in others for each in reach(other)})
        for name, others in graph.items()
    }


def _rows(floors: Floors, graph: Graph, gloss: Callable[[str], Sequence[str]]) -> list[list[Place]]:
    """Set out the boxes from the top floor down, with a bend on each floor that a line passes."""
    rows = [[Place(name, gloss(name)) for name in floor] for floor in reversed(floors)]
    where = {each.name: number for number, row in enumerate(rows) for each in row}
    boxes = {each.name: each for row in rows for each in row}
    for name in boxes:
        for other in sorted(graph[name]):
            last = boxes[name]
            for number in range(where[name] + 1, where[other]):
                bend = Place("")
                rows[number].append(bend)
                _join(last, bend)
                last = bend
            _join(last, boxes[other])
    return rows


def _join(upper: Place, lower: Place) -> None:
    upper.below.append(lower)
    lower.above.append(upper)


def _untangle(rows: list[list[Place]]) -> None:
    """Order each row by the middle of its neighbours, down and up, until lines cross little."""
    for turn in range(_SWEEPS):
        down = turn % 2 == 0
        for row in rows:
            for number, each in enumerate(row):
                each.x = number - len(row) / 2
        for row in rows if down else reversed(rows):
            for each in row:
                near = each.above if down else each.below
                if near:
                    each.x = sum(other.x for other in near) / len(near)
            row.sort(key=lambda each: each.x)
            for number, each in enumerate(row):
                each.x = number - len(row) / 2


def _spread(rows: list[list[Place]], wide: float) -> None:
    """Give every box its middle: near its neighbours, in order, apart from each other."""
    for row in rows:
        x = (wide - sum(each.wide + GAP for each in row) + GAP) / 2
        for each in row:
            each.x = x + each.wide / 2
            x += each.wide + GAP
    for turn in range(_PULLS):
        for row in rows if turn % 2 else reversed(rows):
            for each in row:
                near = each.above + each.below
                if near:
                    each.x = sum(other.x for other in near) / len(near)
            _apart(row, wide)


def _apart(row: list[Place], wide: float) -> None:
    left = 0.0
    for each in row:
        each.x = max(each.x, left + each.wide / 2)
        left = each.x + each.wide / 2 + GAP
    right = wide
    for each in reversed(row):
        each.x = min(each.x, right - each.wide / 2)
        right = each.x - each.wide / 2 - GAP
