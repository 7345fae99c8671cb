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

from perfdesk.exchange.parse.addresses import column_number
from perfdesk.exchange.parse.elements import attribute, tag_of
from perfdesk.exchange.parse.figures import PICTURE, Figure, figure_shown, words
from perfdesk.exchange.parse.ods_fonts import OdsFonts
from perfdesk.exchange.parse.runs import PLAIN, Font, as_seen
from perfdesk.exchange.parse.shown import from_text
from perfdesk.exchange.untrusted.markup import MAX_CELLS, MAX_COLUMN, MAX_MERGED_AREA, MAX_ROW

MAX_SHEETS = 200
MAX_TEXT = 20_000_000
FORMATS = ["General", "0.00%"]
_NUMBERS = ("float", "currency", "percentage")
_FIFTEEN = Context(prec=15)
_TARGET = re.compile(
    r"\$?(?:'((?:[^']|'')+)'|([^'.]+))\.\$?([A-Z]{1,3})\$?([0-9]{1,7})"
    r"(?::(?:\$?(?:'(?:[^']|'')+'|[^'.]+))?\.\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)


def parse(data: bytes) -> dict[str, object]:
    """Return properties, names and sheets of a workbook in the shape that xlsx.parse gives."""
    with ZipFile(BytesIO(data)) as archive:
        manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            return {"trouble": "password"}
        content = fromstring(archive.read("content.xml"))
        has_styles = "styles.xml" in archive.namelist()
        styles = fromstring(archive.read("styles.xml")) if has_styles else None
        about = fromstring(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
    hidden = _hidden_styles(content)
    fonts = OdsFonts(tree for tree in (styles, content) if tree is not None)
    budget = _Budget()
    sheets: list[dict[str, object]] = []
    names: dict[str, tuple[str | int, ...]] = {}
    for table in _all(content, "table"):
        if len(sheets) >= MAX_SHEETS:
            raise MemoryError
        sheet = _Spread(fonts, budget)
        sheet.read(table)
        title, style = attribute(table, "name"), attribute(table, "style-name")
        sheets.append({"title": title, "hidden": style in hidden, **sheet.plain()})
    for item in _all(content, "named-range"):
        target = _TARGET.fullmatch(attribute(item, "cell-range-address"))
        if target:
            names.setdefault(attribute(item, "name"), _block(target))
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

    def count_cell(self, text: str) -> None:
        self.cells -= 1
        self.text -= len(text)
        if self.cells < 0 or self.text < 0:
            raise MemoryError

    def count_merge(self, rows: int, columns: int) -> None:
        self.area -= rows * columns
        if self.area < 0:
            raise MemoryError


class _Spread:
    """One table, in which what is repeated is spread."""

    def __init__(self, fonts: OdsFonts, budget: _Budget) -> None:
        self._fonts, self._budget = fonts, budget
        self._cells: list[tuple[int, int, str, str, int, str]] = []
        self._merges: list[tuple[int, int, int, int]] = []
        self._notes: list[tuple[int, int, str]] = []
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._of_columns: list[tuple[int, str]] = []  # last column, style of its cells

    def plain(self) -> dict[str, object]:
        """Give what was read in the shape that `parse` promises of a sheet."""
        return {
            "cells": self._cells,
            "merges": self._merges,
            "notes": self._notes,
            "hidden_rows": self._rows,
            "hidden_columns": self._columns,
        }

    def read(self, table: Element) -> None:
        """Read columns and rows."""
        column = 1
        for each in _lines(table, "table-column"):
            times = _count(each, "number-columns-repeated")
            if _is_hidden(each):
                self._columns += range(column, min(column + times, MAX_COLUMN + 1))
            column += times
            self._of_columns.append((column - 1, attribute(each, "default-cell-style-name")))
        row = 1
        for line in _lines(table, "table-row"):
            times = _count(line, "number-rows-repeated")
            here = self._row(line, row)
            if here and row + times - 1 > MAX_ROW:
                raise MemoryError
            for place in range(row, row + times) if here else ():
                self._cells += ((place, *cell) for cell in here)
                if place > row:
                    for cell in here:
                        self._budget.count_cell(cell[2])
            if _is_hidden(line):
                self._rows += range(row, min(row + times, MAX_ROW + 1))
            row += times

    def _row(self, line: Element, row: int) -> list[tuple[int, str, str, int, str]]:
        here: list[tuple[int, str, str, int, str]] = []
        column = 1
        of_row = attribute(line, "default-cell-style-name")
        for cell in line:
            tag = tag_of(cell)
            if tag not in ("table-cell", "covered-table-cell"):
                continue
            times = _count(cell, "number-columns-repeated")
            if tag == "table-cell" and (len(cell) or attribute(cell, "value-type")):
                style = attribute(cell, "style-name") or of_row or self._style_of(column)
                shown, remarks = _shown(cell, self._fonts, self._fonts.of(style))
                places = range(column, min(column + times, MAX_COLUMN + 1)) if remarks else ()
                self._notes += [(row, place, each) for place in places for each in remarks]
                if shown.kind:
                    is_percent = attribute(cell, "value-type") == "percentage"
                    # Empty cells are repeated to the sheet's edge; filled ones are not.
                    for place in range(column, column + times):
                        if place > MAX_COLUMN:
                            raise MemoryError
                        here.append((place, shown.kind, shown.text, int(is_percent), shown.shown))
                        self._budget.count_cell(shown.text)
            down, across = (
                _count(cell, "number-rows-spanned"),
                _count(cell, "number-columns-spanned"),
            )
            if tag == "table-cell" and (down > 1 or across > 1):
                self._budget.count_merge(down, across)
                self._merges.append((row, column, row + down - 1, column + across - 1))
            column += times
        return here

    def _style_of(self, column: int) -> str:
        return next((style for last, style in self._of_columns if column <= last), "")


def _is_hidden(line: Element) -> bool:
    return attribute(line, "visibility") in ("collapse", "filter")


def _lines(table: Element, kind: str) -> Iterator[Element]:
    # Rows and columns stand in header and group elements, too; a table in a cell is not ours.
    for child in table:
        tag = tag_of(child)
        if tag == kind:
            yield child
        elif tag in (f"{kind}s", f"{kind}-group", kind.replace("-", "-header-") + "s"):
            yield from _lines(child, kind)


def _shown(cell: Element, fonts: OdsFonts, font: Font) -> tuple[Figure, tuple[str, ...]]:
    kind = attribute(cell, "value-type")
    text, remarks = _words(cell, fonts, font)
    if kind in _NUMBERS and (value := attribute(cell, "value")):
        number = _number(value)
        if number is None:
            return Figure("error", value[:20]), ()
        if remarks:
            return words(text, remarks)
        if not any(tag_of(each) == "p" for each in cell):
            return Figure("number", f"{number:f}"), ()
        seen = figure_shown(number, from_text(number, text, is_percent=kind == "percentage"))
        return seen, (seen.note,) if seen.note else ()
    if kind == "date" and not remarks:
        day = attribute(cell, "date-value").removesuffix("T00:00:00")
        return Figure("date", day, text), ()
    if kind == "boolean":
        is_true = attribute(cell, "boolean-value") == "true"
        return Figure("bool", "TRUE" if is_true else "FALSE"), ()
    if attribute(cell, "formula") and text.startswith(("#", "Err:")):
        return Figure("error", text), ()
    return words(text, remarks)


def _number(value: str) -> Decimal | None:
    try:
        number = _FIFTEEN.create_decimal(Decimal(value))
    except DecimalException:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 308:
        return None
    return number.normalize() if number else Decimal(0)


def _words(cell: Element, fonts: OdsFonts, font: Font) -> tuple[str, tuple[str, ...]]:
    runs: list[tuple[str, Font]] = []
    for paragraph in cell:
        if tag_of(paragraph) == "p":
            runs += [("\n", PLAIN)] if runs else []
            runs += _runs(paragraph, fonts, font)
    text, remarks = as_seen(runs)
    has_picture = not text.strip() and any(tag_of(each) == "frame" for each in cell.iter())
    return text, (*remarks, PICTURE) if has_picture else remarks


def _runs(element: Element, fonts: OdsFonts, font: Font) -> Iterator[tuple[str, Font]]:
    """Take a paragraph apart by fonts; a note and how a word is read aloud are left out."""
    yield element.text or "", font
    for child in element:
        tag = tag_of(child)
        if tag == "s":
            yield " " * min(_count(child, "c"), 1000), font
        elif tag == "tab":
            yield "\t", font
        elif tag == "line-break":
            yield "\n", font
        elif tag == "span":
            yield from _runs(child, fonts, fonts.of(attribute(child, "style-name"), font))
        elif tag not in ("annotation", "ruby-text"):
            yield from _runs(child, fonts, font)
        yield child.tail or "", font


def _hidden_styles(content: Element) -> set[str]:
    return {
        attribute(style, "name")
        for style in _all(content, "style")
        for each in style
        if tag_of(each) == "table-properties" and attribute(each, "display") == "false"
    }


def _properties(about: Element | None) -> dict[str, str]:
    found = _all(about, "user-defined") if about is not None else ()
    return {attribute(each, "name"): "".join(each.itertext()) for each in found}


def _block(target: re.Match[str]) -> tuple[str | int, ...]:
    quoted, plain, left, top, right, bottom = target.groups()
    sheet = quoted.replace("''", "'") if quoted else plain
    first, last = (
        (int(top), column_number(left)),
        (int(bottom or top), column_number(right or left)),
    )
    return (sheet, *map(min, first, last), *map(max, first, last))


def _all(root: Element, tag: str) -> Iterator[Element]:
    return (each for each in root.iter() if tag_of(each) == tag)


def _count(element: Element, name: str) -> int:
    text = attribute(element, name)
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1
