"""Follow the numbering of a text: 一、二、四 skips one, 1. 2. 2. has one twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdesk.rules.text.sentences import in_lines

_HAN = {each: number for number, each in enumerate("一二三四五六七八九十", 1)}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_LINE = re.compile(
    r"\s*(?:(?P<han>[一二三四五六七八九十]{1,3})(?P<a>[、.．])"
    r"|[（(](?P<han_in>[一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<digit>[0-9]{1,2})(?P<b>[、.．）)])"
    r"|[（(](?P<digit_in>[0-9]{1,2})[）)]"
    r"|(?P<circled>[①-⑩])"
    r"|(?P<word>目标|阶段|问题|建议|措施|任务)(?P<after>[0-9]{1,2})(?=[：:、]))"
)
_INLINE = re.compile(r"(?:^|[，。；：、:;\n])(?P<first>[一二三四五六七八九十]{1,2})是(?!否)")


@dataclass(frozen=True, slots=True)
class _Mark:
    style: str
    number: int
    text: str
    doubtful: bool


def misnumbered(text: str) -> str | None:
    """Say of the first number in a text that is skipped or comes twice: “二、”之后是“四、”.

    A list may begin anew at one, and lists may stand in lists. One that does not begin at one
    is taken from where it begins.
    """
    opened: list[_Mark] = []
    for marks in in_lines(text, _marks):
        for mark in marks:
            fault = _follow(opened, mark)
            if fault:
                return fault
    return None


def _follow(opened: list[_Mark], mark: _Mark) -> str | None:
    """Put a mark behind those that are open; say what is wrong with it."""
    styles = [each.style for each in opened]
    if mark.style not in styles:
        if not mark.doubtful or mark.number == 1:
            opened.append(mark)
        return None
    before = opened[styles.index(mark.style)]
    goes_on = mark.number == before.number + 1
    if mark.doubtful and not goes_on:
        return None
    del opened[styles.index(mark.style) :]
    opened.append(mark)
    if goes_on or mark.number == 1:
        return None
    return f"“{before.text}”之后是“{mark.text}”"


def _marks(line: str) -> tuple[_Mark, ...]:
    found = []
    if match := _LINE.match(line):
        found.append(_line_mark(line, match))
    for match in _INLINE.finditer(line):
        found.append(_Mark("是", _number(match["first"]), match["first"] + "是", doubtful=False))
    return tuple(found)


def _line_mark(line: str, match: re.Match[str]) -> _Mark:
    text = match[0].strip()
    if match["circled"]:
        return _Mark("①", _CIRCLED.index(match["circled"]) + 1, text, doubtful=False)
    digits = match["han"] or match["han_in"] or match["digit"] or match["digit_in"]
    if match["word"]:
        return _Mark(match["word"], int(match["after"]), text, doubtful=False)
    style = text.replace(digits, "一" if digits[0] in _HAN else "1")
    # 1.5万元, 3、4月 and 一、二期 begin with figures that need not be numbers of a list.
    behind = line[match.end() : match.end() + 1]
    doubtful = (bool(match["digit"]) and behind.isdigit()) or (
        bool(match["han"]) and behind in tuple(_HAN)
    )
    return _Mark(style, _number(digits), text, doubtful)


def _number(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return _HAN[digits[0]] if len(digits) == 1 else 0
    return (_HAN.get(tens, 1) * 10) + _HAN.get(ones, 0)
