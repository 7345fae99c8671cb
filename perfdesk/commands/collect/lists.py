"""What the window lists of a collected folder, in short lines: no form is held whole."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from perfdesk.commands.collect.totals import rate_class, score_class
from perfdesk.models.collected import READING, CollectedFinding, CollectedForm, figure
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

# Most findings of ten thousand forms say what others say; one of equal texts is kept.
_once = sys.intern


def form_line(path: str, form: CollectedForm, remark: str, *, is_copy: bool) -> FormLine:
    return FormLine(
        path,
        _once(form.unit) or NO_UNIT,
        _once(form.project) or NO_NAME,
        _once(form.title),
        _once(form.period),
        figure(form.budget),
        figure(form.execution),
        figure(form.rate),
        figure(form.score),
        _once(form.grade),
        _once(form.conclusion),
        form.errors,
        form.warnings,
        form.notes,
        form.answered,
        _once(form.standing),
        form.code,
        _once(remark),
        is_copy,
        "" if is_copy else rate_class(form),
        "" if is_copy else score_class(form),
    )


@dataclass(slots=True)
class Lists:
    """Forms, totals and clashes in the order of the workbook; problems by their weight.

    The problems of a copy are not listed a second time.
    """

    forms: list[FormLine] = field(default_factory=list)
    problems: list[ProblemLine] = field(default_factory=list)
    units: list[UnitLine] = field(default_factory=list)
    clashes: list[ClashLine] = field(default_factory=list)

    def add_form(self, line: FormLine, form: CollectedForm) -> None:
        """List a form, and its findings unless it is a copy of one before."""
        self.forms.append(line)
        if not line.is_copy:
            self.problems += (ProblemLine(line, _short(each)) for each in form.findings)

    def put_in_order(self) -> None:
        """Bring what is to be mended first to the front; to be called when all is listed."""
        weights = {level: place for place, level in enumerate(_ORDER)}
        self.problems.sort(key=lambda each: weights.get(each.finding.level, len(weights)))


def _short(finding: CollectedFinding) -> CollectedFinding:
    return CollectedFinding(
        _once(finding.level),
        _once(finding.place),
        _once(finding.message),
        _once(finding.actual),
        _once(finding.expected),
        _once(finding.basis),
        finding.answer,
        finding.quiet,
        _once(finding.sheet),
        _once(finding.cell),
    )
