"""Know from a number format whether a cell of a workbook is a date, and which."""

import datetime
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element

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
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


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
        codes.append(own.get(number) or _BUILT_IN.get(int(number), "General"))
    return codes


def _within(styles: Element, tag: str) -> Iterator[Element]:
    for child in styles:
        if child.tag.rpartition("}")[2] == tag:
            yield from child


def is_date_code(code: str) -> bool:
    """Tell whether a number so formatted is shown as a date or a time of day."""
    if _ELAPSED.search(code):
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
