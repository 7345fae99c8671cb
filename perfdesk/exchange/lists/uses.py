"""What each column of a list is used for, and so how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from perfdesk.exchange.lists.targets import Target
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.list_mapping import MONEY_UNITS
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind


@dataclass(frozen=True, slots=True)
class Use:
    """What one column of a list is used for, and the unit that bare amounts in it are in."""

    target: Target
    unit: str = ""

    @property
    def converts(self) -> bool:
        """Tell whether amounts are brought from one unit of money to another."""
        ours = self.target.field
        units = self.unit, ours.unit
        return ours.kind is Kind.AMOUNT and set(units) <= {*MONEY_UNITS} and units[0] != units[1]


@dataclass(frozen=True, slots=True)
class ListReading:
    """How a list is read: for which edition, what each column is, which one names the project.

    `fresh` makes an empty form; `totals` and `fixed` are words that begin no project's row.
    """

    edition: Edition
    uses: Mapping[int, Use]
    name_at: Ref | None
    fresh: Callable[[], Document]
    totals: frozenset[str]
    fixed: frozenset[str]

    @property
    def name_column(self) -> int:
        """Find the column of the project's name; 0 for none."""
        return next((p for p, use in self.uses.items() if use.target.at == self.name_at), 0)

    @property
    def has_rows(self) -> bool:
        """Tell whether a project may have several rows: where columns of its tables are used."""
        return any(use.target.is_of_rows for use in self.uses.values())
