"""Name a cell: a field of the form, or one column in one row of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

_CELL_NAME = re.compile(
    r"(?P<table>[a-z][a-z0-9_]*)\[(?P<place>[1-9][0-9]{0,4})\]\.(?P<field>[a-z][a-z0-9_]*)"
)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Name one cell of a document.

    A row is named by its id, which stays when rows move; people and scripts name
    it by its place, counted from 1: see `cell_name` and `find_cell`.
    """

    field: str
    table: str = ""
    row: str = ""


class Rows(Protocol):
    """Whatever can tell the order of a table's rows."""

    def row_ids(self, table: str) -> list[str]: ...


def cell_name(ref: Ref, rows: Rows) -> str:
    """Write a cell's name as people and scripts do: `indicators[2].actual_value`."""
    if not ref.table:
        return ref.field
    ids = rows.row_ids(ref.table)
    place = str(ids.index(ref.row) + 1) if ref.row in ids else ""
    return f"{ref.table}[{place}].{ref.field}"


def split_cell_name(name: str) -> tuple[str, int, str]:
    """Take a written cell name apart into table, place and field.

    Table is empty and place 0 for a field outside tables. Raises ValueError for
    what is no cell name; whether the cell exists is not looked at.
    """
    if _FIELD_NAME.fullmatch(name):
        return "", 0, name
    match = _CELL_NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return match["table"], int(match["place"]), match["field"]


def path_of(ref: Ref) -> str:
    """Write a cell as editions do: `field`, `table.row.column` of a fixed row, `table.column`."""
    return ".".join(part for part in (ref.table, ref.row, ref.field) if part)


def ref_of(path: str) -> Ref:
    """Take `field`, `table.row.column` or `table.column` apart; whether it exists is not asked."""
    table, _, column = path.rpartition(".")
    table, _, row = table.partition(".")
    return Ref(column, table, row)
