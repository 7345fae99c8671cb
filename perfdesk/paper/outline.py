"""Draw characters as shapes instead of text, so that nobody copies or searches them.

The draft mark lies across the page: as text it would mix its two characters into the
sentences that a reader selects, searches or takes out of the file.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.pdfgen.pathobject import PDFPathObject

from perfdesk.paper.fonts import Face

_ON_CURVE, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True, slots=True)
class _Point:
    x: float
    y: float
    on_curve: bool

    def toward(self, other: _Point, part: float) -> _Point:
        x, y = self.x + (other.x - self.x) * part, self.y + (other.y - self.y) * part
        return _Point(x, y, True)


def draw_outline(canvas: Any, text: str, face: Face, x: float, y: float, size: float) -> None:
    """Fill the shapes of a text with its baseline starting at (x, y)."""
    canvas.addLiteral(_drawing(text, face, x, y, size))


@lru_cache(maxsize=16)
def _drawing(text: str, face: Face, x: float, y: float, size: float) -> str:
    """Write the operators, kept because every page of every draft has the same mark."""
    path = PDFPathObject()
    font = face.font.face
    scale = size / font.unitsPerEm
    for character in text:
        for contour in _contours(face, character):
            _trace(path, [_Point(x + p.x * scale, y + p.y * scale, p.on_curve) for p in contour])
        x += font.charWidths[font.drawn(ord(character))] * size / 1000
    return f"{path.getCode()} f"


def _trace(path: Any, contour: list[_Point]) -> None:
    """Turn the curves of TrueType, of one control point, into those of PDF, of two."""
    first = contour[0] if contour[0].on_curve else contour[0].toward(contour[-1], 0.5)
    path.moveTo(first.x, first.y)
    here, control = first, None
    for point in [*contour[1 if contour[0].on_curve else 0 :], first]:
        if control is None:
            if point.on_curve:
                path.lineTo(point.x, point.y)
                here = point
            else:
                control = point
            continue
        end = point if point.on_curve else control.toward(point, 0.5)
        one, two = here.toward(control, 2 / 3), end.toward(control, 2 / 3)
        path.curveTo(one.x, one.y, two.x, two.y, end.x, end.y)
        here, control = end, None if point.on_curve else point
    path.close()


def _contours(face: Face, character: str) -> list[list[_Point]]:
    font = face.font.face
    number = font.charToGlyph[font.drawn(ord(character))]
    table = font.get_table_pos("glyf")[0]  # the place, not the table, which is megabytes
    start, end = font.glyphPos[number : number + 2]
    return _read_glyph(font._ttf_data[table + start : table + end])


def _read_glyph(glyph: bytes) -> list[list[_Point]]:
    """Read a simple glyph of the glyf table; a composite one (none is Chinese) gives nothing."""
    count = struct.unpack_from(">h", glyph)[0] if glyph else 0
    if count <= 0:
        return []
    ends = struct.unpack_from(f">{count}H", glyph, 10)
    place = 10 + 2 * count
    place += 2 + struct.unpack_from(">H", glyph, place)[0]  # over the instructions
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag, place = glyph[place], place + 1
        flags.append(flag)
        if flag & _REPEAT:
            flags += [flag] * glyph[place]
            place += 1
    xs, place = _coordinates(glyph, place, flags, _SHORT_X, _SAME_X)
    ys, place = _coordinates(glyph, place, flags, _SHORT_Y, _SAME_Y)
    points = [
        _Point(x, y, bool(flag & _ON_CURVE)) for x, y, flag in zip(xs, ys, flags, strict=True)
    ]
    return [
        points[start : end + 1]
        for start, end in zip((0, *(e + 1 for e in ends)), ends, strict=False)
    ]


def _coordinates(
    glyph: bytes, place: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:
    values: list[int] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += glyph[place] if flag & same else -glyph[place]
            place += 1
        elif not flag & same:
            value += struct.unpack_from(">h", glyph, place)[0]
            place += 2
        values.append(value)
    return values, place
