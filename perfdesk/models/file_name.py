"""Make file names, of what people typed, that every system takes."""

from __future__ import annotations

import re

_UNSAFE = frozenset('\\/:*?"<>|')
# Names of devices: Windows opens these instead of a file, whatever suffix they have.
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
# Most systems end a name at 255 bytes; suffix, number and the name of a temporary file want room.
_MOST_BYTES = 180


def safe_name(title: str, otherwise: str = "未命名") -> str:
    """Make the name of a file, without its suffix; `otherwise` where nothing is left of it."""
    plain = "".join("_" if one in _UNSAFE or not one.isprintable() else one for one in title)
    short = plain.strip(" .").encode("utf-8")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"{short}_" if _DEVICES.fullmatch(short) else short or otherwise


def numbered(name: str, used: dict[str, int]) -> str:
    """Give a name that is not used yet, and note it; names that differ in case alone are one.

    `used` has of each name the last number given, so that of many alike none is asked twice.
    """
    free, number = name, used.get(name.casefold(), 0) + 1
    if number > 1:
        while (free := f"{name}-{number}").casefold() in used:
            number += 1
    used[name.casefold()] = number
    used[free.casefold()] = used.get(free.casefold(), 1)
    return free
