"""What the parts of the window ask of the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from perfdesk.commands.context import Opened
    from perfdesk.ui.project.project_view import ProjectView


class Host(Protocol):
    """The window, as far as what brings projects into it needs to know it."""

    @property
    def project(self) -> ProjectView | None:
        """Give the open project; None for the start page."""

    def leave(self, then: Callable[[], None]) -> None:
        """Deal with unsaved work, then go on; nothing happens where the clerk stays."""

    def show_start(self) -> None: ...

    def show_project(self, opened: Opened) -> None: ...
