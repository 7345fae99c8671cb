"""Tell which figures of a text speak of which indicator of the form.

An indicator is spoken of by its name, or by a part of it that few others share. Typing
changes one sentence or one name: the sentences that this cannot touch stay linked.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count, pairwise
from operator import ne

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value
from perfdesk.rules.kept import once, read_each
from perfdesk.rules.text.figures import Figure, Sense, Sort, in_sentence
from perfdesk.rules.text.linking import is_generic, is_joined, is_of_a_span, link
from perfdesk.rules.text.sentences import sentences

_ENDINGS = re.compile(r"(?:完成)?(?:情况|数量|个数|次数|数|指标|目标)$")
_RATE_NAME = re.compile(r"[率度比]$")
_MEASURES = {Sort.PERCENT: "%", Sort.AMOUNT: "元"}
_FILLERS = " ”“（）()、，"
# A part of a name that more indicators share than these tells nothing.
_MOST_SHARING = 12

Groups = tuple[tuple[Figure, ...], ...]


class Linked(dict[str, Groups]):
    """The figures that a text states of indicators, by sentence and by the stem of their names.

    It is what `names` and `targets`, the form's whole columns, make of the text. Made of the
    one before, it takes that apart.
    """

    _names: _Names
    _sentences: Sequence[str]
    _found: Sequence[_Found]

    def __init__(
        self,
        text: str | None,
        names: Sequence[Value],
        targets: Sequence[Value],
        before: Linked | None = None,
    ) -> None:
        super().__init__()
        self._names, touched = _names_after(
            None if before is None else before._names, names, targets
        )
        self._sentences = sentences(text or "")
        known: Mapping[str, _Found] = {}
        if before is not None:
            known = dict(zip(before._sentences, before._found, strict=True))
            if touched:
                known = {a: b for a, b in known.items() if touched.isdisjoint(_pairs_in(a))}
        self._found = [
            known[each] if each in known else self._names.link(each) for each in self._sentences
        ]
        for found in filter(None, self._found):
            for name, figures in found.items():
                self[name] = (*self.get(name, ()), figures)


_Found = Mapping[str, tuple[Figure, ...]]


def stem_of(name: Value) -> str:
    """Give the name under which an indicator is linked; blank for what is no name."""
    return _ENDINGS.sub("", name.strip()) if isinstance(name, str) else ""


def _unit_of(target: Value) -> str:
    return target.unit if isinstance(target, IndicatorValue) else ""


@dataclass(frozen=True, eq=False, slots=True)
class _Names:
    """The stems and units of a form's indicators, and in which rows a pair of letters stands."""

    stems: Sequence[str]
    units: Sequence[str]
    rows: dict[str, list[int]]

    def link(self, sentence: str) -> _Found:
        found: dict[str, list[Figure]] = {}
        for figure, pairs in once(sentence, _surroundings):
            name = self._indicator_of(figure, pairs)
            if name:
                found.setdefault(name, []).append(figure)
        return {name: tuple(figures) for name, figures in found.items()}

    def _indicator_of(self, figure: Figure, pairs: Sequence[str]) -> str:
        """Give the stem of the one indicator that a figure belongs to; blank where none is sure."""
        scores = self._scores(pairs)
        # A unit that says what is counted, 个小区, leaves only those who have it.
        telling = [row for row in scores if len(self.units[row]) > 1 and self._fits(figure, row)]
        best = max((scores[row] for row in telling or scores), default=0)
        rows = [row for row in telling or scores if scores[row] == best]
        # Rows of one name are one indicator; of two names, nobody knows which is meant. Where
        # quantity and quality of one thing are measured, the unit decides.
        rows = [row for row in rows if self._fits(figure, row)] or rows
        if len({self.stems[row] for row in rows}) != 1 or not self._fits(figure, rows[0]):
            return ""
        name = self.stems[rows[0]]
        told = bool(telling) or _is_told(figure, name, best)
        return name if not is_of_a_span(figure) and _is_sure(figure, name, told=told) else ""

    def _scores(self, pairs: Sequence[str]) -> dict[int, int]:
        scores: dict[int, int] = {}
        for pair in pairs:
            sharing = self.rows.get(pair, ())
            if len(sharing) <= _MOST_SHARING:
                for row in sharing:
                    scores[row] = scores.get(row, 0) + 1
        return scores

    def _fits(self, figure: Figure, row: int) -> bool:
        unit = self.units[row]
        if figure.sort is not Sort.COUNT or unit in _MEASURES.values():
            return _MEASURES.get(figure.sort) == unit
        # 23个居 is also written 23居, and what is counted follows at once: 23个居民区.
        return bool(unit) and figure.after.lstrip().startswith((unit, unit[1:] or unit))


