"""The ways a project comes into the window: new, or from a file.

What is not a project of ours goes on to `importing.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.window.importing import Importing

if TYPE_CHECKING:
    from perfdesk.commands.context import Opened
    from perfdesk.ui.program import Program
    from perfdesk.ui.project.project_view import Desk


class Host(Protocol):
    """What opening asks of the window."""

    @property
    def desk(self) -> Desk | None:
        """Give the open project; None for the start page."""

    def leave(self, then: Callable[[], None]) -> None:
        """Deal with unsaved work, then go on; nothing happens where the clerk stays."""

    def show_start(self) -> None:
        """Show the start page."""

    def show_project(self, opened: Opened) -> None:
        """Show a project."""


class Opening:
    """Open and create for a window."""

    def __init__(
        self, host: Host, window: QWidget, program: Program, jobs: Jobs, strip: MessageStrip
    ) -> None:
        self._host, self._window = host, window
        self.importing = Importing(host, window, program, jobs, strip)
        self._program, self._jobs, self._strip = program, jobs, strip

    def new(self) -> None:
        """Begin a form; where there are several, the start page lists them."""
        heads = self._program.heads
        if len(heads) == 1:
            self.begin(heads[0].key)
        else:
            self._host.leave(self._host.show_start)

    def begin(self, key: str) -> None:
        """Begin an empty form, once the open project is dealt with."""
        self._host.leave(lambda: self._create(key))

    def _create(self, key: str) -> None:
        from perfdesk.commands.context import Refusal

        try:
            self._host.show_project(self._program.create(key))
        except Refusal as refusal:
            self._strip.trouble(str(refusal))

    def browse(self) -> None:
        """Ask for a project file and open it."""
        folder = self._program.preferences.last_folder
        path = ask_path.to_open(self._window, "打开项目", folder, ask_path.OPENABLE)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a project, or what a PDF carries, beside the window; then show it."""
        desk = self._host.desk
        if desk is not None and desk.files.path == path:
            self._strip.say(f"“{path.name}”已经打开了。")
            return
        self._jobs.run(
            "正在打开",
            lambda: self._program.open(path),
            lambda opened: self._host.leave(lambda: self._show(opened)),
            lambda error: self._strip.failed("打开", error),
        )

    def _show(self, opened: Opened) -> None:
        self._host.show_project(opened)
        if opened.note:
            self._strip.warn(opened.note)

    def take_apart(self, path: Path) -> None:
        """Open or import a file by itself: nothing of it goes into the open project."""
        from perfdesk.commands.carriers import is_carrier

        if is_project(path) or is_carrier(path):
            self.take_file(path)
        else:
            self._host.leave(lambda: self._import_alone(path))

    def _import_alone(self, path: Path) -> None:
        self._host.show_start()
        self.importing.read(path)

    def take_file(self, path: Path) -> None:
        """Open or import a file, whichever it is."""
        from perfdesk.commands.carriers import is_carrier

        if is_project(path) or is_carrier(path):
            self.open(path)
        else:
            self.importing.read(path)


def is_project(path: Path) -> bool:
    """Tell by its name whether a file is a project of ours."""
    return path.suffix.casefold() == f".{ask_path.PROJECT_SUFFIX}"
