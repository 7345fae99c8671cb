"""Which column of a list is which cell of a form, as it is remembered and handed on."""

from __future__ import annotations

from dataclasses import dataclass

MONEY_UNITS = ("元", "万元")


@dataclass(frozen=True, slots=True)
class ListMapping:
    """Headings with the paths of cells (`path_of`), a blank path for a column that is not used.

    Headings are written without blanks and units of money: next month's list may be in another.

    `form` is the edition's key. `unit` is that of amounts where the list itself says none.
    """

    form: str
    columns: tuple[tuple[str, str], ...]
    unit: str = ""

    @property
    def headings(self) -> frozenset[str]:
        """Give the headings, by which a list is known again whatever the order of its columns."""
        return frozenset(heading for heading, _ in self.columns)
