"""Sum a form up for a list over many: whose it is, its figures, its findings, its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from perfdesk.commands.codes import code_of
from perfdesk.commands.finalising import Standing, standing
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.submission import entries_of
from perfdesk.models.collected import FINAL, CollectedFinding, CollectedForm
from perfdesk.models.document import Project
from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.refs import Ref, ref_of
from perfdesk.models.summary import FIGURES
from perfdesk.models.values import Kind, parse, shorten, written, yuan_per
from perfdesk.storage.project_file import write_project

# A narrative is not copied out whole into a list.
_LONGEST, _LONGEST_ACTUAL = 200, 60
_STANDS = {Standing.OPEN: "", Standing.HOLDS: FINAL, Standing.BROKEN: "定稿后改过"}
_BETWEEN = {"period": "—"}
NOWHERE: Mapping[Ref, tuple[str, str]] = MappingProxyType({})


def sum_up(
    form: JudgedForm,
    places: Mapping[Ref, tuple[str, str]] = NOWHERE,
    notes: Sequence[CollectedFinding] = (),
    *,
    by_words: bool = False,
) -> CollectedForm:
    """Sum a form up; `places` say in which sheet and cell of a file its cells stand."""
    edition, evaluation = form.edition, form.evaluation
    code, summary = code_of(edition, form.document), edition.summary
    texts = {
        role: _joined(form, getattr(summary, role), _BETWEEN.get(role, "；"))
        for role in ("unit", "project", "period", "grade", "conclusion")
    }
    figures = {role: _figure(form, getattr(summary, role)) for role in FIGURES}
    return CollectedForm(
        edition.key,
        edition.short_title,
        code,
        **texts,
        **figures,
        standing=_STANDS[standing(form.document, code)],
        errors=evaluation.count(Severity.ERROR),
        warnings=evaluation.count(Severity.WARNING),
        notes=evaluation.count(Severity.NOTE),
        answered=evaluation.answered,
        findings=(*_findings(form, places), *notes),
        indicators=_indicators(form),
        document=write_project(Project([form.document])).decode(),
        by_words=by_words,
    )


def _text(form: JudgedForm, at: Ref) -> str:
    if at in form.evaluation.computed:
        return form.evaluation.computed[at].text
    try:
        text = form.document.text(at).strip()
    except KeyError:  # a fixed row that the file does not hold
        return ""
    field = form.edition.field(at)
    return written(field.kind, parse(field.kind, text, field.unit).value) or text


def _joined(form: JudgedForm, cells: Sequence[str], between: str) -> str:
    texts = (_text(form, ref_of(name)) for name in cells)
    return between.join(shorten(text, _LONGEST) for text in texts if text)


def _figure(form: JudgedForm, cells: Sequence[str]) -> str:
    """Give the first figure that is there; amounts in 元."""
    for at in map(ref_of, cells):
        field = form.edition.field(at)
        if at in form.evaluation.computed:
            value = form.evaluation.computed[at].value
        else:
            value = parse(field.kind, _text(form, at), field.unit).value
        if isinstance(value, Decimal):
            factor = yuan_per(field.unit) if field.kind is Kind.AMOUNT else Decimal(1)
            return f"{(value * factor).normalize():f}"
    return ""


def _findings(
    form: JudgedForm, places: Mapping[Ref, tuple[str, str]]
) -> tuple[CollectedFinding, ...]:
    entries = entries_of(form.edition, form.document, form.evaluation.findings)
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


def _indicators(form: JudgedForm) -> tuple[dict[str, str], ...]:
    table = form.edition.tables.get(form.edition.framework_table)
    if table is None:
        return ()
    rows = []
    for row in form.document.rows(table.name):
        cells = {
            column.name: text
            for column in table.columns
            if (text := _text(form, Ref(column.name, table.name, row.id)))
        }
        if cells:
            rows.append(cells)
    return tuple(rows)
