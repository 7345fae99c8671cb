"""Turn the bytes of a .docx into plain JSON data; this runs inside the worker.

A document becomes one sheet: a paragraph is a row of one cell, a table as many rows as it has,
with its merges. Only what a reader sees is read: no deleted text, no comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

from perfdesk.exchange.incoming.incoming import DOCUMENT
from perfdesk.exchange.parse.text import across_page
from perfdesk.exchange.untrusted.markup import MAX_CELLS, MAX_COLUMN, MAX_ROW

MAX_TEXT = 20_000_000
MAX_DEPTH = 8
# Boxes drawn with the symbol fonts of Word: ticked and empty ones.
_SYMBOLS = {
    "F0FE": "☑", "F052": "☑", "F0FD": "☒", "F054": "☒", "F0FC": "√", "F050": "√",
    "F0A8": "☐", "F06F": "☐", "F0A3": "☐", "F071": "☐", "F02A": "☐",
}  # fmt: skip
_TRUE = ("1", "true", "on", "")


def parse(data: bytes) -> dict[str, object]:
    """Return the text of a document as one sheet, in the shape that xlsx_parse gives."""
    with ZipFile(BytesIO(data)) as archive:
        document = fromstring(archive.read("word/document.xml"))
    sheet = _Sheet()
    for body in document:
        if _tag(body) == "body":
            sheet.blocks(body, 0)
    places = [(row, column) for row, column, *_ in sheet.cells]
    merges = [*sheet.merges, *across_page(sheet.paragraphs, places)]
    plain = {"title": DOCUMENT, "hidden": False, "cells": sheet.cells, "merges": merges}
    return {"properties": {}, "names": {}, "formats": ["General"], "sheets": [plain]}


class _Sheet:
    """The rows as they come down the page."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, str, str, int]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.paragraphs: list[int] = []
        self.row = 0
        self._text = MAX_TEXT

    def blocks(self, parent: Element, depth: int) -> None:
        """Read paragraphs and tables one below the other."""
        if depth > MAX_DEPTH:
            raise MemoryError
        for block in _blocks(parent):
            if _tag(block) == "p":
                self._new_row()
                self.paragraphs.append(self.row)
                self._put(1, _paragraph(block))
            else:
                self._table(block, depth)

    def _table(self, table: Element, depth: int) -> None:
        inner: list[Element] = []
        open_down: dict[int, tuple[int, int]] = {}  # column -> (first row, columns)
        for line in _rows(table):
            self._new_row()
            column = 1 + _number(line, "trPr", "gridBefore", 0)
            for cell in _cells(line):
                across = max(1, _number(cell, "tcPr", "gridSpan", 1))
                if column + across - 1 > MAX_COLUMN:
                    raise MemoryError
                down = _property(cell, "tcPr", "vMerge")
                goes_on = down is not None and _attribute(down, "val") != "restart"
                if not (goes_on and column in open_down):
                    self._close(open_down.pop(column, None), column, self.row - 1)
                    open_down[column] = (self.row, across)
                    if down is None:
                        self._close(open_down.pop(column), column, self.row)
                    texts = [_paragraph(p) for p in _blocks(cell) if _tag(p) == "p"]
                    self._put(column, "\n".join(texts).strip("\n"))
                inner += [t for t in _blocks(cell) if _tag(t) == "tbl"]
                column += across
        for column, first in open_down.items():
            self._close(first, column, self.row)
        # A table within a cell stands below the row it is in, which is how it is read.
        for each in inner:
            if depth >= MAX_DEPTH:
                raise MemoryError
            self._table(each, depth + 1)

    def _close(self, first: tuple[int, int] | None, column: int, last: int) -> None:
        if first and (last > first[0] or first[1] > 1):
            self.merges.append((first[0], column, last, column + first[1] - 1))

    def _new_row(self) -> None:
        self.row += 1
        if self.row > MAX_ROW:
            raise MemoryError

    def _put(self, column: int, text: str) -> None:
        if not text.strip():
            return
        self._text -= len(text)
        if len(self.cells) >= MAX_CELLS or self._text < 0:
            raise MemoryError
        self.cells.append((self.row, column, "text", text, 0))


def _blocks(parent: Element) -> Iterator[Element]:
    """Walk paragraphs and tables, also those in content controls."""
    for child in parent:
        tag = _tag(child)
        if tag in ("p", "tbl"):
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _blocks(child)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        tag = _tag(child)
        if tag == "tr":
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(child)


def _cells(line: Element) -> Iterator[Element]:
    for child in line:
        tag = _tag(child)
        if tag == "tc":
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _cells(child)


_SKIPPED = frozenset(
    ["del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "Fallback", "tbl"]
)


def _paragraph(element: Element) -> str:
    parts: list[str] = []
    for child in element:
        tag = _tag(child)
        if tag == "t":
            parts.append(child.text or "")
        elif tag in ("tab", "ptab"):
            parts.append("\t")
        elif tag in ("br", "cr"):
            parts.append("\n")
        elif tag == "noBreakHyphen":
            parts.append("-")
        elif tag == "sym":
            parts.append(_SYMBOLS.get(_attribute(child, "char").upper(), ""))
        elif tag == "checkBox":  # a form field of Word 97
            state = _attribute_of(child, "checked") or _attribute_of(child, "default")
            parts.append("☑" if state is not None and state in _TRUE else "☐")
        elif tag not in _SKIPPED:
            parts.append(_paragraph(child))
    return "".join(parts)


def _attribute_of(parent: Element, tag: str) -> str | None:
    for child in parent:
        if _tag(child) == tag:
            return _attribute(child, "val")
    return None


def _property(element: Element, group: str, tag: str) -> Element | None:
    for each in element:
        if _tag(each) == group:
            return next((one for one in each if _tag(one) == tag), None)
    return None


def _number(element: Element, group: str, tag: str, default: int) -> int:
    found = _property(element, group, tag)
    text = _attribute(found, "val") if found is not None else ""
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), "")
