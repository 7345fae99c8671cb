"""Make the colour profile (ICC) that a PDF for the archive must name: sRGB, out of its figures.

The figures are those of IEC 61966-2-1, adapted to the white of D50 as the format of profiles
asks (ICC.1:2004-10); they belong to nobody.
"""

from __future__ import annotations

import struct
from functools import cache

_D50 = (0.9642, 1.0, 0.8249)
_RED, _GREEN, _BLUE = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
_ADAPTED = (1.0479, 0.0229, -0.0502, 0.0296, 0.9905, -0.0171, -0.0092, 0.0151, 0.7517)
# y = ((x + 0.055) / 1.055) ** 2.4, and x / 12.92 up to 0.04045
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_NAME, _FREE = "sRGB", "No copyright, use freely"


@cache
def srgb_profile() -> bytes:
    """Give the profile; always the same bytes."""
    curve = b"para" + struct.pack(">4xHxx", 3) + _fixed(_CURVE)
    tags = {
        b"desc": _text(_NAME),
        b"cprt": _text(_FREE),
        b"wtpt": _xyz(_D50),
        b"chad": b"sf32" + bytes(4) + _fixed(_ADAPTED),
        b"rXYZ": _xyz(_RED),
        b"gXYZ": _xyz(_GREEN),
        b"bXYZ": _xyz(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += name + struct.pack(">LL", places[content], len(content))
    size = start + len(body)
    return _head(size) + struct.pack(">L", len(tags)) + table + body


def _head(size: int) -> bytes:
    moment = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    kinds = b"mntrRGB XYZ "
    return (
        struct.pack(">L4xL", size, 0x04200000)
        + kinds
        + moment
        + b"acsp"
        + bytes(28)
        + _fixed(_D50)
        + bytes(48)
    )


def _fixed(numbers: tuple[float, ...]) -> bytes:
    return b"".join(struct.pack(">l", round(number * 65536)) for number in numbers)


def _xyz(numbers: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(numbers)


def _text(text: str) -> bytes:
    words = text.encode("utf-16-be")
    return (
        b"mluc" + struct.pack(">4xLL", 1, 12) + b"enUS" + struct.pack(">LL", len(words), 28) + words
    )
