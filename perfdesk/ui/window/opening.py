"""The ways a project comes into the window: new, or from a file.

What is not a project of ours goes on to `importing.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perfdesk.commands.carriers import is_carrier
from perfdesk.commands.context import Opened, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.commands.projects import new_project, open_first
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.services import Services
from perfdesk.ui.window.host import Host
from perfdesk.ui.window.importing import Importing


class Opening:
    """Open and create for a window."""

    def __init__(self, services: Services, host: Host) -> None:
        self._services, self._host = services, host
        self.importing = Importing(services, host)

    def actions(self) -> dict[str, Callable[[], object]]:
        return {**self.importing.actions(), "new": self.new, "open": self.browse}

    def new(self) -> None:
        """Begin a form; where there are several, the start page lists them."""
        heads = self._services.context.catalogue.heads()
        if len(heads) == 1:
            self.begin(heads[0].key)
        else:
            self._host.leave(self._host.show_start)

    def begin(self, key: str) -> None:
        """Begin an empty form, once the open project is dealt with."""
        self._host.leave(lambda: self._create(key))

    def _create(self, key: str) -> None:
        try:
            self._host.show_project(new_project(find_edition(self._services.context, key)))
        except Refusal as refusal:
            self._services.messages.trouble(str(refusal))

    def browse(self) -> None:
        """Ask for a project file and open it."""
        services = self._services
        folder = services.preferences.current.last_folder
        path = ask_path.to_open(services.window, "打开项目", folder, ask_path.OPENABLE)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a project, or what a PDF carries, beside the window; then show it."""
        services, project = self._services, self._host.project
        if project is not None and project.files.path == path:
            services.messages.say(f"“{path.name}”已经打开了。")
            return
        services.run(
            "正在打开",
            lambda: open_first(services.context, path),
            lambda opened: self._host.leave(lambda: self._show(opened)),
            failed="打开",
        )

    def _show(self, opened: Opened) -> None:
        self._host.show_project(opened)
        if opened.note:
            self._services.messages.warn(opened.note)

    def open_any(self, path: Path) -> None:
        """Open or import a file, whichever it is."""
        if is_project(path) or is_carrier(path):
            self.open(path)
        else:
            self.importing.read(path)

    def open_apart(self, path: Path) -> None:
        """Open or import a file by itself: nothing of it goes into the open project."""
        if is_project(path) or is_carrier(path):
            self.open(path)
        else:
            self._host.leave(lambda: self._import_alone(path))

    def _import_alone(self, path: Path) -> None:
        self._host.show_start()
        self.importing.read(path)


def is_project(path: Path) -> bool:
    """Tell by its name whether a file is a project of ours."""
    return path.suffix.casefold() == f".{ask_path.PROJECT_SUFFIX}"
