"""Evaluate a document against its edition: computed cells and findings.

An open form has an evaluator of its own, which keeps what followed from each row, sentence
and amount until that changes, so that a key costs what it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from perfdesk.models.document import Document
from perfdesk.models.finding import Computed, Evaluation, Finding
from perfdesk.models.form import Edition, Table
from perfdesk.models.refs import Ref
from perfdesk.rules.evaluate.calculating import ComputedColumn, ComputedField
from perfdesk.rules.evaluate.compiled import compiled
from perfdesk.rules.evaluate.recall import FoundInFields, FoundInRows
from perfdesk.rules.evaluate.state import State


def evaluate(edition: Edition, document: Document) -> Evaluation:
    """Compute every computed cell and find everything amiss, in the order of the form.

    Raises EditionError for an edition that does not compile; no document makes it fail.
    """
    return Evaluator(edition).evaluate(document)


def calculated(edition: Edition, document: Document) -> tuple[State, dict[Ref, Computed]]:
    """Read a document and compute what is computed, without judging anything."""
    memory = _Memory(edition, document.cells.get(edition.framework_field, ""))
    memory.calculate(document)
    return memory.state, memory.computed


class Evaluator:
    """Evaluate one document again and again, keeping what followed from it until it changes.

    It is as large as the document, and lives as long as the form is open. Any document of
    the edition gives the same as `evaluate`, whatever was evaluated before.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._memory: _Memory | None = None

    def evaluate(self, document: Document) -> Evaluation:
        """Compute and judge the document as it stands; see `evaluate`."""
        framework = document.cells.get(self.edition.framework_field, "")
        # Taken away while it is at work: if that is broken off, nothing half-done is left.
        memory, self._memory = self._memory, None
        # Every row's findings are in the words of the framework.
        if memory is None or memory.state.framework != framework:
            memory = _Memory(self.edition, framework)
        memory.calculate(document)
        found = memory.judge()
        self._memory = memory
        return Evaluation(memory.computed, found)


class _Memory:
    """All that followed from a document the last time it was evaluated."""

    def __init__(self, edition: Edition, framework: str) -> None:
        known = compiled(edition)
        self.state = State(edition, framework)
        self.computed: dict[Ref, Computed] = {}
        self._calculations = [
            ComputedColumn(each) if each.table else ComputedField(each)
            for each in known.calculations
        ]
        self._in_fields = FoundInFields(known)
        self._in_rows = {name: FoundInRows(known, table) for name, table in edition.tables.items()}

    def calculate(self, document: Document) -> None:
        self.state.read(document)
        for in_rows in self._in_rows.values():
            in_rows.follow(self.state)
        for number, each in enumerate(self._calculations, -len(self._calculations)):
            if isinstance(each, ComputedColumn):
                in_rows = self._in_rows[each.calculation.table]
                for place, found in each.compute(self.state).items():
                    in_rows.note(place, number, found)
            else:
                found_there = each.compute(self.state)
                if found_there is not None:
                    self._in_fields.note(each, found_there)
        self.computed = {at: cell for each in self._calculations for at, cell in each.cells.items()}

    def judge(self) -> tuple[Finding, ...]:
        self._in_fields.ask(self.state)
        for each in self._in_rows.values():
            each.ask(self.state)
        return tuple(chain.from_iterable(self._in_order()))

    def _in_order(self) -> Iterator[Iterable[Finding]]:
        """Give what was found, section by section."""
        in_fields = self._in_fields.in_order(self.state)
        for part in self.state.edition.sections:
            if isinstance(part, Table):
                yield self._in_rows[part.name].in_order(self.state)
            else:
                names = {field.name for field in part.fields}
                yield (each for each in in_fields if each.at.field in names)
