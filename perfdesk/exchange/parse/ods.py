"""Turn the bytes of an .ods into plain JSON data; this runs inside the worker.

The standard library alone: here a percentage, a merge and a defined name are written out, which
a quicker reader does not tell. What is repeated is counted before it is spread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal, DecimalException
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

from perfdesk.exchange.untrusted.markup import MAX_CELLS, MAX_COLUMN, MAX_MERGED_AREA, MAX_ROW

MAX_SHEETS = 200
MAX_TEXT = 20_000_000
FORMATS = ["General", "0.00%"]
_FIFTEEN = Context(prec=15)
_TARGET = re.compile(
    r"\$?(?:'((?:[^']|'')+)'|([^'.]+))\.\$?([A-Z]{1,3})\$?([0-9]{1,7})"
    r"(?::(?:\$?(?:'(?:[^']|'')+'|[^'.]+))?\.\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)


def parse(data: bytes) -> dict[str, object]:
    """Return properties, names and sheets of a workbook in the shape that xlsx_parse gives."""
    with ZipFile(BytesIO(data)) as archive:
        manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            return {"trouble": "password"}
        content = fromstring(archive.read("content.xml"))
        about = fromstring(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
    hidden = _hidden_styles(content)
    sheets: list[dict[str, object]] = []
    budget = _Budget()
    names: dict[str, tuple[str | int, ...]] = {}
    for table in _all(content, "table"):
        if len(sheets) >= MAX_SHEETS:
            raise MemoryError
        title = _attribute(table, "name")
        cells, merges = _spread(table, budget)
        style = _attribute(table, "style-name")
        sheets.append({"title": title, "hidden": style in hidden, "cells": cells, "merges": merges})
    for item in _all(content, "named-range"):
        target = _TARGET.fullmatch(_attribute(item, "cell-range-address"))
        if target:
            names.setdefault(_attribute(item, "name"), _block(target))
    return {
        "properties": _properties(about),
        "names": names,
        "formats": FORMATS,
        "sheets": sheets,
    }


class _Budget:
    """How many cells, how much text and merged area may still come."""

    def __init__(self) -> None:
        self.cells, self.text, self.area = MAX_CELLS, MAX_TEXT, MAX_MERGED_AREA

    def take(self, text: str) -> None:
        """Count one cell."""
        self.cells -= 1
        self.text -= len(text)
        if self.cells < 0 or self.text < 0:
            raise MemoryError

    def merge(self, rows: int, columns: int) -> None:
        """Count one merged block."""
        self.area -= rows * columns
        if self.area < 0:
            raise MemoryError


_Cells = list[tuple[int, int, str, str, int]]
_Merges = list[tuple[int, int, int, int]]


def _spread(table: Element, budget: _Budget) -> tuple[_Cells, _Merges]:
    cells: _Cells = []
    merges: _Merges = []
    row = 1
    for line in _rows(table):
        here: list[tuple[int, str, str, int]] = []
        column = 1
        for cell in line:
            tag = _tag(cell)
            if tag not in ("table-cell", "covered-table-cell"):
                continue
            times = _count(cell, "number-columns-repeated")
            shown = _shown(cell) if tag == "table-cell" else None
            if shown and shown[1]:
                # Empty cells are repeated to the sheet's edge; filled ones are not.
                for place in range(column, column + times):
                    if place > MAX_COLUMN:
                        raise MemoryError
                    here.append((place, *shown))
                    budget.take(shown[1])
            down, across = (
                _count(cell, "number-rows-spanned"),
                _count(cell, "number-columns-spanned"),
            )
            if tag == "table-cell" and (down > 1 or across > 1):
                budget.merge(down, across)
                merges.append((row, column, row + down - 1, column + across - 1))
            column += times
        times = _count(line, "number-rows-repeated")
        if here:
            for place in range(row, row + times):
                if place > MAX_ROW:
                    raise MemoryError
                cells.extend((place, *each) for each in here)
                if place > row:
                    for each in here:
                        budget.take(each[2])
        row += times
    return cells, merges


def _rows(table: Element) -> Iterator[Element]:
    # Rows stand in header and group elements, too; a table in a cell is not ours.
    for child in table:
        tag = _tag(child)
        if tag == "table-row":
            yield child
        elif tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _shown(cell: Element) -> tuple[str, str, int]:
    kind = _attribute(cell, "value-type")
    value = _attribute(cell, "value")
    if kind in ("float", "currency", "percentage") and value:
        try:
            number = _FIFTEEN.create_decimal(Decimal(value))
        except DecimalException:
            return "error", value[:20], 0
        if not number.is_finite() or abs(number.adjusted()) > 308:
            return "error", value[:20], 0
        text = f"{number.normalize():f}" if number else "0"
        return "number", text, 1 if kind == "percentage" else 0
    if kind == "date":
        return "date", _attribute(cell, "date-value").removesuffix("T00:00:00"), 0
    if kind == "boolean":
        return "bool", "TRUE" if _attribute(cell, "boolean-value") == "true" else "FALSE", 0
    text = "\n".join(_words(paragraph) for paragraph in cell if _tag(paragraph) == "p")
    if _attribute(cell, "formula") and text.startswith(("#", "Err:")):
        return "error", text, 0
    return "text", text, 0


def _words(element: Element) -> str:
    """Join a paragraph's text; a note and how a word is read aloud are left out."""
    parts = [element.text or ""]
    for child in element:
        tag = _tag(child)
        if tag == "s":
            parts.append(" " * min(_count(child, "c"), 1000))
        elif tag == "tab":
            parts.append("\t")
        elif tag == "line-break":
            parts.append("\n")
        elif tag not in ("annotation", "ruby-text"):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _hidden_styles(content: Element) -> set[str]:
    return {
        _attribute(style, "name")
        for style in _all(content, "style")
        for each in style
        if _tag(each) == "table-properties" and _attribute(each, "display") == "false"
    }


def _properties(about: Element | None) -> dict[str, str]:
    found = _all(about, "user-defined") if about is not None else ()
    return {_attribute(each, "name"): "".join(each.itertext()) for each in found}


def _block(target: re.Match[str]) -> tuple[str | int, ...]:
    quoted, plain, left, top, right, bottom = target.groups()
    sheet = quoted.replace("''", "'") if quoted else plain
    first, last = (int(top), _column(left)), (int(bottom or top), _column(right or left))
    return (sheet, *map(min, first, last), *map(max, first, last))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(root: Element, tag: str) -> Iterator[Element]:
    return (each for each in root.iter() if _tag(each) == tag)


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), "")


def _count(element: Element, name: str) -> int:
    text = _attribute(element, name)
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1
