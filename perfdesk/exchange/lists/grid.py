"""Find a list in a worksheet: the rows of its head, what each column is headed, the rows below.

The head may have several rows with merged groups, a title above it, and a line with the unit
of money; nothing is known here of what the columns mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perfdesk.exchange.incoming.incoming import column_letters
from perfdesk.exchange.labels.label_words import core, plain, unit_in
from perfdesk.exchange.labels.texts import GridText, GridTexts, texts_of
from perfdesk.exchange.parse.grid import GridCell, SheetGrid, WorkbookGrid
from perfdesk.exchange.untrusted.refusal import Refused

# How far down a head is looked for, of how many rows one is, and how long a heading is.
_DEEPEST, _MOST_HEAD_ROWS, _LONGEST = 30, 4, 60
_FIGURES = frozenset(("number", "date", "bool"))
_MOST_COLUMNS = 300
_MONEY = re.compile(r"\((?:金额)?(?:单位:?)?(?:人民币)?(?:万元|元)\)")
_UNCALCULATED = "=…"
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its place, its headings from top to bottom, and the unit of money they state.

    `heading` is what a person knows it by, `key` the same without units of money, by which it is
    remembered; no two of a list are alike.
    """

    place: int
    heading: str
    parts: tuple[str, ...]
    unit: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row below the head; `cells` are its texts by column, those merged from above included."""

    number: int
    cells: Mapping[int, GridText]

    def is_from_above(self, column: int) -> bool:
        """Tell whether a text is merged into this row from one above it."""
        return column in self.cells and self.cells[column].row < self.number


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list as it stands in a sheet, with its head in texts, row by row.

    `head_row` is the last row of the head, counted from 1.
    """

    sheet: str
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    head: tuple[tuple[str, ...], ...]
    head_row: int

    def head_with_units(self, units: Mapping[int, str]) -> tuple[tuple[str, ...], ...]:
        """Give the head so that it says itself in which unit the amounts of a column are."""
        head = [list(line) for line in self.head]
        for at, column in enumerate(self.columns):
            unit = units.get(column.place, "")
            lowest = next((line for line in reversed(head) if line[at]), None)
            if unit and lowest is not None and not any(map(_unit, column.parts)):
                lowest[at] += f"（{unit}）"
        return tuple(map(tuple, head))

    def texts(self, row: ListRow) -> tuple[str, ...]:
        """Give what stands in a row, column by column, as a person would type it."""
        cells = (row.cells.get(column.place) for column in self.columns)
        return tuple(cell.content.as_typed if cell else "" for cell in cells)


def find_lists(
    grid: WorkbookGrid, known: frozenset[str], sheet: str = "", head: int = 0
) -> tuple[FoundList, ...]:
    """Find the list in every visible sheet that has one; `known` are words of headings.

    `head` is the row in which the head of a sheet, or of the first one, ends; 0 to look for it.
    Raises `Refused` for a list too wide, and for a head in which nothing stands.
    """
    sheets = [each for each in grid.sheets if each.state == "visible" and each.cells]
    named = sheet or next((each.title for each in sheets), "")
    rows = ((each, head if each.title == named else 0) for each in sheets)
    return tuple(found for each, row in rows if (found := find_list(each, known, row)))


def find_list(sheet: SheetGrid, known: frozenset[str], head: int = 0) -> FoundList | None:
    """Find the list in a sheet; None where nothing looks like a head with rows below."""
    cells = {at: _valued(cell) for at, cell in sheet.cells.items()}
    texts = texts_of(WorkbookGrid({}, {}, (replace(sheet, cells=cells),)))
    rows = sorted(texts.rows)
    if head and head not in texts.rows:
        raise Refused(f"“{sheet.title}”第 {head} 行是空的，不能做表头。请另写一行。")
    best = head or _best_row(texts, rows, known)
    if best is None:
        return None
    first, last = _head(texts, rows, best, ends=bool(head))
    below = [row for row in rows if row > last]
    places = _places(texts, range(first, last + 1), below)
    if not below or not places:
        return None
    above = _unit_above(texts, first)
    columns = tuple(_columns(texts, range(first, last + 1), places, above))
    found = (ListRow(row, _across(texts, row, places)) for row in below)
    lines = [row for row in range(first, last + 1) if texts.row(row)]
    heads = tuple(tuple(_head_text(texts, row, place) for place in places) for row in lines)
    filled = tuple(each for each in found if each.cells)
    return FoundList(sheet.title, columns, filled, heads, last)


def _valued(cell: GridCell) -> GridCell:
    """Know a cell without a value as such also where it came back, or was copied, as text."""
    if cell.kind == "formula":
        # Nobody has calculated it; blank, its row would look whole.
        return replace(cell, text=_UNCALCULATED)
    if cell.kind == "text" and cell.text[:1] in ("#", "="):
        text = cell.text.strip()
        if text == _UNCALCULATED:
            return replace(cell, kind="formula")
        if _ERROR.fullmatch(text):
            return replace(cell, kind="error")
    return cell


# --- where the head is ---------------------------------------------------------------------


