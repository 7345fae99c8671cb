"""Write findings and cells for people and for scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from perfdesk.commands.codes import code_of
from perfdesk.commands.finalising import Standing, standing
from perfdesk.commands.form import JudgedForm
from perfdesk.models.document import Document
from perfdesk.models.finding import Finding, Severity
from perfdesk.models.form import Edition, Table
from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.refs import Ref, cell_name
from perfdesk.models.values import Value, parse


def report(path: Path, form: JudgedForm) -> dict[str, Any]:
    """Give the findings of a form as plain data for scripts."""
    edition, document, evaluation = form.edition, form.document, form.evaluation
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
    summary["final"] = _final(edition, document)
    return {
        "file": str(path),
        "form": edition.form,
        "edition": edition.edition,
        "findings": findings,
        "summary": summary,
    }


def _final(edition: Edition, document: Document) -> dict[str, Any] | None:
    """Give 定稿 for scripts; `holds` where the data are still those that were finalised."""
    if document.final is None:
        return None
    holds = standing(document, code_of(edition, document)) is Standing.HOLDS
    return {"code": document.final.code, "at": document.final.at, "holds": holds}


def _basis(finding: Finding) -> str:
    return f"{finding.basis}（请以原文件为准）" if finding.verify else finding.basis


def print_findings(path: Path, form: JudgedForm) -> None:
    """Print the findings of a form for people."""
    evaluation = form.evaluation
    counts = "，".join(f"{each.word} {evaluation.count(each)}" for each in Severity)
    if evaluation.answered:
        counts += f"，已说明 {evaluation.answered}"
    print(f"{path}：{form.edition.title}：{counts}")
    for finding in evaluation.findings:
        quiet = "（已说明）" if finding.is_quiet else ""
        print(f"  {finding.severity.word}{quiet}  {cell_name(finding.at, form.document)}")
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


def cell_of(form: JudgedForm, at: Ref) -> dict[str, Any]:
    """Give a cell as plain data for scripts."""
    field = form.edition.field(at)
    computed = form.evaluation.computed.get(at)
    text = computed.text if computed else form.document.text(at)
    value = computed.value if computed else parse(field.kind, text, field.unit).value
    how = None
    if computed:
        how = {"rule": computed.rule, "figures": computed.figures, "basis": computed.basis}
    return {
        "at": cell_name(at, form.document),
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
