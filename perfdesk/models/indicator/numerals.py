"""Read numbers written in Chinese characters: 十五, 一百零三, 九十五点五.

Only what can be read in one way is read; 一百五 and 九五 are left to people.
"""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERALS = "".join((*_DIGITS, *_UNITS, "万"))
# No count in a form is spelled with more characters; what is longer is a name.
_LONGEST = 12


def chinese_number(text: str) -> Decimal | None:
    """Read a number spelled in characters; None where it is none or may be read two ways."""
    whole, point, decimals = text.partition("点")
    number = _whole(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    digits = [_DIGITS.get(character) for character in decimals[:_LONGEST]]
    if not digits or None in digits:
        return None
    return Decimal(f"{number}.{''.join(map(str, digits))}")


def _whole(text: str) -> int | None:
    if not 0 < len(text) <= _LONGEST:
        return None
    thousands, ten_thousand, rest = text.rpartition("万")
    if ten_thousand:
        high = _below_ten_thousand(thousands)
        low = _below_ten_thousand(rest.lstrip("零〇")) if rest else 0
        # 三万五 is 35,000 to people and 30,005 to a reader of digits.
        spelled_out = not rest or rest[0] in "零〇" or "千" in rest
        return high * 10_000 + low if high and low is not None and spelled_out else None
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    if text in ("零", "〇"):
        return 0
    total, digit, least, gap = 0, None, 10_000, False
    for place, character in enumerate(text):
        if character in "零〇":
            if digit is not None or not total or gap:
                return None
            gap = True
        elif character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        else:
            unit = _UNITS.get(character, 0)
            if not 0 < unit < least or (digit is None and (unit != 10 or place)):
                return None
            total, digit, least, gap = total + (digit or 1) * unit, None, unit, False
    if digit is None:
        return total if total and not gap else None
    if total and least > 10 and not gap:
        return None
    return total + digit