def _best_row(texts: GridTexts, rows: Sequence[int], known: frozenset[str]) -> int | None:
    """Find the row with most known headings, else the first that has as many texts as any."""
    candidates = [row for row in rows[:_DEEPEST] if _is_head_like(texts.row(row))]
    if not candidates:
        return None

    def fit(row: int) -> tuple[int, int, int]:
        line = texts.row(row)
        return sum(core(s.text) in known for s in line), len(line), -row

    return max(candidates, key=fit)


def _is_head_like(line: Sequence[GridText]) -> bool:
    return (
        len(line) > 1
        and all(s.content.kind not in _FIGURES and len(s.text) <= _LONGEST for s in line)
        and not all(_is_figure(s.text) for s in line)
    )


def _is_figure(text: str) -> bool:
    return plain(text).replace(",", "").replace(".", "").removesuffix("%").isdecimal()


def _head(texts: GridTexts, rows: Sequence[int], best: int, *, ends: bool) -> tuple[int, int]:
    """Take the rows in that belong to the head: groups above a row, or parts below it.

    `ends` tells that the head is known to end with that row.
    """
    at = rows.index(best)
    first = last = at
    while first and at - first < _MOST_HEAD_ROWS and _joins(texts, rows[first - 1], rows[first]):
        first -= 1
    while not ends and last + 1 < len(rows) and last - first < _MOST_HEAD_ROWS - 1:
        if not _joins(texts, rows[last], rows[last + 1]):
            break
        last += 1
    lowest = 0 if ends else max(s.bottom for s in texts.row(rows[last]))
    return rows[first], max(rows[last], lowest)


def _joins(texts: GridTexts, upper: int, lower: int) -> bool:
    """Tell whether two rows are one head: each has headings where the other has none."""
    above, below = texts.row(upper), texts.row(lower)
    if not (_is_head_like(above) and below) or lower - upper > 2:
        return False
    if any(s.content.kind in _FIGURES or _is_figure(s.text) for s in below):
        return False
    over, under = {s.column for s in above}, {s.column for s in below}
    if not under - over or min(under) < min(over):
        return False
    grouped = [s for s in above if s.right > s.column]
    # What stands over the whole list says what it is about, and heads nothing.
    is_said = any(":" in plain(s.text) for s in above)
    opens = min(under) > min(over) or above[0] in grouped
    return opens and (bool(over - under) or (bool(grouped) and not is_said))


def _unit_above(texts: GridTexts, first: int) -> str:
    above = [s for row in range(1, first) for s in texts.row(row)]
    return next((unit for s in reversed(above) if (unit := unit_in(s.text))), "")


# --- what the columns are headed -----------------------------------------------------------


def _places(texts: GridTexts, head: range, below: Sequence[int]) -> list[int]:
    filled = {s.column for row in below for s in texts.row(row)}
    starts = {s.column for row in head for s in texts.row(row)}
    places = sorted(starts | filled)
    if len(places) > _MOST_COLUMNS:
        raise Refused(f"名单有 {len(places)} 列，最多读 {_MOST_COLUMNS} 列。请删去不用的列再读。")
    return places


def _columns(
    texts: GridTexts, head: range, places: Sequence[int], above: str
) -> Iterator[ListColumn]:
    headings: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    for place in places:
        parts = tuple(_parts(texts, head, place))
        heading = (
            "·".join(" ".join(part.split()) for part in parts) or f"第 {column_letters(place)} 列"
        )
        heading, key = _numbered(heading, headings), _numbered(_MONEY.sub("", plain(heading)), keys)
        unit = next((unit for part in reversed(parts) if (unit := _unit(part))), above)
        yield ListColumn(place, heading, parts, unit, key)


def _numbered(words: str, used: Counter[str]) -> str:
    used[words] += 1
    return f"{words}（{used[words]}）" if used[words] > 1 else words


def _unit(part: str) -> str:
    return unit_in(part) or next((u for u in ("万元",) if plain(part).endswith(u)), "")


def _parts(texts: GridTexts, head: range, place: int) -> Iterator[str]:
    """Give the headings over a column from top to bottom, each once."""
    before = None
    for row in head:
        cell = texts.at(row, place) or _group(texts, row, place, head)
        if cell is not None and cell is not before:
            yield cell.text
        before = cell or before


def _group(texts: GridTexts, row: int, place: int, head: range) -> GridText | None:
    """Find the group that a column belongs to where its merge was lost: the next at the left."""
    under = [r for r in head if r > row and any(s.column == place for s in texts.row(r))]
    left = [s for s in texts.row(row) if s.column < place]
    if not under or not left or left[-1].right > left[-1].column:
        return None
    alone = all(texts.at(r, left[-1].column) in (None, left[-1]) for r in head if r > row)
    return None if alone else left[-1]


def _head_text(texts: GridTexts, row: int, place: int) -> str:
    return next((s.text for s in texts.row(row) if s.column == place), "")


def _across(texts: GridTexts, row: int, places: Sequence[int]) -> dict[int, GridText]:
    found = {place: texts.at(row, place) for place in places}
    return {p: s for p, s in found.items() if s is not None and s.column == p}
