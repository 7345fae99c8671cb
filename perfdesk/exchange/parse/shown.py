"""What Excel shows of a number under a number format: sign, scale, and words around the figure.

Only what changes the value that a person reads is followed; colours and widths are not.
Dates are in `number_formats.py`. Source: ECMA-376 part 1, 18.8.31, and what Excel does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|\[\$(?P<currency>[^\]\-]*)[^\]]*\]"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|_(?P<space>.)|\*(?P<fill>.)"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<exponent>[Ee][+-])"
    r"|(?P<mark>[0#?.,%/@;])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_FIGURE = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+")
# By how many digits a format may scale: not at all, thousands, 万, millions, 亿, thousand millions.
_SCALES = (0, 3, 4, 6, 8, 9)
_MOST_SECTIONS = 4
_MOST_PLACES = 30
_SIGNS = frozenset("-−()（） \u3000\u00a0¥￥")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is shown.

    `text` is what stands in the cell. `figure` is the number behind its digits, scaled as the
    digits are but not rounded: 71.33 where 713300 is shown as 71.3, 9.26 where 0.0926 is shown
    as 9%; None where no digits are shown. `before` and `after` are the words around the digits
    without signs of value; `is_percent` tells of a percent sign that scales.
    """

    text: str
    figure: Decimal | None
    before: str = ""
    after: str = ""
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: its pieces in order, and to which numbers it belongs."""

    pieces: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    @property
    def places(self) -> list[int]:
        """Give where digits go: on 0, # and ?, or all of them where it says General."""
        kinds = self.at("0#?")
        return kinds or [at for at, (kind, _) in enumerate(self.pieces) if kind == "general"]

    def at(self, marks: str) -> list[int]:
        """Give where one of the marks stands, such as % or the places of digits."""
        return [at for at, piece in enumerate(self.pieces) if _is_mark(piece, marks)]


def _is_mark(piece: tuple[str, str], marks: str) -> bool:
    return piece[0] == "mark" and piece[1] in marks


def as_shown(number: Decimal, code: str) -> Shown | None:
    """Show a number under a format; None where the format is not understood."""
    sections = () if ELAPSED.search(code) else _sections(code)
    if not sections:
        return None
    section, signless = _choose(sections, number)
    if section is None:
        return None
    return _write(number, section, signless)


def from_text(number: Decimal, text: str, *, is_percent: bool) -> Shown:
    """Take from what stands in a cell how its number is shown, where the format is not at hand."""
    found = _FIGURE.search(text)
    if found is None or _FIGURE.search(text, found.end()):
        return Shown(text.strip(), None)
    before, after = text[: found.start()], text[found.end() :]
    is_percent = is_percent and after.strip().startswith("%")
    after = after.strip().removeprefix("%") if is_percent else after
    digits = Decimal(found[0].replace(",", ""))
    worth = number.scaleb(2 if is_percent else 0)
    for thousands in _SCALES:
        scaled = worth.scaleb(-thousands)
        if abs(scaled).quantize(digits, ROUND_HALF_UP) == digits:
            worth = scaled
            break
    else:
        return Shown(text.strip(), None)
    words = _without_signs(before), _without_signs(after)
    return Shown(text.strip(), worth, *words, is_percent)


def text_as_shown(text: str, code: str) -> str:
    """Show a text under a format, of which the fourth part, or one with @, is for texts."""
    if "@" not in code and code.count(";") < _MOST_SECTIONS - 1:
        return text
    sections = _sections(code)
    fourth = sections[3:4] or [s for s in sections if ("mark", "@") in s.pieces][:1]
    if not fourth:
        return text
    return "".join(
        text if piece == ("mark", "@") else piece[1] if piece[0] == "word" else ""
        for piece in fourth[0].pieces
    )


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """Take a format apart; none where it has parts that nobody here understands."""
    sections: list[_Section] = []
    pieces: list[tuple[str, str]] = []
    condition = None
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        match kind:
            case "mark" if text == ";":
                sections.append(_Section(tuple(pieces), condition))
                pieces, condition = [], None
            case "bracket":
                rule = _CONDITION.fullmatch(text.strip())
                if rule:
                    condition = rule[1], Decimal(rule[2])
            case "quoted" | "escaped" | "currency" | "other":
                pieces.append(("word", text))
            case "space":
                pieces.append(("word", " "))
            case "fill":
                pass
            case _:
                pieces.append((kind, text))
    sections.append(_Section(tuple(pieces), condition))
    return tuple(sections) if len(sections) <= _MOST_SECTIONS else ()


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, bool]:
    """Find the part that belongs to a number, and whether it writes the sign itself."""
    numeric = sections[:3]
    if any(each.condition for each in numeric):
        for place, each in enumerate(numeric):
            if each.condition is None:
                is_last = place == len(numeric) - 1
                # The second part without a condition is for what is below zero.
                if not is_last and place == 1 and number >= 0:
                    continue
                return each, place == 1 and not is_last
            sign, bound = each.condition
            if _holds(number, sign, bound):
                return each, sign in ("<", "<=") and bound <= 0
        return None, False
    if len(numeric) == 1:
        return numeric[0], False
    if number < 0:
        return numeric[1], True
    return numeric[2 if number == 0 and len(numeric) == 3 else 0], False


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        "<=": number <= bound,
        ">": number > bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[sign]


