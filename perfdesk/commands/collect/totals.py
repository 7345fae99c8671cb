"""Add the forms up by unit and kind of form, and by classes of rate and score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from perfdesk.models.collected import FINAL, CollectedForm, figure
from perfdesk.models.plain import unspaced
from perfdesk.models.summary_lines import NO_UNIT, Spread, UnitLine

_TENS = tuple(range(50, 100, 10))
_FULL_RATES, _FULL_SCORE = ("100%", "100% 以上"), "100"


@dataclass(slots=True)
class _Sum:
    """What is added up; a rate is of the amounts of those forms that have both."""

    count: int = 0
    budget: Decimal | None = None
    execution: Decimal | None = None
    spent: Decimal = Decimal(0)
    of_budget: Decimal = Decimal(0)
    scores: int = 0
    score: Decimal = Decimal(0)
    errors: int = 0
    warnings: int = 0
    final: int = 0
    clashing: int = 0

    def add(self, form: CollectedForm, *, is_clashing: bool) -> None:
        self.count += 1
        budget, execution = figure(form.budget), figure(form.execution)
        if budget is not None:
            self.budget = (self.budget or Decimal(0)) + budget
        if execution is not None:
            self.execution = (self.execution or Decimal(0)) + execution
        if budget is not None and execution is not None:
            self.spent, self.of_budget = self.spent + execution, self.of_budget + budget
        if (score := figure(form.score)) is not None:
            self.scores, self.score = self.scores + 1, self.score + score
        self.errors += form.errors
        self.warnings += form.warnings
        self.final += form.standing == FINAL
        self.clashing += is_clashing

    @property
    def rate(self) -> Decimal | None:
        return _two(self.spent * 100 / self.of_budget) if self.of_budget else None


class Totals:
    """Forms added up; those of different kinds never together, they tell of the same money."""

    def __init__(self) -> None:
        self._units: dict[str, str] = {}
        self._sums: dict[tuple[str, str], _Sum] = {}
        self._kinds: dict[str, _Sum] = {}
        self._rates: dict[str, int] = dict.fromkeys((*_bands(), *_FULL_RATES), 0)
        self._scores: dict[str, int] = dict.fromkeys((*_bands(), _FULL_SCORE), 0)
        self.errors = self.warnings = 0

    def add(self, form: CollectedForm, *, is_clashing: bool) -> None:
        plain = unspaced(form.unit)
        self._units.setdefault(plain, form.unit.strip() or NO_UNIT)
        for sums in (
            self._sums.setdefault((plain, form.title), _Sum()),
            self._kinds.setdefault(form.title, _Sum()),
        ):
            sums.add(form, is_clashing=is_clashing)
        self.errors += form.errors
        self.warnings += form.warnings
        if label := rate_class(form):
            self._rates[label] += 1
        if label := score_class(form):
            self._scores[label] += 1

    def lines(self) -> Iterator[UnitLine]:
        """Give the totals of each unit by kind of form, then those of all units."""
        for (unit, title), sums in sorted(self._sums.items()):
            yield _line(self._units[unit], title, sums, is_total=False)
        for title, sums in sorted(self._kinds.items()):
            yield _line("合计", title, sums, is_total=True)

    def spreads(self) -> tuple[Spread, ...]:
        """Give how many forms lie in each class of rate and of score."""
        named = ("执行比例", self._rates), ("分数", self._scores)
        return tuple(Spread(title, tuple(classes.items())) for title, classes in named)


def rate_class(form: CollectedForm) -> str:
    """Name the class that a form's rate lies in; blank for one without."""
    rate = figure(form.rate)
    if rate is None:
        return ""
    return _FULL_RATES[rate > 100] if rate >= 100 else _band(rate)


def score_class(form: CollectedForm) -> str:
    """Name the class that a form's score lies in; blank for one without."""
    score = figure(form.score)
    if score is None:
        return ""
    return _FULL_SCORE if score >= 100 else _band(score)


def _line(unit: str, title: str, sums: _Sum, *, is_total: bool) -> UnitLine:
    return UnitLine(
        unit,
        title,
        sums.count,
        sums.budget,
        sums.execution,
        sums.rate,
        _two(sums.score / sums.scores) if sums.scores else None,
        sums.errors,
        sums.warnings,
        sums.final,
        f"其中 {sums.clashing} 份有冲突，合计待核" if sums.clashing else "",
        is_total,
    )


def _bands() -> Iterator[str]:
    yield f"{_TENS[0]} 以下"
    yield from (f"{least}–{least + 10}" for least in _TENS)


def _band(value: Decimal) -> str:
    for least in reversed(_TENS):
        if value >= least:
            return f"{least}–{least + 10}"
    return f"{_TENS[0]} 以下"


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
