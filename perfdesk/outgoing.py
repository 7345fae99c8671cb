"""What leaves the program at the window's wish: 定稿, paper, workbooks, reports, lists.

It is the part of `desktop.py` that holds nothing open.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perfdesk.commands import finalising, output, submission
from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Opened
from perfdesk.commands.form import JudgedForm, blank_form
from perfdesk.commands.output import Paper, draw_paper, draw_papers, write_word
from perfdesk.commands.projects import write_output
from perfdesk.commands.workbooks import write_excel, write_excels, write_template
from perfdesk.models.document import Document
from perfdesk.models.edits import AddPrint, SetFinal
from perfdesk.models.finalised import How
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.storage.atomic import Outcome


class Outgoing:
    """Draw and write copies of documents; nothing here changes them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def paper(self, edition: Edition, document: Document, evaluation: Evaluation) -> Paper:
        """Draw the paper, with the place of every cell."""
        return draw_paper(self._context, JudgedForm(edition, document, evaluation))

    def papers(self, asked: Sequence[JudgedForm]) -> tuple[bytes, tuple[Paper, ...]]:
        """Draw several forms into one PDF."""
        return draw_papers(self._context, asked)

    def blank(self, opened: Opened) -> JudgedForm:
        """Ask for an empty form like the opened one."""
        return blank_form(self._context, opened)

    def finalise(self, edition: Edition, document: Document, evaluation: Evaluation) -> SetFinal:
        """Make the edit that finalises a form; raises Refusal while errors stand."""
        return finalising.finalise(self._context, JudgedForm(edition, document, evaluation))

    def draft_words(self, edition: Edition, document: Document, evaluation: Evaluation) -> str:
        """Say why paper of a form bears 草稿; blank where it does not."""
        code = code_of(edition, document)
        return finalising.why_draft(
            JudgedForm(edition, document, evaluation), code, self._context.now()
        )

    def note_print(self, paper: Paper, pages: int, how: How) -> AddPrint | None:
        """Make the record of a copy that has just gone out; None for one without data."""
        return output.note_print(self._context, paper, pages, how)

    def workbook(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Write the workbook."""
        return write_excel(self._context, JudgedForm(edition, document, evaluation))

    def workbooks(self, asked: Sequence[JudgedForm]) -> bytes:
        """Write several forms into one workbook."""
        return write_excels(self._context, asked)

    def template(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Write the workbook that is filled in where this program does not run."""
        return write_template(self._context, [JudgedForm(edition, document, evaluation)])

    def findings_pdf(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Draw the list of what was found."""
        sheet = submission.list_findings(JudgedForm(edition, document, evaluation))
        return submission.draw_list(self._context, sheet)

    def findings_workbook(
        self, edition: Edition, document: Document, evaluation: Evaluation
    ) -> bytes:
        """Write the list of what was found as a workbook."""
        sheet = submission.list_findings(JudgedForm(edition, document, evaluation))
        return submission.write_list(self._context, sheet)

    def has_report(self, edition: Edition) -> bool:
        """Tell whether a report in Word belongs to a form."""
        return output.has_report(self._context, edition)

    def report(self, edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
        """Write the report in Word."""
        return write_word(self._context, JudgedForm(edition, document, evaluation))

    def write(self, path: Path, data: bytes) -> Outcome:
        """Put an export in place, over whatever file is there."""
        return write_output(path, data)
