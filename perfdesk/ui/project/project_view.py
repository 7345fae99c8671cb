"""One open project in the window: its forms, their findings, its files, and what keys ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from perfdesk.commands.context import Opened
from perfdesk.commands.library import SharedLibrary
from perfdesk.models.finding import Finding
from perfdesk.open_projects import OpenProjects
from perfdesk.session import Session
from perfdesk.ui.findings.actions import FindingActions
from perfdesk.ui.findings.dock import FindingsDock
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.services import Services
from perfdesk.ui.library.opening import open_library
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.opened.finalising import Finalising
from perfdesk.ui.opened.open_forms import OpenForm, OpenForms
from perfdesk.ui.paper.several import SeveralForms
from perfdesk.ui.project.adding_forms import AddingForms
from perfdesk.ui.project.exports import Exports
from perfdesk.ui.project.form_view import FormView
from perfdesk.ui.project.forms_dock import FormsDock
from perfdesk.ui.project.project_files import ProjectFiles
from perfdesk.ui.project.submission import Submission
from perfdesk.ui.submission.words import AGAIN, FINALISE

MOST_TABS = 5
_DOCK_WIDTH, _FORMS_WIDTH = 300, 176
# A window narrower than this has no room for a third pane, or for a fourth.
_THREE_PANES, _FOUR_PANES = 1280, 1600
_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True, slots=True)
class _FormParts:
    """What a form has on the screen; made when it is first shown and kept from then on."""

    view: FormView
    dock: FindingsDock


class ProjectView(QObject):
    """Hold what comes and goes with an open project.

    `state_changed` comes when title, marks or counts may be different, `switched` when
    another form is shown, `panes_changed` when 检查结果 or the list of forms comes or goes.
    """

    state_changed = Signal()
    switched = Signal()
    panes_changed = Signal()

    def __init__(
        self, window: QMainWindow, services: Services, projects: OpenProjects, opened: Opened
    ) -> None:
        super().__init__(window)
        self._window, self._services = window, services
        self._messages = services.messages
        self._library = SharedLibrary(services.context)
        self._dock_gave_way = self._fitting = False
        # None while the window decides by its width whether the list is shown.
        self._list_wanted: bool | None = None
        self._parts: dict[OpenForm, _FormParts] = {}
        self.forms = forms = OpenForms(projects, opened)
        forms.setParent(self)
        self.widget = QStackedWidget()
        self.files = ProjectFiles(services, projects, opened, forms)
        self.exports = Exports(services, self.files, forms)
        self.adding = AddingForms(services, forms)
        self.finalising = Finalising(services, forms)
        self.finalising.setParent(self)
        self.printing = SeveralForms(services, forms, lambda: self.files.title)
        self.findings = FindingActions(services.messages, lambda: self.dock)
        self.submission = Submission(services, forms, self.exports, self.finalising, self.widget)
        self.submission.left.connect(self.focus)
        self.submission.answer_wanted.connect(self._answer)
        self.finalising.refused.connect(self.show_submission)
        self.list = FormsDock(forms, services.icons, window)
        self.list.next_wanted.connect(self.adding.ask_next)
        self.list.drop_wanted.connect(self.adding.ask_drop)
        self.list.chosen.connect(self._on_chosen)
        self.list.visibilityChanged.connect(self._on_list_shown)
        self._on_screen = self._parts_of(forms.current)
        self.widget.setCurrentWidget(self.form_view)

    def actions(self) -> dict[str, Callable[[], object]]:
        """Give what the window's actions do in an open project."""
        on_form = self._on_form
        return {
            **self.exports.actions(),
            **self.findings.actions(),
            "save": self.files.save,
            "save_as": self.files.save_as,
            "print": self.print_paper,
            "print_several": self.printing.ask,
            "next_stage": self.adding.ask_next,
            "drop_form": self.adding.ask_drop,
            "undo": lambda: self.session.undo(),
            "redo": lambda: self.session.redo(),
            "find": on_form(lambda view: view.find_bar.open()),
            "library": on_form(self._open_library),
            "submission": self.show_submission,
            "finalise": lambda: self.show_submission(FINALISE, AGAIN),
            "forms": self.walk_list,
            "next_form": lambda: self.forms.step(1),
            "previous_form": lambda: self.forms.step(-1),
            "paper_beside": on_form(lambda _: self.toggle_paper()),
            "hint": on_form(lambda _: self.toggle_hint()),
            **{
                f"tab_{place + 1}": on_form(partial(FormView.show_tab, place=place))
                for place in range(MOST_TABS)
            },
        }

    def _on_form(self, do: Callable[[FormView], None]) -> Callable[[], None]:
        """Bring the form itself up first, where 提交前体检 stands in its place."""

        def run() -> None:
            self.submission.leave()
            do(self.form_view)

        return run

    def _open_library(self, view: FormView) -> None:
        open_library(view, self.bridge, self._messages.say)

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

    def _parts_of(self, form: OpenForm) -> _FormParts:
        if form not in self._parts:
            view = FormView(self._services, form.bridge, self._library)
            view.printed.connect(
                lambda paper, pages: self.forms.note_print(form, paper, pages, "print")
            )
            dock = FindingsDock(form.bridge, self._services.icons, self._window)
            dock.visibilityChanged.connect(self.panes_changed)
            self.widget.addWidget(view)
            self._parts[form] = _FormParts(view, dock)
        return self._parts[form]

    @property
    def session(self) -> Session:
        return self.forms.current.session

    @property
    def bridge(self) -> Bridge:
        return self.forms.current.bridge

    @property
    def form_view(self) -> FormView:
        return self._on_screen.view

    @property
    def dock(self) -> FindingsDock:
        """Give 检查结果 of the form on the screen."""
        return self._on_screen.dock

    def clear(self) -> None:
        """Take everything out of the window and end the sessions."""
        self.forms.close()
        docks = [each.dock for each in self._parts.values()]
        for dock in (*docks, self.list):
            self._window.removeDockWidget(dock)
        for part in (self.widget, *docks, self.list, self.finalising.messages, self):
            part.deleteLater()

    # Several forms

    def _show_current(self) -> None:
        """Put the form that is current now in the place of the one before, as that was."""
        old, new = self._on_screen, self._parts_of(self.forms.current)
        if new is old:
            return
        finish_typing()
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
        new.view.show_paper_beside(old.view.is_paper_beside)
        self.widget.setCurrentWidget(new.view)
        window.setUpdatesEnabled(True)
        self.switched.emit()
        self.focus()

    def focus(self) -> None:
        """Put the cursor where it was in the form on the screen, or into its first field."""
        before = self.form_view.focusWidget()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form_view.focus()

    def _on_listed(self) -> None:
        for form in [form for form in self._parts if form not in self.forms.forms]:
            gone = self._parts.pop(form)
            self.widget.removeWidget(gone.view)
            for part in (gone.view, gone.dock, form):
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
        least = _FOUR_PANES if self.form_view.is_paper_beside else _THREE_PANES
        return self._window.width() >= least and len(self.forms.entries()) > 1

    def walk_list(self) -> None:
        """Bring the cursor into the list of forms; from there, put the list away."""
        if not self.list.isHidden() and self.list.view.hasFocus():
            self._list_wanted = False
            self.list.hide()
            self.focus()
            return
        self._list_wanted = None if self._has_use_and_room() else True
        self.list.show()
        self.list.focus()

    def _on_chosen(self) -> None:
        # A list that was only borrowed gives its place back to the form.
        if self._list_wanted and self._window.width() < _THREE_PANES:
            self._list_wanted = None
            self.fit()
        self.focus()

    def _on_list_shown(self) -> None:
        if self.list.isHidden() and not self._fitting:
            self._list_wanted = False
        self.panes_changed.emit()

    def check_again(self) -> None:
        self.forms.check_again()

    def redraw_paper(self) -> None:
        """Draw the paper of all forms anew, as when its face is another one."""
        for parts in self._parts.values():
            parts.view.redraw_paper()

    def toggle_paper(self) -> None:
        """Put the paper beside the form, or back on its tab.

        A window too narrow for three panes lends the place of 检查结果 meanwhile.
        """
        is_beside = not self.form_view.is_paper_beside
        if is_beside and self._window.width() < _THREE_PANES and not self.dock.isHidden():
            self._dock_gave_way = True
            self.dock.hide()
        self.form_view.show_paper_beside(is_beside)
        if not is_beside and self._dock_gave_way:
            self._dock_gave_way = False
            self.dock.show()
        self.fit()
        self.panes_changed.emit()

    def toggle_hint(self) -> None:
        """Show what is to be filled in where the cursor stands."""
        if not self.form_view.toggle_hint():
            self._messages.say("光标所在处没有填报说明。名称后有 ⓘ 的栏目才有。")

    def print_paper(self) -> None:
        """Print through the system's dialog."""
        from perfdesk.ui.paper.print_job import ask_printer

        finish_typing()
        printer = ask_printer(self._window, self.files.title)
        if printer is not None:
            self.form_view.preview().print_to(printer)

    # Handing in

    def show_submission(self, *buttons: str) -> None:
        """Check everything, and say whether the form can be handed in."""
        self.findings.check_all()
        self.submission.show(*buttons)

    def _answer(self, finding: Finding) -> None:
        self.dock.show()
        self.dock.answer(finding)
