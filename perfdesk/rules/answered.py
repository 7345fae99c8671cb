"""Put the clerk's answers to the findings they were given to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, said_of


def with_answers(document: Document, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Mark the findings that were answered.

    An answer fits while the check still says what it said then, to the last figure. After
    that the finding speaks again, and carries the old reason to be confirmed or changed.
    """
    held = {(code, at): answer for code, at, answer in document.all_answers()}
    if not held:
        return tuple(findings)
    marked = []
    for finding in findings:
        answer = held.get((finding.code, finding.at))
        if answer is not None:
            fits = answer.about == said_of(findings, finding.code, finding.at)
            fitting, old = (answer.reason, "") if fits else ("", answer.reason)
            finding = replace(finding, answer=fitting, old_answer=old)
        marked.append(finding)
    return tuple(marked)
