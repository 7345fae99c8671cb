"""Where a form says what a list over many forms shows of it: whose it is, its figures, its end."""

from __future__ import annotations

from dataclasses import dataclass, fields

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Cells by name (`field`, or `table.row.column` of a fixed row), none where a form has none.

    Of several amounts the first that is filled counts; several texts are joined. `budget` is the
    one that `rate` is reckoned from.
    """

    unit: Cells = ()
    project: Cells = ()
    period: Cells = ()
    budget: Cells = ()
    execution: Cells = ()
    rate: Cells = ()
    score: Cells = ()
    grade: Cells = ()
    conclusion: Cells = ()


ROLES = tuple(each.name for each in fields(Summary))
FIGURES = ("budget", "execution", "rate", "score")
