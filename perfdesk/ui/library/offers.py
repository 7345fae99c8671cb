"""Which names of the indicator library a cell's list offers while a clerk types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from perfdesk.forms.library import Library, suggest
from perfdesk.forms.library_rows import (
    IndicatorColumns,
    all_indicator_columns,
    chosen_framework,
    neighbours,
)
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition, Table
from perfdesk.models.library import KnownIndicator
from perfdesk.ui.grid.choices import Offer

_WHILE_TYPING, _AT_ONCE = 12, 60


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Offer the library's names in an edition's column of names.

    `library` is asked when the first list is wanted, not before.
    """

    library: Callable[[], Library]
    edition: Edition
    sets: tuple[IndicatorColumns, ...]

    @property
    def where(self) -> IndicatorColumns:
        """Give the columns by which rows are known."""
        return self.sets[0]

    def set_of(self, table: Table, column: str) -> IndicatorColumns | None:
        """Find the set of columns whose names go into this one."""
        return next(
            (each for each in self.sets if (each.table, each.name) == (table.name, column)), None
        )

    def find(
        self, document: Document, where: IndicatorColumns, row: Row | None, typed: str
    ) -> Sequence[Offer]:
        """Give the names for a row, the likeliest first; taking one fills its blank neighbours."""
        framework = chosen_framework(self.edition, document)
        if framework is None:
            return ()
        library, cells = self.library(), row.cells if row else {}
        used = [
            each.cells.get(where.name, "").strip()
            for each in document.rows(where.table)
            if row is None or each.id != row.id
        ]
        found = suggest(
            library,
            typed,
            framework,
            level2=cells.get(where.level2, ""),
            used=used,
            limit=_WHILE_TYPING if typed else _AT_ONCE,
        )
        return [
            Offer(
                each.name,
                note(each),
                tuple(neighbours(library, each, framework, where, cells).items()),
            )
            for each in found
        ]


def known_names(library: Callable[[], Library], edition: Edition) -> KnownNames | None:
    """Offer the library in an edition; None where it has no table of indicators."""
    sets = all_indicator_columns(edition)
    return KnownNames(library, edition, sets) if sets else None


def note(known: KnownIndicator) -> str:
    """Say beside a name where it is from and how its value is written."""
    return "  ".join(filter(None, (known.value, known.topic)))
