"""One open project in the window: its forms, their findings, its files, and what keys ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from perfdesk.commands.context import Opened
from perfdesk.session import Session
from perfdesk.ui.findings.dock import FindingsDock
from perfdesk.ui.form.page import MakeTable
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.opened.finalising import Finalising
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms
from perfdesk.ui.paper.several import SeveralForms
from perfdesk.ui.program import Program
from perfdesk.ui.project.adding_forms import AddingForms
from perfdesk.ui.project.exports import Exports
from perfdesk.ui.project.form_view import MakePreview, Printing, Workspace
from perfdesk.ui.project.forms_dock import FormsDock
from perfdesk.ui.project.project_files import ProjectFiles
from perfdesk.ui.submission.opener import Submission

__all__ = ["Desk", "MakePreview", "MakeTable"]

_DOCK_WIDTH, _FORMS_WIDTH = 300, 176
# A window narrower than this has no room for a third pane, or for a fourth.
_THREE_PANES, _FOUR_PANES = 1280, 1600
_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a form has on the screen; made when it is first shown and kept from then on."""

    workspace: Workspace
    dock: FindingsDock


class Desk(QObject):
    """Hold what comes and goes with an open project.

    `state_changed` comes when title, marks or counts may be different, `switched` when
    another form is shown, `panes_changed` when 检查结果 or the list of forms comes or goes.
    """

    state_changed = Signal()
    switched = Signal()
    panes_changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        program: Program,
        opened: Opened,
        icons: Icons,
        jobs: Jobs,
        strip: MessageStrip,
        make_table: MakeTable,
        make_preview: MakePreview,
    ) -> None:
        super().__init__(window)
        self._window, self._program = window, program
        self._icons, self._strip = icons, strip
        self._make_table, self._make_preview = make_table, make_preview
        self._dock_gave_way = self._fitting = False
        # None while the window decides by its width whether the list is shown.
        self._list_wanted: bool | None = None
        self._shown: dict[OpenForm, _Shown] = {}
        self.forms = OpenForms(program, opened)
        self.forms.setParent(self)
        self.widget = QStackedWidget()
        self.files = ProjectFiles(program, opened, self.forms, jobs, strip, window)
        self.files.setParent(self)
        self.exports = Exports(program, self.files, self.forms, jobs, strip, window)
        self.adding = AddingForms(program, self.forms, jobs, strip, window)
        self.finalising = Finalising(program, self.forms, icons)
        self.finalising.setParent(self)
        self.printing = SeveralForms(self, program, jobs, strip, window)
        self.submission = Submission(self, program, icons, jobs, strip, window)
        self.finalising.refused.connect(self.submission.show)
        self.list = FormsDock(self.forms, icons, window)
        self.list.next_wanted.connect(self.adding.ask_next)
        self.list.drop_wanted.connect(self.adding.ask_drop)
        self.list.chosen.connect(self._on_chosen)
        self.list.visibilityChanged.connect(self._on_list_shown)
        self._on_screen = self._view(self.forms.current)
        self.widget.setCurrentWidget(self.workspace)

    def put_into_window(self) -> None:
        """Add the panes at the sides; only once those of another project are gone."""
        self._window.addDockWidget(_LEFT, self.list)
        self._window.addDockWidget(_RIGHT, self.dock)
        horizontal = Qt.Orientation.Horizontal
        self._window.resizeDocks([self.list], [_FORMS_WIDTH], horizontal)
        self._window.resizeDocks([self.dock], [_DOCK_WIDTH], horizontal)
        self.fit()
        self.forms.switched.connect(self._show_current)
        self.forms.listed.connect(self._on_listed)
        self.forms.state_changed.connect(self.state_changed)
        self.files.changed.connect(self.state_changed)
        self.files.changed.connect(self.list.refresh)

    def _view(self, form: OpenForm) -> _Shown:
        if form not in self._shown:
            workspace = Workspace(form.bridge, self._icons, self._make_table, self._make_preview)
            dock = FindingsDock(form.bridge, self._icons, self._window)
            dock.visibilityChanged.connect(self.panes_changed)
            self.widget.addWidget(workspace)
            self._shown[form] = _Shown(workspace, dock)
        return self._shown[form]

    @property
    def session(self) -> Session:
        """Give the session of the form on the screen."""
        return self.forms.current.session

    @property
    def bridge(self) -> Bridge:
        """Give the bridge of the form on the screen."""
        return self.forms.current.bridge

    @property
    def workspace(self) -> Workspace:
        """Give the pages of the form on the screen."""
        return self._on_screen.workspace

    @property
    def dock(self) -> FindingsDock:
        """Give 检查结果 of the form on the screen."""
        return self._on_screen.dock

    def clear(self) -> None:
        """Take everything out of the window and end the sessions."""
        self.files.close()
        self.adding.close()
        self.printing.close()
        self._program.finish(self.session)
        docks = [each.dock for each in self._shown.values()]
        for dock in (*docks, self.list):
            self._window.removeDockWidget(dock)
        for part in (self.widget, *docks, self.list, self.finalising.strip, self):
            part.deleteLater()

    # Several forms

    def _show_current(self) -> None:
        """Put the form that is current now in the place of the one before, as that was."""
        old, new = self._on_screen, self._view(self.forms.current)
        if new is old:
            return
        settle()
        self.submission.leave()
        window, width = self._window, old.dock.width()
        is_shown = not old.dock.isHidden()
        window.setUpdatesEnabled(False)
        self._on_screen = new
        window.removeDockWidget(old.dock)
        window.addDockWidget(_RIGHT, new.dock)
        new.dock.setVisible(is_shown)
        if is_shown:
            window.resizeDocks([new.dock], [width], Qt.Orientation.Horizontal)
        new.workspace.put_paper_beside(old.workspace.is_paper_beside)
        self.widget.setCurrentWidget(new.workspace)
        window.setUpdatesEnabled(True)
        self.switched.emit()
        self.take_cursor()

    def take_cursor(self) -> None:
        """Put the cursor where it was in the form on the screen, or into its first field."""
        before = self.workspace.focusWidget()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.workspace.take_cursor()

    def _on_listed(self) -> None:
        for form in [form for form in self._shown if form not in self.forms.forms]:
            gone = self._shown.pop(form)
            self.widget.removeWidget(gone.workspace)
            for part in (gone.workspace, gone.dock, form):
                part.deleteLater()
        self.fit()
        self.state_changed.emit()

    # What stands beside the form

    def fit(self) -> None:
        """Show the list of forms where it is wanted, or where the window has room for it."""
        wanted = self._has_use_and_room() if self._list_wanted is None else self._list_wanted
        # Also where it is hidden already: Qt shows a dock just added unless it was told not to.
        self._fitting = True
        self.list.setVisible(wanted)
        self._fitting = False

    def _has_use_and_room(self) -> bool:
        least = _FOUR_PANES if self.workspace.is_paper_beside else _THREE_PANES
        return self._window.width() >= least and len(self.forms.entries()) > 1

    def walk_list(self) -> None:
        """Bring the cursor into the list of forms; from there, put the list away."""
        if not self.list.isHidden() and self.list.view.hasFocus():
            self._list_wanted = False
            self.list.hide()
            self.take_cursor()
            return
        self._list_wanted = None if self._has_use_and_room() else True
        self.list.show()
        self.list.take_cursor()

    def _on_chosen(self) -> None:
        # A list that was only borrowed gives its place back to the form.
        if self._list_wanted and self._window.width() < _THREE_PANES:
            self._list_wanted = None
            self.fit()
        self.take_cursor()

    def _on_list_shown(self) -> None:
        if self.list.isHidden() and not self._fitting:
            self._list_wanted = False
        self.panes_changed.emit()

    def check_again(self) -> None:
        """Judge all forms anew, as when the fonts have become known."""
        self.forms.check_again()

    def redraw_paper(self) -> None:
        """Draw the paper of all forms anew, as when its face is another one."""
        for shown in self._shown.values():
            shown.workspace.redraw_paper()

    def check_all(self) -> None:
        """Show every finding, and say how many there are."""
        settle()
        self.bridge.check_all()
        self.dock.show()
        counts = self.bridge.counts()
        if any(counts.values()):
            said = "，".join(f"{one.word} {count} 处" for one, count in counts.items() if count)
            self._strip.say(f"检查完毕：{said}。按 F8 逐个查看。")
        else:
            self._strip.say("检查完毕，没有发现问题。")

    def walk(self, step: int) -> None:
        """Go to the next or previous finding; check first where none is shown."""
        if not self.bridge.shown:
            self.check_all()
        self.dock.walk(step)

    def fill_in(self) -> None:
        """Put in the figure that the chosen finding expects."""
        finding = self.dock.chosen()
        if finding is None or not self.bridge.fill(finding):
            self._strip.say("先在检查结果中选一条带“填入”的问题。")

    def fill_all(self) -> None:
        """Put in the figures of all findings like the chosen one, as one step."""
        finding = self.dock.chosen()
        alike = self.bridge.alike(finding) if finding is not None and finding.fill else ()
        if not alike or not self.bridge.fill_all(alike):
            self._strip.say("先在检查结果中选一条带“填入”的问题。")
        else:
            self._strip.say(f"已填入 {len(alike)} 处，可以一次撤销。")

    def answer(self) -> None:
        """Begin to answer the chosen finding, or the one where the cursor stands."""
        self.dock.show()
        if not self.dock.answer():
            self._strip.say("先在检查结果中选一条问题，再写说明。")

    def toggle_findings(self) -> None:
        """Show or hide 检查结果."""
        self.dock.setVisible(self.dock.isHidden())

    def toggle_paper(self) -> None:
        """Put the paper beside the form, or back on its tab.

        A window too narrow for three panes lends the place of 检查结果 meanwhile.
        """
        beside = not self.workspace.is_paper_beside
        if beside and self._window.width() < _THREE_PANES and not self.dock.isHidden():
            self._dock_gave_way = True
            self.dock.hide()
        self.workspace.put_paper_beside(beside)
        if not beside and self._dock_gave_way:
            self._dock_gave_way = False
            self.dock.show()
        self.fit()
        self.panes_changed.emit()

    def toggle_hint(self) -> None:
        """Show what is to be filled in where the cursor stands."""
        if not self.workspace.toggle_hint():
            self._strip.say("光标所在处没有填报说明。名称后有 ⓘ 的栏目才有。")

    def print_paper(self) -> None:
        """Print through the system's dialog."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        settle()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.files.title)
        dialog = QPrintDialog(printer, self._window)
        if dialog.exec():
            cast(Printing, self.workspace.preview()).print_to(printer)
        dialog.deleteLater()
