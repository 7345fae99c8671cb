"""Bring a form out: as PDF, as a report in Word; workbooks are in workbooks.py.

Reportlab, fonts and python-docx are imported when first used: a window must be on the
screen before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from perfdesk.commands.codes import code_of, noted
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.finalising import is_draft, to_the_minute
from perfdesk.commands.form import JudgedForm
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document, Project
from perfdesk.models.edits import AddPrint
from perfdesk.models.finalised import How, Print
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.compiled import EditionError
from perfdesk.storage.project_file import write_project

if TYPE_CHECKING:
    from perfdesk.models.sheet import Sheet
    from perfdesk.paper.pdf import Run
    from perfdesk.paper.typeset import TypesetPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A form on paper: the PDF, its pages with the place of every cell, and its check code."""

    pdf: bytes
    pages: tuple[TypesetPage, ...]
    code: str = ""
    draft: bool = False


def draw_paper(context: Context, form: JudgedForm, *, data_page: bool = False) -> Paper:
    """Draw a form as PDF; a draft unless it is finalised (`is_draft`), and never where blank.

    The file carries the document itself; a data page has it in print, too. A form in which
    nothing is entered carries neither a code nor data.
    """
    pdf, [paper] = draw_papers(context, [form], data_page=data_page)
    return replace(paper, pdf=pdf)


def draw_papers(
    context: Context, forms: Sequence[JudgedForm], *, data_page: bool = False
) -> tuple[bytes, tuple[Paper, ...]]:
    """Draw several forms into one PDF, and say of each what became of it.

    Each keeps its own numbers of pages, its code and whether it is a draft; the file carries
    all documents as one project.
    """
    from perfdesk.paper.pdf import draw_runs

    runs = [_run(context, each) for each in forms]
    carried = [(each.document, run) for each, run in zip(forms, runs, strict=True) if run.data]
    attached = carried[0][1].data if len(carried) == 1 else b""
    if len(carried) > 1:
        attached = _carried([(document, run.sheet.code) for document, run in carried])
    pdf = draw_runs(runs, context.faces, attached=attached, data_page=data_page)
    return pdf, tuple(Paper(b"", each.pages, each.sheet.code, each.sheet.draft) for each in runs)


def _run(context: Context, form: JudgedForm) -> Run:
    from perfdesk.paper.pdf import Run
    from perfdesk.paper.typeset import typeset

    sheet = sheet_of(form)
    data = _carried([(form.document, sheet.code)]) if sheet.code else b""
    return Run(typeset(sheet, context.faces), sheet, data)


def sheet_of(form: JudgedForm) -> Sheet:
    """Lay a form out with its code, as a draft or not."""
    from perfdesk.paper.plan import lay_out

    edition, document, evaluation = form.edition, form.document, form.evaluation
    code = "" if form.blank else code_of(edition, document)
    draft = not form.blank and is_draft(document, evaluation, code)
    return replace(lay_out(edition, document, evaluation, draft=draft), code=code)


def _carried(coded: Sequence[tuple[Document, str]]) -> bytes:
    """Write documents, each with its code, as a PDF carries them: no copies and no times.

    They would make a difference between two prints of the same data.
    """
    plain = [
        replace(each, prints=(), final=each.final and replace(each.final, at=""))
        for each, _ in coded
    ]
    codes = (code for _, code in coded)
    return write_project(Project(list(map(noted, plain, codes))))


def note_print(context: Context, paper: Paper, pages: int, how: How) -> AddPrint | None:
    """Make the record of a copy that has just left the program; None for one without data."""
    if not paper.code:
        return None
    return AddPrint(Print(paper.code, to_the_minute(context.now()), pages, how, paper.draft))


def print_together(context: Context, forms: Iterable[JudgedForm]) -> bytes:
    """Draw forms of several projects into one PDF, to be printed.

    It carries no data: as one project they would contradict each other, and each has its files.
    """
    from perfdesk.paper.page_mark import PRINT_ONLY
    from perfdesk.paper.pdf import draw_runs

    return draw_runs([_run(context, each) for each in forms], context.faces, mark=PRINT_ONLY)


def has_report(context: Context, edition: Edition) -> bool:
    """Tell whether a report in Word belongs to a form."""
    from perfdesk.forms.load_report import FILE

    return (context.catalogue.folder(edition.key) / FILE).is_file()


def write_word(context: Context, form: JudgedForm) -> bytes:
    """Write the report that belongs to a form, with every figure taken from the document."""
    from perfdesk.exchange.docx.template import UnusableTemplate
    from perfdesk.exchange.docx.write import write_report
    from perfdesk.forms.compose import compose
    from perfdesk.forms.load_report import load_report

    edition = form.edition
    try:
        plan = load_report(context.catalogue.folder(edition.key))
        if plan is None:
            raise Refusal(f"“{edition.short_title}”没有 Word 报告。请输出 PDF 或 Excel。")
        report = compose(plan, edition, form.document, sheet_of(form))
    except (FormFault, EditionError) as fault:
        raise Refusal(f"“{edition.short_title}”的报告定义有误：{fault}。") from fault
    template = context.report_template
    if template is None:
        raise Refusal("缺少报告的样式文件 report.docx。请重新安装程序。")
    try:
        return write_report(report, template)
    except UnusableTemplate as trouble:
        raise Refusal(f"报告的样式文件{trouble}") from trouble
