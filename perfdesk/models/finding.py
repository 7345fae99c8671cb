"""What an evaluation brings: computed cells, and findings that speak to a clerk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfdesk.models.refs import Ref
from perfdesk.models.severity import Origin, Severity
from perfdesk.models.values import Value

__all__ = ["Computed", "Evaluation", "Finding", "Origin", "Severity"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Say what is wrong, where, the figure expected, and on what basis.

    `expected` is what a person reads; `fill` is the text that would put it right,
    blank where no single figure is known to be right. `verify` marks a rule whose
    document was not at hand when the edition was made.
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


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed cell: its value, the text on paper, and how it came about.

    `rule` is the formula in the form's labels, `figures` the same with the figures
    put in, as “893,000.00 ÷ 900,000.00”.
    """

    value: Value
    text: str
    rule: str
    figures: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that follows from a document as it stands."""

    computed: Mapping[Ref, Computed]
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """Tell whether a print would be a draft."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)
