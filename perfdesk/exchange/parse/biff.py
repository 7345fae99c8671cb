"""Turn the bytes of an .xls, or of an .et that is one, into plain JSON data; in the worker.

calamine reads the cells and the merges; it tells no defined names and no number formats, so
that a percentage comes as a fraction and the form is found by its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from io import BytesIO
from math import isfinite

from perfdesk.exchange.untrusted.markup import MAX_CELLS, MAX_COLUMN, MAX_MERGED_AREA, MAX_ROW

MAX_SHEETS = 200
# A sheet is one block in memory: from its first cell to its last.
MAX_BLOCK = 4_000_000
_FIFTEEN = Context(prec=15)


def parse(data: bytes) -> dict[str, object]:
    """Return the sheets of a workbook in the shape that xlsx_parse gives."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError:
        return {"trouble": "password"}
    sheets = []
    count = 0
    for place, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        if place >= MAX_SHEETS:
            raise MemoryError
        sheet = book.get_sheet_by_index(place)
        if sheet.height * sheet.width > MAX_BLOCK:
            raise MemoryError
        _, left = sheet.start or (0, 0)
        cells = list(_cells(sheet.iter_rows(), left))
        count += len(cells)
        if count > MAX_CELLS:
            raise MemoryError
        sheets.append(
            {
                "title": about.name,
                "hidden": about.visible is not SheetVisibleEnum.Visible,
                "cells": cells,
                "merges": list(_merges(sheet.merged_cell_ranges or [])),
            }
        )
    return {"properties": {}, "names": {}, "formats": ["General"], "sheets": sheets}


_Cell = int | float | str | bool | time | date | datetime | timedelta


def _cells(rows: Iterator[list[_Cell]], left: int) -> Iterator[tuple[int, int, str, str, int]]:
    # calamine gives the rows before the first cell, and not the columns.
    for row, line in enumerate(rows, 1):
        for column, value in enumerate(line, left + 1):
            if value == "" and isinstance(value, str):
                continue
            if row > MAX_ROW or column > MAX_COLUMN:
                raise MemoryError
            yield row, column, *_shown(value), 0


def _shown(value: _Cell) -> tuple[str, str]:
    match value:
        case bool():
            return "bool", "TRUE" if value else "FALSE"
        case float() if not isfinite(value):
            return "error", str(value)
        case int() | float():
            number = _FIFTEEN.create_decimal(Decimal(str(value)))
            return "number", f"{number.normalize():f}" if number else "0"
        case datetime():
            has_time = (value.hour, value.minute, value.second) != (0, 0, 0)
            return "date", value.isoformat() if has_time else value.date().isoformat()
        case date():
            return "date", value.isoformat()
        case str() if value.startswith("#") and value.rstrip("!?").isupper():
            return "error", value
        case _:
            return "text", str(value)


def _merges(
    found: list[tuple[tuple[int, int], tuple[int, int]]],
) -> Iterator[tuple[int, int, int, int]]:
    area = 0
    for (top, left), (bottom, right) in found:
        area += (bottom - top + 1) * (right - left + 1)
        if area > MAX_MERGED_AREA:
            raise MemoryError
        yield top + 1, left + 1, bottom + 1, right + 1
