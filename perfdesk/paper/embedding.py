"""Put a face into a PDF so that what is drawn can be searched and copied.

reportlab cuts a face into pieces of 256 characters and writes a map back to Unicode that is
wrong above U+FFFF, where 196 of the 8,105 standard characters lie. Here a face is one
composite font per document, with codes of two bytes in the order of first use.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import zlib
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTEncoding, TTFError, TTFont, TTFontFace

# Printers set this mark for a character that they do not have. The text below it stays true.
STAND_IN = ord("〓")
# What a font file may forbid: to be embedded at all, or by part, or as outlines.
_RESTRICTED, _NO_SUBSET = 0x2, 0x300
# Outlines hardly shrink further: the usual level makes a file 2% smaller in half as much time
# again.
_QUICKLY = 3


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A face for reportlab's canvas.

    A character without a glyph is drawn as 〓 and still copied as itself. `number` says
    which face of a collection it is. Raises reportlab's TTFError for a file whose outlines
    or permissions do not let it be embedded.
    """

    def __init__(self, name: str, path: Path, number: int = 0) -> None:
        # Not reportlab's own __init__, which would read the file its slow way first.
        self.fontName = name
        self.face = _FontTables(str(path), subfontIndex=number)
        self._called = self.face.name.decode("ascii", "ignore") or "Chosen"
        # reportlab draws with the first of two fonts that call themselves the same.
        self.face.name = name.encode()
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, _Use] = WeakKeyDictionary()
        self.shapable = False
        self._embedding = Lock()

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Give the codes of a text; reportlab asks this while it draws."""
        codes = self._use(doc).codes
        return [(0, bytes.fromhex("".join(map(codes.__getitem__, text))))] if text else []

    def shown(self, text: str, doc: Any) -> str:
        """Write the operator that shows a text in this font."""
        return f"<{''.join(map(self._use(doc).codes.__getitem__, text))}> Tj"

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """Name the font on the pages of a document."""
        use = self._use(doc)
        if not use.name:
            use.name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = f"/{use.name}"
            doc.delayedFonts.append(self)
        return f"/{use.name}"

    def addObjects(self, doc: Any) -> None:
        """Write the font with the characters that the document used."""
        use = self.state.pop(doc)
        characters = list(use.codes)
        # A viewer or a merging tool may take two subsets of one name for the same font.
        digest = hashlib.sha256("".join(characters).encode()).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        name = f"{tag}+{self._called}"

        drawn = [self.face.drawn(ord(character)) for character in characters]
        with self._embedding:  # reportlab reads the file with one cursor
            descriptor = self.face.addSubsetObjects(doc, name, drawn)
        if doc.compression:
            file = doc.idToObject[f"fontFile:{self.face.filename}({name})"]
            file.filters = [_Deflate]
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray(
                    [self._descendant(doc, name, drawn, descriptor)]
                ),
                "ToUnicode": _stream(doc, _to_unicode(characters), f"toUnicode:{name}"),
            }
        )
        doc.idToObject["BasicFonts"].dict[use.name] = doc.Reference(font, use.name)

    def _use(self, doc: Any) -> _Use:
        try:
            return self.state[doc]
        except KeyError:
            self.state[doc] = use = _Use()
            return use

    def _descendant(self, doc: Any, name: str, drawn: list[int], descriptor: Any) -> Any:
        # Two characters may share a glyph (一 and the radical ⼀): codes are characters, not
        # glyphs, so that each is copied as what it is.
        glyphs = {0: 0}
        places = [0, *(glyphs.setdefault(self.face.charToGlyph[c], len(glyphs)) for c in drawn)]
        widths = [self.face.charWidths[code] for code in drawn]
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "DW": 1000,
                # Written out here: reportlab asks of each of hundreds of numbers what it is.
                "W": f"[1 [{' '.join(map(str, widths))}]]",
                "CIDToGIDMap": _stream(doc, _shorts(places), f"glyphs:{name}"),
                "FontDescriptor": descriptor,
            }
        )
        return doc.Reference(font, f"descendant:{name}")


class _Codes(dict[str, str]):
    """The code of each character in hex, given out on first use; 0 stays the missing glyph's."""

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code


@dataclass(slots=True)
class _Use:
    """What one document has used of a face."""

    codes: _Codes = field(default_factory=_Codes)
    name: str = ""


