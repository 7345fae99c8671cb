"""Which texts a cell of a table may take from a list, and the headings a framework gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from perfdesk.forms.library_rows import IndicatorColumns, chosen_framework
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition, Field, Table


@dataclass(frozen=True, slots=True)
class Offer:
    """One text of a list; `note` stands beside it, and `also` goes into blank cells of the row."""

    text: str
    note: str = ""
    also: tuple[tuple[str, str], ...] = ()


class NameSource(Protocol):
    """Where names for the cells of a column come from, such as a library."""

    def set_of(self, table: Table, column: str) -> IndicatorColumns | None:
        """Find the set of columns whose names go into this one."""

    def find(
        self, document: Document, where: IndicatorColumns, row: Row | None, typed: str
    ) -> Sequence[Offer]:
        """Give the names for a row, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What a cell's list offers for the text typed so far; blank text asks for everything.

    `opens` tells that F2 and the arrow open the list at once.
    """

    find: Callable[[str], Sequence[Offer]]
    opens: bool = True


def plain_offers(texts: Sequence[str]) -> Offers:
    """Offer those of a few texts that hold what is typed."""
    return Offers(lambda typed: [Offer(text) for text in texts if typed in text])


def headings(edition: Edition, document: Document, table: Table) -> list[str]:
    """Give the column headings of a table, in the framework's words where it has some."""
    framework = chosen_framework(edition, document)
    own = framework.headings if framework and edition.framework_table == table.name else {}
    return [own.get(column.name, column.label) for column in table.columns]


def offers(
    edition: Edition, document: Document, table: Table, column: Field, row: Row | None
) -> tuple[str, ...]:
    """Give the texts a list offers for a cell; other texts may be typed all the same.

    The second level offers what belongs to the row's first level, and everything where
    that is blank or unknown.
    """
    if column.choices:
        return column.choices
    framework = chosen_framework(edition, document)
    if framework is None or not column.level:
        return ()
    if column.level == 1:
        return tuple(framework.levels)
    first = next((each.name for each in table.columns if each.level == 1), "")
    above = row.cells.get(first, "").strip() if row else ""
    if above in framework.levels:
        return framework.levels[above]
    return tuple(dict.fromkeys(name for names in framework.levels.values() for name in names))
