"""Ask about work that a killed program left behind, and open what is wanted."""

from __future__ import annotations

from perfdesk.desktop import Desktop
from perfdesk.ui.program import Recovery
from perfdesk.ui.window.dialogs import Answer, ask_recovery
from perfdesk.ui.window.main_window import MainWindow


def recover(window: MainWindow, desktop: Desktop) -> None:
    """Ask for each piece of left work, the latest first, until one is opened.

    The others are asked about at the next start; one put off stays where it is.
    """
    for leftover in desktop.leftovers():
        path = leftover.opened.path
        asked = Recovery(leftover.title, leftover.recovered.last_at, leftover.changes, path)
        answer = ask_recovery(window, asked, desktop.now())
        if answer is Answer.DISCARD:
            desktop.give_up(leftover)
        elif answer is Answer.RECOVER:
            window.show_project(leftover.opened)
            if window.desk is not None:
                window.desk.files.mark_unsaved()
            # Only now: its content stands in the new session's journal.
            desktop.give_up(leftover)
            if leftover.note:
                window.strip.warn(leftover.note)
            return
