"""Make docs/architecture.svg: the floors and rooms of the house, drawn from its imports.

    .venv/bin/python scripts/make_architecture.py

A line goes down to what is imported; one that follows from others is left out, so that lines
can be followed by eye. tests/architecture/test_pages.py tells when the drawing is due.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.house.imports import grouped, imports, knows  # noqa: E402
from bench.house.layered import GAP, Floors, Graph, Place, breadth, set_out  # noqa: E402
from bench.house.page import Plan, read_plan  # noqa: E402
from bench.house.source import House, read_house  # noqa: E402
from bench.report import text_width  # noqa: E402

DRAWING = ROOT / "docs" / "architecture.svg"

_PAGE, _RISE, _EDGE = 1150, 26, 20
_LINE, _LETTERS = 13, 26
_STYLE = """
text { font-family: "Helvetica Neue", Arial, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
.panel { fill: #f6f8fa; stroke: #d0d7de; }
.title { font-size: 15px; font-weight: bold; fill: #1f2328; }
.room { fill: #ffffff; stroke: #57606a; }
.name { font-size: 13px; font-weight: bold; fill: #0a3069; text-anchor: middle; }
.gloss { font-size: 10px; fill: #424a53; text-anchor: middle; }
.knows { fill: none; stroke: #6e7781; stroke-width: 1.3; marker-end: url(#tip); }
"""
_TIP = """
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
orient="auto"><path d="M0 0L8 4L0 8z" fill="#6e7781"/></marker></defs>
"""


def drawing(house: House, plan: Plan) -> str:
    """Draw the whole house, and below it each package that has rooms."""
    known = knows(imports(house), house)
    panels = [_panel("perfdesk", plan.floors, grouped(known, 1), house)]
    for package, rooms in plan.rooms.items():
        floors = [[f"{package}.{name}" for name in floor] for floor in rooms]
        panels.append(_panel(f"perfdesk.{package}", floors, grouped(known, 2), house))
    return _page(panels)


@dataclass(frozen=True)
class Panel:
    """One graph, drawn from its own corner."""

    title: str
    wide: float
    high: float
    parts: Sequence[str]


def _panel(title: str, floors: Floors, graph: Graph, house: House) -> Panel:
    rows = set_out(floors, graph, lambda name: _gloss(name, house))
    wide = breadth(rows)
    parts: list[str] = []
    tops, y = [], _EDGE + 24.0
    for row in rows:
        tops.append(y)
        y += max(map(_box_height, row)) + _RISE
    heights = [max(map(_box_height, row)) for row in rows]
    for each in (box for row in rows for box in row if box.name):
        parts += _lines(each, rows, tops, heights)
    for row, top in zip(rows, tops, strict=True):
        parts += [part for each in row if each.name for part in _box(each, top)]
    return Panel(title, wide + 2 * _EDGE, y - _RISE + _EDGE, parts)


def _lines(
    start: Place, rows: list[list[Place]], tops: Sequence[float], heights: Sequence[float]
) -> Iterator[str]:
    number = next(i for i, row in enumerate(rows) if start in row)
    for index, target in enumerate(sorted(start.below, key=lambda each: each.x)):
        x = start.x + _port(index, len(start.below), start.wide)
        y = tops[number] + _box_height(start)
        path, at, last = [f"M{_n(x + _EDGE)} {_n(y)}"], number, start
        while True:
            at += 1
            over = sorted(target.above, key=lambda each: each.x)
            to = target.x + (_port(over.index(last), len(over), target.wide) if target.name else 0)
            middle = (y + tops[at]) / 2 if last.name else tops[at] - _RISE / 2
            bend, end = f"{_n(x + _EDGE)} {_n(middle)}", _n(to + _EDGE)
            path.append(f"C{bend} {end} {_n(middle)} {end} {_n(tops[at])}")
            if target.name:
                break
            x, y = to, tops[at] + heights[at]
            path.append(f"V{_n(y)}")
            last, target = target, target.below[0]
        yield f'<path class="knows" d="{" ".join(path)}"/>'


def _port(index: int, count: int, wide: float) -> float:
    """Give where on its side a box lets a line out or in."""
    step = min(24.0, wide * 0.8 / count)
    return (index - (count - 1) / 2) * step


def _box(place: Place, top: float) -> Iterator[str]:
    left, middle = place.x - place.wide / 2 + _EDGE, place.x + _EDGE
    yield (
        f'<rect class="room" x="{_n(left)}" y="{_n(top)}" rx="4" '
        f'width="{place.wide}" height="{_box_height(place)}"/>'
    )
    name = escape(place.name.rpartition(".")[2])
    yield f'<text class="name" x="{_n(middle)}" y="{_n(top + 17)}">{name}</text>'
    for number, line in enumerate(place.gloss):
        y = top + 17 + _LINE * (number + 1)
        yield f'<text class="gloss" x="{_n(middle)}" y="{_n(y)}">{escape(line)}</text>'


def _box_height(place: Place) -> int:
    return _LINE * (len(place.gloss) + 1) + 14 if place.name else 0


def _gloss(name: str, house: House) -> list[str]:
    """Give the first sentence of a package or module, broken into short lines."""
    said = ast.get_docstring(house[name].tree) or ""
    sentence = re.split(r"(?<=[.;])\s", " ".join(said.split()))[0].rstrip(".;")
    lines = [""]
    for word in sentence.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer) <= _LETTERS:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _page(panels: Sequence[Panel]) -> str:
    """Set the panels on shelves, the first one on top, in the order that takes least height."""
    orders = (_shelves([panels[0], *rest]) for rest in permutations(panels[1:]))
    shelves = min(orders, key=lambda order: sum(map(_high, order)))
    wide = max(map(_wide, shelves))
    parts: list[str] = []
    y = 0.0
    for shelf in shelves:
        x, more = 0.0, (wide - _wide(shelf)) / len(shelf)
        high = _high(shelf)
        for each in shelf:
            parts += _placed(each, x, y, each.wide + more, high)
            x += each.wide + more + GAP
        y += high + GAP
    size = f"{_n(wide)} {_n(y - GAP)}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">',
            f"<style>{_STYLE}</style>",
            _TIP,
            *parts,
            "</svg>\n",
        ]
    )


def _shelves(panels: Sequence[Panel]) -> list[list[Panel]]:
    shelves: list[list[Panel]] = [[]]
    for each in panels:
        if shelves[-1] and _wide([*shelves[-1], each]) > _PAGE:
            shelves.append([])
        shelves[-1].append(each)
    return shelves


def _high(shelf: Sequence[Panel]) -> float:
    return max(each.high for each in shelf)


def _wide(shelf: Sequence[Panel]) -> float:
    return sum(each.wide + GAP for each in shelf) - GAP


def _placed(panel: Panel, x: float, y: float, wide: float, high: float) -> Iterator[str]:
    yield f'<g transform="translate({_n(x)} {_n(y)})">'
    yield f'<rect class="panel" width="{_n(wide)}" height="{_n(high)}" rx="6"/>'
    yield f'<text class="title" x="{_EDGE}" y="{_EDGE + 8}">{panel.title}</text>'
    yield f'<g transform="translate({_n((wide - panel.wide) / 2)} 0)">'
    yield from panel.parts
    yield "</g></g>"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    DRAWING.write_text(drawing(read_house(ROOT), read_plan(page)), encoding="utf-8")
    print(f"{DRAWING.relative_to(ROOT)}")