def _names_after(
    before: _Names | None, names: Sequence[Value], targets: Sequence[Value]
) -> tuple[_Names, set[str]]:
    """Index the indicators, and give the pairs of letters of all that were not so before.

    The index before is used up where only some rows have changed; another number of a unit
    changes nothing.
    """
    stems, units = read_each(names, stem_of), read_each(targets, _unit_of)
    if before is None or len(before.stems) != len(stems):
        rows: dict[str, list[int]] = defaultdict(list)
        for row, stem in enumerate(stems):
            for pair in _pairs(stem):
                rows[pair].append(row)
        return _Names(stems, units, rows), {*rows, *(before.rows if before else ())}
    renamed = [*compress(count(), map(ne, before.stems, stems))]
    remeasured = compress(count(), map(ne, before.units, units))
    touched = {pair for row in remeasured for pair in _pairs(stems[row])}
    for row in renamed:
        old, new = _pairs(before.stems[row]), _pairs(stems[row])
        touched.update(old, new)
        for pair in old:
            before.rows[pair].remove(row)
        for pair in new:
            insort(before.rows.setdefault(pair, []), row)
    return _Names(stems, units, before.rows), touched


def _pairs(text: str) -> Sequence[str]:
    pairs = (one + two for one, two in pairwise(text) if not (one in _FILLERS or two in _FILLERS))
    return list(dict.fromkeys(pairs))


def _surroundings(sentence: str) -> Sequence[tuple[Figure, Sequence[str]]]:
    """Give the figures that may be an indicator's, with the pairs of letters around them."""
    found = []
    for figure in in_sentence(sentence):
        if figure.sort is not Sort.POINTS:
            after = figure.after if figure.sort is Sort.COUNT else ""
            found.append((figure, _pairs(f"{figure.before}，{after}")))
    return found


def _pairs_in(sentence: str) -> frozenset[str]:
    return once(sentence, _all_pairs)


def _all_pairs(sentence: str) -> frozenset[str]:
    return frozenset(pair for _, pairs in once(sentence, _surroundings) for pair in pairs)


def _is_sure(figure: Figure, name: str, *, told: bool) -> bool:
    if figure.sort is Sort.AMOUNT:
        return (found := link(figure, (name,))) is not None and found.strong
    if figure.sort is Sort.PERCENT:
        return _is_sure_rate(figure, name)
    # Nothing before a count may make it that of another matter.
    return is_generic(figure.before, name) and Sense.SHARE not in figure.senses and told


def _is_sure_rate(figure: Figure, name: str) -> bool:
    """Tell whether a percentage is that of a name: its last word stands before the figure."""
    tail = name[-3:]
    place = figure.before.rfind(tail)
    if not _RATE_NAME.search(name) or place < 0:
        return False
    between = figure.before[place + len(tail) :]
    return is_joined(between) and is_generic(figure.before[:place], name)


def _is_told(figure: Figure, name: str, pairs: int) -> bool:
    """Tell whether a clause says a good part of a name: 个 or 张 alone counts anything."""
    around = figure.before + figure.after
    letters = [each for each in name if each not in _FILLERS]
    return pairs > 1 and 5 * sum(each in around for each in letters) >= 2 * len(letters)
