"""The numbers that Word puts before paragraphs by itself: 一、 (一) 1. ①, as they are seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from perfdesk.exchange.parse.elements import attribute, child, child_value, children

_CHINESE = "零一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    text: str


@dataclass(slots=True)
class _List:
    levels: Mapping[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """Count one paragraph of a level, and write its number."""
        here = self.levels.get(level)
        if here is None:
            return ""
        self.counts[level] = self.counts.get(level, here.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            self.counts.pop(deeper, None)
        if here.kind in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda found: self._write(int(found[1]) - 1), here.text)

    def _write(self, level: int) -> str:
        at = self.levels.get(level)
        return written(self.counts.get(level, at.start), at.kind) if at else ""


class Numbers:
    """The lists of one document, each counted on from paragraph to paragraph."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._of_styles = _numbers_of_styles(styles)
        if numbering is None:
            return
        shared: dict[str, _List] = {}
        for each in children(numbering, "abstractNum"):
            levels = {
                int(attribute(level, "ilvl") or 0): _level(level) for level in children(each, "lvl")
            }
            shared[attribute(each, "abstractNumId")] = _List(levels)
        for each in children(numbering, "num"):
            target = shared.get(child_value(each, "abstractNumId"))
            if target is None:
                continue
            own = {
                int(attribute(change, "ilvl") or 0): start
                for change in children(each, "lvlOverride")
                if (start := child_value(change, "startOverride")).isdecimal()
            }
            if own:
                levels = {
                    at: _Level(int(own.get(at, level.start)), level.kind, level.text)
                    for at, level in target.levels.items()
                }
                target = _List(levels)
            self._lists[attribute(each, "numId")] = target

    def before(self, paragraph: Element) -> str:
        """Give the number that stands before a paragraph; blank where there is none."""
        number, level = _number_of(paragraph)
        if not number:
            number, level = self._of_styles.get(child_value(paragraph, "pPr", "pStyle"), ("", 0))
        found = self._lists.get(number)
        return found.next(level) if found else ""


def written(number: int, kind: str) -> str:
    """Write a number in the kind of a list; digits for kinds that are not known."""
    if kind.startswith(("chinese", "ideographDigital", "japaneseCounting", "taiwanese")):
        return _in_chinese(number)
    if kind in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr((65 if kind == "upperLetter" else 97) + number - 1)
    if kind in ("upperRoman", "lowerRoman") and 0 < number < 40:
        roman = ""
        rest = number
        for worth, mark in _ROMAN:
            roman += mark * (rest // worth)
            rest %= worth
        return roman.upper() if kind == "upperRoman" else roman
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _in_chinese(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _CHINESE[ones]
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")


def _level(level: Element) -> _Level:
    start = child_value(level, "start")
    return _Level(
        int(start) if start.isdecimal() and len(start) < 6 else 1,
        child_value(level, "numFmt") or "decimal",
        child_value(level, "lvlText")[:60],
    )


def _numbers_of_styles(styles: Element | None) -> dict[str, tuple[str, int]]:
    found = {}
    for style in children(styles, "style"):
        number, level = _number_of(style)
        if number:
            found[attribute(style, "styleId")] = number, level
    return found


def _number_of(paragraph: Element) -> tuple[str, int]:
    """Give the list of a paragraph or a style, and its level there; a list 0 is none."""
    about = child(paragraph, "pPr", "numPr")
    level = child_value(about, "ilvl")
    is_level = level.isdecimal() and len(level) == 1
    return child_value(about, "numId"), int(level) if is_level else 0
