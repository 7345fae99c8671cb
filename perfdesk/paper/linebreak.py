"""Break a text into lines the way Chinese is set: no mark where it may not stand.

Three kinds of glue hold characters together, and give way in this order when a line is
too narrow: words, and figures with their units; marks that may not start or end a line;
nothing at all. Nothing hangs out of the line but white space, which is not drawn there.
The rules follow GB/T 15834 and the habits of official forms.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

SPACES = " \t\u3000"
# Variation selectors and combining accents belong to the character before them.
_MARKS_ON_TOP = "".join(map(chr, (*range(0x300, 0x370), *range(0xFE00, 0xFE10), 0x200D)))
NOT_AT_START = frozenset(
    "，。、；：！？”’）》】」』〉〕〗］｝…—～·•・％‰℃°′″々〜﹏．／"
    ",.;:!?)]}>%/\u00bb｡､｣" + _MARKS_ON_TOP
)
NOT_AT_END = frozenset("“‘（《【「『〈〔〖［｛￥＄£€№≥≤≧≦≈±＞＜([{¥$\u00ab｢")

# Full-width marks with their ink in the left half of the square, or in the right half.
_INK_LEFT, _INK_RIGHT = "，。、；：！？”’）》】」』〉〕〗］｝．", "“‘（《【「『〈〔〖［｛"
_PAIR = re.compile(f"[{_INK_LEFT}](?=[{_INK_LEFT}{_INK_RIGHT}])|[{_INK_RIGHT}](?=[{_INK_RIGHT}])")
FULL_WIDTH, HALF_WIDTH = 1000, 500

_LINE_FEED = re.compile(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_UNIT = (
    r"[%‰℃°]|[年月]底前?|[十百千万亿]*(?:个?工作日|个?百分点|个月|小时|分钟|人次|户次|平方公?里|平方米|立方米|公里)"
    r"|[十百千万亿]+[\u4e00-\u9fff]|[\u4e00-\u9fff]"
)
# Behind a space only what is nearly always a unit: 23 个, 0.5 分.
_MEASURES = (
    "%‰℃年月日号页条款个件次人户份张台块套名项处期天分元万亿吨米辆家只场批例间栋座组位级类倍"
)
_WORD = r"[0-9A-Za-z\u00c0-\u024f\u0370-\u04ff０-９Ａ-Ｚａ-ｚ]"
# Words, and figures with sign, separators and unit: ≥89.60万元, 16667张, 100.00(%), GB/T,
# 2024-08-31. A whole date in characters is one figure; a longer one may part after 年 and 月.
_RUN = re.compile(
    r"(?P<date>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)|\u3000+年\u3000+月(?:\u3000+日)?|"
    r"(?:第 ?|[≥≤≧≦≈=＝>＞<＜±+\-−]{0,2}[¥￥$＄€£]?)"
    rf"{_WORD}(?:{_WORD}|[-.,:/@'’&+#=?~_\\](?={_WORD}))*"
    rf"(?:(?<=\d)(?:(?P<unit>[(（][%‰\u4e00-\u9fff]{{1,2}}[)）]|{_UNIT})"
    rf"| (?P<apart>[{_MEASURES}])))?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a slice of the text, without the white space at its end.

    `indent` and `width` are in the unit of the advances; `closes` is set on the last line
    of a paragraph.
    """

    start: int
    end: int
    width: float
    indent: float = 0
    closes: bool = False


def break_lines(
    text: str, advances: Sequence[float], width: float, indent: float = 0
) -> list[Line]:
    """Break a text into lines no wider than `width`.

    `advances` holds each character's width, so that a text may mix faces. Line feeds end
    paragraphs; a blank paragraph gives a blank line. `indent` is the white space before
    each paragraph's first line. The time taken grows with the text's length alone.

    Of two full-width marks side by side the first takes half its width, and so does one
    that would not fit at a line's end: `squeezed` says which they are.
    """
    narrowed = list(advances)
    for place in squeezed(text, advances):
        narrowed[place] -= HALF_WIDTH
    places = list(accumulate(narrowed, initial=0.0))
    lines: list[Line] = []
    start = 0
    for feed in _LINE_FEED.finditer(text):
        lines += _paragraph(text, places, start, feed.start(), width, indent)
        start = feed.end()
    return lines + _paragraph(text, places, start, len(text), width, indent)


def squeezed(text: str, advances: Sequence[float]) -> list[int]:
    """List the places of marks that give up their blank half to the mark behind them."""
    return [
        pair.start()
        for pair in _PAIR.finditer(text)
        if advances[pair.start()] == advances[pair.start() + 1] == FULL_WIDTH
    ]


def cut_runs(text: str, lines: Sequence[Line]) -> tuple[int, int]:
    """Count the words and figures that are cut by line ends, and those parted from a unit."""
    runs = _Runs(text, 0, len(text))
    cuts = parted = 0
    for line in lines:
        run = runs.around(line.end)
        if run and not line.closes and text[line.end] not in SPACES:
            joint = run["unit"] and line.end == run.start("unit")
            parted += bool(joint or run["date"])
            cuts += not (joint or run["date"])
    return cuts, parted


