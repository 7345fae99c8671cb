"""Turn the bytes of an .xls, or of an .et that is one, into plain JSON data; in the worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal
from io import StringIO
from math import isfinite
from typing import Any

from perfdesk.exchange.parse.figures import Figure, figure, words
from perfdesk.exchange.parse.number_formats import built_in
from perfdesk.exchange.parse.runs import PLAIN, Font, as_seen
from perfdesk.exchange.parse.shown import text_as_shown
from perfdesk.exchange.parse.symbols import is_symbol_face
from perfdesk.exchange.untrusted.markup import MAX_CELLS, MAX_COLUMN, MAX_MERGED_AREA, MAX_ROW

MAX_SHEETS = 200
MAX_NAMES = 20_000
_FIFTEEN = Context(prec=15)
_TEXT, _NUMBER, _DATE, _BOOL, _ERROR = 1, 2, 3, 4, 5
_READ = (_TEXT, _NUMBER, _DATE, _BOOL, _ERROR)
_LEVELS = {1: 1, 2: -1}
_VISIBLE = 0
# Formats up to here are the system's, which Chinese Excel has others of than xlrd knows.
_OWN_FORMATS = 164
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def parse(data: bytes) -> dict[str, object]:
    """Return names, number formats and sheets of a workbook in the shape that xlsx.parse gives.

    A format stands beside its cells; what an .xls says of itself (its properties) is not read.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            logfile=StringIO(),
            ignore_workbook_corruption=True,
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            return {"trouble": "password"}
        raise
    if book.nsheets > MAX_SHEETS:
        raise MemoryError
    return _Workbook(book).plain()


class _Workbook:
    """A workbook as xlrd gives it, whose formats and fonts are looked up by style."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._fonts = [_font(each) for each in book.font_list]
        self._styles = [
            (_code(book, style.format_key), self._font_at(style.font_index))
            for style in book.xf_list
        ]
        self._formats = sorted({"General", *(code for code, _ in self._styles)})
        self._left = MAX_CELLS

    def _font_at(self, index: int) -> Font:
        return self._fonts[index] if 0 <= index < len(self._fonts) else PLAIN

    def plain(self) -> dict[str, object]:
        """Read it all."""
        return {
            "properties": {},
            "names": _names(self._book),
            "formats": self._formats,
            "sheets": [self._sheet(sheet) for sheet in self._book.sheets()],
        }

    def _sheet(self, sheet: Any) -> dict[str, object]:
        notes: list[tuple[int, int, str]] = []
        return {
            "title": sheet.name,
            "hidden": sheet.visibility != _VISIBLE,
            "cells": list(self._cells(sheet, notes)),
            "merges": list(_merges(sheet.merged_cells)),
            "notes": notes,
            "hidden_rows": _hidden(sheet.rowinfo_map, MAX_ROW),
            "hidden_columns": _hidden(sheet.colinfo_map, MAX_COLUMN),
        }

    def _cells(
        self, sheet: Any, notes: list[tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, str, str, int, str]]:
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                if sheet.cell_type(row, column) not in _READ:
                    continue
                self._left -= 1
                if row >= MAX_ROW or column >= MAX_COLUMN or self._left < 0:
                    raise MemoryError
                style = sheet.cell_xf_index(row, column)
                # A cell of a style that does not exist counts as General.
                is_known = 0 <= style < len(self._styles)
                code, font = self._styles[style] if is_known else ("General", PLAIN)
                seen, remarks = self._seen(sheet, (row, column), code, font)
                notes += [(row + 1, column + 1, remark) for remark in remarks]
                if seen.kind:
                    form = self._formats.index(code)
                    yield row + 1, column + 1, seen.kind, seen.text, form, seen.shown

    def _seen(
        self, sheet: Any, place: tuple[int, int], code: str, font: Font
    ) -> tuple[Figure, tuple[str, ...]]:
        kind, value = sheet.cell_type(*place), sheet.cell_value(*place)
        if kind == _BOOL:
            return Figure("bool", "TRUE" if value else "FALSE"), ()
        if kind == _ERROR:
            return Figure("error", _ERRORS.get(value, "#N/A")), ()
        if kind == _TEXT:
            runs = sheet.rich_text_runlist_map.get(place, ())
            text, remarks = as_seen(self._parts(value, runs, font))
            return words(text_as_shown(text, code) if text else "", remarks)
        if not isfinite(value):
            return Figure("error", str(value)), ()
        number = _FIFTEEN.create_decimal(Decimal(str(value)))
        number = number.normalize() if number else Decimal(0)
        seen = figure(number, code, from_1904=self._book.datemode == 1)
        if font != PLAIN:
            return words(*as_seen([(seen.shown or seen.text, font)]))
        return seen, (seen.note,) if seen.note else ()

    def _parts(
        self, text: str, runs: Sequence[tuple[int, int]], font: Font
    ) -> Iterator[tuple[str, Font]]:
        """Cut a text where its font changes; a run is the place from which a font is used."""
        start = 0
        for place, number in runs:
            yield text[start:place], font
            start, font = place, self._font_at(number)
        yield text[start:], font


def _font(found: Any) -> Font:
    return Font(
        struck=bool(found.struck_out),
        level=_LEVELS.get(found.escapement, 0),
        face=found.name if is_symbol_face(found.name) else "",
    )


def _code(book: Any, key: int) -> str:
    """Give a format, of those that are not written down as Chinese Excel has them."""
    written = book.format_map.get(key)
    return written.format_str if written and key >= _OWN_FORMATS else built_in(key)


def _merges(
    found: Sequence[tuple[int, int, int, int]],
) -> Iterator[tuple[int, int, int, int]]:
    area = 0
    for top, below, left, behind in found:
        area += (below - top) * (behind - left)
        if area > MAX_MERGED_AREA:
            raise MemoryError
        if below > top and behind > left:
            yield top + 1, left + 1, below, behind


def _hidden(found: Mapping[int, Any], most: int) -> list[int]:
    return sorted(place + 1 for place, each in found.items() if each.hidden and place < most)


def _names(book: Any) -> dict[str, tuple[str | int, ...]]:
    """Keep the names of one cell or block on one sheet."""
    import xlrd

    found: dict[str, tuple[str | int, ...]] = {}
    for each in book.name_obj_list[:MAX_NAMES]:
        if each.builtin or each.func or each.macro or each.result is None:
            continue
        try:
            sheet, top, below, left, behind = each.area2d(clipped=False)
        except (xlrd.XLRDError, AttributeError):  # a formula, several blocks, a sheet that is gone
            continue
        if below > top and behind > left and behind <= MAX_COLUMN:
            found.setdefault(each.name, (sheet.name, top + 1, left + 1, below, behind))
    return found
