"""The words of a Word paragraph as they are seen, each part with its font."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from perfdesk.exchange.parse.elements import attribute, child, child_value, children, tag_of
from perfdesk.exchange.parse.runs import PLAIN, Font
from perfdesk.exchange.parse.symbols import is_symbol_face

_SKIPPED = frozenset(
    ["del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "Fallback", "tbl"]
)
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_ON = ("1", "true", "on", "")
_LEVELS = {"superscript": 1, "subscript": -1}
_MOST_PARENTS = 20


class Fonts:
    """The fonts of a document's styles, by their names."""

    def __init__(self, styles: Element | None) -> None:
        self._styles = {
            attribute(each, "styleId"): (child_value(each, "basedOn"), child(each, "rPr"))
            for each in children(styles, "style")
        }

    def of(self, style: str, font: Font) -> Font:
        """Lay a style, and what it is based on, over a font."""
        chain: list[Element | None] = []
        while style in self._styles and len(chain) < _MOST_PARENTS:
            style, about = self._styles[style]
            chain.append(about)
        for about in reversed(chain):
            font = laid_over(font, about)
        return font


def runs_of(paragraph: Element, fonts: Fonts) -> Iterator[tuple[str, Font]]:
    """Take a paragraph apart into texts, each with its font."""
    yield from _within(paragraph, fonts, fonts.of(child_value(paragraph, "pPr", "pStyle"), PLAIN))


def _within(element: Element, fonts: Fonts, font: Font) -> Iterator[tuple[str, Font]]:
    for each in element:
        tag = tag_of(each)
        if tag == "t":
            yield each.text or "", font
        elif tag in _BREAKS:
            yield _BREAKS[tag], font
        elif tag == "sym":
            code = attribute(each, "char")
            letter = chr(int(code, 16)) if len(code) == 4 and _is_hex(code) else ""
            yield letter, replace(font, face=attribute(each, "font"))
        elif tag == "checkBox":  # a form field of Word 97
            state = child(each, "checked")
            state = child(each, "default") if state is None else state
            is_ticked = state is not None and attribute(state, "val") in _ON
            yield "☑" if is_ticked else "☐", font
        elif tag == "r":
            about = child(each, "rPr")
            if not _is_on(about, "vanish"):
                own = fonts.of(child_value(about, "rStyle"), font)
                yield from _within(each, fonts, laid_over(own, about))
        elif tag not in _SKIPPED:
            yield from _within(each, fonts, font)


def laid_over(font: Font, about: Element | None) -> Font:
    """Lay the properties of a run over a font: only what changes how its text is read."""
    for each in children(about):
        match tag_of(each):
            case "strike" | "dstrike":
                font = replace(font, struck=attribute(each, "val") in _ON)
            case "vertAlign":
                font = replace(font, level=_LEVELS.get(attribute(each, "val"), 0))
            case "rFonts":
                faces = (attribute(each, kind) for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
                face = next((one for one in faces if one), "")
                font = replace(font, face=face if is_symbol_face(face) else "")
    return font


def _is_on(about: Element | None, tag: str) -> bool:
    found = child(about, tag)
    return found is not None and attribute(found, "val") in _ON


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdefABCDEF" for letter in text)
