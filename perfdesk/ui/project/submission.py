"""Bring 提前体检 up in the place of a form, and the form back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from perfdesk.ui.kit.services import Services
from perfdesk.ui.opened.finalising import Finalising
from perfdesk.ui.opened.open_forms import OpenForms
from perfdesk.ui.project.exports import Exports

if TYPE_CHECKING:
    from perfdesk.ui.submission.page import SubmissionPage


class Submission(QObject):
    """Hold the page while it is shown; it is made anew each time.

    `answer_wanted` asks to answer a finding, `left` says that the form is back.
    """

    answer_wanted = Signal(object)
    left = Signal()

    def __init__(
        self,
        services: Services,
        forms: OpenForms,
        exports: Exports,
        finalising: Finalising,
        stack: QStackedWidget,
    ) -> None:
        super().__init__(forms)
        self._services, self._forms, self._exports = services, forms, exports
        self._finalising, self._stack = finalising, stack
        self._before: QWidget | None = None
        self.page: SubmissionPage | None = None

    def show(self, *buttons: str) -> None:
        """Say whether the form can be handed in.

        The cursor comes to the first button of these words that there is.
        """
        from perfdesk.ui.submission.page import SubmissionPage

        self.leave()
        bridge, finalising = self._forms.current.bridge, self._finalising
        finalising.refresh()
        services = self._services
        page = SubmissionPage(bridge, services.icons, finalising, services.context.now)
        self.page, self._before = page, self._stack.currentWidget()
        page.left.connect(self.leave)
        bridge.go_to.connect(page.left)
        page.answer_wanted.connect(self.answer_wanted)
        page.pdf_wanted.connect(self._exports.findings_pdf)
        page.excel_wanted.connect(self._exports.findings_excel)
        page.print_wanted.connect(self._exports.print_findings)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.focus(*buttons)

    def leave(self) -> None:
        """Bring the form back; nothing happens where it is there."""
        page, self.page = self.page, None
        if page is not None:
            page.close_down()
            page.bridge.go_to.disconnect(page.left)
            self._stack.removeWidget(page)
            page.deleteLater()
            if self._before is not None:
                self._stack.setCurrentWidget(self._before)
            self.left.emit()
