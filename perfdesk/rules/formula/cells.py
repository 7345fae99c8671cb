"""Cells by name, which also keep what formulas work out of them alone.

Of an amount that all rows are judged by, each row needs only to be compared with it: what
the row itself amounts to was worked out when the row was first asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Part(str):
    """A piece of a formula that reads one mapping alone, known by its own text.

    The same text in another formula means the same, and shares its value.
    """

    follow: Callable[[Cells], Any]


class Cells(dict[Any, Any]):
    """What a formula reads: values by name, and the parts that followed from them."""

    def __missing__(self, part: object) -> Any:
        if not isinstance(part, Part):
            raise KeyError(part)
        value = self[part] = part.follow(self)
        return value
