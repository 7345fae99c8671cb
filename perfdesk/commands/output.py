"""Bring a form out: as PDF, as a workbook.

Reportlab, fonts and openpyxl are imported when first used: a window must be on the
screen before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perfdesk.commands.office import Office, Refusal
from perfdesk.models.document import Document
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition

if TYPE_CHECKING:
    from perfdesk.paper.typeset import TypesetPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A form on paper: the PDF, and its pages with the place of every cell."""

    pdf: bytes
    pages: tuple[TypesetPage, ...]


def draw_paper(
    office: Office,
    edition: Edition,
    document: Document,
    evaluation: Evaluation,
    *,
    blank: bool = False,
) -> Paper:
    """Draw the form as PDF; a blank one is no draft, whatever is missing in it."""
    from perfdesk.paper.pdf import draw
    from perfdesk.paper.plan import lay_out
    from perfdesk.paper.typeset import typeset

    sheet = lay_out(edition, document, evaluation, draft=False if blank else None)
    pages = typeset(sheet, office.faces)
    return Paper(draw(pages, sheet, office.faces), pages)


def write_excel(
    office: Office, edition: Edition, document: Document, evaluation: Evaluation
) -> bytes:
    """Write the form as a workbook."""
    from perfdesk.exchange.xlsx_write import Unwritable, write_workbook
    from perfdesk.paper.plan import lay_out
    from perfdesk.paper.typeset import row_heights

    sheet = lay_out(edition, document, evaluation)
    heights = {band.name: row_heights(band, office.faces) for band in sheet.bands}
    try:
        return write_workbook(sheet, heights)
    except Unwritable as error:
        raise Refusal(error.message) from error
