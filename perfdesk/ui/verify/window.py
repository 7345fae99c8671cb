"""核验: are these the same data? Two sides to fill, a verdict, and the cells that differ.

The window stays beside the form, so that a cell that differs can be looked at and mended; the
open project is then held against the other side anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDialog,
)

from perfdesk.commands.verify.compare import CellDifference, Match, compare_carriers
from perfdesk.commands.verify.words import judged
from perfdesk.models.document import Project
from perfdesk.models.refs import Ref
from perfdesk.ui.kit.layout import button, grow, hbox, holding, scrolled, vbox
from perfdesk.ui.kit.plain import label
from perfdesk.ui.kit.services import Services
from perfdesk.ui.verify.result import VerifyResult
from perfdesk.ui.verify.side import VerifySide

if TYPE_CHECKING:
    from perfdesk.ui.project.project_view import ProjectView

_ADVICE = (
    "看两份东西的填报数据是不是同一份。只选一份，就看它写着的校验码与数据是否相符。"
    "照片请对准页脚的二维码。"
)
_INVITE = "选好一份就能看它自己是否相符，选好两份就能比。"
_MOMENT = 400


class VerifyWindow(QDialog):
    """Hold two carriers against each other; stays open beside the form.

    `project` gives the open project, None where none is open.
    """

    def __init__(self, services: Services, project: Callable[[], ProjectView | None]) -> None:
        super().__init__(services.window)
        self._project = project
        self._followed: ProjectView | None = None
        self.setWindowTitle("核验")
        self.resize(920, 720)
        self._soon = QTimer(self)
        self.left = VerifySide("左边", services, self._has_open, self._open_project)
        self.right = VerifySide("右边", services)
        self.outcome = VerifyResult(services.icons)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_MOMENT)
        self._soon.timeout.connect(self.left.follow)
        for side in (self.left, self.right):
            side.changed.connect(self._judge)
        self.outcome.cell_wanted.connect(self._go)
        self._lay_out()
        self._judge()

    def _lay_out(self) -> None:
        title = label("核验", size=1.6)
        advice = label(_ADVICE, wrap=True, quiet=True)
        sides = hbox(grow(self.left), grow(self.right), spacing=2)
        parts = title, advice, sides, grow(self.outcome)
        # Large text and many forms want more room than a screen may have.
        body = scrolled(holding(vbox(*parts, margin=(3, 2, 3, 1), spacing=2)))
        self.copy_button = button("复制结果", self.outcome.copy)
        close = button("关闭", self.close)
        buttons = hbox(self.copy_button, grow(), close, margin=(3, 1, 3, 2))
        self.setLayout(vbox(grow(body), buttons, spacing=0))

    def bring_up(self) -> None:
        """Show the window; the open project stands at the left unless something else does."""
        if self.left.carrier is None:
            self.left.use_project()
        else:
            self.left.follow()
        self.show()
        self.activateWindow()
        (self.right if self._has_open() else self.left).line.setFocus()

    def _has_open(self) -> bool:
        return self._project() is not None

    def _open_project(self) -> tuple[str, Project] | None:
        project = self._project()
        if project is None:
            return None
        if project is not self._followed:
            self._followed = project
            project.forms.changed.connect(self._soon.start)
            project.forms.listed.connect(self._soon.start)
            project.destroyed.connect(self._soon.start)
        # The clerk goes on typing while this is read.
        documents = [each.copy() for each in project.forms.project.documents]
        return project.files.title, Project(documents)

    def _judge(self) -> None:
        left, right = self.left.carrier, self.right.carrier
        one = left or right
        if left is not None and right is not None:
            self.outcome.show_comparison(compare_carriers(left, right))
        elif one is not None:
            self.outcome.show_alone(one.verdict, judged(one))
        else:
            self.outcome.invite("", _INVITE)
        self.copy_button.setEnabled(one is not None)

    def _go(self, match: Match, difference: CellDifference) -> None:
        """Bring the form to the cell, where the left side is what is open."""
        project, table = self._project(), difference.at.table
        if project is None or not self.left.is_open or difference.what == "inserted":
            return
        form = project.forms.find(match.left.key)
        if form is None:
            return
        at = difference.at
        if not at.field:
            at = Ref(form.session.edition.tables[table].columns[0].name, table, at.row)
        if table and at.row not in form.session.document.row_ids(table):
            return
        project.forms.show(form)
        form.bridge.go_to.emit(at)

    def changeEvent(self, event: QEvent) -> None:
        """Offer the open project, where one was opened or closed meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.left.refresh_buttons()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop what is being read."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._soon.stop()
            for side in (self.left, self.right):
                side.cancel()