def break_heading(text: str, advances: Sequence[float], width: float) -> list[Line]:
    """Break a short centred text, before its bracket where that costs no line.

    “偏差情况 / （尽量用数值表示）” is read at a glance, “偏差情况（尽 / 量用数值表示）” is not.
    """
    lines = break_lines(text, advances, width)
    place = text.find("（", 1)
    if len(lines) < 2 or place < 0 or text[place - 1] in NOT_AT_END:
        return lines
    parted = break_lines(text[:place], advances[:place], width) + [
        replace(line, start=line.start + place, end=line.end + place)
        for line in break_lines(text[place:], advances[place:], width)
    ]
    return parted if len(parted) <= len(lines) else lines


def _paragraph(
    text: str, places: list[float], start: int, end: int, width: float, indent: float
) -> list[Line]:
    last = end
    while last > start and text[last - 1] in SPACES:
        last -= 1
    if indent >= width:
        indent = 0
    lines: list[Line] = []
    runs = None
    while True:
        # A hair more than the width, for sums of decimal fractions that miss by one bit.
        room = places[start] + width - indent + 1e-6
        fits = bisect_right(places, room, start, last + 1) - 1
        if fits < last and text[fits] in _INK_LEFT:
            fits += (
                places[fits + 1] - places[fits] == FULL_WIDTH
                and places[fits + 1] - HALF_WIDTH <= room
            )
        if fits >= last or start + 1 >= last:
            lines.append(
                Line(start, last, _width(places, start, last, width - indent), indent, True)
            )
            return lines
        runs = runs or _Runs(text, start, last)  # of no use to a text that is one line
        cut = _cut(text, places, start, max(fits, start + 1), width, runs)
        if cut > start + 1 and _lonely(text, cut, last):
            earlier = _cut(text, places, start, cut - 1, width, runs)
            fits_last = places[last] - places[earlier] <= width
            if fits_last and not runs.around(earlier) and _marks_allow(text, start, earlier, runs):
                cut = earlier
        shown = cut
        while shown > start and text[shown - 1] in SPACES:
            shown -= 1
        lines.append(Line(start, shown, _width(places, start, shown, width - indent), indent))
        start, indent = cut, 0


def _width(places: list[float], start: int, end: int, room: float) -> float:
    """Give a line's width, that of a mark which only fits by half being half."""
    width = places[end] - places[start]
    return width - HALF_WIDTH if end > start + 1 and width > room + 1e-6 else width


class _Runs:
    """The words and figures of a paragraph, found by place."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._found = list(_RUN.finditer(text, start, end))
        self._starts = [run.start() for run in self._found]

    def around(self, place: int) -> re.Match[str] | None:
        """Give the run that a break at this place would cut."""
        before = bisect_right(self._starts, place) - 1
        if before >= 0 and self._starts[before] < place < self._found[before].end():
            return self._found[before]
        return None

    def opens(self, place: int) -> bool:
        """Tell whether a run begins here, as room to write in does with white space."""
        before = bisect_right(self._starts, place) - 1
        return before >= 0 and self._starts[before] == place


def _cut(text: str, places: list[float], start: int, fits: int, width: float, runs: _Runs) -> int:
    """Find the last good place to end a line, at most `fits` unless only spaces follow."""
    reach = fits
    while text[reach] in SPACES:
        reach += 1
    place = reach
    while place > start:
        run = runs.around(place)
        if run and run.start() > start and places[run.end()] - places[run.start()] <= width:
            place = run.start()
        elif run and start < (joint := _joint(run, place)) < place:
            place = joint
        elif run and run["date"] and joint < start < run.start():
            place = run.start()
        elif _marks_allow(text, start, place, runs):
            return place
        else:
            place -= 1
    for place in range(reach, start, -1):
        if _marks_allow(text, start, place, runs):
            return place
    return reach


def _joint(run: re.Match[str], place: int) -> int:
    """Find where a figure too long for its line parts: from its unit, a date after 年 and 月.

    Gives -1 where there is no such place before the given one.
    """
    if run["date"]:
        ends = (at + 1 for at in range(run.start(), place) if run.string[at] in "年月")
        return max(ends, default=-1)
    return max(run.start("unit"), run.start("apart"))


def _lonely(text: str, place: int, end: int) -> bool:
    """Tell whether one character and the marks behind it would be left for the last line."""
    first = text[place].isalnum()
    return (
        first and end - place <= 4 and all(mark in NOT_AT_START for mark in text[place + 1 : end])
    )


def _marks_allow(text: str, start: int, place: int, runs: _Runs) -> bool:
    after = text[place]
    if after in NOT_AT_START or (after in SPACES and not runs.opens(place)):
        return False
    before = place - 1
    while before > start and text[before] in SPACES:
        before -= 1
    return text[before] not in NOT_AT_END
