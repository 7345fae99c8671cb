"""Find one indicator under two names: written in another way, or a part of a longer name.

A column is indexed once for all rows that ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from perfdesk.models.plain import narrow
from perfdesk.models.values import Value
from perfdesk.rules.indexes import Grouped
from perfdesk.rules.kept import read_each

# 满意度 and 满意率 measure one thing; so do 及时性 and 及时率.
_MEASURES = "率度性"
Names = Grouped[str, Sequence[str]]


class NamesByLetters(Grouped[str, Sequence[str]]):
    """The names of a column by their letters; those without any are none."""

    def __init__(
        self, letters: Sequence[str], names: Sequence[Value], before: NamesByLetters | None
    ) -> None:
        super().__init__(letters, names, tuple, before)
        self.pop("", None)

    @cached_property
    def run_together(self) -> str:
        """Give all letters in one text, to see at once whether any of them hold a name."""
        return "\n".join(self)


def _different(names: Sequence[Value]) -> Sequence[str]:
    return tuple(dict.fromkeys(each.strip() for each in names if isinstance(each, str)))


def other_name(name: str, names: Sequence[Value]) -> str | None:
    """Give the first entry of a column that is the name written in another way."""
    return other_in(names_by_key(names), name, names)


def names_by_key(names: Sequence[Value], before: Names | None = None) -> Names:
    """Index a column by what its names have in common however they are written."""
    return Grouped(read_each(names, key_of), names, _different, before)


def other_in(index: Names, name: str, names: Sequence[Value]) -> str | None:
    """Answer `other_name` from an index."""
    mine = name.strip()
    return next((each for each in index.get(key_of(name), ()) if each != mine), None)


def key_of(name: Value) -> str:
    """Give what a name has in common with itself written in another way; blank for no name."""
    letters = letters_of(name)
    return letters.rstrip(_MEASURES) or letters


def longer_name(name: str, names: Sequence[Value]) -> str | None:
    """Give the one name of the column that holds this one, or is held by it, and more.

    服务及时性 is held by 安装、维修等服务及时性. None where the column has the name itself, or
    several that would do.
    """
    return longer_in(names_by_letters(names), name, names)


def names_by_letters(
    names: Sequence[Value], before: NamesByLetters | None = None
) -> NamesByLetters:
    """Index a column by the letters of its names."""
    return NamesByLetters(read_each(names, letters_of), names, before)


def longer_in(index: NamesByLetters, name: str, names: Sequence[Value]) -> str | None:
    """Answer `longer_name` from an index."""
    mine = letters_of(name)
    if not mine or mine in index:
        return None
    # To ask for all that stands in a short name is quicker than to look at 500 names.
    within = _pieces(mine) if len(mine) ** 2 < len(index) else index
    near = [each for piece in within if piece in mine for each in index.get(piece, ())]
    if mine in index.run_together:
        near += [each for letters in index if mine in letters for each in index[letters]]
    return near[0] if len(near) == 1 else None


def letters_of(name: Value) -> str:
    """Give the letters and digits of a name; blank for no name."""
    if not isinstance(name, str):
        return ""
    return "".join(each for each in narrow(name) if each.isalnum()).removesuffix("指标")


def one_holds_the_other(one: str, other: str) -> bool:
    """Tell whether letters stand within others."""
    return one in other or other in one


def _pieces(letters: str) -> frozenset[str]:
    """Cut out all that stands within a name."""
    ends = range(1, len(letters) + 1)
    return frozenset(letters[start:end] for end in ends for start in range(end))
