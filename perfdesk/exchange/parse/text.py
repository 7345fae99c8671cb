"""Make a grid of plain text: cells between tabs, bars or commas.

Text from a scan has all of these at once; each line is judged by itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from perfdesk.exchange.incoming.incoming import PASTED
from perfdesk.exchange.parse.grid import Block, GridCell, SheetGrid, WorkbookGrid
from perfdesk.exchange.untrusted.refusal import BLOATED, RESAVE, Refused

MAX_PASTED = 2_000_000
MAX_LINES = 20_000
MAX_CELLS_IN_LINE = 500
MAX_SPAN = 60

_CHECKBOX = re.compile(r"<input\b[^<>]{0,300}>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</p\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
_RULE = re.compile(r"[\s|:+\-=]+")
_FIGURE = re.compile(r"\s*[-+]?[0-9][0-9.]*\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")


def read_plain(text: str) -> WorkbookGrid:
    """Read text from the clipboard or a file as one sheet; raises `Refused` for too much."""
    if len(text) > MAX_PASTED:
        raise Refused(BLOATED, "pasted text")
    cells: dict[tuple[int, int], GridCell] = {}
    paragraphs = []
    for row, texts in enumerate(rows_of(plain_lines(text)), 1):
        if row > MAX_LINES or len(texts) > MAX_CELLS_IN_LINE:
            raise Refused(BLOATED, "pasted rows")
        for column, each in enumerate(texts, 1):
            if seen := each.strip():
                cells[row, column] = GridCell(seen, "text")
                if len(texts) == 1:
                    paragraphs.append(row)
    merges = tuple(across_page(paragraphs, cells))
    return WorkbookGrid({}, {}, (SheetGrid(PASTED, "visible", cells, merges),))


def plain_lines(text: str) -> str:
    """Write every end of a line alike; a NUL, which no text has, is taken out."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


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


def rows_of(text: str) -> Iterator[list[str]]:
    """Part a text into rows of cells; a blank line is a row, too. Raises `Refused`."""
    lines = _plain(text).split("\n")
    is_csv = "\t" not in text and _parts_by_commas(lines)
    if is_csv or _is_quoted(text):
        # A spreadsheet puts a cell of several lines between quotes when it copies.
        try:
            yield from _cells(lines, "," if is_csv else "\t")
        except csv.Error as error:
            raise Refused(BLOATED, str(error)) from error
        return
    for line in lines:
        bare = line.strip()
        if bare.startswith("|") and bare.count("|") > 1:
            if not _RULE.fullmatch(bare):
                yield [cell.strip().strip("*") for cell in bare.strip("|").split("|")]
        elif "\t" in line:
            yield line.split("\t")
        else:
            yield [_HEADING.sub("", line).replace("**", "")]


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
