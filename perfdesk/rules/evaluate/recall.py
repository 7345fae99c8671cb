"""Keep what was found in a form, and ask again only where something changed.

What is kept here is brought up to date at every evaluation: it holds what followed from the
document the last time, and the state says what has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from perfdesk.models.document import Row
from perfdesk.models.finding import Finding
from perfdesk.models.form import Table
from perfdesk.rules.evaluate.answered import with_own_answers
from perfdesk.rules.evaluate.compiled import CompiledEdition, Demand
from perfdesk.rules.evaluate.order import in_row
from perfdesk.rules.evaluate.state import State
from perfdesk.rules.evaluate.surroundings import Surroundings
from perfdesk.rules.evaluate.verdicts import foresight, judge, misread


class FoundInFields:
    """What was found in the fields outside tables."""

    def __init__(self, compiled: CompiledEdition) -> None:
        self._key = in_row(compiled)
        self._demands = compiled.of_fields
        self._found: dict[object, Sequence[Finding]] = {}

    def note(self, what: object, found: Sequence[Finding]) -> None:
        """Keep what was found, in place of what was the last time."""
        self._found[what] = found

    def ask(self, state: State) -> None:
        """Judge anew the fields that changed, and those judged by what changed."""
        for name, row in state.cells.items():
            if ("", name) in state.changed:
                self.note(name, misread(state, "", row))
        for demand, watched in self._demands.items():
            if not watched.isdisjoint(state.changed):
                (found,) = judge(state, demand, [state.cells[demand.field.name]])
                self.note(demand, [] if found is None else [found])

    def in_order(self, state: State) -> Sequence[Finding]:
        """Give all that was found, with the answers to it."""
        found = sorted(chain.from_iterable(self._found.values()), key=self._key)
        return with_own_answers(state.document.answers, found)


class FoundInRows:
    """What was found in the rows of one table.

    Those who find something are numbered: calculations below 0, reading 0, then the demands.
    """

    def __init__(self, compiled: CompiledEdition, table: Table) -> None:
        self._key = in_row(compiled)
        self._table = table
        self._alone = compiled.of_rows[table.name]
        self._around = [
            (number, each, Surroundings(each.formulas, foresight(each)))
            for number, each in compiled.of_surroundings[table.name]
        ]
        # By place and by who found it, and all of it in order.
        self._found: list[dict[int, Sequence[Finding]]] = []
        self._in_order: list[Sequence[Finding]] = []
        self._stale: set[int] = set()

    def follow(self, state: State) -> None:
        """Bring what was found to where the rows are now."""
        rows = state.tables[self._table.name]
        if rows.origin is not None:
            self._found = [found or {} for found in rows.carried(self._found, None)]
            self._in_order = [found or () for found in rows.carried(self._in_order, None)]
        self._stale = set(rows.changed)

    def note(self, place: int, who: int, found: Sequence[Finding]) -> None:
        """Keep what was found in a row, in place of what was the last time."""
        if found:
            self._found[place][who] = found
            self._stale.add(place)
        elif self._found[place].pop(who, None):
            self._stale.add(place)

    def ask(self, state: State) -> None:
        """Judge anew the rows that changed, and those judged by what changed around them."""
        rows = state.tables[self._table.name]
        for place in rows.changed:
            self.note(place, 0, misread(state, self._table.name, rows.rows[place]))
        for who, demand in self._alone:
            self._ask(state, who, demand, rows.changed)
        for who, demand, surroundings in self._around:
            self._ask(state, who, demand, surroundings.stale(state, rows))
        for place in self._stale:
            found = self._found[place]
            in_turn = [each for who in sorted(found) for each in found[who]]
            self._in_order[place] = sorted(in_turn, key=self._key)

    def _ask(self, state: State, who: int, demand: Demand, places: Collection[int]) -> None:
        rows = state.tables[self._table.name].rows
        found = judge(state, demand, [rows[place] for place in places])
        for place, finding in zip(places, found, strict=True):
            before = self._found[place].get(who)
            if before is None and finding is None:
                continue
            if before is None or finding is None:
                self.note(place, who, [] if finding is None else [finding])
            else:
                # The same check in the same cell stands where it stood, whatever it says now.
                self._found[place][who] = [finding]
                in_order = self._in_order[place]
                self._in_order[place] = [finding if e is before[0] else e for e in in_order]

    def in_order(self, state: State) -> Sequence[Finding]:
        """Give all that was found, with the answers to it."""
        rows = state.document.rows(self._table.name)
        if self._table.rows:
            return self._of_fixed(rows)
        answers = [row.answers for row in rows]
        if not any(answers):
            return [*chain.from_iterable(self._in_order)]
        return [*chain.from_iterable(map(with_own_answers, answers, self._in_order))]

    def _of_fixed(self, rows: Sequence[Row]) -> Sequence[Finding]:
        # A document may hold fixed rows in another order, or not all of them.
        held = {row.id: (place, row.answers) for place, row in enumerate(rows)}
        found = []
        for fixed, findings in zip(self._table.rows, self._in_order, strict=True):
            place, answers = held.get(fixed.name, (0, {}))
            found += [(place, each) for each in with_own_answers(answers, findings)]
        found.sort(key=lambda each: (each[0], self._key(each[1])))
        return [each for _, each in found]
