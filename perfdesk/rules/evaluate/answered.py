"""Put the clerk's answers to the findings they were given to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, said_at_cells


def with_answers(document: Document, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Mark the findings that were answered.

    An answer fits while the check still says what it said then, to the last figure. After
    that the finding speaks again, and carries the old reason to be confirmed or changed.
    """
    held = {(code, at): answer for code, at, answer in document.all_answers()}
    if not held:
        return tuple(findings)
    said = said_at_cells(findings)
    marked = []
    for finding in findings:
        key = finding.code, finding.at
        answer = held.get(key)
        if answer is not None:
            finding = _marked(finding, answer.reason, answer.about == said[key])
        marked.append(finding)
    return tuple(marked)


# With every key the same findings come by again.
@lru_cache(maxsize=4096)
def _marked(finding: Finding, reason: str, fits: bool) -> Finding:
    return replace(finding, answer=reason) if fits else replace(finding, old_answer=reason)
