"""Bring typed text to one plain form before it is read."""

from __future__ import annotations

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = {
    "\u3000": " ",
    "\u00a0": " ",
    "≧": "≥",
    "⩾": "≥",
    "≦": "≤",
    "⩽": "≤",
    "﹥": ">",
    "﹤": "<",
    "﹦": "=",
    "％": "%",
    "﹪": "%",
    "−": "-",
    "－": "-",
    "﹣": "-",
}
_NARROW = _WIDE | {ord(mark): plain for mark, plain in _LOOKALIKES.items()}


def narrow(text: str) -> str:
    """Turn full-width letters, digits and signs into their plain forms."""
    return text.translate(_NARROW).strip()


def unspaced(text: str) -> str:
    """Bring a name to what it is compared by, however it is spaced."""
    return "".join(narrow(text).split())
