"""Links from a workbook to files beside it, and to cells in them, that hold when both move."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a file, and to a cell in it; without a file, to one of this workbook."""

    text: str
    target: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the files lie, and where the workbook will stand."""

    folder: Path
    beside: Path

    def to(self, path: str, cell: str = "", sheet: str = "") -> Link:
        """Make the link to a file, or to a cell of it."""
        # A sheet whose name no link can hold was made elsewhere; the link then leads to the file.
        is_named = cell and sheet and sheet.isprintable()
        place = f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}" if is_named else ""
        return Link(cell or path, target(self.folder / path, self.beside), place)


def target(path: Path, beside: Path) -> str:
    """Write a path as a link from a folder, so that both may move together."""
    try:
        way = os.path.relpath(path, beside)
    except ValueError:  # another drive
        return "file:///" + _quoted(path.as_posix())
    quoted = _quoted(way.replace(os.sep, "/"))
    # What has a colon in its first part would be taken for a kind of address.
    return f"./{quoted}" if ":" in quoted.partition("/")[0] else quoted


# XML holds no control characters, which a name on Linux may have; nor the bytes, kept as
# halves of characters, of a name that is no UTF-8.
_UNSAFE = {ord(mark): f"%{ord(mark):02X}" for mark in '%#? "<>\\^`{|}'}
_UNSAFE |= {code: f"%{code:02X}" for code in (*range(0x20), 0x7F)}
_UNSAFE |= {0xDC00 + byte: f"%{byte:02X}" for byte in range(0x80, 0x100)}


def _quoted(way: str) -> str:
    return way.translate(_UNSAFE)
