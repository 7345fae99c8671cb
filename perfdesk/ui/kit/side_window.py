"""A window beside the main one, whose work goes on when it is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit.drop import DropTarget
from perfdesk.ui.kit.message_bar import MessageBar
from perfdesk.ui.kit.run import Run
from perfdesk.ui.kit.services import Services


class SideWindow(QWidget):
    """Show what a run of long work is to do, and what came of it.

    The window has messages of its own; out of sight, it tells the main window's. `drop` is
    given a file or folder that is dropped, where `fits` says that it may be.
    """

    def __init__(
        self,
        name: str,
        services: Services,
        drop: Callable[[Path], None],
        fits: Callable[[Path], bool],
    ) -> None:
        super().__init__()
        self._name, self._outside = name, services.messages
        self.setWindowTitle(name)
        self.setWindowIcon(services.window.windowIcon())
        self.messages = MessageBar(services.icons)
        self.messages.news.connect(self.messages.note)
        self.services = replace(services, messages=self.messages)
        self.run = Run(services.jobs)
        DropTarget(self, drop, lambda path: not self.is_running and fits(path))

    @property
    def is_running(self) -> bool:
        return self.run.is_running

    def bring_up(self) -> None:
        """Show the window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.activateWindow()

    def report_outside(self, words: str) -> None:
        """Say in the main window what came of a run, where this one is out of sight."""
        if not self.isVisible():
            self._outside.note(words, ("查看", self.bring_up))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go on out of sight, and say so where the clerk is."""
        super().closeEvent(event)
        if self.is_running:
            words = f"{self._name}在继续，完成时在这里告诉您。"
            self._outside.note(words, ("停止", self.run.stop), ("查看", self.bring_up))

    def leave(self) -> None:
        """Go with the main window: stop, and close."""
        self.run.stop()
        self.hide()
