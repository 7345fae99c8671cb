"""The fonts of an .ods: which of its styles strike out, raise or lower, or draw pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from perfdesk.exchange.parse.runs import PLAIN, Font
from perfdesk.exchange.parse.symbols import is_symbol_face

_MOST_PARENTS = 20
_OFF = ("", "none")


class OdsFonts:
    """Find a style's font by its name; a style has what its parents have and does not change."""

    def __init__(self, trees: Iterable[Element]) -> None:
        self._styles: dict[str, tuple[str, dict[str, str]]] = {}
        for tree in trees:
            for style in tree.iter():
                if style.tag.rpartition("}")[2] == "style":
                    about = _attributes(style)
                    own: dict[str, str] = {}
                    for each in style:
                        if each.tag.rpartition("}")[2] == "text-properties":
                            own |= _attributes(each)
                    self._styles[about.get("name", "")] = about.get("parent-style-name", ""), own

    def of(self, name: str, font: Font = PLAIN) -> Font:
        """Give the font of a style, laid over the font around it."""
        chain: list[dict[str, str]] = []
        while name in self._styles and len(chain) < _MOST_PARENTS:
            name, own = self._styles[name]
            chain.append(own)
        for own in reversed(chain):
            through = own.get("text-line-through-style", own.get("text-line-through-type"))
            if through is not None:
                font = replace(font, struck=through not in _OFF)
            if position := own.get("text-position"):
                font = replace(font, level=_level(position))
            if face := own.get("font-name") or own.get("font-family"):
                face = face.strip("'")
                font = replace(font, face=face if is_symbol_face(face) else "")
        return font


def _level(position: str) -> int:
    """Read `super 58%` or `33% 58%`: how high, and how large."""
    first = position.split()[0]
    if first in ("super", "sub"):
        return 1 if first == "super" else -1
    figure = first.rstrip("%")
    return 0 if figure in ("0", "") else -1 if figure.startswith("-") else 1


def _attributes(element: Element) -> dict[str, str]:
    return {key.rpartition("}")[2]: value for key, value in element.items()}
