"""The window: the start page or one open project, and everything a person can ask of it.

It decides what is on the screen. Files are the business of `ui/project/project_files.py`,
cells that of the pages; where anything lies only the `Context` knows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from perfdesk.ui.kit.drop import DropTarget
from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.layout import grow, holding, vbox
from perfdesk.ui.kit.message_bar import MessageBar
from perfdesk.ui.kit.plain import caption
from perfdesk.ui.kit.services import Services
from perfdesk.ui.window.action_set import ActionSet
from perfdesk.ui.window.actions import TAB_ACTIONS
from perfdesk.ui.window.side_windows import SideWindows
from perfdesk.ui.window.start_page import StartOffers, StartPage
from perfdesk.ui.window.status_line import StatusLine
from perfdesk.ui.window.view_settings import ViewSettings

if TYPE_CHECKING:
    from perfdesk.commands.context import Context, Opened
    from perfdesk.open_projects import OpenProjects
    from perfdesk.ui.project.project_view import ProjectView
    from perfdesk.ui.window.opening import Opening

NAME = "绩效填报台"


class MainWindow(QMainWindow):
    """Show the start page, or a project; `painted` comes once, when it is there to be seen.

    `trouble` may be emitted on any thread: edits cannot be written down for now. What takes
    time to import is made when first asked for: the window is painted first.
    """

    painted = Signal()
    trouble = Signal(str)

    def __init__(
        self,
        app: QApplication,
        context: Context,
        icons: Icons,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._context, self._clock = context, clock
        self._project: ProjectView | None = None
        self._may_close = False
        self.setMinimumSize(1024, 680)
        self.resize(1280, 800)
        self.jobs, self.messages = Jobs(self), MessageBar(icons)
        self.services = Services(context, self.jobs, self.messages, icons)
        self._start = StartPage(icons)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        self._column = vbox(self.messages, grow(self._stack), spacing=0)
        self.setCentralWidget(holding(self._column))
        self._status = StatusLine(self)
        self.setStatusBar(self._status)
        self.view = ViewSettings(app, self, context.preferences, self._status)
        self.side_windows = SideWindows(
            self.services, self, lambda path: self.opening.open_apart(path)
        )
        self.action_set = ActionSet(self, icons, self._do)
        self.action_set[f"theme_{context.preferences.current.theme}"].setChecked(True)
        self._start.new_wanted.connect(lambda key: self.opening.begin(key))
        self._start.open_wanted.connect(lambda path: self.opening.open(path))
        self._start.action_wanted.connect(self._do)
        self._start.forget_wanted.connect(self._forget)
        DropTarget(self, self._drop, lambda _: True)
        self.trouble.connect(self.messages.warn)
        self.jobs.running_changed.connect(self._status.show_work)
        self.messages.news.connect(self._status.show_news)
        self._is_painted = False
        self._show_no_project()

    @cached_property
    def projects(self) -> OpenProjects:
        """Give what keeps the sessions of the project that is open."""
        from perfdesk.open_projects import OpenProjects

        return OpenProjects(self._context, self._clock, self.trouble.emit)

    @cached_property
    def opening(self) -> Opening:
        from perfdesk.ui.window.opening import Opening

        return Opening(self.services, self)

    @property
    def project(self) -> ProjectView | None:
        """Give the open project; None for the start page."""
        return self._project

    @cached_property
    def own_actions(self) -> dict[str, Callable[[], object]]:
        """Give what the actions do that need no project."""
        from perfdesk.ui.window import dialogs

        return {
            **self.opening.actions(),
            **self.side_windows.actions(),
            **self.view.actions(),
            "close_project": lambda: self.leave(self.show_start),
            "quit": self.close,
            "shortcuts": lambda: dialogs.show_shortcuts(self),
            "about": lambda: dialogs.show_about(self, NAME),
        }

    def _do(self, name: str) -> None:
        """Do what an action of the table says; one on a project does nothing without one."""
        do = self.own_actions.get(name)
        if do is None and self._project is not None:
            do = self._project.actions()[name]
        if do is not None:
            do()

    def show_project(self, opened: Opened) -> None:
        """Put a project into the window in place of what was there."""
        # The pages and all they need: too much for the first paint of the start page.
        from perfdesk.ui.project.project_view import ProjectView

        project = ProjectView(self, self.services, self.projects, opened)
        self._clear_project()
        self.messages.clear()
        self._project = project
        self._stack.addWidget(project.widget)
        self._stack.setCurrentWidget(project.widget)
        self.action_set.enable_project(True)
        project.panes_changed.connect(self._show_panes)
        project.switched.connect(self._show_form)
        self._column.insertWidget(1, project.finalising.messages)
        project.finalising.changed.connect(self._show_state)
        project.finalising.news.connect(self.messages.say)
        project.state_changed.connect(self._show_state)
        project.files.changed.connect(self._note_recent)
        project.put_into_window()
        self._note_recent()
        self._show_form()
        if project.forms.note:
            self.messages.warn(project.forms.note)
        project.form_view.focus()

    def _show_form(self) -> None:
        """Name the tabs of the form on the screen, and build the rest of its pages."""
        from perfdesk.commands.output import has_report

        project = self._project
        if project is None:
            return
        tabs = project.form_view.names
        for place, name in enumerate(TAB_ACTIONS):
            self.action_set[name].setVisible(place < len(tabs))
            self.action_set[name].setText(caption(tabs[place]) if place < len(tabs) else "")
        report = has_report(self._context, project.session.edition)
        self.action_set["export_word"].setEnabled(report)
        self._show_panes()
        self._show_state()
        QTimer.singleShot(0, project.form_view, project.form_view.build_the_rest)

    def _show_panes(self) -> None:
        project = self._project
        if project is not None:
            self.action_set["show_findings"].setChecked(not project.dock.isHidden())
            self.action_set["forms"].setChecked(not project.list.isHidden())
            self.action_set["paper_beside"].setChecked(project.form_view.is_paper_beside)

    def show_start(self) -> None:
        """Show the start page in place of the project."""
        from perfdesk.commands.projects import sample_projects

        self._clear_project()
        self._show_no_project()
        context, samples = self._context, sample_projects(self._context)
        heads, recent = context.catalogue.heads(), context.preferences.current.recent
        self._start.show_offers(StartOffers(heads, recent, samples, Path.is_file, context.now()))
        self._start.focus()

    def _show_no_project(self) -> None:
        self._stack.setCurrentWidget(self._start)
        self.action_set.enable_project(False)
        self.setWindowTitle(NAME)
        self.setWindowModified(False)
        self._status.show_nothing()

    def leave(self, then: Callable[[], None]) -> None:
        """Deal with unsaved work, then go on; nothing happens where the clerk stays."""
        finish_typing()
        project = self._project
        if project is None or not project.files.is_dirty:
            then()
            return
        from perfdesk.ui.window.dialogs import Closing, ask_closing

        chosen = ask_closing(self, project.files.title, project.files.changed_labels())
        if chosen is Closing.SAVE:
            project.files.save(then)
        elif chosen is Closing.DISCARD:
            then()

    def _clear_project(self) -> None:
        project, self._project = self._project, None
        if project is not None:
            self._stack.removeWidget(project.widget)
            project.clear()

    def _forget(self, path: Path) -> None:
        kept = self._context.preferences
        kept.remember(kept.current.without_recent(path))
        self.show_start()

    def _note_recent(self) -> None:
        project, kept = self._project, self._context.preferences
        if project is not None and project.files.path is not None:
            path, title = project.files.path, project.files.title
            kept.remember(kept.current.with_recent(path, title, self._context.now()))

    def _show_state(self) -> None:
        project = self._project
        if project is None:
            return
        session, is_dirty = project.session, project.files.is_dirty
        self._status.show_session(
            session,
            project.files.saved_at,
            is_dirty=is_dirty,
            is_checked=project.bridge.all_checked,
            standing=project.finalising.standing,
            code=project.finalising.code,
        )
        # Qt puts the star of unsaved work where [*] stands.
        title = project.files.title.replace("[*]", "[*][*]")
        title = f"{title}[*] — {session.edition.short_title} — {NAME}"
        # Both talk to the window manager, and this comes at every key.
        if title != self.windowTitle():
            self.setWindowTitle(title)
        if is_dirty != self.isWindowModified():
            self.setWindowModified(is_dirty)
        self.action_set["undo"].setEnabled(session.can_undo)
        self.action_set["redo"].setEnabled(session.can_redo)
        for name in ("drop_form", "next_form", "previous_form"):
            self.action_set[name].setEnabled(len(project.forms.forms) > 1)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once about unsaved work; the window goes when that is dealt with."""
        if not self._may_close:
            event.ignore()
            self.leave(self._close_now)
            return
        self.view.keep_place()
        self.side_windows.close()
        self._clear_project()
        event.accept()

    def _close_now(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self, self.close)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the new theme."""
        super().changeEvent(event)
        if not hasattr(self, "action_set"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self.action_set.draw_icons(self.palette())
        elif event.type() == QEvent.Type.FontChange:
            self.action_set.fit(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the start page once the window is there to be seen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._fill_start)

    def _fill_start(self) -> None:
        if self._project is None:
            self.show_start()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the toolbar and the list of forms."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.action_set.fit(event.size().width())
            if self._project is not None:
                self._project.fit()

    def _drop(self, path: Path) -> None:
        """Open or import a dropped file; a folder is one to be collected."""
        if path.is_dir():
            self.side_windows.collect(path)
        else:
            self.opening.open_any(path)
