"""Decide where pages end.

Rows are put on a page until one does not fit; then the page ends at the last good place
before: between two rows, or between two lines of a tall row. What makes a place good is
given up by degrees, so that every sheet comes to an end on some page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfdesk.paper.rows import Block, Row

# Rows up to this height go to the next page rather than be cut (millimetres).
KEPT_WHOLE = 40.0
# A strip of a row lower than this shows nothing.
_SLIVER = 4.0
# A row up to this height does not stand alone under its head, nor alone on the next page.
_LONELY = 20.0
# In so many steps rows are tightened, from not at all to as far as the layout allows.
_STEPS = 6
_HAIR = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a block: from `top` on, lines `start` to `end`.

    `cut_above` and `cut_below` tell that the page's edge cuts it, or that it lies at the edge
    in a box that goes on.
    """

    block: Block
    top: float
    height: float
    start: int
    end: int
    cut_above: bool = False
    cut_below: bool = False


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a page starts: row, whether an earlier page began it, and the lines it showed."""

    row: int
    begun: bool = False
    printed: Mapping[Block, int] = field(default_factory=dict)
    first_page: bool = True


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page ends: before row `row`, or inside it at `cut` millimetres of its height."""

    row: int
    cut: float = 0
    shown: tuple[tuple[Block, int], ...] = ()


def paginate(rows: Sequence[Row], body: float, tighten: float = 1) -> list[list[Part]]:
    """Spread rows over pages with `body` millimetres for them; tops count from there.

    Where that saves a page, the least heights of rows are lowered, by no more than needed
    and no further than to `tighten` of them.
    """
    return [page.parts(end) for page, end in _best_spread(rows, body, tighten)]


def _best_spread(rows: Sequence[Row], body: float, tighten: float) -> list[tuple[_Page, _Place]]:
    pages = _spread(rows, body)
    if tighten >= 1 or len(pages) < 2:
        return pages
    tightest = _spread(rows, body, tighten)
    if len(tightest) == len(pages):
        return pages
    for tight in steps(tighten)[:-1]:
        fewer = _spread(rows, body, tight)
        if len(fewer) <= len(tightest):
            return fewer
    return tightest


def steps(tighten: float) -> list[float]:
    """List how far rows are tightened, from a little to as far as the layout allows."""
    if tighten >= 1:
        return []
    return [1 - (1 - tighten) * step / _STEPS for step in range(1, _STEPS + 1)]


def _spread(rows: Sequence[Row], body: float, tight: float = 1) -> list[tuple[_Page, _Place]]:
    """Fill pages, and say of each where it ends; what they show is asked of the best only."""
    pages = []
    start = _Start(0)
    while start.row < len(rows):
        page = _Page(rows, body, start, tight)
        end = page.fill()
        pages.append((page, end))
        start = page.next(end)
    return pages


def row_heights(rows: Sequence[Row], tight: float = 1) -> list[float]:
    """Give the height each row needs when no page ends among them."""
    page = _Page(rows, float("inf"), _Start(0), tight)
    page.fill()
    return [page.height[row] for row in range(len(rows))]


