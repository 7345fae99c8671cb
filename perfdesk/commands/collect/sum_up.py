"""Sum a form up for a list over many: whose it is, its figures, its findings, its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context
from perfdesk.commands.finalising import Standing, standing
from perfdesk.commands.forms import judge
from perfdesk.commands.submission import entries_of
from perfdesk.models.collected import FINAL, CollectedFinding, CollectedForm
from perfdesk.models.document import Document, Project
from perfdesk.models.finding import Evaluation, Finding, Origin, Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref, ref_of
from perfdesk.models.summary import FIGURES
from perfdesk.models.values import Kind, parse, shorten, written, yuan_per
from perfdesk.storage.project_file import write_project

# A narrative is not copied out whole into a list.
_LONGEST, _LONGEST_ACTUAL = 200, 60
_STANDS = {Standing.OPEN: "", Standing.HOLDS: FINAL, Standing.BROKEN: "定稿后改过"}
_BETWEEN = {"period": "—"}


def collected(
    context: Context,
    edition: Edition,
    document: Document,
    project: Project,
    places: Mapping[Ref, tuple[str, str]],
    notes: Sequence[CollectedFinding] = (),
    *,
    by_words: bool = False,
    glyphs: bool = False,
) -> CollectedForm:
    """Judge a form, beside the others of its file, and sum it up.

    Characters that the fonts lack are looked for (`glyphs`) only where it is printed.
    """
    evaluation = judge(context, edition, document, project, glyphs=glyphs)
    code = code_of(edition, document)
    summary = edition.summary
    said = {
        role: _joined(
            edition, document, evaluation, getattr(summary, role), _BETWEEN.get(role, "；")
        )
        for role in ("unit", "project", "period", "grade", "conclusion")
    }
    figures = {
        role: _figure(edition, document, evaluation, getattr(summary, role)) for role in FIGURES
    }
    return CollectedForm(
        edition.key,
        edition.short_title,
        code,
        **said,
        **figures,
        standing=_STANDS[standing(document, code)],
        errors=evaluation.count(Severity.ERROR),
        warnings=evaluation.count(Severity.WARNING),
        notes=evaluation.count(Severity.NOTE),
        answered=evaluation.answered,
        findings=(*_findings(edition, document, evaluation, places), *notes),
        indicators=_indicators(edition, document, evaluation),
        document=write_project(Project([document])).decode(),
        by_words=by_words,
    )


def _text(edition: Edition, document: Document, evaluation: Evaluation, at: Ref) -> str:
    if at in evaluation.computed:
        return evaluation.computed[at].text
    try:
        text = document.text(at).strip()
    except KeyError:  # a fixed row that the file does not hold
        return ""
    field = edition.field(at)
    return written(field.kind, parse(field.kind, text, field.unit).value) or text


def _joined(
    edition: Edition, document: Document, evaluation: Evaluation, cells: Sequence[str], between: str
) -> str:
    texts = (_text(edition, document, evaluation, ref_of(name)) for name in cells)
    return between.join(shorten(text, _LONGEST) for text in texts if text)


def _figure(
    edition: Edition, document: Document, evaluation: Evaluation, cells: Sequence[str]
) -> str:
    """Give the first figure that is there; amounts in 元."""
    for at in map(ref_of, cells):
        field = edition.field(at)
        if at in evaluation.computed:
            value = evaluation.computed[at].value
        else:
            value = parse(field.kind, _text(edition, document, evaluation, at), field.unit).value
        if isinstance(value, Decimal):
            factor = yuan_per(field.unit) if field.kind is Kind.AMOUNT else Decimal(1)
            return f"{(value * factor).normalize():f}"
    return ""


def _findings(
    edition: Edition,
    document: Document,
    evaluation: Evaluation,
    places: Mapping[Ref, tuple[str, str]],
) -> tuple[CollectedFinding, ...]:
    entries = entries_of(edition, document, evaluation.findings)
    return tuple(_finding(each.place, each.finding, places) for each in entries)


def _finding(
    place: str, finding: Finding, places: Mapping[Ref, tuple[str, str]]
) -> CollectedFinding:
    is_blank = finding.origin is Origin.MISSING and not finding.actual
    sheet, cell = places.get(finding.at, ("", ""))
    return CollectedFinding(
        finding.severity.value,
        place.replace("\n", " "),
        finding.message,
        "（未填）" if is_blank else shorten(finding.actual, _LONGEST_ACTUAL),
        finding.expected or finding.fill,
        f"{finding.basis}（请以原文件为准）" if finding.verify else finding.basis,
        finding.answer,
        finding.is_quiet,
        sheet,
        cell,
    )


def _indicators(
    edition: Edition, document: Document, evaluation: Evaluation
) -> tuple[dict[str, str], ...]:
    table = edition.tables.get(edition.framework_table)
    if table is None:
        return ()
    rows = []
    for row in document.rows(table.name):
        cells = {
            column.name: text
            for column in table.columns
            if (text := _text(edition, document, evaluation, Ref(column.name, table.name, row.id)))
        }
        if cells:
            rows.append(cells)
    return tuple(rows)
