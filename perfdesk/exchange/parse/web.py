"""Turn a web page, or an .xls that is one, into plain JSON data; this runs inside the worker.

A page becomes one sheet as a browser shows it: a line of text is a row of one cell, a table as
many rows as it has, with its merges. lxml parses it: the one kept parser that is there anyway
(it comes with python-docx) and takes what offices call HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perfdesk.exchange.incoming.incoming import PASTED
from perfdesk.exchange.parse.figures import words
from perfdesk.exchange.parse.runs import PLAIN, Font, as_seen
from perfdesk.exchange.parse.text import (
    MAX_CELLS_IN_LINE,
    MAX_LINES,
    MAX_PASTED,
    across_page,
    plain_lines,
    rows_of,
)
from perfdesk.exchange.parse.web_style import Styles
from perfdesk.exchange.untrusted.markup import MAX_MERGED_AREA

MAX_DEPTH = 60
_MOST_DOWN, _MOST_ACROSS = 200, 100
_UNSEEN = frozenset(
    [
        "head",
        "script",
        "style",
        "title",
        "template",
        "noscript",
        "object",
        "iframe",
        "svg",
        "button",
    ]
)
_BLOCKS = frozenset(
    ["p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "form",
     "section", "article", "blockquote", "center", "fieldset", "header", "footer", "pre"]
)  # fmt: skip
_CONTROLS = ("input", "select", "textarea")
_FIELDS = ("text", "number", "date", "tel", "email", "url", "search", "month", "time", "")
_IS_PAGE = re.compile(r"<(?:table|html|body)\b", re.IGNORECASE)
_IS_WHOLE = re.compile(r"<(?:html|body|head|meta|style)\b", re.IGNORECASE)
_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAKS = re.compile(r" *\n *")


def is_page(text: str) -> bool:
    """Tell whether a text is a web page, or a part of one with a table."""
    return _IS_PAGE.search(text) is not None


def parse(data: bytes) -> dict[str, object]:
    """Return a page, as UTF-8, as one sheet, in the shape that xlsx.parse gives."""
    text = data.decode("utf-8")
    if len(text) > MAX_PASTED:
        raise MemoryError
    page = _Lines()
    if _IS_WHOLE.search(text):
        page.read(_tree(text))
    else:
        page.read_mixed(plain_lines(text))
    merges = [*page.merges, *across_page(page.paragraphs, [at[:2] for at in page.cells])]
    sheet = {
        "title": PASTED,
        "hidden": False,
        "cells": page.cells,
        "merges": merges,
        "notes": page.notes,
    }
    return {"properties": {}, "names": {}, "formats": ["General"], "sheets": [sheet]}


def _tree(text: str) -> Any:
    from lxml import html

    # What a page says of its code is of its file, and that is read.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True)
    root = html.document_fromstring(text.encode() or b"<p>", parser=parser)
    if any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log):
        raise MemoryError  # what lies deeper was left out
    return root


class _Lines:
    """The rows as they come down the page."""

    def __init__(self) -> None:
        self._styles = Styles(())
        self.cells: list[tuple[int, int, str, str, int]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.notes: list[tuple[int, int, str]] = []
        self.paragraphs: list[int] = []
        self._row = self._area = 0
        self._taken: set[tuple[int, int]] = set()

    def read(self, root: Any) -> None:
        """Read what stands outside tables line by line, and each table row by row."""
        self._styles = Styles(root.iter("style"))
        line: list[tuple[str, Font]] = []
        for piece in self._pieces(root, self._styles.font(root, PLAIN), 0):
            if isinstance(piece, tuple):
                line.append(piece)
                continue
            self._lines(line)
            line = []
            self._table(piece, 0)
        self._lines(line)

    def read_mixed(self, text: str) -> None:
        """Read text with tables of a web page in it, as programs write that read scans."""
        done = 0
        for table in _TABLE.finditer(text):
            self._plain(text[done : table.start()])
            self.read(_tree(table[0]))
            done = table.end()
        self._plain(text[done:])

    def _plain(self, text: str) -> None:
        for texts in rows_of(text) if text else ():
            self._new_row()
            if len(texts) > MAX_CELLS_IN_LINE:
                raise MemoryError
            for column, each in enumerate(texts, 1):
                self._add_text(column, each.strip(), ())
            if len(texts) == 1 and texts[0].strip():
                self.paragraphs.append(self._row)

    def _lines(self, runs: list[tuple[str, Font]]) -> None:
        text, remarks = as_seen(runs)
        for each in _tidy(text).split("\n"):
            if each:
                self._new_row()
                self.paragraphs.append(self._row)
                self._add_text(1, each, ())
        self.notes += [(max(self._row, 1), 1, remark) for remark in remarks]

    def _table(self, table: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise MemoryError
        first = self._row + 1
        hidden = self._hidden_columns(table)
        inner: list[Any] = []
        for line in _rows(table):
            if not self._styles.is_seen(line):
                continue
            self._new_row()
            column = place = 0
            for cell in line:
                if cell.tag not in ("td", "th"):
                    continue
                across = _span(cell, "colspan", _MOST_ACROSS)
                place += across
                if not self._styles.is_seen(cell) or (across == 1 and place in hidden):
                    continue
                column += 1
                while (self._row, column) in self._taken:
                    column += 1
                self._cell(cell, column, across, inner)
                column += across - 1
        # Cells that reach below the last row end with the table.
        last = self._row
        self.merges = [
            (top, left, min(bottom, last) if top >= first else bottom, right)
            for top, left, bottom, right in self.merges
        ]
        self._taken.clear()
        # A table within a cell stands below the table it is in, which is how it is read.
        for each in inner:
            self._table(each, depth + 1)

    def _cell(self, cell: Any, column: int, across: int, inner: list[Any]) -> None:
        down = _span(cell, "rowspan", _MOST_DOWN)
        if column + across > MAX_CELLS_IN_LINE:
            raise MemoryError
        runs: list[tuple[str, Font]] = []
        font = self._styles.font(cell, PLAIN)
        for piece in self._pieces(cell, font, 0):
            if isinstance(piece, tuple):
                runs.append(piece)
            else:
                inner.append(piece)
        text, remarks = as_seen(runs)
        self._add_text(column, _tidy(text), remarks)
        if down > 1 or across > 1:
            self._area += down * across
            if self._area > MAX_MERGED_AREA:
                raise MemoryError
            self.merges.append((self._row, column, self._row + down - 1, column + across - 1))
            rows, columns = range(self._row, self._row + down), range(column, column + across)
            self._taken.update((row, at) for row in rows for at in columns)

    def _add_text(self, column: int, text: str, remarks: tuple[str, ...]) -> None:
        seen, notes = words(text, remarks)
        if seen.kind:
            self.cells.append((self._row, column, seen.kind, seen.text, 0))
        self.notes += [(self._row, column, note) for note in notes]

    def _new_row(self) -> None:
        self._row += 1
        if self._row > MAX_LINES:
            raise MemoryError

    def _hidden_columns(self, table: Any) -> set[int]:
        """Give the places of the columns that are not shown."""
        hidden: set[int] = set()
        place = 0
        for column in table.iter("col"):
            across = _span(column, "span", _MOST_ACROSS)
            if not self._styles.is_seen(column):
                hidden.update(range(place + 1, place + across + 1))
            place += across
        return hidden

    def _pieces(self, element: Any, font: Font, depth: int) -> Iterator[tuple[str, Font] | Any]:
        """Walk what is seen within an element: texts with their fonts, and tables."""
        if depth > MAX_DEPTH:
            raise MemoryError
        keeps_lines = element.tag == "pre"
        yield _blanks(element.text, keeps_lines), font
        for each in element:
            tag = each.tag
            if isinstance(tag, str) and tag not in _UNSEEN and self._styles.is_seen(each):
                if tag == "table":
                    yield each
                elif tag == "br":
                    yield "\n", font
                elif tag in _CONTROLS:
                    yield _shown(each), font
                else:
                    around = "\n" if tag in _BLOCKS else ""
                    yield around, font
                    yield from self._pieces(each, self._styles.font(each, font), depth + 1)
                    yield around, font
            yield _blanks(each.tail, keeps_lines), font


def _rows(table: Any) -> Iterator[Any]:
    for each in table:
        if each.tag == "tr":
            yield each
        elif each.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(each)


def _shown(control: Any) -> str:
    """Give what a control of a form shows: what is entered, chosen or ticked."""
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        return "、".join(_BLANKS.sub(" ", each.text_content()).strip() for each in chosen)
    kind = (control.get("type") or "").strip().lower()
    if kind in ("checkbox", "radio"):
        return "☐" if control.get("checked") is None else "☑"
    return (control.get("value") or "") if kind in _FIELDS else ""


def _span(cell: Any, name: str, most: int) -> int:
    found = re.match(r"\s*([0-9]{1,6})", cell.get(name) or "")
    return min(max(1, int(found[1])), most) if found else 1


def _blanks(text: str | None, keeps_lines: bool) -> str:
    return (text or "") if keeps_lines else _BLANKS.sub(" ", text or "")


def _tidy(text: str) -> str:
    text = re.sub(" {2,}", " ", text).replace("\xa0", " ")
    return re.sub(r"\n{2,}", "\n", _AROUND_BREAKS.sub("\n", text)).strip()
