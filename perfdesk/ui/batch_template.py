"""Write an empty list where the clerk says, to be filled in and made projects of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from perfdesk.storage.atomic import NotSaved, Outcome, Saved
from perfdesk.ui import ask_path
from perfdesk.ui.file_names import file_name, last_folder, remember_folder
from perfdesk.ui.jobs import Jobs
from perfdesk.ui.message_strip import MessageStrip

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
    remember_folder(program, path)

    def done(outcome: Outcome) -> None:
        if isinstance(outcome, NotSaved):
            strip.trouble(outcome.message)
        elif isinstance(outcome, Saved):
            strip.say(f"已写入“{path.name}”，填好后选它做名单。")
        else:
            strip.warn(outcome.message)

    jobs.run(
        "正在写空名单",
        lambda: program.write(path, program.list_template(form)),
        done,
        lambda error: strip.failed("写空名单", error),
    )
