"""Propose what each column of a list is: as remembered, else by words, the surest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from perfdesk.exchange.labels.label_words import core
from perfdesk.exchange.lists.grid import ListColumn
from perfdesk.exchange.lists.targets import Target
from perfdesk.models.form import Edition

_YEAR = re.compile(r"^[0-9]{4}年?度?")
# Of a heading and a word of ours, how much of the longer one they must have in common.
_LEAST_SHARE, _SHORTEST = 0.5, 3
# Scores that differ by less say the same of two cells.
_ALIKE = 0.15
_EXACT, _BOTH, _WORD, _HINT, _LIKE = 10.0, 9.0, 8.0, 5.0, 4.0


class How(StrEnum):
    """How it is known what a column is."""

    CHOSEN = "chosen"
    REMEMBERED = "remembered"
    SURE = "sure"
    GUESS = "guess"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column is taken for; None for a column that is not used."""

    target: Target | None
    how: How


def propose(
    edition: Edition,
    columns: Sequence[ListColumn],
    targets: Sequence[Target],
    remembered: Mapping[str, str],
) -> tuple[Proposal, ...]:
    """Propose which of the targets each column is, no two the same.

    `remembered` maps the keys of columns to paths.
    """
    barred: set[str] = set()
    while True:
        found = _assigned(columns, targets, remembered, barred)
        # A row without what it is about would be entered for every project.
        nameless = _tables(found) - {
            each.target.at.table
            for each in found
            if each.target and each.target.at.field == _title(edition, each.target)
        }
        nameless -= barred
        if not nameless:
            return found
        barred |= nameless


def _title(edition: Edition, target: Target) -> str:
    return edition.tables[target.at.table].title_column if target.is_of_rows else ""


def _tables(found: Sequence[Proposal]) -> set[str]:
    return {
        each.target.at.table
        for each in found
        if each.target and each.target.is_of_rows and each.how is not How.REMEMBERED
    }


def _assigned(
    columns: Sequence[ListColumn],
    targets: Sequence[Target],
    remembered: Mapping[str, str],
    barred: Collection[str],
) -> tuple[Proposal, ...]:
    found = _remembered(columns, targets, remembered)
    used = {each.target.path for each in found.values() if each.target}
    open_targets = [t for t in targets if not (t.is_of_rows and t.at.table in barred)]
    fits = [
        fit
        for place, column in enumerate(columns)
        if place not in found
        for order, target in enumerate(open_targets)
        if (fit := _Fit(-_score(target, column), place, order, target)).negative
    ]
    for fit in sorted(fits):
        if fit.place in found or fit.target.path in used:
            continue
        has_rival = any(f.is_rival_of(fit) and f.target.path not in used for f in fits)
        is_sure = -fit.negative > _HINT and not has_rival
        found[fit.place] = Proposal(fit.target, How.SURE if is_sure else How.GUESS)
        used.add(fit.target.path)
    nothing = Proposal(None, How.UNKNOWN)
    return tuple(found.get(place, nothing) for place in range(len(columns)))


def _remembered(
    columns: Sequence[ListColumn], targets: Sequence[Target], remembered: Mapping[str, str]
) -> dict[int, Proposal]:
    """Give each column what it was before; a blank path is that of a column that is not used."""
    by_path = {each.path: each for each in targets}
    found: dict[int, Proposal] = {}
    for place, column in enumerate(columns):
        path = remembered.get(column.key)
        if path == "":
            found[place] = Proposal(None, How.REMEMBERED)
        elif path and path in by_path:
            # What two columns were is the first one's.
            found[place] = Proposal(by_path.pop(path), How.REMEMBERED)
    return found


@dataclass(frozen=True, slots=True, order=True)
class _Fit:
    """How well a column's heading fits a target; the best comes first, else the leftmost."""

    negative: float
    place: int
    order: int
    target: Target = field(compare=False)

    def is_rival_of(self, other: _Fit) -> bool:
        """Tell whether it says as much as another of the same column."""
        is_other = self.place == other.place and self.order != other.order
        return is_other and self.negative - other.negative < _ALIKE


def _score(target: Target, column: ListColumn) -> float:
    """Score how well a heading fits; 0 for not at all."""
    if not column.parts:
        return 0
    parts = [core(part) for part in column.parts]
    whole, last = "".join(parts), parts[-1]
    labels = (core(target.label), core(target.heading))
    if core("·".join(column.parts)) in labels or core(column.heading) in labels:
        return _EXACT
    if len(parts) > 1 and any(a + b in target.words for a in parts for b in parts):
        return _BOTH
    # Of two that are called the same, the one to be entered is meant, and that of the budget.
    own = (last == core(target.field.label)) / 2 - target.field.is_computed / 4
    own += target.is_main / 10
    bare = _YEAR.sub("", last)
    if whole in target.words or last in target.words or bare in target.words:
        return _WORD + own
    if last in target.hints or bare in target.hints:
        return _HINT
    share = max((_share(word, bare) for word in target.loose), default=0.0)
    return _LIKE * share if share >= _LEAST_SHARE else 0


def _share(word: str, heading: str) -> float:
    if min(len(word), len(heading)) < _SHORTEST or not (word in heading or heading in word):
        return 0
    return min(len(word), len(heading)) / max(len(word), len(heading))
