"""Long work on a terminal: a bar drawn over itself, and Ctrl+C that asks to stop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfdesk.commands.watch import Progress

_BAR = 24


def show_progress(bad: str) -> Callable[[Progress], None]:
    """Give what draws the progress on a terminal, and nothing elsewhere.

    `bad` is what is said of those that went wrong.
    """

    def show(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 1
        full = round(_BAR * share)
        told = f"，{bad} {progress.bad}" if progress.bad else ""
        line = f"\r[{'█' * full}{'·' * (_BAR - full)}] {progress.done}/{progress.total}{told}  "
        end = "\n" if progress.done == progress.total else ""
        print(line, end=end, file=sys.stderr, flush=True)

    return show if sys.stderr.isatty() else lambda _: None


@contextmanager
def stoppable() -> Iterator[Event]:
    """Let Ctrl+C ask to stop instead of breaking off; a second one breaks off."""
    stop = Event()

    def ask(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        stop.set()

    try:
        before = signal.signal(signal.SIGINT, ask)
    except ValueError:  # not the first thread: nobody presses keys there
        yield stop
        return
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
