"""Make the fonts of the paper from Debian's Noto CJK: python scripts/make_fonts.py [SOURCES]

The sources are CFF collections, which the PDF library cannot embed; the results are static
TrueType, holding what official forms need. The same sources give the same bytes. Needs
`apt-get install fonts-noto-cjk`; why these faces and this repertoire: docs/decisions/0002-fonts.md.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.timeTools import timestampFromString
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, newTable

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "resources" / "fonts"
SOURCES = Path("/usr/share/fonts/opentype/noto")

EM = 1000
CENTRE = 380  # the middle of a Chinese character, between 880 and -120
SMALL = 0.62  # raised and lowered digits
MADE = timestampFromString("Thu Jan 27 00:00:00 2022")  # the date of the sources, never today's
VERSION = "1.000"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Say which source becomes which face; strokes in 1/1000 em, for the marks we draw."""

    source: str
    subfamily: str
    family: str
    style: str
    all_of_gbk: bool
    box_stroke: int
    tick_stroke: int


RECIPES = (
    Recipe(
        "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", "PerfDesk Serif", "Regular", True, 44, 84
    ),
    Recipe(
        "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "PerfDesk Sans", "Regular", False, 60, 92
    ),
    Recipe("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", "PerfDesk Sans", "Bold", False, 92, 124),
)

# What stands in forms beside Chinese characters: Latin with pinyin, Greek, Cyrillic, punctuation,
# arrows, mathematics, circled numbers, boxes, radicals (copied out of other programs' PDFs),
# kana, bopomofo, units such as ㎡, vertical and full-width forms.
SYMBOLS = (
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x01CD, 0x01DC), (0x0251, 0x0261), (0x02C7, 0x02DD),
    (0x0391, 0x03C9), (0x0401, 0x0451), (0x2010, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF),
    (0x2100, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x27BF), (0x2B00, 0x2BFF), (0x2E80, 0x2FD5),
    (0x3000, 0x30FF), (0x3105, 0x312F), (0x3200, 0x33FF), (0xFE10, 0xFE6B), (0xFF01, 0xFF9F),
    (0xFFE0, 0xFFE6),
)  # fmt: skip


def main() -> None:
    sources = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCES
    FONTS.mkdir(parents=True, exist_ok=True)
    for recipe in RECIPES:
        target = FONTS / f"{recipe.family.replace(' ', '')}-{recipe.style}.ttf"
        glyphs = make(recipe, sources / recipe.source, target)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        print(f"{target.name}  {glyphs} glyphs  {target.stat().st_size:,} bytes  {digest}")


def make(recipe: Recipe, source: Path, target: Path) -> int:
    """Write one face and return its number of glyphs."""
    font = _open(source, recipe.subfamily)
    names = font.getBestCmap()
    cmap: dict[int, str] = {}
    glyphs: dict[str, Any] = {".notdef": _trace(font, ".notdef")}
    for code in _wanted(recipe):
        if code in names:
            cmap[code] = names[code]
            if names[code] not in glyphs:
                glyphs[names[code]] = _trace(font, names[code])
    widths = {name: font["hmtx"][name][0] for name in glyphs}
    for mark, (glyph, width) in _our_own(font, names, recipe).items():
        cmap[ord(mark)] = name = f"u{ord(mark):04X}"
        glyphs[name], widths[name] = glyph, width
    _build(recipe, font, cmap, glyphs, widths).save(target)
    return len(glyphs)


def _open(source: Path, subfamily: str) -> Any:
    fonts = TTCollection(source, lazy=True).fonts
    return next(font for font in fonts if font["name"].getBestFamilyName() == subfamily)


