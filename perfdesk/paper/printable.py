"""Take out of a text what would alter the drawing on paper instead of being drawn.

What was typed stays in the document; this is only what paper makes of it.
"""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """Give the text as paper shows it, its paragraphs separated by line feeds.

    Control, bidirectional and other format characters, zero-width marks and variation
    selectors vanish; a tab and every exotic space become a space; every kind of line end
    becomes a line feed; half a surrogate pair becomes U+FFFD, which no face has.
    """
    return text.replace("\r\n", "\n").translate(_PRINTABLE)


def on_a_line(text: str) -> str:
    """Give the text as one line shows it, character by character: line ends are spaces."""
    return text.translate(_ON_A_LINE)


class _Printable(dict[int, str]):
    """What becomes of each character, decided once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character in "\n\v\f\r\x85\u2028\u2029":
            plain = "\n"
        elif character == "\t" or (category == "Zs" and character != "\u3000"):
            plain = " "
        elif category in {"Cc", "Cf"} or _invisible(code):
            plain = ""
        elif category == "Cs":
            plain = "\ufffd"
        else:
            plain = character
        self[code] = plain
        return plain


class _OnALine(dict[int, str]):
    def __missing__(self, code: int) -> str:
        plain = self[code] = _PRINTABLE[code].replace("\n", " ")
        return plain


def _invisible(code: int) -> bool:
    """Know the letters and marks that Unicode asks not to be seen: selectors, joiners, fillers."""
    return (
        0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        or 0x180B <= code <= 0x180F
        or code in {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
    )


_PRINTABLE = _Printable()
_ON_A_LINE = _OnALine()
