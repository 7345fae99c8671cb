"""What a person does to a table, as one edit each: write a block, add, copy, move, delete rows.

Rows are named by their place counted from 0; the place after the last row stands for
the empty row that every table ends with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from perfdesk.models.document import Document, Row
from perfdesk.models.edits import Batch, Edit, InsertRow, MoveRow, RemoveRow, SetCell
from perfdesk.models.form import Table
from perfdesk.models.refs import Ref

Texts = Mapping[tuple[int, str], str]


def new_rows(document: Document, table: str, cells: Sequence[Mapping[str, str]]) -> list[Row]:
    """Make rows with ids that no row of the table has."""
    first = int(document.new_row_id(table)[1:])
    return [
        Row(f"r{first + nth}", {name: text for name, text in row.items() if text})
        for nth, row in enumerate(cells)
    ]


def write(document: Document, table: Table, texts: Texts) -> Batch:
    """Put texts into cells, named by place and column; adds the rows that are missing.

    Computed cells keep what the program computes, and cells that a fixed row has not stay
    away. Rows at the end that would stay blank are not added, nor any to fixed ones.
    """
    open_columns = {column.name: column for column in table.columns if not column.is_computed}
    rows = document.rows(table.name)
    edits: list[Edit] = []
    added: dict[int, dict[str, str]] = {}
    for (place, column), text in sorted(texts.items()):
        if column not in open_columns:
            continue
        if place >= len(rows):
            if text and not table.rows:
                added.setdefault(place, {})[column] = text
        elif not open_columns[column].exists_in(rows[place].id):
            continue
        elif rows[place].cells.get(column, "") != text:
            edits.append(SetCell(Ref(column, table.name, rows[place].id), text))
    if added:
        places = range(len(rows), max(added) + 1)
        made = new_rows(document, table.name, [added.get(place, {}) for place in places])
        edits += [
            InsertRow(table.name, place, row) for place, row in zip(places, made, strict=True)
        ]
    return Batch(tuple(edits))


def insert_row(document: Document, table: Table, place: int, like: int | None = None) -> Batch:
    """Put a row at a place; it takes the merged columns' texts from the row `like`.

    So a row added inside a merged cell belongs to it, as in Excel.
    """
    rows = document.rows(table.name)
    merged = [column.name for column in table.columns if column.merged]
    cells = rows[like].cells if like is not None and like < len(rows) else {}
    [row] = new_rows(document, table.name, [{name: cells.get(name, "") for name in merged}])
    return Batch((InsertRow(table.name, min(place, len(rows)), row),))


def duplicate_rows(document: Document, table: Table, first: int, last: int) -> Batch:
    """Put copies of the rows from `first` to `last` below them."""
    copied = [row.cells for row in document.rows(table.name)[first : last + 1]]
    place = first + len(copied)
    made = new_rows(document, table.name, copied)
    return Batch(tuple(InsertRow(table.name, place + nth, row) for nth, row in enumerate(made)))


def remove_rows(document: Document, table: Table, places: Sequence[int]) -> Batch:
    """Take rows out; the empty row at the end stays."""
    rows = document.rows(table.name)
    gone = sorted((place for place in set(places) if place < len(rows)), reverse=True)
    return Batch(tuple(RemoveRow(table.name, rows[place].id) for place in gone))


def move_rows(document: Document, table: Table, first: int, last: int, step: int) -> Batch:
    """Move the rows from `first` to `last` up (-1) or down (1) past one neighbour.

    It is the neighbour that is moved, so that one edit is enough for any number of rows.
    """
    rows = document.rows(table.name)
    last = min(last, len(rows) - 1)
    neighbour, place = (first - 1, last) if step < 0 else (last + 1, first)
    if first > last or not 0 <= neighbour < len(rows):
        return Batch(())
    return Batch((MoveRow(table.name, rows[neighbour].id, place),))


def fill_merged(table: Table, columns: Sequence[str], block: list[list[str]]) -> bool:
    """Repeat texts downwards where Excel and Word leave a merged cell's lower parts blank.

    Changes the block, whose columns are named; tells whether anything was filled. A
    first level that is new ends the second level above it.
    """
    merged = {column.name for column in table.columns if column.merged}
    filled = False
    for above, row in pairwise(block):
        if not any(text.strip() for text in row):
            continue
        for nth, name in enumerate(columns[: min(len(above), len(row))]):
            if name not in merged:
                continue
            if row[nth].strip():
                break
            if above[nth].strip():
                row[nth], filled = above[nth], True
    return filled
