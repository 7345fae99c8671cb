"""Tell which rows of a list are no projects: of the rules the first that fits gives the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from perfdesk.exchange.labels.label_words import core, plain
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.lists.grid import FoundList, ListRow
from perfdesk.exchange.lists.uses import ListReading
from perfdesk.models.values import shorten

# A text over so many columns is about the list, not about a project.
_WIDE = 3


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no project, and why."""

    place: str
    text: str
    reason: str


def skip(found: FoundList, row: ListRow, reading: ListReading) -> Skipped | None:
    """Say of a row why it is passed over; None for a project's."""
    reason = _reason(found, row, reading)
    if not reason:
        return None
    text = "　".join(text for text in found.texts(row) if text)
    return Skipped(f"{found.sheet} 第 {row.number} 行", shorten(text, 60), reason)


def _reason(found: FoundList, row: ListRow, reading: ListReading) -> str:
    own = [cell for cell in row.cells.values() if cell.row == row.number]
    if not own:
        return "空行"
    name = row.cells.get(reading.name_column)
    leading = own[0] if name is None or own[0].column <= name.column else name
    judged = _JudgedRow(found, row, reading, own, name, leading)
    return next((reason for fits, reason in _RULES if fits(judged)), "")


@dataclass(frozen=True, slots=True)
class _JudgedRow:
    """A row: its `own` cells, not merged from above, its project's name, and what begins it."""

    found: FoundList
    row: ListRow
    reading: ListReading
    own: list[GridText]
    name: GridText | None
    leading: GridText


def _is_head_again(row: _JudgedRow) -> bool:
    """The head comes again on each page of a printed list."""
    texts, head = row.found.texts(row.row), row.found.head
    return texts in head or [core(text) for text in texts] == [core(text) for text in head[-1]]


def _is_total(row: _JudgedRow) -> bool:
    """A total has its word before the figures, or in the column of names."""
    totals, leading = row.reading.totals, row.leading
    begins = leading.content.kind == "text" and leading.word.endswith(tuple(totals))
    return (bool(leading.word) and begins) or (row.name is not None and row.name.word in totals)


def _numbers_columns(row: _JudgedRow) -> bool:
    """A line below the head numbers the columns from 1."""
    numbers = [plain(cell.text).strip("()") for cell in row.own]
    return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _is_foot(row: _JudgedRow) -> bool:
    """A printed word and a colon begin what stands below a list."""
    head, colon, _ = plain(row.leading.text).partition(":")
    return bool(colon) and core(head) in row.reading.fixed


def _is_left_empty(row: _JudgedRow) -> bool:
    """A number and what formulas leave stand in rows that nobody has filled in."""
    others = row.own[1:]
    are_nothing = all(not plain(cell.text).strip("0.-—/%") for cell in others)
    return row.name is None and bool(others) and are_nothing


def _is_lone_text(row: _JudgedRow) -> bool:
    """A text by itself is about the list, unless it stands in the column of names."""
    if len(row.own) > 1 or any(row.row.is_from_above(place) for place in row.row.cells):
        return False
    [cell] = row.own
    is_name = cell.column == row.reading.name_column and row.reading.name_column
    return cell.right - cell.column + 1 >= _WIDE or not is_name


_RULES: tuple[tuple[Callable[[_JudgedRow], bool], str], ...] = (
    (_is_head_again, "重复的表头"),
    (_is_total, "合计行"),
    (_numbers_columns, "栏次行"),
    (_is_foot, "表尾的文字"),
    (_is_left_empty, "只有序号和零，没有内容"),
    (_is_lone_text, "只有一格文字，不像项目"),
)
