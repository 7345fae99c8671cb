"""Hand the form on the screen over as a file: PDF, workbook, report, list of findings.

Everything slow runs beside the window on copies; what came of it is said in the window.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import Paper
from perfdesk.models.document import Document
from perfdesk.models.file_name import safe_name
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.storage.atomic import NotSaved, Outcome, Saved
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.file_names import last_folder, remember_folder
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms
from perfdesk.ui.program import Program
from perfdesk.ui.project.project_files import ProjectFiles

Then = Callable[[], None]
Make = Callable[[Edition, Document, Evaluation], bytes]


class Exports:
    """Write copies of the form on the screen where the clerk says."""

    def __init__(
        self,
        program: Program,
        files: ProjectFiles,
        forms: OpenForms,
        jobs: Jobs,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        self._program, self._files, self._forms = program, files, forms
        self._jobs, self._strip, self._window = jobs, strip, window

    def pdf(self) -> None:
        """Ask for a file and write the paper there; the copy is noted."""
        session, program, drawn = self._forms.current.session, self._program, list[Paper]()

        def make(edition: Edition, document: Document, evaluation: Evaluation) -> bytes:
            drawn.append(program.paper(edition, document, evaluation))
            return drawn[0].pdf

        def note() -> None:
            fact = program.note_print(drawn[0], len(drawn[0].pages), "pdf")
            is_there = any(form.session is session for form in self._forms.forms)
            if fact is not None and is_there and not self._files.is_closed:
                session.note(fact)

        self._export("保存为 PDF", ask_path.PAPERS, "pdf", make, then=note)

    def excel(self) -> None:
        """Ask for a file and write the workbook there."""
        self._export("导出 Excel", ask_path.NEW_WORKBOOK, "xlsx", self._program.workbook)

    def all_excel(self) -> None:
        """Ask for a file and write all forms of the project there, as one workbook."""
        path = self._ask_output("导出全部表单", ask_path.NEW_WORKBOOK, "xlsx", whole=True)
        if path is not None:
            asked = [_asked(form) for form in self._forms.forms]
            make = self._program.workbooks
            self._output("正在导出全部表单", path, lambda: make(asked), "", lambda: None)

    def template(self) -> None:
        """Ask for a file and write the template of the form there."""
        make = self._program.template
        self._export("导出填报模板", ask_path.NEW_WORKBOOK, "xlsx", make, of="填报模板")

    def word(self) -> None:
        """Ask for a file and write the form's report there."""
        self._export("导出 Word 报告", ask_path.REPORTS, "docx", self._program.report)

    def findings_pdf(self) -> None:
        """Ask for a file and write the list of what was found there."""
        make = self._program.findings_pdf
        self._export("保存差错说明单", ask_path.PAPERS, "pdf", make, of="差错说明单")

    def findings_excel(self) -> None:
        """Ask for a file and write the list of what was found there as a workbook."""
        make = self._program.findings_workbook
        self._export("导出差错说明单", ask_path.NEW_WORKBOOK, "xlsx", make, of="差错说明单")

    def _export(
        self,
        title: str,
        kinds: str,
        suffix: str,
        make: Make,
        of: str = "",
        then: Then = lambda: None,
    ) -> None:
        path = self._ask_output(title, kinds, suffix, of)
        if path is not None:
            session = self._forms.current.session
            edition, evaluation = session.edition, session.evaluation
            document = session.document.copy()
            # Only the form is marked as a draft, not the list of what is wrong with it.
            why = "" if of else self._program.draft_words(edition, document, evaluation)
            draft = f"（草稿：{why.rstrip('。')}）" if why else ""
            self._output(
                f"正在{title}", path, lambda: make(edition, document, evaluation), draft, then
            )

    def _ask_output(
        self, title: str, kinds: str, suffix: str, of: str = "", *, whole: bool = False
    ) -> Path | None:
        settle()
        folder = self._files.path.parent if self._files.path else last_folder(self._program)
        several = len(self._forms.forms) > 1 and not whole
        name = f"{self._files.title} {self._forms.current.title}" if several else self._files.title
        name = f"{name} {of}" if of else name
        place = folder / f"{safe_name(name)}.{suffix}"
        return ask_path.to_save(self._window, title, place, kinds, suffix)

    def _output(
        self, name: str, path: Path, make: Callable[[], bytes], draft: str, then: Then
    ) -> None:
        def done(outcome: Outcome) -> None:
            if isinstance(outcome, NotSaved):
                self._strip.trouble(outcome.message)
                return
            then()
            if isinstance(outcome, Saved):
                self._strip.say(f"已写入“{path.name}”{draft}。")
            else:
                self._strip.warn(outcome.message)

        remember_folder(self._program, path)
        program = self._program
        self._jobs.run(
            name,
            lambda: program.write(path, make()),
            done,
            lambda error: self._strip.failed(name.removeprefix("正在"), error),
        )


def _asked(form: OpenForm) -> JudgedForm:
    session = form.session
    return JudgedForm(session.edition, session.document.copy(), session.evaluation)
