"""Blocks of cells as the clipboard carries them between this program, Excel and WPS.

Tabs part cells, line breaks part rows. A cell with a tab or a break inside stands in
quotes, and quotes inside it are doubled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ROW_BREAKS = re.compile("\r\n?")
# Word writes a break inside a cell as one of these, without quotes.
_CELL_BREAKS = re.compile("[\v\u2028\u2029]")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")


def to_block(rows: Sequence[Sequence[str]]) -> str:
    """Write rows of texts as Excel puts them on the clipboard."""
    return "".join("\t".join(map(_cell, row)) + "\r\n" for row in rows)


def _cell(text: str) -> str:
    text = _CELL_BREAKS.sub("\n", _ROW_BREAKS.sub("\n", text))
    # Excel leaves a leading quote bare, yet reads such a cell back as a quoted one.
    if "\t" in text or "\n" in text or text.startswith('"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def from_block(text: str) -> list[list[str]]:
    """Read rows of texts from the clipboard; rows may differ in length.

    A cell counts as quoted only where its quotes are whole: `"甲` and `5" 管` are taken as
    they stand. Breaks inside a cell become line feeds.
    """
    # Windows ends clipboard texts with a zero, which some programs pass on.
    text = _ROW_BREAKS.sub("\n", text.rstrip("\0"))
    if not text:
        return []
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        quoted = _QUOTED.match(text, place)
        match = quoted or _PLAIN.match(text, place)
        assert match is not None, "a plain cell may be blank, so something always matches"
        cell = match[1].replace('""', '"') if quoted else match[0]
        rows[-1].append(_CELL_BREAKS.sub("\n", cell))
        place = match.end()
        if place == len(text):
            return rows
        if text[place] == "\n":
            if place + 1 == len(text):
                return rows
            rows.append([])
        place += 1
