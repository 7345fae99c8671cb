"""Read addresses of cells and blocks, as workbooks write them."""

from __future__ import annotations

import re
from functools import cache

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Broken(ValueError):
    """Name what in the workbook cannot be."""


def cell_place(text: str) -> tuple[int, int]:
    """Read B3 or $B$3 as row and column, from 1; raises Broken for what is no cell."""
    found = _PLACE.fullmatch(text)
    if not found:
        raise Broken(f"no place {text[:20]!r}")
    return int(found[2]), column_number(found[1])


@cache
def column_number(letters: str) -> int:
    """Read the letters of a column as its number, from 1."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def block(text: str) -> tuple[int, int, int, int]:
    """Read A1:C3 as top, left, bottom, right; raises Broken for what is no block."""
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = cell_place(first), cell_place(last or first)
    if top > bottom or left > right or not top:
        raise Broken(f"no range {text[:20]!r}")
    return top, left, bottom, right
