"""A check code (校验码) as it is printed, read aloud and typed; its last mark proves the others.

    normalised("7k3f 9qx2 md4t")     7K3F-9QX2-MD4T

storage/check_code.py makes the code of a document.
"""

from __future__ import annotations

import re

from perfdesk.models.plain import narrow

# Crockford's: without I, L, O and U, which are read as 1, 1, 0 and V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_GROUP = 4
_VALUES = {mark: value for value, mark in enumerate(ALPHABET)}
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-‐‑‒–—_.·:]+")
_NAME = "校验码"


def written(number: int) -> str:
    """Write a number, of five bits for each mark but the last, with the mark that proves it."""
    marks = [number >> 5 * place & 31 for place in reversed(range(LENGTH - 1))]
    # The last mark brings the weighted sum to zero.
    marks.append(_times_two(_weighted(marks)))
    return _grouped("".join(ALPHABET[mark] for mark in marks))


def normalised(text: str) -> str | None:
    """Give a typed code as it is printed; None for what is no code (`why_not` says why)."""
    marks = _marks(text)
    return None if _fault(marks) else _grouped(marks)


def why_not(text: str) -> str:
    """Say in Chinese what is wrong with a typed code; blank for a good one."""
    return _fault(_marks(text))


def _marks(text: str) -> str:
    plain = _BETWEEN.sub("", narrow(text).removeprefix(_NAME)).upper()
    return plain.translate(_MISREAD)


def _fault(marks: str) -> str:
    if strange := next((mark for mark in marks if mark not in _VALUES), ""):
        return f"校验码里没有“{strange}”，只有数字和 U 以外的大写字母。请再核对一遍。"
    if len(marks) != LENGTH:
        return f"校验码应为 {LENGTH} 位，现为 {len(marks)} 位。请再核对一遍。"
    if _weighted([_VALUES[mark] for mark in marks]):
        return "校验码的末位与前面对不上，有一位抄错了。请再核对一遍。"
    return ""


def _grouped(marks: str) -> str:
    return "-".join(marks[place : place + _GROUP] for place in range(0, LENGTH, _GROUP))


# --- the check mark: a weighted sum over the field of 32 elements ------------------------------
#
# Each place has a weight of its own, so that one wrong mark and any two marks exchanged are
# always found: a sum modulo 32 would miss some, since not every number has an inverse there.


def _weighted(values: list[int]) -> int:
    total = 0
    for value in values:
        total = _times_two(total) ^ value
    return total


def _times_two(element: int) -> int:
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled  # x⁵ = x² + 1
