"""What the styles of a web page say of reading: what is hidden, struck out, raised, or a symbol."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from perfdesk.exchange.parse.runs import Font
from perfdesk.exchange.parse.symbols import is_symbol_face

_MOST_RULES = 5_000
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,5000})\}")
_CLASS = re.compile(r"(?:^|[\s,])(?:[a-z]+)?\.([\w-]+)\s*(?=,|$)", re.IGNORECASE)
_STRUCK, _RAISED, _LOWERED = ("s", "strike", "del"), "sup", "sub"


class Styles:
    """The styles of a page: those of its classes, and what an element says itself."""

    def __init__(self, sheets: Iterable[Any]) -> None:
        self._classes: dict[str, dict[str, str]] = {}
        count = 0
        for sheet in sheets:
            for selectors, body in _RULE.findall(sheet.text or ""):
                count += 1
                if count > _MOST_RULES:
                    raise MemoryError
                for name in _CLASS.findall(selectors):
                    self._classes.setdefault(name.lower(), {}).update(_properties(body))

    def is_seen(self, element: Any) -> bool:
        """Tell whether a browser shows an element at all."""
        if element.get("hidden") is not None:
            return False
        if (element.get("type") or "").lower() == "hidden":
            return False
        own = self._of(element)
        return own.get("display") != "none" and own.get("visibility") not in ("hidden", "collapse")

    def font(self, element: Any, font: Font) -> Font:
        """Lay what an element says of its text over the font around it."""
        own = self._of(element)
        decoration = own.get("text-decoration", "") + own.get("text-decoration-line", "")
        if element.tag in _STRUCK or "line-through" in decoration:
            font = replace(font, struck=True)
        if element.tag in (_RAISED, _LOWERED):
            font = replace(font, level=1 if element.tag == _RAISED else -1)
        elif (position := own.get("vertical-align")) in ("super", "sub"):
            font = replace(font, level=1 if position == "super" else -1)
        face = own.get("font-family") or element.get("face") or ""
        if face:
            first = face.split(",")[0].strip("\"' ")
            font = replace(font, face=first if is_symbol_face(first) else "")
        return font

    def _of(self, element: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in (element.get("class") or "").lower().split():
            found |= self._classes.get(name, {})
        return found | _properties(element.get("style") or "")


def _properties(body: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in body.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower()
        for name, mark, value in pairs
        if mark
    }
