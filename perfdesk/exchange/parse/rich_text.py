"""Texts of an .xlsx as they are seen: their parts, their fonts, and what XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from perfdesk.exchange.parse.runs import PLAIN, Font, as_seen
from perfdesk.exchange.parse.symbols import is_symbol_face

# A text in the font of its cell, or its parts, each with its own font or none: a part with a
# font of its own is not struck out where its cell is.
RichText = str | list[tuple[str, Font | None]]

_OFF = ("0", "false", "none")
_LEVELS = {"superscript": 1, "subscript": -1}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Decode the `_xHHHH_` that a workbook writes for what XML cannot hold."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Two escapes may be the halves of one character; a half alone is no character.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def rich_text(item: Element) -> RichText:
    """Read a string of a workbook; how a word is read aloud (rPh) is left out."""
    parts: list[tuple[str, Font | None]] = []
    for child in item:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            parts.append((unescape(child.text or ""), None))
        elif tag == "r":
            font, text = None, ""
            for each in child:
                inner = each.tag.rpartition("}")[2]
                if inner == "t":
                    text += each.text or ""
                elif inner == "rPr":
                    font = font_of(each)
            parts.append((unescape(text), font))
    if all(font is None for _, font in parts):
        return "".join(text for text, _ in parts)
    return parts


def seen(text: RichText, font: Font) -> tuple[str, tuple[str, ...]]:
    """Give what is seen of a text in a cell of that font, and notes on what was left out."""
    if isinstance(text, str):
        return as_seen([(text, font)]) if font is not PLAIN else (text, ())
    return as_seen((part, font if own is None else own) for part, own in text)


def fonts_of(styles: Element | None) -> list[Font]:
    """Give the font of each cell style, by its index; `PLAIN` where it changes no reading."""
    if styles is None:
        return []
    fonts = [font_of(each) for each in _within(styles, "fonts")]
    found = []
    for style in _within(styles, "cellXfs"):
        number = style.get("fontId", "0")
        index = int(number) if number.isdecimal() else 0
        found.append(fonts[index] if index < len(fonts) else PLAIN)
    return found


def font_of(element: Element) -> Font:
    """Read of a font only what changes how its text is read."""
    font = PLAIN
    for each in element:
        value = each.get("val", "")
        match each.tag.rpartition("}")[2]:
            case "strike" | "dstrike" if value.lower() not in _OFF:
                font = replace(font, struck=True)
            case "vertAlign":
                font = replace(font, level=_LEVELS.get(value, 0))
            case "name" | "rFont" if is_symbol_face(value):
                font = replace(font, face=value)
    return PLAIN if font == PLAIN else font


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag.rpartition("}")[2] == tag:
            yield from child
