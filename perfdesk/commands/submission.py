"""Before a form is handed in: answer findings, sum them up, bring out the list of them.

Reportlab and openpyxl are imported when first used, as for the forms themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.finalising import Standing, standing
from perfdesk.commands.form import JudgedForm
from perfdesk.models.answers import Answer
from perfdesk.models.document import Document
from perfdesk.models.edits import SetAnswer
from perfdesk.models.finding import Evaluation, Finding, Severity, said_at_cells
from perfdesk.models.form import Edition, Section
from perfdesk.models.refs import Ref, cell_name
from perfdesk.models.sheet import Sheet
from perfdesk.models.values import Kind, parse, shorten, written

if TYPE_CHECKING:
    from perfdesk.paper.findings_list import Entry

_BUTTON = re.compile("点“填入”(?:改正|即可)")
_SHORT_KINDS = (Kind.TEXT, Kind.DATE, Kind.MONTH, Kind.NUMBER)
# What `forms/agreement.py` finds.
_BETWEEN_FORMS = ("stages_differ", "indicator_renamed")
# Of the form's first section, as many as say what project it is about.
_FACTS = 6


def answer_edit(evaluation: Evaluation, finding: Finding, reason: str) -> SetAnswer:
    """Make the edit that answers a finding with a reason; a blank one takes the answer back."""
    about = said_at_cells(evaluation.findings).get((finding.code, finding.at), "")
    answer = Answer(reason.strip(), about) if reason.strip() else None
    return SetAnswer(finding.code, finding.at, answer)


def find_to_answer(evaluation: Evaluation, document: Document, at: str, code: str = "") -> Finding:
    """Find the one finding at a cell, of the check that is named where there are several."""
    here = [each for each in evaluation.findings if cell_name(each.at, document) == at]
    if not here:
        raise Refusal(f"“{at}”没有发现问题，不用说明。用 check 可以列出每处问题和它的名字。")
    by_code = {each.code: each for each in here}
    listed = "".join(f"\n  --code {each.code}  {each.message}" for each in by_code.values())
    if code and code not in by_code:
        raise Refusal(f"“{at}”没有代号为“{code}”的问题，有：{listed}")
    if not code and len(by_code) > 1:
        raise Refusal(f"“{at}”有 {len(by_code)} 处问题，请用 --code 指明说明的是哪一处：{listed}")
    return by_code[code] if code else here[0]


def verdict(evaluation: Evaluation, stands: Standing = Standing.OPEN) -> str:
    """Sum an evaluation up in one sentence: may the form be finalised, and what is left.

    A form that is finalised (`stands`) is told so, or that it may be anew.
    """
    errors, warnings = evaluation.count(Severity.ERROR), evaluation.count(Severity.WARNING)
    rest = f"{warnings} 处警告请核对，无误的说明理由。" if warnings else ""
    verb = "定稿" if stands is Standing.OPEN else "重新定稿"
    if errors:
        return f"还有 {errors} 处错误，改正后才能{verb}。" + (f"另有 {rest}" if rest else "")
    may = "已经定稿" if stands is Standing.HOLDS else f"可以{verb}"
    if warnings:
        return f"没有错误，{may}。还有 {rest}"
    if any(each.is_quiet and each.severity is Severity.WARNING for each in evaluation.findings):
        return f"没有错误，警告都已说明，{may}。"
    return f"没有错误，也没有警告，{may}。"


def counted(evaluation: Evaluation) -> str:
    """Count the findings by severity, and apart from them what is answered."""
    words = [f"{each.word} {evaluation.count(each)}" for each in Severity]
    return "　".join((*words, f"已说明 {evaluation.answered}"))


def is_between_forms(finding: Finding) -> bool:
    """Tell whether a finding is about this form and another one of the project."""
    return finding.code in _BETWEEN_FORMS


def list_findings(form: JudgedForm) -> Sheet:
    """Lay the findings of a form out as 差错说明单.

    It bears the check code of the form it was made from, so that the two can be matched.
    """
    from perfdesk.paper.findings_list import FormFindings, lay_out_findings

    edition, document, evaluation = form.edition, form.document, form.evaluation
    facts = [*_facts(edition, document), ("表单", f"{edition.title}（{edition.edition}）")]
    code = code_of(edition, document)
    if code:
        facts.append(("校验码", code))
    facts.append(("合计", counted(evaluation)))
    parts = [FormFindings(entries_of(edition, document, evaluation.findings))]
    return lay_out_findings(facts, verdict(evaluation, standing(document, code)), parts)


def entries_of(
    edition: Edition, document: Document, findings: Sequence[Finding]
) -> tuple[Entry, ...]:
    """Name the place of each finding in words, for a list that leaves the program.

    There is no button there to press: what a message says of one is said without it.
    """
    from perfdesk.paper.findings_list import Entry

    return tuple(
        Entry(
            _place(edition, document, each),
            replace(each, message=_BUTTON.sub("请照此填写", each.message)),
        )
        for each in findings
    )


def _place(edition: Edition, document: Document, finding: Finding) -> str:
    at, tab = finding.at, edition.tab_of(finding.at)
    if not at.table or edition.tables[at.table].row_label(at.row):
        return f"{tab}\n{finding.label}"
    if at.row not in document.row_ids(at.table):
        return f"{tab}\n{finding.label}"
    title = edition.tables[at.table].title_column
    name = shorten(document.text(Ref(title, at.table, at.row)), 12)
    row = f"第 {document.place(at.table, at.row) + 1} 行" + (f"“{name}”" if name else "")
    return f"{tab} {row}\n{finding.label}"


def _facts(edition: Edition, document: Document) -> list[tuple[str, str]]:
    """Say what the form is about by the short entries that it begins with."""
    first = next(part for part in edition.sections if isinstance(part, Section))
    found = []
    for field in first.fields:
        text = document.text(Ref(field.name)).strip()
        if text and field.kind in _SHORT_KINDS and not field.is_computed:
            value = parse(field.kind, text, field.unit).value
            found.append((field.label, shorten(written(field.kind, value) or text, 60)))
    return found[:_FACTS]


def draw_list(context: Context, sheet: Sheet) -> bytes:
    """Draw a list of findings as PDF."""
    from perfdesk.paper.pdf import draw
    from perfdesk.paper.typeset import typeset

    return draw(typeset(sheet, context.faces), sheet, context.faces)


def write_list(context: Context, sheet: Sheet) -> bytes:
    """Write a list of findings as a workbook."""
    from perfdesk.exchange.xlsx.write import Unwritable, write_workbook
    from perfdesk.paper.typeset import heights_by_band

    try:
        return write_workbook(sheet, next(heights_by_band(sheet, context.faces)))
    except Unwritable as error:
        raise Refusal(error.message) from error
