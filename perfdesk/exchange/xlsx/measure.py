"""Turn the paper's millimetres into the columns and rows of one worksheet.

A sheet's bands have columns of their own, a worksheet has one set: here is how they are
brought together, and how wide and high things are in the units of a workbook.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfdesk.paper.linebreak import NOT_AT_END, NOT_AT_START

MM_PER_INCH = 25.4
# Edges nearer than this are one line to the eye, and a column for each would be a crumb.
SAME_EDGE = 0.8
# Excel refuses higher rows. What one is made into is low enough to fill pages to their ends.
MAX_POINTS, PIECE = 409.0, 60.0
# A column's width is counted in digits of the workbook's normal font. Those of Arial 12 are
# 8.9 pixels wide, 9 to Excel; LibreOffice measures the face it has for Arial, which is always
# of the same widths, while 宋体 may be replaced by anything.
NORMAL_FONT, NORMAL_SIZE, DIGIT_PIXELS = "Arial", 12, 9
# Noto, which stands in for 宋体 where that is missing, sets its lines this far apart; 宋体 needs
# less. A line too many is a little white, a line too few is a lost sentence.
LINE = 1.46
# The widest letters and digits of faces that stand in for 宋体, in ems; its own are half an em.
NARROW = 0.64
# What stays in one line: letters and digits, and marks that may not begin or end one.
_OPENING, _CLOSING = (re.escape("".join(sorted(each))) for each in (NOT_AT_END, NOT_AT_START))
_RUN = re.compile(f"[{_OPENING}]*(?:[!-~]+|.)[{_CLOSING}]*")
# What Excel keeps free at the sides of a cell, both together, in millimetres.
SIDES = 1.6


@dataclass(frozen=True, slots=True)
class Columns:
    """One set of columns for all bands: the ascending edges, and where each band's own are."""

    edges: tuple[float, ...]
    places: tuple[tuple[int, ...], ...]


def shared_columns(bands: Sequence[Sequence[float]]) -> Columns:
    """Bring the columns of all bands together; edges of one band stay apart, however near."""
    groups: list[tuple[float, set[int]]] = []
    for edge, band in sorted((edge, n) for n, widths in enumerate(bands) for edge in edges(widths)):
        if groups and edge - groups[-1][0] < SAME_EDGE and band not in groups[-1][1]:
            groups[-1][1].add(band)
        else:
            groups.append((edge, {band}))
    return Columns(
        tuple(edge for edge, _ in groups),
        tuple(
            tuple(place for place, (_, members) in enumerate(groups) if band in members)
            for band in range(len(bands))
        ),
    )


def edges(widths: Sequence[float]) -> list[float]:
    """List where columns begin, and where the last one ends."""
    found = [0.0]
    for width in widths:
        found.append(found[-1] + width)
    return found


def column_widths(shared: Sequence[float]) -> list[float]:
    """Give the width of each column as a workbook file counts it.

    Rounded to pixels at the edges, not each width by itself, so that nothing adds up.
    """
    pixels = [round(edge / MM_PER_INCH * 96) for edge in shared]
    return [max(right - left, 1) / DIGIT_PIXELS for left, right in pairwise(pixels)]


def points(millimetres: float) -> float:
    return millimetres / MM_PER_INCH * 72


def pieces(height: float) -> list[float]:
    """Split a row's height in points into equal worksheet rows where it is too high for Excel."""
    count = math.ceil(height / PIECE) if height > MAX_POINTS else 1
    return [round(height / count, 2)] * count


def needed_points(text: str, width: float, size: float) -> float:
    """Estimate the height in points of a text in a cell of a width in millimetres.

    On the high side: the face and the line breaking are those of another machine.
    """
    room = max(points(width - SIDES) / size, 1.0) * 0.98
    return sum(_lines(line, room) for line in text.split("\n")) * size * LINE + 2


def list_points(text: str, width: float, size: float) -> float:
    """Estimate the height in points of a text in a list's column, `width` digits wide."""
    return needed_points(text, width * DIGIT_PIXELS / 96 * MM_PER_INCH, size)


def digits_wide(line: str) -> int:
    """Count a line's width in digits; a Chinese character is two."""
    return sum(1 if mark < "\u0300" else 2 for mark in line)


def _lines(paragraph: str, room: float) -> int:
    """Count the lines of a paragraph; a run is broken only where it is longer than a line."""
    lines, filled = 1, 0.0
    for run in _RUN.findall(paragraph):
        length = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else NARROW for c in run)
        if filled and filled + length > room:
            lines, filled = lines + 1, 0.0
        filled += length
        lines += math.ceil(filled / room) - 1 if filled > room else 0
        filled = filled % room if filled > room else filled
    return lines
