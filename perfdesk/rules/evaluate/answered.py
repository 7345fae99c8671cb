"""Put the clerk's answers to the findings they were given to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from perfdesk.models.answers import Answer, Answers
from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, said_at_cells
from perfdesk.models.refs import Ref


def with_answers(document: Document, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Mark the findings that were answered.

    An answer fits while the check still says what it said then, to the last figure. After
    that the finding speaks again, and carries the old reason to be confirmed or changed.
    """
    return _marked(findings, {(code, at): answer for code, at, answer in document.all_answers()})


def with_own_answers(answers: Answers, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Mark the findings of one row, or of the fields outside tables, that were answered there."""
    if not answers:
        return tuple(findings)
    known = {(each.code, each.at): answers.get((each.code, each.at.field)) for each in findings}
    return _marked(findings, {key: answer for key, answer in known.items() if answer})


def _marked(
    findings: Sequence[Finding], answers: Mapping[tuple[str, Ref], Answer]
) -> tuple[Finding, ...]:
    if not answers:
        return tuple(findings)
    said = said_at_cells(findings)
    marked = []
    for finding in findings:
        key = finding.code, finding.at
        if (answer := answers.get(key)) is not None:
            if answer.about == said[key]:
                finding = replace(finding, answer=answer.reason)
            else:
                finding = replace(finding, old_answer=answer.reason)
        marked.append(finding)
    return tuple(marked)