def _wanted(recipe: Recipe) -> list[int]:
    wanted = {code for first, last in SYMBOLS for code in range(first, last + 1)}
    codec = "gbk" if recipe.all_of_gbk else "gb2312"
    wanted |= {code for code in range(0x80, 0x10000) if _encodes(chr(code), codec)}
    listed = (HERE / "standard_characters.txt").read_text("utf-8").splitlines()
    wanted |= {ord(c) for line in listed if not line.startswith("#") for c in line}
    # No shaping on our paper: a combining mark would stand in the wrong place.
    return sorted(c for c in wanted if unicodedata.category(chr(c)) not in {"Cf", "Mn", "Me", "Cc"})


def _encodes(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _trace(font: Any, name: str, moved: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> Any:
    """Turn a cubic outline into a quadratic one, at most 1/1000 em away from it."""
    glyphs = font.getGlyphSet()
    pen = TTGlyphPen(None)
    cubic = Cu2QuPen(pen, max_err=1.0, reverse_direction=True)
    glyphs[name].draw(TransformPen(cubic, moved))
    return pen.glyph(dropImpliedOnCurves=True)


def _our_own(font: Any, names: dict[int, str], recipe: Recipe) -> dict[str, tuple[Any, int]]:
    """Draw what the sources lack or draw in a way that forms cannot use."""
    box = [(70, -50, 930, 810)]
    hollow = [*box, _shrunk(box[0], recipe.box_stroke)]
    tick = _stroke(230 + 395j, 425 + 190j, 775 + 620j, recipe.tick_stroke)
    saltire = [
        _stroke(240 + 640j, 500 + 380j, 760 + 120j, recipe.tick_stroke),
        _stroke(240 + 120j, 500 + 380j, 760 + 640j, recipe.tick_stroke),
    ]
    # Two dashes must join to the one line of two ems that Chinese punctuation asks for.
    half = _thickness(font, names[ord("—")]) / 2
    dash = [(0, round(CENTRE - half), EM, round(CENTRE + half))]
    own = {
        "□": (_polygons(hollow, []), EM),  # beside ☑ in one line: must be as large as it
        "■": (_polygons(box, []), EM),
        "☐": (_polygons(hollow, []), EM),
        "☑": (_polygons(hollow, [tick]), EM),
        "☒": (_polygons(hollow, saltire), EM),
        "✔": (_polygons([], [tick]), EM),
        "—": (_polygons(dash, []), EM),
        "―": (_polygons(dash, []), EM),
        # The dot inside a name (买买提·艾力) takes a full em in Chinese.
        "·": (_trace(font, names[ord("・")]), EM),
    }
    return own | _even_digits(font, names) | _small_digits(font, names)


def _small_digits(font: Any, names: dict[int, str]) -> dict[str, tuple[Any, int]]:
    """Make the raised and lowered digits that the sources lack, as in CO₂ and PM₂.₅."""
    small = {}
    for digits, height in (("⁰¹²³⁴⁵⁶⁷⁸⁹", 320), ("₀₁₂₃₄₅₆₇₈₉", -130)):
        for digit, plain in zip(digits, "0123456789", strict=True):
            if ord(digit) not in names:
                name = names[ord(plain)]
                width = round(font["hmtx"][name][0] * SMALL)
                glyph = _trace(font, name, (SMALL, 0, 0, SMALL, 0, height))
                small[digit] = glyph, width
    return small


def _even_digits(font: Any, names: dict[int, str]) -> dict[str, tuple[Any, int]]:
    """Give all digits one width, so that amounts stand under each other."""
    width = max(font["hmtx"][names[ord(digit)]][0] for digit in "0123456789")
    even = {}
    for digit in "0123456789":
        name = names[ord(digit)]
        slack = width - font["hmtx"][name][0]
        even[digit] = (_trace(font, name, (1, 0, 0, 1, slack // 2, 0)), width)
    return even


def _thickness(font: Any, name: str) -> float:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return float(pen.bounds[3] - pen.bounds[1])


Rectangle = tuple[int, int, int, int]


def _shrunk(box: Rectangle, by: int) -> Rectangle:
    left, bottom, right, top = box
    return left + by, bottom + by, right - by, top - by


def _stroke(a: complex, b: complex, c: complex, thickness: float) -> list[complex]:
    """Return the outline of the bent line a-b-c, clockwise, with a mitred corner."""
    along, onward = (b - a) / abs(b - a), (c - b) / abs(c - b)
    n, m = 1j * along * thickness / 2, 1j * onward * thickness / 2
    mitre = (n + m) / (1 + (along * onward.conjugate()).real)
    return [a + n, b + mitre, c + m, c - m, b - mitre, a - n]


def _polygons(frames: list[Rectangle], strokes: list[list[complex]]) -> Any:
    """Fill the first frame without the second, and every stroke."""
    pen = TTGlyphPen(None)
    for hole, (left, bottom, right, top) in enumerate(frames):
        corners = [left + 1j * bottom, left + 1j * top, right + 1j * top, right + 1j * bottom]
        _contour(pen, corners[::-1] if hole else corners)
    for stroke in strokes:
        _contour(pen, stroke)
    return pen.glyph()


def _contour(pen: TTGlyphPen, corners: Iterable[complex]) -> None:
    first, *rest = [(round(c.real), round(c.imag)) for c in corners]
    pen.moveTo(first)
    for corner in rest:
        pen.lineTo(corner)
    pen.closePath()


def _build(
    recipe: Recipe, font: Any, cmap: dict[int, str], glyphs: dict[str, Any], widths: dict[str, int]
) -> Any:
    # By code point, so that the glyphs of common text lie together and the file packs well.
    order = [".notdef", *dict.fromkeys(cmap[code] for code in sorted(cmap))]
    for unused in set(glyphs) - set(order):  # replaced by one of our own
        del glyphs[unused]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics({n: (widths[n], getattr(table[n], "xMin", 0)) for n in order})
    hhea, os2, post = font["hhea"], font["OS/2"], font["post"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupNameTable(_names(recipe, font), mac=False)
    bold = recipe.style == "Bold"
    builder.setupOS2(
        version=4,
        usWeightClass=700 if bold else 400,
        fsType=0,
        fsSelection=0x20 if bold else 0x40,
        achVendID="NONE",
        sTypoAscender=os2.sTypoAscender,
        sTypoDescender=os2.sTypoDescender,
        sTypoLineGap=0,
        usWinAscent=os2.usWinAscent,
        usWinDescent=os2.usWinDescent,
        sxHeight=os2.sxHeight,
        sCapHeight=os2.sCapHeight,
        ulCodePageRange1=1 << 0 | 1 << 18,  # Latin 1 and simplified Chinese
        panose=os2.panose,
    )
    builder.font["OS/2"].recalcUnicodeRanges(builder.font)
    builder.font["OS/2"].recalcAvgCharWidth(builder.font)
    builder.setupPost(
        keepGlyphNames=False,
        underlinePosition=post.underlinePosition,
        underlineThickness=post.underlineThickness,
    )
    gasp = builder.font["gasp"] = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000A}  # no hints inside: smooth at every size
    builder.updateHead(
        fontRevision=float(VERSION), created=MADE, modified=MADE, macStyle=int(bold), flags=0b11
    )
    builder.font.recalcTimestamp = False
    return builder


def _names(recipe: Recipe, font: Any) -> dict[str, str]:
    source = font["name"]
    full = f"{recipe.family} {recipe.style}"
    script = full.replace(" ", "").replace(recipe.style, f"-{recipe.style}")
    return {
        "copyright": f"{source.getDebugName(0)} Converted and reduced for PerfDesk.",
        "familyName": recipe.family,
        "styleName": recipe.style,
        "uniqueFontIdentifier": f"{VERSION};{script}",
        "fullName": full,
        "version": f"Version {VERSION}; from {source.getDebugName(4)} {source.getDebugName(5)}",
        "psName": script,
        "designer": source.getDebugName(9),
        "licenseDescription": source.getDebugName(13),
        "licenseInfoURL": "https://openfontlicense.org",
    }


if __name__ == "__main__":
    main()
