"""The lines of a summary over many forms, in the workbook and in the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.models.collected import CollectedFinding

# What two forms are to each other.
SAME, DIFFERENT, STAGES = "重复", "冲突", "前后不一致"
# What is known of a unit that was to send something, or was not; the most urgent first.
MISSING, UNREAD, MAYBE, STRANGE = "未交", "交了没读成", "可能已交", "名单外"
NO_UNIT, NO_NAME = "（未填单位）", "（未填）"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form, without what is in it; amounts in 元, the rate in percent.

    `rate_class` and `score_class` name the classes of a `Spread` that it is counted in: blank
    where it has no figure, and for a copy, which is counted nowhere (`is_copy`).
    """

    path: str
    unit: str
    project: str
    title: str
    period: str
    budget: Decimal | None
    execution: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    grade: str
    conclusion: str
    errors: int
    warnings: int
    notes: int
    answered: int
    standing: str
    code: str
    remark: str
    is_copy: bool
    rate_class: str
    score_class: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One finding, and the form it is of."""

    form: FormLine
    finding: CollectedFinding


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator, its texts by the names of columns, and the form it is of."""

    form: FormLine
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Totals of one unit's forms of one kind, or of all of them; `is_total` lines stand out."""

    unit: str
    title: str
    count: int
    budget: Decimal | None
    execution: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    errors: int
    warnings: int
    final: int
    remark: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class ClashLine:
    """Two forms side by side, in words."""

    what: str
    unit: str
    project: str
    label: str
    titles: tuple[str, str]
    texts: tuple[str, str]
    message: str
    paths: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A unit of which it is not certain that it sent something, or that nobody expected."""

    unit: str
    what: str
    remark: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How many forms fall into each class of a figure."""

    title: str
    classes: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.classes)
