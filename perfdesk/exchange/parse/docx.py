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
from perfdesk.exchange.parse.docx_numbers import Numbers
from perfdesk.exchange.parse.docx_runs import Fonts, runs_of
from perfdesk.exchange.parse.elements import attribute, child, child_value, children, tag_of
from perfdesk.exchange.parse.runs import as_seen
from perfdesk.exchange.parse.text import across_page
from perfdesk.exchange.untrusted.markup import MAX_CELLS, MAX_COLUMN, MAX_ROW

MAX_TEXT = 20_000_000
MAX_DEPTH = 8


def parse(data: bytes) -> dict[str, object]:
    """Return the text of a document as one sheet, in the shape that xlsx.py gives."""
    with ZipFile(BytesIO(data)) as archive:
        document = fromstring(archive.read("word/document.xml"))
        present = set(archive.namelist())
        styles, numbering = (
            fromstring(archive.read(part)) if part in present else None
            for part in ("word/styles.xml", "word/numbering.xml")
        )
    sheet = _Sheet(Fonts(styles), Numbers(numbering, styles))
    for body in children(document, "body"):
        sheet.blocks(body, 0)
    places = [(row, column) for row, column, *_ in sheet.cells]
    merges = [*sheet.merges, *across_page(sheet.paragraphs, places)]
    plain = {
        "title": DOCUMENT,
        "hidden": False,
        "cells": sheet.cells,
        "merges": merges,
        "notes": sheet.notes,
    }
    return {"properties": {}, "names": {}, "formats": ["General"], "sheets": [plain]}


class _Sheet:
    """The rows as they come down the page."""

    def __init__(self, fonts: Fonts, numbers: Numbers) -> None:
        self._fonts, self._numbers = fonts, numbers
        self.notes: list[tuple[int, int, str]] = []
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
            if tag_of(block) == "p":
                self._new_row()
                self.paragraphs.append(self.row)
                self._add_text(1, self._seen(block, 1))
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
                down = child(cell, "tcPr", "vMerge")
                goes_on = down is not None and attribute(down, "val") != "restart"
                if not (goes_on and column in open_down):
                    self._close(open_down.pop(column, None), column, self.row - 1)
                    open_down[column] = (self.row, across)
                    if down is None:
                        self._close(open_down.pop(column), column, self.row)
                    texts = [self._seen(p, column) for p in _blocks(cell) if tag_of(p) == "p"]
                    self._add_text(column, "\n".join(texts).strip("\n"))
                inner += [t for t in _blocks(cell) if tag_of(t) == "tbl"]
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

    def _seen(self, paragraph: Element, column: int) -> str:
        number = self._numbers.before(paragraph)
        text, remarks = as_seen(runs_of(paragraph, self._fonts))
        for remark in remarks:
            self._text -= len(remark)
            self.notes.append((self.row, column, remark))
        # Without words there is nothing to number, and Word shows the number all the same.
        return number + text if text.strip() else text

    def _add_text(self, column: int, text: str) -> None:
        if not text.strip():
            return
        self._text -= len(text)
        if len(self.cells) >= MAX_CELLS or self._text < 0:
            raise MemoryError
        self.cells.append((self.row, column, "text", text, 0))


_WRAPPERS = ("sdt", "sdtContent", "ins", "customXml", "smartTag")


def _blocks(parent: Element) -> Iterator[Element]:
    """Walk paragraphs and tables, also those in content controls."""
    return _walk(parent, "p", "tbl")


def _rows(table: Element) -> Iterator[Element]:
    return _walk(table, "tr")


def _cells(line: Element) -> Iterator[Element]:
    return _walk(line, "tc")


def _walk(parent: Element, *wanted: str) -> Iterator[Element]:
    for each in parent:
        tag = tag_of(each)
        if tag in wanted:
            yield each
        elif tag in _WRAPPERS:
            yield from _walk(each, *wanted)


def _number(element: Element, group: str, tag: str, default: int) -> int:
    text = child_value(element, group, tag)
    return int(text) if text.isdecimal() and len(text) < 6 else default
