"""Find which row of one table is which row of another, by what stands in them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

# A row alike by less than this is another row: it shares a heading, not its matter.
ALIKE = 0.55
# Beyond so many pairs, only rows of the same title are compared.
MOST_PAIRS = 40_000

Content = tuple[str, ...]


def match_rows(before: Sequence[Content], after: Sequence[Content], title: int) -> dict[int, int]:
    """Map places after to places before.

    Rows are given as their texts, `title` is the place of the text that names a row. Equal
    rows go together in their order, then rows of one title, then rows alike enough.
    """
    found: dict[int, int] = {}
    waiting: dict[Content, list[int]] = defaultdict(list)
    for place, row in reversed(list(enumerate(before))):
        waiting[row].append(place)
    for place, row in enumerate(after):
        if waiting.get(row):
            found[place] = waiting[row].pop()
    taken = set(found.values())
    old = [place for place in range(len(before)) if place not in taken]
    new = [place for place in range(len(after)) if place not in found]
    by_title = len(old) * len(new) > MOST_PAIRS
    scored = []
    for there in new:
        for here in old:
            one, other = before[here], after[there]
            if by_title and one[title] != other[title]:
                continue
            score = _alike(one, other, title)
            if score >= ALIKE:
                scored.append((-score, abs(here - there), there, here))
    for _, _, there, here in sorted(scored):
        if there not in found and here not in taken:
            found[there] = here
            taken.add(here)
    return found


def _alike(one: Content, other: Content, title: int) -> float:
    """Score two rows from 0 to 2; a common title alone gives 1."""
    rest = [
        (a, b) for n, (a, b) in enumerate(zip(one, other, strict=True)) if n != title and (a or b)
    ]
    share = sum(a == b for a, b in rest) / len(rest) if rest else 0.0
    if not one[title] and not other[title]:
        return share
    if one[title] == other[title]:
        return 1 + share
    # Without autojunk, which drops the commonest characters of long texts.
    names = SequenceMatcher(None, one[title], other[title], autojunk=False)
    return 0.6 * names.ratio() + 0.4 * share


def staying(places: Sequence[int]) -> set[int]:
    """Pick the places of a longest ascending run: these rows stay, the others were moved."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        previous.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(places[index])
        index = previous[index]
    return kept
