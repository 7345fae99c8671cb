"""What the window lists of a collected folder, in short lines: no form is held whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfdesk.commands.collect.totals import decimal, rate_class, score_class
from perfdesk.models.collected import READING, CollectedFinding, CollectedForm
from perfdesk.models.severity import Severity
from perfdesk.models.summary_lines import (
    NO_NAME,
    NO_UNIT,
    ClashLine,
    FormLine,
    ProblemLine,
    UnitLine,
)

# What is to be mended first.
_ORDER = (Severity.ERROR.value, Severity.WARNING.value, READING, Severity.NOTE.value)


@dataclass(slots=True)
class Lists:
    """Forms, totals and clashes in the order of the workbook; problems by their weight.

    The problems of a copy are not listed a second time.
    """

    forms: list[FormLine] = field(default_factory=list)
    problems: list[ProblemLine] = field(default_factory=list)
    units: list[UnitLine] = field(default_factory=list)
    clashes: list[ClashLine] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    def add_form(self, path: str, form: CollectedForm, remark: str, *, is_copy: bool) -> None:
        """List a form, and its findings unless it is a copy of one before."""
        once = self._once
        line = FormLine(
            path,
            once(form.unit) or NO_UNIT,
            once(form.project) or NO_NAME,
            once(form.title),
            once(form.period),
            decimal(form.budget),
            decimal(form.execution),
            decimal(form.rate),
            decimal(form.score),
            once(form.grade),
            once(form.conclusion),
            form.errors,
            form.warnings,
            once(form.standing),
            once(remark),
            is_copy,
            "" if is_copy else rate_class(form),
            "" if is_copy else score_class(form),
        )
        self.forms.append(line)
        if not is_copy:
            self.problems += (ProblemLine(line, self._short(each)) for each in form.findings)

    def put_in_order(self) -> None:
        """Bring what is to be mended first to the front; to be called when all is listed."""
        weights = {level: place for place, level in enumerate(_ORDER)}
        self.problems.sort(key=lambda each: weights.get(each.finding.level, len(weights)))

    def _short(self, finding: CollectedFinding) -> CollectedFinding:
        once = self._once
        return CollectedFinding(
            once(finding.level),
            once(finding.place),
            once(finding.message),
            once(finding.actual),
            once(finding.expected),
            once(finding.basis),
            finding.answer,
            finding.quiet,
            once(finding.sheet),
            once(finding.cell),
        )

    def _once(self, text: str) -> str:
        """Keep one of equal texts: most findings of ten thousand forms say what others say."""
        return self._texts.setdefault(text, text)
