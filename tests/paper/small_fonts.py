"""Fonts as small as can be, for those who look for installed ones."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from perfdesk.paper.fonts import EVERYDAY


def small_font(
    path: Path,
    names: dict[str, str],
    *,
    characters: str = EVERYDAY,
    outlines: str = "glyf",
    permissions: int = 0,
    weight: int = 400,
    italic: bool = False,
    variable: bool = False,
) -> Path:
    """Write a font whose characters are empty; `names` are its family by language."""
    glyphs = [".notdef", "square"]
    builder = FontBuilder(1000, isTTF=outlines == "glyf")
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(dict.fromkeys(map(ord, characters), "square"))
    if outlines == "glyf":
        builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in glyphs})
    else:
        drawn = {name: T2CharStringPen(1000, None).getCharString() for name in glyphs}
        builder.setupCFF("Small", {}, drawn, {})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": names, "styleName": "Regular", "psName": "Small"})
    builder.setupOS2(fsType=permissions, usWeightClass=weight, fsSelection=int(italic))
    builder.setupPost()
    if variable:
        builder.setupFvar([("wght", 300, 400, 700, "Weight")], [])
    builder.save(path)
    return path


def collected(path: Path, *parts: Path) -> Path:
    """Put fonts into a collection."""
    whole = TTCollection()
    for part in parts:
        whole.fonts.append(TTFont(part))
    whole.save(path)
    for part in parts:
        part.unlink()
    return path
