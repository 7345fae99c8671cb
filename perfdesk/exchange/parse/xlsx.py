"""Turn the bytes of an .xlsx into plain JSON data; this runs inside the worker.

The standard library alone, because a worker starts for every file: openpyxl takes five
times as long to import, confuses `_x005F_x0041_` with `_x0041_`, and refuses workbooks over
a fill or a font that nobody asked for. The tests hold it against openpyxl.
"""

import posixpath
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

from perfdesk.exchange.parse.addresses import Broken, block, cell_place
from perfdesk.exchange.parse.figures import PICTURE, Figure, figure, words
from perfdesk.exchange.parse.number_formats import format_codes
from perfdesk.exchange.parse.rich_text import (
    RichText,
    fonts_of,
    rich_text,
    seen,
    unescape,
)
from perfdesk.exchange.parse.runs import PLAIN
from perfdesk.exchange.parse.shown import text_as_shown
from perfdesk.exchange.untrusted.markup import MAX_CELLS, MAX_COLUMN, MAX_MERGED_AREA, MAX_ROW

MAX_SHEETS = 200
MAX_NAMES = 20_000
# A short shared string may stand in many cells: what counts is the text that comes out.
MAX_TEXT = 20_000_000


def parse(data: bytes) -> dict[str, object]:
    """Return properties, names, number formats and sheets of a workbook, as they are seen.

    Cells are `[row, column, kind, text, index of number format, what is shown]`, the last blank
    where that is the same; blank cells are left out. A sheet's notes are `[row, column, what a
    person should know]`; hidden rows and columns are listed.
    """
    with ZipFile(BytesIO(data)) as archive:
        return _Package(archive).plain()


class _Package:
    """The parts of one workbook, found through their relationships, not by their names."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        root = self._related("")
        self._workbook = next((p for k, p in root.values() if k == "officeDocument"), "")
        self._custom = next((p for k, p in root.values() if k == "custom-properties"), "")
        self._linked = self._related(self._workbook)
        self._text_left = MAX_TEXT

    def plain(self) -> dict[str, object]:
        workbook = self._tree(self._workbook)
        setting = _child(workbook, "workbookPr")
        self._from_1904 = setting is not None and setting.get("date1904") in ("1", "true")
        self._strings = [rich_text(item) for item in self._children_of("sharedStrings", "si")]
        style_parts = [part for kind, part in self._linked.values() if kind == "styles"]
        styles = self._tree(style_parts[0]) if style_parts else None
        self._codes = format_codes(styles)
        self._fonts = fonts_of(styles)
        self._formats = sorted({"General", *self._codes})
        # A cell of a style that does not exist (-1) counts as General.
        at = {code: index for index, code in enumerate(self._formats)}
        self._format_of = {index: at[code] for index, code in enumerate(self._codes)}
        self._format_of[-1] = at["General"]
        listed = list(_children(_child(workbook, "sheets")))
        if len(listed) > MAX_SHEETS:
            raise Broken("too many sheets")
        titles = [sheet.get("name", "") for sheet in listed]
        return {
            "properties": self._properties(),
            "names": _defined_names(workbook, titles),
            "formats": self._formats,
            "sheets": [plain for sheet in listed if (plain := self._sheet(sheet)) is not None],
        }

    def _tree(self, part: str) -> Element:
        # The gate has looked only into parts that are called XML.
        if not part.lower().endswith((".xml", ".rels")):
            raise Broken(f"no part {part[:80]!r}")
        name = self._names.get(part.lower())
        if name is None:
            raise Broken(f"no part {part[:80]!r}")
        return fromstring(self._archive.read(name))

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """Map relationship ids of a part to (kind, other part)."""
        folder, base = posixpath.split(part)
        beside = posixpath.join(folder, "_rels", base + ".rels")
        if beside.lower() not in self._names:
            return {}
        found = {}
        for link in self._tree(beside):
            if link.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
            kind = link.get("Type", "").rpartition("/")[2]
            found[link.get("Id", "")] = (kind, target.lstrip("/"))
        return found

    def _children_of(self, kind: str, tag: str) -> Iterator[Element]:
        for linked, part in self._linked.values():
            if linked == kind:
                yield from _children(self._tree(part), tag)

    def _properties(self) -> dict[str, str]:
        if not self._custom:
            return {}
        return {
            item.get("name", ""): unescape("".join(item.itertext()))
            for item in self._tree(self._custom)
        }

    def _sheet(self, sheet: Element) -> dict[str, object] | None:
        link = next((v for k, v in sheet.items() if k.endswith("}id")), "")
        kind, part = self._linked.get(link, ("", ""))
        if kind != "worksheet":
            return None
        tree = self._tree(part)
        merges = [block(m.get("ref", "")) for m in _children(_child(tree, "mergeCells"))]
        if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges) > (
            MAX_MERGED_AREA
        ):
            raise Broken("merged area")
        notes: list[tuple[int, int, str]] = []
        return {
            "title": sheet.get("name", ""),
            "hidden": sheet.get("state", "visible") != "visible",
            "cells": list(self._cells(tree, notes)),
            "merges": merges,
            "notes": notes,
            "hidden_rows": _hidden_rows(tree),
            "hidden_columns": _hidden_columns(tree),
        }

    def _cells(
        self, tree: Element, notes: list[tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, str, str, int, str]]:
        space = tree.tag.partition("}")[0] + "}" if "}" in tree.tag else ""
        row = count = 0
        for line in _children(_child(tree, "sheetData"), "row"):
            row, column, passed = int(line.get("r", row + 1)), 0, ""
            for cell in line.iterfind(space + "c"):
                place = cell.get("r")
                if place and not len(cell):
                    # Only dressed, as most cells of a form are: nothing to read.
                    passed = place
                    continue
                if place:
                    row, column = cell_place(place)
                else:
                    row, column = cell_place(passed) if passed else (row, column)
                    column += 1
                passed = ""
                if not (0 < row <= MAX_ROW and 0 < column <= MAX_COLUMN):
                    raise Broken(f"cell at row {row}, column {column}")
                style = int(cell.get("s", 0))
                if not 0 <= style < len(self._codes):
                    style = -1
                value, remarks = self._value(cell, space, style)
                for remark in remarks:
                    self._text_left -= len(remark)
                    notes.append((row, column, remark))
                if not value.kind:
                    continue
                count += 1
                self._text_left -= len(value.text)
                if count > MAX_CELLS or self._text_left < 0:
                    raise MemoryError
                form = self._format_of[style]
                yield row, column, value.kind, value.text, form, value.shown

    def _value(self, cell: Element, space: str, style: int) -> tuple[Figure, tuple[str, ...]]:
        """Return what a cell shows, of no kind where it is blank, and what is to be said of it."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(space + "is")
            return self._text("" if inline is None else rich_text(inline), style)
        raw = cell.findtext(space + "v")
        if not raw:
            # An empty string is a value; anything else empty was never calculated.
            calculated = raw is not None and kind == "str"
            has_formula = not calculated and cell.find(space + "f") is not None
            return Figure("formula" if has_formula else "", ""), ()
        if kind == "s":
            return self._text(self._strings[_index(raw, len(self._strings))], style)
        if kind == "str":
            return self._text(unescape(raw), style)
        if kind == "b":
            return Figure("bool", "TRUE" if raw.strip() in ("1", "true") else "FALSE"), ()
        if kind == "d":
            return Figure("date", raw), ()
        number = _number(raw) if kind == "n" else None
        if number is None:
            # A picture in a cell is an error to programs that know none.
            return (Figure("", ""), (PICTURE,)) if cell.get("vm") else (Figure("error", raw), ())
        return self._number(number, style)

    def _number(self, number: Decimal, style: int) -> tuple[Figure, tuple[str, ...]]:
        if style < 0:
            return Figure("number", f"{number:f}"), ()
        value, font = figure(number, self._codes[style], self._from_1904), self._fonts[style]
        if font.struck or font.face:
            return self._text(value.shown or value.text, style)
        return value, (value.note,) if value.note else ()

    def _text(self, text: RichText, style: int) -> tuple[Figure, tuple[str, ...]]:
        shown, remarks = seen(text, self._fonts[style] if style >= 0 else PLAIN)
        if shown and style >= 0:
            shown = text_as_shown(shown, self._codes[style])
        return words(shown, remarks)


