"""Bring a form out: as PDF, as a workbook, as a report in Word.

Reportlab, fonts, openpyxl and python-docx are imported when first used: a window must be on the
screen before them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from perfdesk.commands.codes import code_of, coded
from perfdesk.commands.office import Office, Refusal
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Document, Project
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.rules.program import EditionError
from perfdesk.storage.project_file import write_project

if TYPE_CHECKING:
    from perfdesk.paper.typeset import TypesetPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A form on paper: the PDF, its pages with the place of every cell, and its check code."""

    pdf: bytes
    pages: tuple[TypesetPage, ...]
    code: str = ""


def draw_paper(
    office: Office,
    edition: Edition,
    document: Document,
    evaluation: Evaluation,
    *,
    blank: bool = False,
    data_page: bool = False,
) -> Paper:
    """Draw the form as PDF; a blank one is no draft, whatever is missing in it.

    The file carries the document itself; a data page has it in print, too. A form in which
    nothing is entered carries neither a code nor data.
    """
    from perfdesk.paper.pdf import draw
    from perfdesk.paper.plan import lay_out
    from perfdesk.paper.typeset import typeset

    sheet = lay_out(edition, document, evaluation, draft=False if blank else None)
    code = "" if blank else code_of(edition, document)
    sheet = replace(sheet, code=code)
    pages = typeset(sheet, office.faces)
    attached = write_project(coded(office, Project([document]))) if code else b""
    pdf = draw(pages, sheet, office.faces, attached=attached, data_page=data_page)
    return Paper(pdf, pages, code)


def write_excel(
    office: Office, edition: Edition, document: Document, evaluation: Evaluation
) -> bytes:
    """Write the form as a workbook."""
    from perfdesk.exchange.xlsx_write import Unwritable, write_workbook
    from perfdesk.paper.plan import lay_out
    from perfdesk.paper.typeset import row_heights

    sheet = lay_out(edition, document, evaluation)
    sheet = replace(sheet, code=code_of(edition, document))
    heights = {band.name: row_heights(band, office.faces) for band in sheet.bands}
    try:
        return write_workbook(sheet, heights)
    except Unwritable as error:
        raise Refusal(error.message) from error


def has_report(office: Office, edition: Edition) -> bool:
    """Tell whether a report in Word belongs to a form."""
    from perfdesk.forms.load_report import FILE

    return (office.catalogue.folder(edition.key) / FILE).is_file()


def write_word(
    office: Office, edition: Edition, document: Document, evaluation: Evaluation
) -> bytes:
    """Write the report that belongs to a form, with every figure taken from the document."""
    from perfdesk.exchange.docx_write import write_report
    from perfdesk.forms.compose import compose
    from perfdesk.forms.load_report import load_report
    from perfdesk.paper.plan import lay_out

    try:
        plan = load_report(office.catalogue.folder(edition.key))
        if plan is None:
            raise Refusal(f"“{edition.short_title}”没有 Word 报告。请输出 PDF 或 Excel。")
        report = compose(
            plan, edition, document, evaluation, lay_out(edition, document, evaluation)
        )
    except (FormFault, EditionError) as fault:
        raise Refusal(f"“{edition.short_title}”的报告定义有误：{fault}。") from fault
    return write_report(report)
