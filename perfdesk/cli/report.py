"""Write findings and cells for people and for scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Opened
from perfdesk.commands.finalising import Standing, standing
from perfdesk.models.document import Document
from perfdesk.models.finding import Evaluation, Finding, Severity
from perfdesk.models.form import Edition, Table
from perfdesk.models.indicator_value import IndicatorValue
from perfdesk.models.refs import Ref, cell_name
from perfdesk.models.values import Value, parse


def report(path: Path, opened: Opened, evaluation: Evaluation) -> dict[str, Any]:
    """Give the findings of a form as plain data for scripts."""
    document, edition = opened.document, opened.edition
    findings = [
        {
            "code": each.code,
            "severity": each.severity.value,
            "origin": each.origin.value,
            "at": cell_name(each.at, document),
            "label": each.label,
            "message": each.message,
            "expected": each.expected,
            "actual": each.actual,
            "basis": _basis(each),
            "answer": each.answer,
            "old_answer": each.old_answer,
        }
        for each in evaluation.findings
    ]
    summary: dict[str, Any] = {each.value: evaluation.count(each) for each in Severity}
    summary["answered"] = evaluation.answered
    summary["final"] = _final(opened)
    return {
        "file": str(path),
        "form": edition.form,
        "edition": edition.edition,
        "findings": findings,
        "summary": summary,
    }


def _final(opened: Opened) -> dict[str, Any] | None:
    """Give 定稿 for scripts; `holds` where the data are still those that were finalised."""
    final = opened.document.final
    if final is None:
        return None
    now = code_of(opened.edition, opened.document)
    holds = standing(opened.document, now) is Standing.HOLDS
    return {"code": final.code, "at": final.at, "holds": holds}


def _basis(finding: Finding) -> str:
    return f"{finding.basis}（请以原文件为准）" if finding.verify else finding.basis


def print_findings(path: Path, opened: Opened, evaluation: Evaluation) -> None:
    """Print the findings of a form for people."""
    counts = "，".join(f"{each.word} {evaluation.count(each)}" for each in Severity)
    if evaluation.answered:
        counts += f"，已说明 {evaluation.answered}"
    print(f"{path}：{opened.edition.title}：{counts}")
    for finding in evaluation.findings:
        quiet = "（已说明）" if finding.is_quiet else ""
        print(f"  {finding.severity.word}{quiet}  {cell_name(finding.at, opened.document)}")
        print(visible(f"        {finding.message}"))
        if finding.basis:
            print(f"        依据：{_basis(finding)}")
        if finding.answer:
            print(visible(f"        说明：{finding.answer}"))
        elif finding.old_answer:
            print(visible(f"        原说明：{finding.old_answer}，数字已变，请重新确认。"))


def all_cells(edition: Edition, document: Document) -> list[Ref]:
    """Name every cell of a form in the order of the form."""
    refs: list[Ref] = []
    for part in edition.sections:
        if isinstance(part, Table):
            rows = document.row_ids(part.name)
            refs += [Ref(each.name, part.name, row) for row in rows for each in part.columns]
        else:
            refs += [Ref(each.name) for each in part.fields]
    return refs


def cell_of(
    edition: Edition, document: Document, evaluation: Evaluation, at: Ref
) -> dict[str, Any]:
    field = edition.field(at)
    computed = evaluation.computed.get(at)
    text = computed.text if computed else document.text(at)
    value = computed.value if computed else parse(field.kind, text, field.unit).value
    how = None
    if computed:
        how = {"rule": computed.rule, "figures": computed.figures, "basis": computed.basis}
    return {
        "at": cell_name(at, document),
        "label": field.label,
        "text": text,
        "value": _value(value),
        "computed": how,
    }


def _value(value: Value) -> str | None:
    if isinstance(value, IndicatorValue):
        return value.text
    return None if value is None else str(value)


def visible(text: str) -> str:
    """Give a text as a console may show it: what was typed must not steer the terminal."""
    return "".join(each if each.isprintable() or each in "\n\t" else "□" for each in text)
