"""What is brought up beside whatever the window shows, with a project open or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.settling import settle

if TYPE_CHECKING:
    from perfdesk.ui.batch.window import Batch
    from perfdesk.ui.collect.window import Collecting
    from perfdesk.ui.program import Program
    from perfdesk.ui.project.project_view import Desk
    from perfdesk.ui.verify.window import Verifying
    from perfdesk.ui.window.opening import Opening


class Host(Protocol):
    """What these windows ask of the main one."""

    @property
    def desk(self) -> Desk | None:
        """Give the open project; None for the start page."""

    @property
    def opening(self) -> Opening:
        """Give what brings files in."""


class Beside:
    """Bring windows up, each of them once, and close them with the main one."""

    def __init__(
        self,
        host: Host,
        window: QWidget,
        program: Program,
        icons: Icons,
        jobs: Jobs,
        strip: MessageStrip,
    ) -> None:
        self._host, self._window = host, window
        self._program, self._icons, self._jobs, self._strip = program, icons, jobs, strip
        self.verifying: Verifying | None = None
        self.collecting: Collecting | None = None
        self.batching: Batch | None = None

    def verify(self) -> None:
        """Bring 核验 up."""
        from perfdesk.ui.verify.window import Verifying

        if self.verifying is None:
            self.verifying = Verifying(
                self._host, self._program, self._icons, self._jobs, self._window
            )
        self.verifying.bring_up()

    def collect(self, folder: Path | None = None) -> None:
        """Bring 收集汇总 up, with a folder where one is meant."""
        from perfdesk.ui.collect.window import Collecting

        if self.collecting is None:
            self.collecting = Collecting(
                self._program, self._icons, self._jobs, self._strip, self._show_file
            )
            self.collecting.setWindowIcon(self._window.windowIcon())
        self.collecting.bring_up(folder)

    def batch(self) -> None:
        """Bring 成批生成 up."""
        from perfdesk.ui.batch.window import Batch

        if self.batching is None:
            self.batching = Batch(
                self._program, self._icons, self._jobs, self._strip, self._show_file
            )
            self.batching.setWindowIcon(self._window.windowIcon())
        self.batching.bring_up()

    def _show_file(self, path: Path) -> None:
        """Bring a collected or made file into the main window, and that one up."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.activateWindow()
        self._host.opening.take_apart(path)

    def print_blank(self) -> None:
        """Print or save blank forms."""
        from perfdesk.ui.paper.several import print_blank

        settle()
        desk = self._host.desk
        shown = desk.session.edition.key if desk else ""
        print_blank(self._window, self._program, self._jobs, self._strip, shown)

    def choose_paper_face(self) -> None:
        """Let another face stand for 宋体 on paper."""
        from perfdesk.ui.paper.faces import choose_paper_face

        settle()
        choose_paper_face(self._window, self._program, self._jobs, self._strip, self._follow_face)

    def _follow_face(self) -> None:
        desk = self._host.desk
        if desk is not None:
            desk.check_again()
            desk.redraw_paper()

    def close(self) -> None:
        """Close what is up."""
        if self.verifying is not None:
            self.verifying.close()
        if self.collecting is not None:
            self.collecting.leave()
        if self.batching is not None:
            self.batching.leave()
