"""What is brought up beside whatever the window shows, with a project open or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from perfdesk.ui.kit.finish_typing import finish_typing
from perfdesk.ui.kit.services import Services
from perfdesk.ui.window.host import Host

if TYPE_CHECKING:
    from perfdesk.ui.batch.window import BatchWindow
    from perfdesk.ui.collect.window import CollectWindow
    from perfdesk.ui.verify.window import VerifyWindow


class SideWindows:
    """Bring windows up, each of them once, and close them with the main one.

    `open_apart` brings a collected or made file into the main window.
    """

    def __init__(self, services: Services, host: Host, open_apart: Callable[[Path], None]) -> None:
        self._services, self._host, self._open_apart = services, host, open_apart
        self.verifying: VerifyWindow | None = None
        self.collecting: CollectWindow | None = None
        self.batching: BatchWindow | None = None

    def actions(self) -> dict[str, Callable[[], object]]:
        return {
            "verify": self.verify,
            "collect": self.collect,
            "batch": self.batch,
            "print_blank": self.print_blank,
            "paper_face": self.choose_paper_face,
        }

    def verify(self) -> None:
        from perfdesk.ui.verify.window import VerifyWindow

        if self.verifying is None:
            self.verifying = VerifyWindow(self._services, lambda: self._host.project)
        self.verifying.bring_up()

    def collect(self, folder: Path | None = None) -> None:
        """Bring 收集汇总 up, with a folder where one is meant."""
        from perfdesk.ui.collect.window import CollectWindow

        if self.collecting is None:
            self.collecting = CollectWindow(self._services, self._show_file)
        self.collecting.bring_up(folder)

    def batch(self) -> None:
        from perfdesk.ui.batch.window import BatchWindow

        if self.batching is None:
            self.batching = BatchWindow(self._services, self._show_file)
        self.batching.bring_up()

    def _show_file(self, path: Path) -> None:
        """Bring a file into the main window, and that one up."""
        window = self._services.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.activateWindow()
        self._open_apart(path)

    def print_blank(self) -> None:
        """Print or save blank forms."""
        from perfdesk.ui.paper.several import print_blank

        finish_typing()
        project = self._host.project
        print_blank(self._services, project.session.edition.key if project else "")

    def choose_paper_face(self) -> None:
        """Let another face stand for 宋体 on paper."""
        from perfdesk.ui.paper.faces import choose_paper_face

        finish_typing()
        choose_paper_face(self._services, self._follow_face)

    def _follow_face(self) -> None:
        project = self._host.project
        if project is not None:
            project.check_again()
            project.redraw_paper()

    def close(self) -> None:
        """Close what is up."""
        if self.verifying is not None:
            self.verifying.close()
        if self.collecting is not None:
            self.collecting.leave()
        if self.batching is not None:
            self.batching.leave()
