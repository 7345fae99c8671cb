"""Watch the XML of an untrusted workbook go by, without parsing it.

A parser is what a hostile file is aimed at; this only counts and searches, block by block.
The reader checks the same bounds again on what it really parsed.
"""

import re

from perfdesk.exchange.untrusted.refusal import BLOATED, RESAVE, Refused

MAX_TAGS = 3_000_000
MAX_CELLS = 300_000
MAX_ROW = 20_000
MAX_COLUMN = 500
MAX_MERGED_AREA = 200_000
# Expat takes quadratic time over a token that does not end (40 MB of comment: 31 s).
MAX_TOKEN = 256 * 1024

# Spelled so by every office program; the reader counts again, whatever the spelling.
_CELLS = (b"<c ", b"<c>", b":c ")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([^\"']*)")
# Cheap, for the usual spelling: a column from SA, a row from 20000. Only then is all read.
_FAR_CELL = re.compile(rb' r="(?:[A-Z]{3}|[S-Z][A-Z]|[A-Z]*(?:[2-9]\d{4}|\d{6}))')
_FAR_BLOCK = re.compile(rb' ref="[A-Z0-9]*:?(?:[A-Z]{3}|[S-Z][A-Z]|[A-Z]*(?:[2-9]\d{4}|\d{6}))')
_PLACED = re.compile(rb"<(?:\w+:)?(?:c|row|dimension)\s[^<>]*?\br(?:ef)?\s*=\s*[\"']([^\"']*)")
_CORNER = re.compile(rb"\$?([A-Za-z]{0,3})\$?(\d{0,9})")
_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")


class Markup:
    """Watch the XML of one workbook go by in blocks that end where a tag ends."""

    def __init__(self) -> None:
        self._rest = b""
        self._at_start = True
        self._tags = self._cells = self._merged_area = 0

    def feed(self, chunk: bytes) -> None:
        block = self._rest + chunk
        cut = block.rfind(b">") + 1
        self._rest = block[cut:]
        if len(self._rest) > MAX_TOKEN:
            raise Refused("文件里有一段过长的内容，不像正常保存的工作簿，" + RESAVE)
        if cut:
            self._check(block[:cut])

    def close(self) -> None:
        """Forget the part that ended."""
        self._rest = b""
        self._at_start = True

    def _check(self, block: bytes) -> None:
        if self._at_start:
            self._at_start = False
            _check_encoding(block)
        if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
            raise Refused("文件里有可疑的定义（DOCTYPE），不予读取，请向对方核实后重新索取。")
        self._tags += block.count(b"<")
        self._cells += sum(map(block.count, _CELLS))
        if self._tags > MAX_TAGS or self._cells > MAX_CELLS:
            raise Refused(BLOATED, f"{self._tags} tags, {self._cells} cells")
        for merged in _MERGE.findall(block) if b"mergeCell " in block else ():
            self._merged_area += _area(merged)
            if self._merged_area > MAX_MERGED_AREA:
                raise Refused(_too_far(merged, "合并成"))
        if _FAR_CELL.search(block) or _FAR_BLOCK.search(block):
            for reference in _PLACED.findall(block):
                _area(reference)


def _check_encoding(block: bytes) -> None:
    # In any other encoding the searches above would be blind to what the parser sees.
    declared = _ENCODING.match(block)
    known = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not known or b"\0" in block[:64] or block.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("文件用了少见的编码，" + RESAVE)


def _area(reference: bytes) -> int:
    """Count the cells of a reference; refuse one that reaches beyond reason."""
    first, _, last = reference.partition(b":")
    corners = [_corner(first), _corner(last or first)]
    for row, column in corners:
        if row > MAX_ROW or column > MAX_COLUMN:
            raise Refused(_too_far(reference, "排到了"))
    (top, left), (bottom, right) = corners
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)


def _corner(text: bytes) -> tuple[int, int]:
    match = _CORNER.match(text)
    letters, digits = match.groups() if match else (b"", b"")
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return int(digits or b"0"), column


def _too_far(reference: bytes, verb: str) -> str:
    place = reference[:24].decode("ascii", "replace")
    if place.isdigit():
        place = f"第 {place} 行"
    return (
        f"工作表里有内容{verb} {place}，超出了能读取的范围（{MAX_ROW} 行、{MAX_COLUMN} 列），"
        "请在 Excel 或 WPS 中删除多余的行和列，保存后再导入。"
    )