class _Page:
    """One page being filled; `before` says how many lines of a block earlier pages showed."""

    def __init__(self, rows: Sequence[Row], body: float, start: _Start, tight: float = 1) -> None:
        self.rows, self.body, self.tight = rows, body, tight
        self.start, self.begun, self.before = start.row, start.begun, start.printed
        self.first_page = start.first_page
        self.top: dict[int, float] = {}
        self.height: dict[int, float] = {}
        self.used = 0.0
        self.heads = rows[self.start].heads if rows and not self.first_page else range(0)
        for row in self.heads:
            self._put(row)
        if self.used > body / 2:  # heads that leave no room for what they head
            self.used, self.heads = 0.0, range(0)
            self.top.clear()

    def fill(self) -> _Place:
        """Put rows on the page and say where it ends."""
        row = self.start
        while row < len(self.rows):
            self._put(row)
            if self.used > self.body + _HAIR:
                return self._end(row)
            row += 1
        return _Place(row)

    def _put(self, row: int) -> None:
        self.top[row] = self.used
        least = 0.0 if row == self.start and self.begun else self._least_height(row)
        height = min(least, self.body - self.used if row == self.start else least)
        for block in self.rows[row].ending:
            height = max(height, self._need(block) - (self.used - self._top(block)))
        self.height[row] = height
        self.used += height

    def _least_height(self, row: int) -> float:
        here = self.rows[row]
        # Who signs and stamps needs the room that the form gives for it.
        return here.sheet_row.height * (1 if here.band.whole else self.tight)

    def _top(self, block: Block) -> float:
        # A block that began on an earlier page starts with this page's first row.
        return self.top[block.first if block.first in self.top else self.start]

    def _left(self, block: Block) -> int:
        lines = len(block.text.lines)
        return lines if block.label else lines - self.before.get(block, 0)

    def _need(self, block: Block) -> float:
        if block not in self.before:
            return block.height
        left = self._left(block)
        return block.text.height(left) if left else 0.0

    # Where to end

    def _end(self, overflow: int) -> _Place:
        for patience in (3, 2, 1, 0):
            for row in range(overflow, self.start - 1, -1):
                cut = self._cut(row, patience)
                if cut:
                    return cut
                if row > self.start and self._may_end_before(row, patience):
                    return _Place(row)
        return _Place(self.start + 1)

    def _may_end_before(self, row: int, patience: int) -> bool:
        above, below = self.rows[row - 1], self.rows[row]
        if patience == 0:
            return True
        if above.sheet_row.with_next or above.sheet_row.head:
            return False
        if below.band.whole and not below.opens_band:
            return False
        if patience == 1:
            return True
        if below.band.whole:
            return False  # a signature block does not go to a new page by itself
        if patience == 3 and self._leaves_one_row(row):
            return False
        return all(
            self._shown(block, self.top[row]) >= min(self._left(block), self._least(block))
            for block in above.covering
            if block.last >= row
        )

    def _leaves_one_row(self, row: int) -> bool:
        """Tell whether one low row of a table would be parted from all others."""
        heads = self.rows[row].heads
        if not heads or self.rows[row - 1].heads != heads:
            return False
        first = row - 1 == heads.stop and self.height[row - 1] <= _LONELY
        closes = row + 1 == len(self.rows) or self.rows[row + 1].heads != heads
        return first or (closes and self.height[row] <= _LONELY)

    def _least(self, block: Block) -> int:
        return self._left(block) if block.label else 2

    def _shown(self, block: Block, bottom: float) -> int:
        return min(self._left(block), block.text.fit(bottom - self._top(block) + _HAIR))

    def _cut(self, row: int, patience: int) -> _Place | None:
        """Find the last place between two lines of a row, if it may be cut."""
        here = self.rows[row]
        if patience and (here.band.whole or here.sheet_row.head):
            return None
        if patience >= 2 and self.height[row] <= KEPT_WHOLE:
            return None
        bottom = min(self.body, self.top[row] + self.height[row])
        least = 2 if patience else 1
        shown: list[tuple[Block, int]] = []
        goes_on = False
        cut = 0.0
        for block in here.covering:
            left, fit = self._left(block), self._shown(block, bottom)
            if block.label:
                if fit < left and (patience or row > self.start):
                    return None
            elif block.last == row and (fit < left or self._fills(block)):
                fit = min(fit, left - least)
                if fit < least:
                    return None
                goes_on = True
            shown.append((block, fit))
            if left:
                cut = max(cut, block.text.height(fit) - (self.top[row] - self._top(block)))
        cut = min(cut, bottom - self.top[row])
        return _Place(row, cut, tuple(shown)) if goes_on and cut >= _SLIVER else None

    def _fills(self, block: Block) -> bool:
        """Tell whether this block makes its last row as high as it is."""
        bottom = self.top[block.last] + self.height[block.last]
        return self._need(block) >= bottom - self._top(block) - _HAIR

    # What the page shows

    def parts(self, end: _Place) -> list[Part]:
        """List what the page shows, row by row."""
        last = end.row if end.cut else end.row - 1
        ends = end.row < len(self.rows)
        order = dict.fromkeys(
            block
            for row in (*self.heads, *range(self.start, last + 1))
            for block in self.rows[row].covering
        )
        shown = dict(end.shown)
        bottom = self.top[last] + (end.cut or self.height[last])
        parts = []
        for block in order:
            head = block.last in self.heads
            top = self._top(block)
            foot = bottom
            if head or block.last < last:
                foot = self.top[block.last] + self.height[block.last]
            count = self._left(block)
            if not head and ends and block.last >= end.row:
                count = shown.get(block, self._shown(block, bottom))
            first = 0 if block.label else self.before.get(block, 0)
            at_top = not (head or self.first_page) and top == self.top[self.start]
            at_end = not head and ends and block.last >= last
            parts.append(
                Part(
                    block,
                    top,
                    foot - top,
                    first,
                    first + count,
                    cut_above=at_top and self.rows[self.start].boxed,
                    cut_below=at_end and self.rows[last].boxed,
                )
            )
        return parts

    def next(self, end: _Place) -> _Start:
        """Say where the next page starts, and what has been shown by then."""
        if end.row >= len(self.rows):
            return _Start(end.row)
        last = end.row if end.cut else end.row - 1
        shown = dict(end.shown)
        bottom = self.top[last] + self.height[last]
        printed = {
            block: self.before.get(block, 0) + shown.get(block, self._shown(block, bottom))
            for block in self.rows[last].covering
            if block.last >= end.row
        }
        return _Start(end.row, end.cut > 0, printed, first_page=False)
