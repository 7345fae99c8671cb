"""Know by their numbers where a section of a report ends that has the text of a field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.exchange.labels.label_words import plain
from perfdesk.exchange.labels.texts import GridText

# From the outermost to the innermost, as official documents are numbered.
_STYLES = (
    re.compile(r"([一二三四五六七八九十]{1,3})、"),
    re.compile(r"\(([一二三四五六七八九十]{1,3})\)"),
    re.compile(r"([0-9]{1,2})[、.．](?![0-9])"),
    re.compile(r"\(([0-9]{1,2})\)"),
)
_CAPTION = re.compile(r"表[0-9一二三四五六七八九十]{1,3}[:、. ]?")
_PAGE = re.compile(r"[-—\s]{0,4}[0-9]{1,4}[-—\s]{0,4}")
_DIGITS = "零一二三四五六七八九"
_LONGEST = 30
_ENDS = tuple("。;,:")


@dataclass(frozen=True, slots=True)
class Number:
    """A number before a text: how deep its kind is, and which it is."""

    depth: int
    number: int


def number_of(text: str) -> Number | None:
    """Read the number that a text begins with."""
    bare = plain(text[:40]).removeprefix("-")
    for depth, style in enumerate(_STYLES):
        if found := style.match(bare):
            return Number(depth, _value(found[1]))
    return None


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, has_ten, ones = text.rpartition("十")
    ten = (_DIGITS.find(tens) if tens else 1) * 10 if has_ten else 0
    return ten + (_DIGITS.find(ones) if ones else 0)


def is_caption(cell: GridText) -> bool:
    """Tell whether a line is the numbered caption of a table."""
    return len(cell.text) < _LONGEST * 2 and _CAPTION.match(plain(cell.text[:40])) is not None


def is_page_number(cell: GridText) -> bool:
    """Tell whether a line is the number that a page ended with."""
    return _PAGE.fullmatch(cell.text) is not None


def ends_section(label: GridText, found: Sequence[GridText], line: Sequence[GridText]) -> bool:
    """Tell whether a heading that is no label of ours ends what stands below a label.

    It is one of an outer kind, or the next of the label's own, unless the text has a list of
    that kind itself.
    """
    own = number_of(label.text)
    if own is None or len(line) != 1:
        return False
    text = plain(line[0].text)
    next_one = number_of(text)
    if next_one is None or len(text) > _LONGEST or text.endswith(_ENDS):
        return False
    if next_one.depth < own.depth:
        return True
    first = Number(own.depth, 1)
    # A table's cell may be numbered, too; a list has lines of its own.
    has_list = any(c.right > c.column and number_of(c.text) == first for c in found)
    return next_one == Number(own.depth, own.number + 1) and not has_list