def _write(number: Decimal, section: _Section, signless: bool) -> Shown | None:
    pieces, places = section.pieces, section.places
    if len(places) > _MOST_PLACES or section.at("/"):
        return None
    if not places:
        return Shown(_words(pieces).strip(), None)
    if any(kind == "exponent" for kind, _ in pieces):
        return Shown("", number)
    digits, figure = _digits(abs(number), section)
    before, after = _words(pieces[: places[0]]), _words(pieces[places[-1] + 1 :])
    is_negative = number < 0
    has_value = digits.strip("0., ") != ""
    sign = "-" if is_negative and has_value and not signless else ""
    is_percent = len(section.at("%")) == 1 and after.strip() == "%"
    return Shown(
        f"{sign}{before}{digits}{after}".strip(),
        -figure if figure is not None and is_negative else figure,
        _without_signs(before),
        "" if is_percent else _without_signs(after),
        is_percent,
    )


def _words(pieces: Sequence[tuple[str, str]]) -> str:
    shown = (text if kind == "word" or text in "%." else "" for kind, text in pieces)
    return "".join(shown)


def _without_signs(words: str) -> str:
    return "".join(mark for mark in words if mark not in _SIGNS)


def _digits(number: Decimal, section: _Section) -> tuple[str, Decimal | None]:
    """Write the digits of a number on the places of a format; give what they are worth, too.

    Worth nothing are digits that words part, as in a telephone number.
    """
    pieces, places = section.pieces, section.places
    if pieces[places[0]][0] == "general":
        return f"{number:f}", number
    point = [*section.at("."), len(pieces)][0]
    whole, part = [at for at in places if at < point], [at for at in places if at > point]
    grouping = [at for at in section.at(",") if whole and whole[0] < at < whole[-1]]
    thousands = sum(at > places[0] and at not in grouping for at in section.at(","))
    worth = number.scaleb(2 * len(section.at("%")) - 3 * thousands)
    rounded = worth.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    texts = {point: "."} | _after_point(after, pieces, part)
    texts |= _before_point(before, pieces, whole, is_grouped=bool(grouping))
    within = pieces[places[0] : places[-1] + 1]
    shown = "".join(
        text if kind == "word" else texts.get(at, "")
        for at, (kind, text) in enumerate(within, places[0])
    )
    inside = [at for at, (kind, _) in enumerate(within, places[0]) if kind == "word"]
    if not inside:
        return shown, worth
    # The point that a format writes as a word: 713300 under 0!.0000 is shown as 71.3300.
    if _words(within) == "." and not part:
        return shown, worth.scaleb(-sum(at > inside[0] for at in whole))
    return shown, None


def _after_point(
    digits: str, pieces: Sequence[tuple[str, str]], part: Sequence[int]
) -> dict[int, str]:
    """Lay the digits after the point on their places; zeros at the end only where one is asked."""
    texts = dict(zip(part, digits, strict=True))
    for at in reversed(part):
        if texts[at] != "0" or pieces[at][1] == "0":
            break
        texts[at] = " " if pieces[at][1] == "?" else ""
    return texts


def _before_point(
    digits: str, pieces: Sequence[tuple[str, str]], whole: Sequence[int], *, is_grouped: bool
) -> dict[int, str]:
    """Lay the digits before the point on their places, those for which there is none first."""
    digits = digits.lstrip("0")
    texts: dict[int, str] = {}
    count = 0
    for at in reversed(whole):
        is_first = at == whole[0]
        here = digits if is_first else digits[-1:]
        digits = "" if is_first else digits[:-1]
        if not here:
            here = {"0": "0", "?": " "}.get(pieces[at][1], "")
        written = ""
        for digit in reversed(here):
            comma = "," if is_grouped and count and count % 3 == 0 and digit != " " else ""
            written = digit + comma + written
            count += 1
        texts[at] = written
    return texts
