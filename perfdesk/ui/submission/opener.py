"""Bring 提前体检 up in the place of a form, and the form back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.program import Program

# Buttons of the page, by their words.
FINALISE, AGAIN = "定稿", "重新定稿"

if TYPE_CHECKING:
    from perfdesk.models.finding import Finding
    from perfdesk.ui.project.project_view import Desk
    from perfdesk.ui.submission.page import SubmissionPage


class Submission(QObject):
    """Hold the page while it is shown; it is made anew each time."""

    def __init__(
        self,
        desk: Desk,
        program: Program,
        icons: Icons,
        jobs: Jobs,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(desk)
        self._desk, self._program, self._icons = desk, program, icons
        self._jobs, self._strip, self._window = jobs, strip, window
        self.page: SubmissionPage | None = None

    def show(self, *buttons: str) -> None:
        """Check everything, and say whether the form can be handed in.

        The cursor comes to the first button of these words that there is.
        """
        from perfdesk.ui.submission.page import SubmissionPage

        self.leave()
        desk = self._desk
        desk.check_all()
        finalising = desk.finalising
        finalising.refresh()
        self.page = page = SubmissionPage(desk.bridge, self._icons, finalising, self._program.now)
        page.left.connect(self.leave)
        desk.bridge.go_to.connect(page.left)
        page.answer_wanted.connect(self._answer)
        page.pdf_wanted.connect(desk.exports.findings_pdf)
        page.excel_wanted.connect(desk.exports.findings_excel)
        page.print_wanted.connect(self._print)
        desk.widget.addWidget(page)
        desk.widget.setCurrentWidget(page)
        page.take_cursor(*buttons)

    def leave(self) -> None:
        """Bring the form back; nothing happens where it is there."""
        page, self.page = self.page, None
        if page is not None:
            page.close_down()
            self._desk.bridge.go_to.disconnect(page.left)
            self._desk.widget.removeWidget(page)
            page.deleteLater()
            self._desk.widget.setCurrentWidget(self._desk.workspace)
            self._desk.take_cursor()

    def _answer(self, finding: Finding) -> None:
        self._desk.dock.show()
        self._desk.dock.answer(finding)

    def _print(self) -> None:
        from perfdesk.ui.submission.print_findings import print_findings

        session, title = self._desk.session, self._desk.files.title
        print_findings(self._window, self._program, session, title, self._jobs, self._strip)
