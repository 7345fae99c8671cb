"""Which face stands for 宋体 on paper: those that could, the one chosen, and whether it is there.

A face is kept in the preferences as its file, and `#1` behind it for the second of a collection;
blank is the program's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfdesk.commands.context import Context
    from perfdesk.paper.fonts import ChosenFace, Faces

OURS = "本程序自带（宋体）"
_GONE = "这个字体的文件找不到了。"


@dataclass(frozen=True, slots=True)
class OfferedFace:
    """A face to choose from: `key` is what is kept of it, `unfit` why it will not do."""

    name: str
    key: str
    path: Path
    number: int = 0
    unfit: str = ""


@lru_cache(maxsize=1)
def faces_for(fonts: Path, key: str) -> Faces:
    """Read the faces of paper, the one of this key for 宋体; ours where that will not do.

    A chosen face that is gone or may not be embedded is passed over: paper comes first.
    """
    from perfdesk.paper.fonts import SONG, load_faces

    chosen = None if why_face_unfit(key) else chosen_face(key)
    return load_faces(fonts, {SONG: chosen} if chosen else None)


def chosen_face(key: str) -> ChosenFace | None:
    """Read what is kept of a choice; None for the program's own face."""
    from perfdesk.paper.fonts import ChosenFace

    path, _, number = key.rpartition("#")
    if number.isdecimal() and path:
        return ChosenFace(Path(path), int(number))
    return ChosenFace(Path(key)) if key else None


def offered_faces(context: Context, key: str) -> Sequence[OfferedFace]:
    """List the faces to choose from, our own first; `key` is listed even where it is gone.

    Takes seconds where a thousand fonts are installed: beside the window.
    """
    from perfdesk.paper.fonts import SONG, own_file
    from perfdesk.paper.installed import installed_faces

    offers = [OfferedFace(OURS, "", own_file(context.fonts, SONG))]
    for face in installed_faces(context.font_folders):
        path, number = face.chosen.path, face.chosen.number
        offers.append(OfferedFace(face.name, f"{path}#{number}", path, number, face.unfit))
    chosen = chosen_face(key)
    if chosen and not any(chosen_face(each.key) == chosen for each in offers[1:]):
        unfit = why_face_unfit(key)
        offers.append(OfferedFace(chosen.path.name, key, chosen.path, chosen.number, unfit))
    return offers


def why_face_unfit(key: str) -> str:
    """Say in Chinese why a face cannot stand on paper; blank where it can, as ours can.

    Reads the font whole.
    """
    from perfdesk.paper.fonts import why_unfit

    chosen = chosen_face(key)
    if chosen is None:
        return ""
    return why_unfit(chosen) if chosen.path.is_file() else _GONE


def face_trouble(key: str) -> str:
    """Say that the chosen face is not the one on paper, and what to do; blank where it is."""
    chosen, why = chosen_face(key), why_face_unfit(key)
    if chosen is None or not why:
        return ""
    return (
        f"选作纸面字体的“{chosen.path.name}”用不了：{why}现在纸面用本程序自带的宋体，"
        "内容不受影响；可在“查看 › 纸面字体…”另选。"
    )
