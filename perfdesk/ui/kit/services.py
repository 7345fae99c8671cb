"""What every part of the window may use: commands' context, work beside it, messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageBar

if TYPE_CHECKING:
    from perfdesk.commands.context import Context
    from perfdesk.storage.atomic import Outcome
    from perfdesk.storage.preferences import PreferenceStore

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Services:
    """What every part of a window may use; a window of its own has its own `messages`."""

    context: Context
    jobs: Jobs
    messages: MessageBar
    icons: Icons

    @property
    def window(self) -> QWidget:
        """Give the window in which the messages stand; dialogs belong to it."""
        return self.messages.window()

    @property
    def preferences(self) -> PreferenceStore:
        return self.context.preferences

    @property
    def last_folder(self) -> Path:
        """Give the folder that was written to last, else the user's own."""
        last = self.preferences.current.last_folder
        return Path(last) if last and Path(last).is_dir() else Path.home()

    def remember_folder(self, path: Path) -> None:
        """Propose the folder of a file the next time."""
        self.preferences.change(last_folder=str(path.parent))

    def run(
        self,
        name: str,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        *,
        failed: str,
    ) -> None:
        """Work beside the window; where it fails, say that this `failed`, and why."""
        self.jobs.run(name, work, done, lambda error: self.messages.failed(failed, error))

    def write(
        self,
        path: Path,
        make: Callable[[], bytes],
        *,
        message: str,
        doing: str = "",
        then: Callable[[], None] = lambda: None,
        report: Callable[[str], None] | None = None,
    ) -> None:
        """Make a file beside the window and put it in place, then say how that went.

        `message` is for where it went well; `doing` names the work. `then` is called once the
        file is there. `report` is told what came of it, instead of the message bar.
        """
        self.remember_folder(path)
        doing = doing or f"写“{path.name}”"

        def done(outcome: Outcome) -> None:
            from perfdesk.storage.atomic import NotSaved, Saved

            if not isinstance(outcome, NotSaved):
                then()
            if isinstance(outcome, Saved):
                (report or self.messages.say)(message)
            elif isinstance(outcome, NotSaved):
                (report or self.messages.trouble)(outcome.message)
            else:
                (report or self.messages.warn)(outcome.message)

        def work() -> Outcome:
            from perfdesk.storage.atomic import write_output

            return write_output(path, make())

        self.run(f"正在{doing}", work, done, failed=doing)
