"""Make of a number and its format what a reader of the sheet takes from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.exchange.parse.number_formats import as_date, date_as_shown, is_date_code
from perfdesk.exchange.parse.shown import Shown, as_shown

PICTURE = "这里是一张图片，没有读入。"
# WPS puts a picture into a cell by a function that other programs show as its text.
_DISPIMG = re.compile(r"\s*=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """The kind and text of a cell as `GridCell` has them, blank for a cell that shows nothing.

    `shown` is what stands in the cell where that is another value than `text`; `note` says in
    Chinese what a person should know of it.
    """

    kind: str
    text: str
    shown: str = ""
    note: str = ""


def words(text: str, remarks: tuple[str, ...] = ()) -> tuple[Figure, tuple[str, ...]]:
    """Read a text as it is seen, with what is to be said of it."""
    if _DISPIMG.match(text):
        return Figure("", ""), (PICTURE,)
    return Figure("text" if text else "", text), remarks


def figure(number: Decimal, code: str, from_1904: bool = False) -> Figure:
    """Read a number under its format.

    A format that only rounds, groups or signs leaves the number as it is stored, and `shown`
    says what is seen. One that scales is followed, unrounded, and told. Words in the format
    make a text of the number.
    """
    stored = f"{number:f}"
    if code in ("General", "", "@"):
        return Figure("number", stored)
    if is_date_code(code):
        day = as_date(number, from_1904)
        return Figure("date", day, date_as_shown(day, code)) if day else Figure("number", stored)
    seen = as_shown(number, code)
    if seen is None:
        note = f"看不懂这一格的数字格式，按存的数 {stored} 读入，请核对。"
        return Figure("number", stored, note=note)
    return figure_shown(number, seen)


def figure_shown(number: Decimal, seen: Shown) -> Figure:
    """Read a number of which is known what is shown."""
    stored = f"{number:f}"
    if seen.figure is None:
        if not seen.text:
            return Figure("", "", note=f"这一格存的是 {stored}，但数字格式使它不显示，没有读入。")
        if not number and not seen.text.strip("-— "):
            return Figure("number", "0")  # bookkeepers write a dash for zero
        return Figure("text", seen.text)
    worth = Decimal(f"{seen.figure:f}").normalize()
    exact = f"{worth:f}" if worth else "0"
    digits = _digits(seen.text)
    rounded = seen.text if digits is not None and digits != abs(worth) else ""
    is_scaled = abs(seen.figure) != abs(number) * (100 if seen.is_percent else 1)
    if seen.before or seen.after:
        sign = "%" if seen.is_percent else ""
        text = f"{seen.before}{exact}{sign}{seen.after}" if rounded else seen.text.replace(",", "")
        if is_scaled:
            return Figure("text", text, note=_scaled(stored, seen.text, text))
        return Figure("text", text, rounded)
    if is_scaled:
        return Figure("number", exact, note=_scaled(stored, seen.text, exact))
    is_sign_lost = number < 0 and "-" not in seen.text and "(" not in seen.text
    return Figure("number", stored, seen.text if rounded or is_sign_lost else "")


def _scaled(stored: str, shown: str, read: str) -> str:
    return f"这一格存的是 {stored}，数字格式把它显示为“{shown}”，按 {read} 读入，请核对。"


def _digits(text: str) -> Decimal | None:
    found = re.findall(r"[0-9]*\.?[0-9]+", text.replace(",", ""))
    return Decimal(found[0]) if len(found) == 1 else None
