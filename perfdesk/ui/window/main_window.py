"""The window: the start page or one open project, and everything a person can ask of it.

It decides what is on the screen. Files are the business of `ui/project/project_files.py`,
cells that of the pages; where anything lies only the `Program` knows.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.plain import caption
from perfdesk.ui.kit.settling import settle
from perfdesk.ui.window.action_set import ActionSet
from perfdesk.ui.window.actions import TAB_ACTIONS
from perfdesk.ui.window.handlers import handlers
from perfdesk.ui.window.importing import one_file
from perfdesk.ui.window.opening import Opening
from perfdesk.ui.window.side_windows import Beside
from perfdesk.ui.window.start_page import StartOffers, StartPage
from perfdesk.ui.window.status_line import StatusLine
from perfdesk.ui.window.view_settings import ViewSettings

if TYPE_CHECKING:
    from perfdesk.commands.context import Opened
    from perfdesk.ui.program import Program
    from perfdesk.ui.project.project_view import Desk, MakePreview, MakeTable

NAME = "绩效填报台"


class MainWindow(QMainWindow):
    """Show the start page, or a project; `painted` comes once, when it is there to be seen."""

    painted = Signal()
    name = NAME

    def __init__(
        self,
        app: QApplication,
        program: Program,
        icons: Icons,
        make_table: MakeTable,
        make_preview: MakePreview,
    ) -> None:
        super().__init__()
        self._program, self._icons = program, icons
        self._make_table, self._make_preview = make_table, make_preview
        self._desk: Desk | None = None
        self._may_close = False
        self.setAcceptDrops(True)
        self.setMinimumSize(1024, 680)
        self.resize(1280, 800)
        self.jobs = Jobs(self)
        self.strip = MessageStrip(icons)
        self._start = StartPage(icons)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        self._column = column
        column.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self._status = StatusLine(self)
        self.setStatusBar(self._status)
        self.view = ViewSettings(app, self, program, self._status)
        self.opening = Opening(self, self, program, self.jobs, self.strip)
        self.beside = Beside(self, self, program, icons, self.jobs, self.strip)
        self.asked = ActionSet(self, icons, handlers(self))
        self.asked[f"theme_{program.preferences.theme}"].setChecked(True)
        self._start.new_wanted.connect(self.opening.begin)
        self._start.open_wanted.connect(self.opening.open)
        self._start.browse_wanted.connect(self.opening.browse)
        self._start.import_wanted.connect(self.opening.importing.browse)
        self._start.verify_wanted.connect(self.beside.verify)
        self._start.collect_wanted.connect(self.beside.collect)
        self._start.batch_wanted.connect(self.beside.batch)
        self._start.forget_wanted.connect(self._forget)
        self.jobs.running_changed.connect(self._status.show_work)
        self.strip.said.connect(self._status.show_news)
        self._is_painted = False
        self._show_no_project()

    @property
    def desk(self) -> Desk | None:
        """Give the open project; None for the start page."""
        return self._desk

    def show_project(self, opened: Opened) -> None:
        """Put a project into the window in place of what was there."""
        # The pages and all they need: too much for the first paint of the start page.
        from perfdesk.ui.project.project_view import Desk

        desk = Desk(
            self,
            self._program,
            opened,
            self._icons,
            self.jobs,
            self.strip,
            self._make_table,
            self._make_preview,
        )
        self._clear_desk()
        self.strip.clear()
        self._desk = desk
        self._stack.addWidget(desk.widget)
        self._stack.setCurrentWidget(desk.widget)
        self.asked.enable_project(True)
        desk.panes_changed.connect(self._show_panes)
        desk.switched.connect(self._show_form)
        self._column.insertWidget(1, desk.finalising.strip)
        desk.finalising.changed.connect(self._show_state)
        desk.finalising.news.connect(self.strip.say)
        desk.state_changed.connect(self._show_state)
        desk.files.changed.connect(self._note_recent)
        desk.put_into_window()
        self._note_recent()
        self._show_form()
        if desk.forms.note:
            self.strip.warn(desk.forms.note)
        desk.workspace.take_cursor()

    def _show_form(self) -> None:
        """Name the tabs of the form on the screen, and build the rest of its pages."""
        desk = self._desk
        if desk is None:
            return
        tabs = desk.workspace.names
        for place, name in enumerate(TAB_ACTIONS):
            self.asked[name].setVisible(place < len(tabs))
            self.asked[name].setText(caption(tabs[place]) if place < len(tabs) else "")
        report = self._program.has_report(desk.session.edition)
        self.asked["export_word"].setEnabled(report)
        self._show_panes()
        self._show_state()
        QTimer.singleShot(0, desk.workspace, desk.workspace.build_the_rest)

    def _show_panes(self) -> None:
        desk = self._desk
        if desk is not None:
            self.asked["show_findings"].setChecked(not desk.dock.isHidden())
            self.asked["forms"].setChecked(not desk.list.isHidden())
            self.asked["paper_beside"].setChecked(desk.workspace.is_paper_beside)

    def show_start(self) -> None:
        """Show the start page in place of the project."""
        self._clear_desk()
        self._show_no_project()
        program = self._program
        self._start.show_offers(
            StartOffers(
                program.heads,
                program.preferences.recent,
                program.samples,
                Path.is_file,
                program.now(),
            )
        )
        self._start.take_cursor()

    def _show_no_project(self) -> None:
        self._stack.setCurrentWidget(self._start)
        self.asked.enable_project(False)
        self.setWindowTitle(NAME)
        self.setWindowModified(False)
        self._status.show_nothing()

    def leave(self, then: Callable[[], None]) -> None:
        """Deal with unsaved work, then go on; nothing happens where the clerk stays."""
        settle()
        desk = self._desk
        if desk is None or not desk.files.is_dirty:
            then()
            return
        from perfdesk.ui.window.dialogs import Closing, ask_closing

        chosen = ask_closing(self, desk.files.title, desk.files.changed_labels())
        if chosen is Closing.SAVE:
            desk.files.save(then)
        elif chosen is Closing.DISCARD:
            then()

    def _clear_desk(self) -> None:
        desk, self._desk = self._desk, None
        if desk is not None:
            self._stack.removeWidget(desk.widget)
            desk.clear()

    def _forget(self, path: Path) -> None:
        self._program.remember(self._program.preferences.without_recent(path))
        self.show_start()

    def _note_recent(self) -> None:
        desk, program = self._desk, self._program
        if desk is not None and desk.files.path is not None:
            path, title = desk.files.path, desk.files.title
            program.remember(program.preferences.with_recent(path, title, program.now()))

    def _show_state(self) -> None:
        desk = self._desk
        if desk is None:
            return
        session, is_dirty = desk.session, desk.files.is_dirty
        self._status.show_session(
            session,
            desk.files.saved_at,
            is_dirty=is_dirty,
            is_checked=desk.bridge.all_checked,
            standing=desk.finalising.standing,
            code=desk.finalising.code,
        )
        # Qt puts the star of unsaved work where [*] stands.
        title = desk.files.title.replace("[*]", "[*][*]")
        title = f"{title}[*] — {session.edition.short_title} — {NAME}"
        # Both talk to the window manager, and this comes at every key.
        if title != self.windowTitle():
            self.setWindowTitle(title)
        if is_dirty != self.isWindowModified():
            self.setWindowModified(is_dirty)
        self.asked["undo"].setEnabled(session.can_undo)
        self.asked["redo"].setEnabled(session.can_redo)
        for name in ("drop_form", "next_form", "previous_form"):
            self.asked[name].setEnabled(len(desk.forms.forms) > 1)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once about unsaved work; the window goes when that is dealt with."""
        if not self._may_close:
            event.ignore()
            self.leave(self._close_now)
            return
        self.view.keep_place()
        self.beside.close()
        self._clear_desk()
        event.accept()

    def _close_now(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self, self.close)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the new theme."""
        super().changeEvent(event)
        if not hasattr(self, "asked"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self.asked.dress(self.palette())
        elif event.type() == QEvent.Type.FontChange:
            self.asked.fit(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the start page once the window is there to be seen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._fill_start)

    def _fill_start(self) -> None:
        if self._desk is None:
            self.show_start()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the toolbar and the list of forms."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.asked.fit(event.size().width())
            if self._desk is not None:
                self._desk.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one dragged file or folder."""
        if one_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or import the dropped file; a folder is one to be collected."""
        path = one_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            (self.beside.collect if path.is_dir() else self.opening.take_file)(path)
