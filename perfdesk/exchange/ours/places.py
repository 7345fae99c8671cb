"""Say where in a workbook of ours each cell of the form stands, so that a finding can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from perfdesk.exchange.ours.areas import Area, find_areas, table_lines
from perfdesk.exchange.ours.marks import name_of, read_name, rows_name
from perfdesk.exchange.parse.grid import WorkbookGrid
from perfdesk.models.document import Document
from perfdesk.models.form import Edition, Table
from perfdesk.models.refs import Ref

Place: TypeAlias = tuple[str, str]


def find_places(grid: WorkbookGrid, edition: Edition, document: Document) -> dict[Ref, Place]:
    """Map cells to sheet and address (B3); the document is the one read from this workbook.

    What cannot be told for certain is left out.
    """
    names = {name.replace("_", "."): name for name in grid.names if read_name(name) is None}
    names |= {name: name for name in grid.names if read_name(name)}
    areas = find_areas(grid, names)
    found = {
        Ref(name): _place(area)
        for name in edition.fields
        if (area := areas.get(name_of(Ref(name)))) is not None
    }
    for table in edition.tables.values():
        found |= _table_places(table, document, areas)
    return found


def _place(area: Area) -> Place:
    return area.page.sheet.title, area.address


def _table_places(table: Table, document: Document, areas: Mapping[str, Area]) -> dict[Ref, Place]:
    columns = {
        column.name: area
        for column in table.columns
        if (area := areas.get(name_of(Ref(column.name, table.name)))) is not None
    }
    if len({id(area.page) for area in columns.values()}) != 1:
        return {}
    lines = table_lines(columns, None if table.rows else areas.get(rows_name(table.name)))
    ids = document.row_ids(table.name)
    if not table.rows:
        entered = [c.name for c in table.columns if not c.is_computed and c.name in columns]
        lines = [line for line in lines if any(line.columns[name].cells for name in entered)]
    if len(lines) != len(ids):
        return {}
    found = {}
    for row, line in zip(ids, lines, strict=True):
        for name, area in columns.items():
            letters = area.address.rstrip("0123456789")
            found[Ref(name, table.name, row)] = area.page.sheet.title, f"{letters}{line.top}"
    return found
