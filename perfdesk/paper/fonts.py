"""Know our faces: which characters they have, how wide these are, how to draw them.

Measuring and drawing go by role (song, hei, hei_bold); where the role's face lacks a
character the next face of its chain stands in. Nothing is read before a face is used.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from perfdesk.models.sheet import ROLES
from perfdesk.paper.embedding import EmbeddedFont
from perfdesk.paper.printable import on_a_line

SONG, HEI, HEI_BOLD = ROLES

_FILES = {SONG: "PerfDeskSerif-Regular", HEI: "PerfDeskSans-Regular", HEI_BOLD: "PerfDeskSans-Bold"}
EVERYDAY = "项目支出绩效（，。：；、“”）0123456789%"
POSTSCRIPT = "这个字体是 PostScript 轮廓（多为 .otf），放不进 PDF。请选 TrueType 字体。"
FORBIDDEN = "这个字体的授权不许放进 PDF。请另选一个。"
VARIABLE = "这是可变字体，放进 PDF 只剩最细的一种。请选字重固定的字体。"
# What reportlab says of a file, and what a person is told.
_UNFIT = {"postscript": POSTSCRIPT, "does not allow": FORBIDDEN}
_CHAINS = {SONG: (SONG,), HEI: (HEI, SONG), HEI_BOLD: (HEI_BOLD, SONG)}


@dataclass(frozen=True, slots=True)
class ChosenFace:
    """An installed face: its file, and which face of a collection (.ttc) it is."""

    path: Path
    number: int = 0


@dataclass(frozen=True, slots=True)
class Face:
    """One face as reportlab knows it by `name`; `ascent` and `descent` are parts of the size.

    They bound the em box of a Chinese character and add up to 1: a character of size s whose
    box starts at the height y has its baseline at `y + s * descent`.
    """

    role: str
    name: str
    ascent: float
    descent: float
    font: EmbeddedFont

    def __contains__(self, character: str) -> bool:
        return ord(character) in self.font.face.charToGlyph


class Faces:
    """The faces of one folder. Texts are neutralised first, as `printable` does.

    A `chosen` face goes before ours in its role; what it lacks, ours draw.
    """

    def __init__(self, folder: Path, chosen: Mapping[str, ChosenFace] | None = None) -> None:
        self._folder = folder
        self._chosen = {_before(role): face for role, face in (chosen or {}).items()}
        self.chains = {
            role: (*((_before(role),) if _before(role) in self._chosen else ()), *chain)
            for role, chain in _CHAINS.items()
        }
        self._faces: dict[str, Face] = {}
        self._drawn_by = {role: _DrawnBy(self, role) for role in ROLES}
        self._advances = {role: _Advances(self, role) for role in ROLES}
        self._sound: frozenset[str] = frozenset()

    def face(self, role: str) -> Face:
        """Give the face of a role, read from its file on first use."""
        if role not in self._faces:
            chosen = self._chosen.get(role)
            self._faces[role] = (
                _load(role, chosen.path, chosen.number)
                if chosen
                else _load(role, own_file(self._folder, role))
            )
        return self._faces[role]

    def runs(self, text: str, role: str) -> list[tuple[Face, str]]:
        """Split a line by the face that draws it; a line feed counts as a space."""
        line = on_a_line(text)
        drawn_by = self._drawn_by[role]
        if len(found := set(map(drawn_by.__getitem__, line))) == 1:
            return [(self.face(found.pop()), line)]
        return [
            (self.face(chosen), "".join(run))
            for chosen, run in groupby(line, key=drawn_by.__getitem__)
        ]

    def missing(self, text: str) -> tuple[str, ...]:
        """List the characters that no face has, each once, in order.

        They are drawn as 〓, which must never happen without a finding.
        """
        known = self.face(SONG).font.face.charToGlyph  # every other face of ours has less
        line = on_a_line(text)
        lost = tuple(dict.fromkeys(c for c in line if ord(c) not in known))
        return tuple(c for c in lost if c not in self.face(self.chains[SONG][0]))

    def unprintable(self, texts: Iterable[str]) -> frozenset[str]:
        """Give those texts that have characters which no face has.

        Texts found sound are not looked at again while they keep being asked about: at a
        keystroke a form has thousands, of which one is new.
        """
        asked = frozenset(texts)
        faulty = frozenset(filter(self.missing, asked - self._sound))
        self._sound = asked - faulty
        return faulty

    def width(self, text: str, role: str, size: float) -> float:
        """Measure a line in points, exactly as `draw` advances."""
        return sum(map(self._advances[role].__getitem__, text)) * size / 1000

    def advances(self, role: str) -> Mapping[str, int]:
        """Give each character's width in 1/1000 of the size, for those who break lines.

        Index it with any character (it fills itself, so `get` and `in` do not help); what
        never reaches paper is 0 wide.
        """
        return self._advances[role]

    def draw(self, canvas: Any, x: float, y: float, text: str, role: str, size: float) -> None:
        """Draw a line on a reportlab canvas with its baseline starting at (x, y)."""
        pen = canvas.beginText(x, y)
        for face, run in self.runs(text, role):
            pen.setFont(face.name, size)
            pen.textOut(run)
        canvas.drawText(pen)


def own_file(folder: Path, role: str) -> Path:
    """Name the file of our own face of a role."""
    return folder / f"{_FILES[role]}.ttf"


def load_faces(folder: Path, chosen: Mapping[str, ChosenFace] | None = None) -> Faces:
    """Open the faces of a folder. Cheap: files are read when a role is first used.

    `chosen` names installed faces that a person prefers, by role. Ask `why_unfit` of each
    first: its file may be gone, or its outlines or its licence keep it out of a PDF.
    """
    return Faces(folder, chosen)


def why_unfit(chosen: ChosenFace) -> str:
    """Say in Chinese why a face cannot stand on paper; blank where it can."""
    try:
        face = _load("", chosen.path, chosen.number)
    except (OSError, ValueError, LookupError, struct.error, TTFError) as error:
        return next(
            (message for sign, message in _UNFIT.items() if sign in str(error)),
            f"字体文件“{chosen.path.name}”读不出来。请另选一个。",
        )
    if "fvar" in face.font.face.table:
        return VARIABLE
    if any(character not in face for character in EVERYDAY):
        return "这个字体缺少常用的汉字或标点。请选中文字体。"
    return ""


class _DrawnBy(dict[str, str]):
    """For one role, the role of the face that draws each character."""

    def __init__(self, faces: Faces, role: str) -> None:
        self._faces, self._chain, self._ours = faces, faces.chains[role], role

    def __missing__(self, character: str) -> str:
        having = (role for role in self._chain if character in self._faces.face(role))
        role = self[character] = next(having, self._ours)  # ours has the mark that stands in
        return role


class _Advances(dict[str, int]):
    """For one role, how far each character moves the pen, in 1/1000 of the size."""

    def __init__(self, faces: Faces, role: str) -> None:
        self._faces, self._role = faces, role

    def __missing__(self, character: str) -> int:
        advance = sum(
            font.charWidths[font.drawn(ord(c))]
            for face, run in self._faces.runs(character, self._role)
            for c in run
            for font in (face.font.face,)
        )
        self[character] = advance
        return advance


def _before(role: str) -> str:
    """Name the role of the face that goes before ours."""
    return f"chosen {role}"


def _load(role: str, path: Path, number: int = 0) -> Face:
    # Files installed in two folders may share a name, ours do not.
    name = path.stem if role in ROLES else f"{path}#{number}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(EmbeddedFont(name, path, number))
    font = pdfmetrics.getFont(name)
    return Face(role, name, font.face.ascent / 1000, -font.face.descent / 1000, font)
