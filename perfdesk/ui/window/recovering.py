"""Ask about work that a killed program left behind, and open what is wanted."""

from __future__ import annotations

from perfdesk.ui.window.dialogs import Answer, ask_recovery
from perfdesk.ui.window.main_window import MainWindow


def recover(window: MainWindow) -> None:
    """Ask for each piece of left work, the latest first, until one is opened.

    The others are asked about at the next start; one put off stays where it is.
    """
    projects = window.projects
    for leftover in projects.leftovers():
        answer = ask_recovery(window, leftover, projects.context.now())
        if answer is Answer.DISCARD:
            projects.give_up(leftover)
        elif answer is Answer.RECOVER:
            window.show_project(leftover.opened)
            if window.project is not None:
                window.project.files.mark_unsaved()
            # Only now: its content stands in the new session's journal.
            projects.give_up(leftover)
            if leftover.note:
                window.services.messages.warn(leftover.note)
            return
