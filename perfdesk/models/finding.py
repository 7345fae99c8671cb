"""What an evaluation brings: computed cells, and findings that speak to a clerk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfdesk.models.refs import Ref
from perfdesk.models.severity import Origin, Severity
from perfdesk.models.values import Value

__all__ = ["Computed", "Evaluation", "Finding", "Origin", "Severity", "said_at_cells"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Say what is wrong, where, the figure expected, and on what basis.

    `expected` is what a person reads; `fill` is the text that would put it right,
    blank where no single figure is known to be right. `verify` marks a rule whose
    document was not at hand when the edition was made. `answer` is the reason a clerk gave
    for leaving it so; `old_answer` one that was given while the figures were others.
    """

    code: str
    severity: Severity
    origin: Origin
    at: Ref
    label: str
    message: str
    expected: str = ""
    fill: str = ""
    actual: str = ""
    basis: str = ""
    verify: bool = False
    answer: str = ""
    old_answer: str = ""

    @property
    def is_quiet(self) -> bool:
        """Tell whether an answer has settled it; an error stays one, whatever is said."""
        return bool(self.answer) and self.severity is not Severity.ERROR


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed cell: its value, the text on paper, and how it came about.

    `rule` is the formula in the form's labels, `figures` the same with the figures
    put in, as “893,000.00 ÷ 900,000.00”, and `basis` the document that has the rule.
    """

    value: Value
    text: str
    rule: str
    figures: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that follows from a document as it stands."""

    computed: Mapping[Ref, Computed]
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """Tell whether errors stand, so that the form cannot be finalised."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity that no answer has settled."""
        return sum(each.severity is severity and not each.is_quiet for each in self.findings)

    @property
    def answered(self) -> int:
        """Count the findings that an answer has settled."""
        return sum(finding.is_quiet for finding in self.findings)


def said_at_cells(findings: Iterable[Finding]) -> dict[tuple[str, Ref], str]:
    """Give all that each check says of each cell: what an answer to it is about.

    A cell may differ from two other forms of the project, and is answered once.
    """
    said: dict[tuple[str, Ref], str] = {}
    for each in findings:
        key = each.code, each.at
        said[key] = f"{said[key]}\n{each.message}" if key in said else each.message
    return said
