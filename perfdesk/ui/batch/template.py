"""Write where the clerk says what belongs to lists: an empty one, or what its columns are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from perfdesk.storage.atomic import NotSaved, Outcome, Saved
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.file_names import file_name, last_folder, remember_folder
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageStrip

if TYPE_CHECKING:
    from perfdesk.ui.program import Program


def save_template(
    window: QWidget, program: Program, jobs: Jobs, strip: MessageStrip, form: str, title: str
) -> None:
    """Ask for a file and write the list of a form there, beside the window."""
    place = last_folder(program) / f"{file_name(title)} 名单.xlsx"
    path = ask_path.to_save(window, "空名单", place, ask_path.NEW_WORKBOOK, "xlsx")
    if path is None:
        return
    said = f"已写入“{path.name}”，填好后选它做名单。"
    write_beside(program, jobs, strip, path, lambda: program.list_template(form), said)


def write_beside(
    program: Program,
    jobs: Jobs,
    strip: MessageStrip,
    path: Path,
    make: Callable[[], bytes],
    said: str,
) -> None:
    """Write a file beside the window, and say how that went; `said` where it went well."""
    remember_folder(program, path)
    doing = f"写“{path.name}”"

    def done(outcome: Outcome) -> None:
        if isinstance(outcome, NotSaved):
            strip.trouble(outcome.message)
        elif isinstance(outcome, Saved):
            strip.say(said)
        else:
            strip.warn(outcome.message)

    jobs.run(
        f"正在{doing}",
        lambda: program.write(path, make()),
        done,
        lambda error: strip.failed(doing, error),
    )
