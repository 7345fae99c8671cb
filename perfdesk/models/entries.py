"""What a document holds, however it was written: the one place that says which data are equal.

    plain_entries(edition, one) == plain_entries(edition, other)

Figures and dates count by value and texts without the blanks around them; blank cells, empty
rows and the ids of rows do not count, the order of rows does. Computed cells, answers and what
the form does not have are left out.
"""

from __future__ import annotations

from typing import Any

from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition, Field, Table
from perfdesk.models.values import Kind, canonical


def plain_entries(edition: Edition, document: Document) -> dict[str, Any]:
    """Give all entries of a document as plain JSON, equal for equal data.

    A table with fixed rows is given by their names, any other as the list of its rows.
    """
    cells = _plain_cells(
        edition,
        [field for field in edition.fields.values() if not field.is_computed],
        document.cells,
    )
    tables = {}
    for table in edition.tables.values():
        if rows := _plain_rows(edition, table, document):
            tables[table.name] = rows
    return {"form": document.form, "edition": document.edition, "cells": cells, "tables": tables}


def plain_entry(edition: Edition, field: Field, text: str) -> str:
    """Bring equal entries of a field to equal text; no framework chosen means the first."""
    if field.kind is Kind.FRAMEWORK and (framework := edition.framework(text.strip())):
        return framework.name
    return canonical(field.kind, text, field.unit)


def _plain_row(edition: Edition, table: Table, row: Row) -> dict[str, str]:
    columns = [column for column in table.columns if not column.is_computed]
    return _plain_cells(edition, columns, row.cells)


def _plain_cells(edition: Edition, fields: list[Field], cells: dict[str, str]) -> dict[str, str]:
    plain = ((each.name, plain_entry(edition, each, cells.get(each.name, ""))) for each in fields)
    return {name: text for name, text in plain if text}


def _plain_rows(
    edition: Edition, table: Table, document: Document
) -> dict[str, dict[str, str]] | list[dict[str, str]]:
    rows = [(row.id, _plain_row(edition, table, row)) for row in document.rows(table.name)]
    if not table.rows:
        return [cells for _, cells in rows if cells]
    fixed = {each.name for each in table.rows}
    return {row_id: cells for row_id, cells in rows if cells and row_id in fixed}
