"""Find installed fonts that could stand for 宋体 on paper: 仿宋, 宋体 and their like.

Only the tables that say what a font is called, what it permits and which characters it has are
read; a file that cannot be read is passed over, for nobody asked for it. Fonts without Chinese
are not mentioned. The full test of the one that is chosen is `fonts.why_unfit`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from perfdesk.paper.embedding import characters_of, may_be_embedded
from perfdesk.paper.fonts import EVERYDAY, FORBIDDEN, POSTSCRIPT, VARIABLE, ChosenFace

_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
_MOST_FILES = 5_000
_MOST_TABLE = 4 << 20
_MOST_FACES = 64
_ITALIC, _REGULAR = 1, range(350, 501)
# Languages of the name table on Windows: simplified Chinese, traditional, then English.
_LANGUAGES = (0x0804, 0x1004, 0x0404, 0x0C04, 0x1404, 0x0409)
_FAMILY = 1
_EXPECTED = (struct.error, OSError, ValueError, LookupError)


@dataclass(frozen=True, slots=True)
class InstalledFace:
    """A face as it is called, and where it lies; `unfit` says in Chinese why it will not do."""

    name: str
    chosen: ChosenFace
    unfit: str = ""


def installed_faces(folders: Iterable[Path]) -> list[InstalledFace]:
    """List the Chinese faces of regular weight, those that are fit first, each name once.

    Of a file that is unfit as a whole one face stands for all.
    """
    found: dict[str, InstalledFace] = {}
    for path in _files(folders):
        faces = list(_faces(path))
        unfit = [face for face in faces if face.unfit]
        if unfit == faces:
            faces = sorted(unfit, key=lambda face: "SC" not in face.name.split())[:1]
        for face in faces:
            if face.name not in found or (found[face.name].unfit and not face.unfit):
                found[face.name] = face
    return sorted(found.values(), key=lambda face: (bool(face.unfit), face.name))


def _files(folders: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for folder in folders:
        for where, below, names in os.walk(folder):
            below.sort()
            fonts = (Path(where, name) for name in sorted(names))
            found += (path for path in fonts if path.suffix.lower() in _SUFFIXES)
            if len(found) > _MOST_FILES:
                return found[:_MOST_FILES]
    return found


def _faces(path: Path) -> Iterator[InstalledFace]:
    try:
        with path.open("rb") as file:
            for number, start in enumerate(_starts(file)):
                face = _face(file, start, ChosenFace(path, number))
                if face is not None:
                    yield face
    except _EXPECTED:
        return


def _starts(file: BinaryIO) -> list[int]:
    """Give where each face of a file begins; most files have one."""
    head = file.read(12)
    if head[:4] != b"ttcf":
        return [0]
    count = min(struct.unpack_from(">L", head, 8)[0], _MOST_FACES)
    return list(struct.unpack(f">{count}L", file.read(4 * count)))


def _face(file: BinaryIO, start: int, chosen: ChosenFace) -> InstalledFace | None:
    file.seek(start)
    count = struct.unpack(">4xH6x", file.read(12))[0]
    entries = struct.iter_unpack(">4s4xLL", file.read(16 * count))
    tables = {tag: (place, length) for tag, place, length in entries}

    def table(tag: bytes) -> bytes:
        place, length = tables[tag]
        if length > _MOST_TABLE:
            raise ValueError("a table larger than any font needs")
        file.seek(place)
        return file.read(length)

    about = table(b"OS/2")
    weight, selection = struct.unpack_from(">4xH", about)[0], struct.unpack_from(">62xH", about)[0]
    if weight not in _REGULAR or selection & _ITALIC:
        return None
    known = characters_of(table(b"cmap"))
    if any(ord(character) not in known for character in EVERYDAY):
        return None
    unfit = ""
    if b"glyf" not in tables:
        unfit = POSTSCRIPT
    elif b"fvar" in tables:
        unfit = VARIABLE
    elif not may_be_embedded(about):
        unfit = FORBIDDEN
    return InstalledFace(_family(table(b"name")) or chosen.path.stem, chosen, unfit)


def _family(names: bytes) -> str:
    """Read the family's name, in Chinese where the font has one."""
    count, texts = struct.unpack_from(">2xHH", names)
    found: dict[int, str] = {}
    for place in range(6, 6 + 12 * count, 12):
        platform, _, language, kind, length, at = struct.unpack_from(">6H", names, place)
        if platform == 3 and kind == _FAMILY:
            text = names[texts + at : texts + at + length].decode("utf-16-be", "replace").strip()
            if text.isprintable():
                found.setdefault(language, text)
    known = (found[language] for language in _LANGUAGES if language in found)
    return next(known, next(iter(found.values()), ""))
