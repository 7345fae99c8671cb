"""Boxes and ticks that are letters of a symbol font: what they look like, as a character."""

from __future__ import annotations

import re

# By the code of the letter, from 0x20 to 0xFF. Only marks of choice; arrows and hands are no entry.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0xA1: "○",
    0xA4: "●", 0xA8: "☐", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "☐", 0xA2: "■",
    0xA3: "☐", 0x99: "○", 0x98: "●",
}  # fmt: skip
_MARLETT = {0x61: "√", 0x62: "√", 0x72: "×"}
_WEBDINGS = {0x61: "√", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "×"}
_FACES = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "marlett": _MARLETT,
    "webdings": _WEBDINGS,
}
_PRIVATE = range(0xF020, 0xF100)
_IS_PRIVATE = re.compile("[\uf020-\uf0ff]")
# Where the face is not said, private characters come from one of the two faces of Word.
_EITHER = _WINGDINGS_2 | _WINGDINGS


def is_symbol_face(face: str) -> bool:
    """Tell whether the letters of a face are pictures."""
    return face.strip().lower() in (*_FACES, "wingdings 3", "symbol")


def looks(text: str, face: str = "") -> str | None:
    """Write a text as it looks in a face; None where it holds a picture that is no box or tick."""
    table = _FACES.get(face.strip().lower())
    if table is None and is_symbol_face(face):
        return None if text.strip() else text
    if table is None and not _IS_PRIVATE.search(text):
        return text
    shown = []
    for letter in text:
        code = ord(letter)
        if code in _PRIVATE:
            mark = (_EITHER if table is None else table).get(code - 0xF000)
        elif table is not None and code <= 0xFF and not letter.isspace():
            mark = table.get(code)
        else:
            mark = letter
        if mark is None:
            return None
        shown.append(mark)
    return "".join(shown)
