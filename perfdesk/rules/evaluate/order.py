"""Put findings in the order in which the form is read, in a cell the heaviest first."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from itertools import count

from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, Severity
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.compiled import CompiledEdition, compiled

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}

InRow = tuple[int, int, int]


def in_row(compiled: CompiledEdition) -> Callable[[Finding], InRow]:
    """Make the key that sorts the findings of one row, or of the fields outside tables."""
    places, turns = compiled.places, compiled.turns

    def key(finding: Finding) -> InRow:
        at = finding.at
        turn = turns.get(finding.code, -1)
        return places[at.table, at.field], _WEIGHT[finding.severity], turn

    return key


def in_form(edition: Edition, document: Document) -> Callable[[Finding], tuple[int, ...]]:
    """Make the key that sorts findings section by section, row by row."""
    tables, places = edition.tables, compiled(edition).places
    starts = {name: places[name, table.columns[0].name] for name, table in tables.items()}
    rows = {table: dict(zip(document.row_ids(table), count(), strict=False)) for table in tables}
    rows[""] = {}
    within = in_row(compiled(edition))

    def key(finding: Finding) -> tuple[int, ...]:
        at = finding.at
        place, *rest = within(finding)
        return starts.get(at.table, place), rows[at.table].get(at.row, 0), place, *rest

    return key


def with_more(
    edition: Edition, document: Document, findings: Sequence[Finding], more: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Put more findings among those that are in order already."""
    merged, key = [*findings], in_form(edition, document)
    for each in more:
        insort(merged, each, key=key)
    return tuple(merged)