class _FontTables(TTFontFace):  # type: ignore[misc]
    """One face of a file, its tables read in bulk: reportlab takes them number by number."""

    def extractInfo(self, charInfo: int = 1) -> None:
        super().extractInfo(0)
        if not may_be_embedded(self.get_table("OS/2")):
            raise TTFError("Font does not allow subsetting/embedding")
        self.charToGlyph = characters_of(self.get_table("cmap"))
        full = struct.unpack_from(">H", self.get_table("hhea"), 34)[0]
        metrics = _numbers(self.get_table("hmtx"), "H")
        widths = metrics[0 : 2 * full : 2]
        widths.extend([widths[-1]] * (self.numGlyphs - full))
        bearings = metrics[1 : 2 * full : 2] + metrics[2 * full :]
        self.hmetrics = list(zip(widths, bearings, strict=True))
        scaled: list[int] = [round(width * 1000 / self.unitsPerEm) for width in widths]
        self.defaultWidth = scaled[0]
        self.charToGlyph = {c: g for c, g in self.charToGlyph.items() if g < len(scaled)}
        self.charWidths = {code: scaled[glyph] for code, glyph in self.charToGlyph.items()}
        long = struct.unpack_from(">H", self.get_table("head"), 50)[0]
        places = _numbers(self.get_table("loca"), "I" if long else "H")
        self.glyphPos = places if long else [place * 2 for place in places]

    def get_table(self, tag: str) -> Any:
        """Give a table; the outlines as a window, or each subset would copy ten megabytes."""
        if tag != "glyf":
            return super().get_table(tag)
        return _Window(self._ttf_data, self.get_table_pos(tag)[0])

    def makeSubset(self, subset: list[int]) -> bytes:
        """Cut the font to some characters; the last few cuts are kept.

        Most keys that a person presses bring no new character to a form, and the preview
        draws it after each of them.
        """
        return self._cut(tuple(subset))

    @lru_cache(maxsize=6)  # noqa: B019 - faces live as long as the program
    def _cut(self, subset: tuple[int, ...]) -> bytes:
        cut: bytes = super().makeSubset(list(subset))
        return cut

    def drawn(self, code: int) -> int:
        """Say which character's glyph is drawn for this one."""
        return code if code in self.charToGlyph else STAND_IN


class _Deflate(pdfdoc.PDFStreamFilterZCompress):  # type: ignore[misc]
    """Compress a cut font once, for as long as that cut is kept."""

    @staticmethod
    @lru_cache(maxsize=6)
    def encode(content: bytes) -> bytes:
        return zlib.compress(content, _QUICKLY)


@dataclass(frozen=True, slots=True)
class _Window:
    """Part of a file, sliced without being copied first."""

    data: bytes
    start: int

    def __getitem__(self, wanted: slice) -> bytes:
        return self.data[self.start + wanted.start : self.start + wanted.stop]


def may_be_embedded(about: bytes) -> bool:
    """Tell by its OS/2 table whether a font permits to be put into a file by part."""
    permissions = struct.unpack_from(">H", about, 8)[0]
    return permissions & 0xF != _RESTRICTED and not permissions & _NO_SUBSET


def characters_of(cmap: bytes) -> dict[int, int]:
    """Read the map from characters to glyphs, the one that reaches above U+FFFF if it is there."""
    places = range(4, 4 + 8 * struct.unpack_from(">H", cmap, 2)[0], 8)
    maps = [struct.unpack_from(">HHL", cmap, place) for place in places]
    starts = {
        struct.unpack_from(">H", cmap, start)[0]: start
        for platform, encoding, start in maps
        if platform == 0 or (platform == 3 and encoding in (1, 10))
    }
    if 12 in starts:
        return _by_groups(cmap, starts[12])
    if 4 in starts:
        return _by_segments(cmap, starts[4])
    raise TTFError("the font has no character map of Unicode")


def _by_segments(cmap: bytes, start: int) -> dict[int, int]:
    """Read format 4, the only one in many fonts that come with a system."""
    count_of = struct.unpack_from(">H", cmap, start + 6)[0] // 2
    # Ends, a number to skip, starts, deltas and offsets stand one after the other.
    numbers = struct.unpack_from(f">{4 * count_of + 1}H", cmap, start + 14)
    ends, rest = numbers[:count_of], numbers[count_of + 1 :]
    found: dict[int, int] = {}
    for number, last in enumerate(ends):
        first, delta, offset = rest[number::count_of]
        at = start + 16 + 2 * (3 * count_of + number) + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = at + 2 * (code - first)
                glyph = struct.unpack_from(">H", cmap, place)[0] if place + 2 <= len(cmap) else 0
            if glyph:
                found[code] = (glyph + delta) & 0xFFFF
    return found


def _by_groups(cmap: bytes, start: int) -> dict[int, int]:
    found: dict[int, int] = {}
    groups = struct.unpack_from(">L", cmap, start + 12)[0]
    for first, last, glyph in struct.iter_unpack(">LLL", cmap[start + 16 :][: 12 * groups]):
        found.update(zip(range(first, last + 1), count(glyph)))
    return found


def _numbers(table: bytes, kind: str) -> array[int]:
    numbers = array(kind, table)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _shorts(numbers: list[int]) -> bytes:
    return struct.pack(f">{len(numbers)}H", *numbers)


def _to_unicode(characters: list[str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    pairs = [
        f"<{code:04X}> <{character.encode('utf-16-be').hex()}>"
        for code, character in enumerate(characters, 1)
    ]
    for start in range(0, len(pairs), 100):  # the most that one block may hold
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _stream(doc: Any, content: bytes, name: str) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return doc.Reference(stream, name)
