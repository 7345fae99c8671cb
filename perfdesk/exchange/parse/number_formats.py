"""Know from a number format whether a cell of a workbook is a date, and which."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element

from perfdesk.exchange.parse.shown import ELAPSED

# What a format number means when the workbook does not say. 27 to 36 and 50 to 58 are the
# dates of Chinese Excel; libraries that know only the English table read them as numbers.
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 35, 56), 'h"时"mm"分"ss"秒"'),
}
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs]|aaa", re.IGNORECASE)


def format_codes(styles: Element | None) -> list[str]:
    """Return the number format of each cell style, by its index."""
    if styles is None:
        return []
    own = {
        item.get("numFmtId", ""): item.get("formatCode", "General")
        for item in _within(styles, "numFmts")
    }
    codes = []
    for style in _within(styles, "cellXfs"):
        number = style.get("numFmtId", "0")
        codes.append(own.get(number) or built_in(int(number)))
    return codes


def _within(styles: Element, tag: str) -> Iterator[Element]:
    for child in styles:
        if child.tag.rpartition("}")[2] == tag:
            yield from child


def built_in(number: int) -> str:
    """Give the format of a number that the workbook does not define."""
    return _BUILT_IN.get(number, "General")


def is_date_code(code: str) -> bool:
    """Tell whether a number so formatted is shown as a date or a time of day."""
    if ELAPSED.search(code):
        return False
    return _DATE_LETTERS.search(_NOT_LETTERS.sub("", code.partition(";")[0])) is not None


def as_date(serial: Decimal, from_1904: bool) -> str | None:
    """Return the ISO date, time or both of a serial number, or None where there is no such day."""
    if not 0 <= serial < 2_958_466:
        return None
    seconds = int((serial * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    days, rest = divmod(seconds, 86_400)
    time = (datetime.datetime.min + datetime.timedelta(seconds=rest)).time()
    if days == 0 and not from_1904:
        return time.isoformat()
    if from_1904:
        first = datetime.date(1904, 1, 1)
    elif days == 60:  # 29 February 1900, which only Excel has
        return None
    else:
        first = datetime.date(1899, 12, 30 if days > 60 else 31)
    try:
        day = first + datetime.timedelta(days=days)
    except OverflowError:
        return None
    return f"{day.isoformat()}T{time.isoformat()}" if rest else day.isoformat()


_DATE_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[[^\]]*\]|_.|\*.'
    r"|(?P<part>y+|m+|d+|h+|s+|aaaa?|AM/PM|上午/下午)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)


def date_as_shown(iso: str, code: str) -> str:
    """Write an ISO date or time as its format shows it; blank where the format is not followed."""
    day, _, clock = iso.partition("T") if "-" in iso else ("", "", iso)
    year, month, date = day.split("-") if day else ("", "", "")
    hours, minutes, seconds = [*clock.split(":"), "", "", ""][:3]
    known = {"y": year, "m": month, "d": date, "h": hours, "s": seconds, "minutes": minutes}
    parts = list(_DATE_PART.finditer(code.partition(";")[0]))
    letters = [(found["part"] or "").lower() for found in parts]
    shown = []
    for place, found in enumerate(parts):
        if not letters[place]:
            shown.append(found["quoted"] or found["escaped"] or found["other"] or "")
            continue
        text = _date_part(known, letters, place)
        if not text:
            return ""
        shown.append(text)
    return "".join(shown).strip()


def _date_part(known: Mapping[str, str], letters: Sequence[str], place: int) -> str:
    """Write one part of a date; an m beside hours or seconds is minutes."""
    here = letters[place]
    before = next((each for each in reversed(letters[:place]) if each), " ")
    after = next((each for each in letters[place + 1 :] if each), " ")
    if here[0] in "md" and len(here) > 2:
        return ""  # names of months and days
    is_minutes = here[0] == "m" and (before[0] == "h" or after[0] == "s")
    text = known.get("minutes" if is_minutes else here[0], "")
    if here[0] == "y":
        return text[2:] if len(here) < 3 else text
    return text if len(here) > 1 else text.lstrip("0") or text[:1]