# --- small pieces ------------------------------------------------------------------------


def _children(parent: Element | None, tag: str = "") -> Iterator[Element]:
    for child in parent if parent is not None else ():
        if not tag or child.tag.rpartition("}")[2] == tag:
            yield child


def _child(parent: Element, tag: str) -> Element | None:
    return next(_children(parent, tag), None)


def _index(text: str, length: int) -> int:
    index = int(text)
    if not 0 <= index < length:
        raise Broken(f"shared string {index} of {length}")
    return index


def _hidden_rows(tree: Element) -> list[int]:
    found, row = [], 0
    for line in _children(_child(tree, "sheetData"), "row"):
        row = int(line.get("r", row + 1))
        if _is_hidden(line, "ht") and 0 < row <= MAX_ROW:
            found.append(row)
    return found


def _hidden_columns(tree: Element) -> list[int]:
    found: set[int] = set()
    for each in _children(_child(tree, "cols"), "col"):
        if _is_hidden(each, "width"):
            first, last = int(each.get("min", 0)), int(each.get("max", 0))
            found.update(range(max(first, 1), min(last, MAX_COLUMN) + 1))
    return sorted(found)


def _is_hidden(line: Element, size: str) -> bool:
    return line.get("hidden") in ("1", "true") or line.get(size) in ("0", "0.0")


_DECIMAL = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\s*")
# Excel shows 15 digits; what follows is the noise of binary fractions (0.1 + 0.2).
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)


def _number(text: str) -> Decimal | None:
    if not _DECIMAL.fullmatch(text):
        return None
    value = _FIFTEEN.create_decimal(text.strip())
    if not value:
        return Decimal(0)
    return value.normalize() if abs(value.adjusted()) <= 308 else None


_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!([$A-Za-z0-9:]+)")


def _defined_names(workbook: Element, titles: list[str]) -> dict[str, tuple[str | int, ...]]:
    """Keep the names of one cell or block; a name of the whole workbook wins over a sheet's."""
    found: dict[str, tuple[str | int, ...]] = {}
    of_sheets: dict[str, tuple[str | int, ...]] = {}
    for item in _children(_child(workbook, "definedNames")):
        name, target = item.get("name", ""), _TARGET.fullmatch((item.text or "").strip())
        if not target or not name or name.startswith("_xlnm.") or len(found) > MAX_NAMES:
            continue
        sheet = target[1].replace("''", "'") if target[1] else target[2]
        try:
            place = (sheet, *block(target[3]))
        except Broken:  # whole columns, say
            continue
        if sheet in titles:
            (found if item.get("localSheetId") is None else of_sheets).setdefault(name, place)
    return of_sheets | found
