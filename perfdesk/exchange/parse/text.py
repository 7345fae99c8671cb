"""Make a grid of pasted text: cells between tabs, bars, commas, or in the rows of a web page.

Text from a scan has all of these at once; each line is judged by itself.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterable, Iterator, Sequence

from perfdesk.exchange.incoming.incoming import PASTED
from perfdesk.exchange.parse.grid import Block, GridCell, SheetGrid, WorkbookGrid
from perfdesk.exchange.untrusted.markup import MAX_MERGED_AREA
from perfdesk.exchange.untrusted.refusal import BLOATED, RESAVE, Refused

MAX_PASTED = 2_000_000
MAX_LINES = 20_000
MAX_CELLS_IN_LINE = 500
MAX_SPAN = 60

_CHECKBOX = re.compile(r"<input\b[^<>]{0,300}>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</p\s*>", re.IGNORECASE)
_TABLE = re.compile(r"<table(.*?)(?:</table[^<>]{0,20}>?|\Z)", re.IGNORECASE | re.DOTALL)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b([^<>]{0,300})>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
_SPAN = re.compile(r"(col|row)span\s*=\s*[\"']?([0-9]{1,3})", re.IGNORECASE)
_RULE = re.compile(r"[\s|:+\-=]+")
_FIGURE = re.compile(r"\s*[-+]?[0-9][0-9.]*\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")


def read_pasted(text: str) -> WorkbookGrid:
    """Read text from the clipboard or a scan as one sheet; raises `Refused` for too much."""
    if len(text) > MAX_PASTED:
        raise Refused(BLOATED, "pasted text")
    page = _PastedPage()
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    done = 0
    for table in _TABLE.finditer(whole):
        _read_lines(page, whole[done : table.start()])
        _read_table(page, table[1])
        done = table.end()
    if done < len(whole):
        _read_lines(page, whole[done:])
    cells = {place: GridCell(text, "text") for place, text in page.cells.items()}
    merges = (*page.merges, *across_page(page.paragraphs, cells))
    return WorkbookGrid({}, {}, (SheetGrid(PASTED, "visible", cells, merges),))


def across_page(paragraphs: Iterable[int], cells: Iterable[tuple[int, int]]) -> list[Block]:
    """Merge each paragraph over the width of the tables on its page, as it is seen."""
    width = min(max((column for _, column in cells), default=1), MAX_SPAN)
    return [(row, 1, row, width) for row in paragraphs if width > 1]


def decode(data: bytes) -> str:
    """Read the bytes of a text file, in whatever code an office here writes.

    Raises `Refused` for bytes that are no text in any: a mark in their place would be read as
    an entry.
    """
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for code in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise Refused("文件里有残缺的编码，有些字读不出来，" + RESAVE)


class _PastedPage:
    """The rows as they come."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self.merges: list[Block] = []
        self.paragraphs: list[int] = []
        self.row = self.area = 0

    def add(self, texts: list[str]) -> None:
        """Put a row below the others; a blank one counts."""
        self.row += 1
        if self.row > MAX_LINES or len(texts) > MAX_CELLS_IN_LINE:
            raise Refused(BLOATED, "pasted rows")
        for column, text in enumerate(texts, 1):
            if text.strip():
                self.cells[self.row, column] = text.strip()
                if len(texts) == 1:
                    self.paragraphs.append(self.row)


def _read_lines(page: _PastedPage, text: str) -> None:
    lines = _plain(text).split("\n")
    is_csv = "\t" not in text and _parts_by_commas(lines)
    if is_csv or _is_quoted(text):
        # A spreadsheet puts a cell of several lines between quotes when it copies.
        try:
            for row in _cells(lines, "," if is_csv else "\t"):
                page.add(row)
        except csv.Error as error:
            raise Refused(BLOATED, str(error)) from error
        return
    for line in lines:
        bare = line.strip()
        if bare.startswith("|") and bare.count("|") > 1:
            if not _RULE.fullmatch(bare):
                page.add([cell.strip().strip("*") for cell in bare.strip("|").split("|")])
        elif "\t" in line:
            page.add(line.split("\t"))
        else:
            page.add([_HEADING.sub("", line).replace("**", "")])


def _parts_by_commas(lines: Sequence[str]) -> bool:
    """Tell whether commas part cells: there are many, or as many in each line as in the head."""
    filled = [line for line in lines if line.strip()]
    commas = sum(line.count(",") >= 2 for line in filled)
    if commas > 2 and commas * 10 >= len(filled) * 9:
        return True
    if len(filled) < 2 or any("," not in line for line in filled[:2]):
        return False
    try:
        head, *rows = _cells(filled, ",")
    except csv.Error:
        return False
    # A comma between digits parts thousands, not cells.
    has_figures = any(_FIGURE.fullmatch(cell) for cell in head)
    return not has_figures and all(len(row) == len(head) for row in rows)


def _cells(lines: Iterable[str], mark: str) -> Iterator[list[str]]:
    return csv.reader((f"{line}\n" for line in lines), delimiter=mark)


def _is_quoted(text: str) -> bool:
    if '\t"' in text or text.startswith('"'):
        return True
    # In prose a line may begin so; a quote that is never closed would swallow all below it.
    return "\t" in text and '\n"' in text and text.count('"') % 2 == 0


def _read_table(page: _PastedPage, table: str) -> None:
    """Read the rows of a web page's table, and what is merged in it."""
    taken: set[tuple[int, int]] = set()
    for line in _ROW.split(table)[1:]:
        page.row += 1
        column = 0
        pieces = _CELL.split(line)
        for attributes, content in zip(pieces[1::2], pieces[2::2], strict=True):
            column += 1
            while (page.row, column) in taken:
                column += 1
            spans = {kind.lower(): max(1, int(n)) for kind, n in _SPAN.findall(attributes)}
            down, across = min(spans.get("row", 1), 200), min(spans.get("col", 1), 100)
            if column + across > MAX_CELLS_IN_LINE or page.row > MAX_LINES:
                raise Refused(BLOATED, "pasted table")
            text = html.unescape(_plain(content)).strip()
            if text:
                page.cells[page.row, column] = text
            if down > 1 or across > 1:
                page.area += down * across
                if page.area > MAX_MERGED_AREA:
                    raise Refused(BLOATED, "merged area")
                page.merges.append((page.row, column, page.row + down - 1, column + across - 1))
                rows, columns = range(page.row, page.row + down), range(column, column + across)
                taken.update((r, c) for r in rows for c in columns)
            column += across - 1


def _plain(text: str) -> str:
    """Take markup out of a text; a checkbox becomes a box."""
    if "<" not in text:
        return text
    text = _CHECKBOX.sub(_box, text)
    return _TAG.sub("", _BREAK.sub("\n", text))


def _box(found: re.Match[str]) -> str:
    tag = found[0].lower()
    if "checkbox" not in tag and "radio" not in tag:
        return ""
    return "☑" if "checked" in tag else "☐"
