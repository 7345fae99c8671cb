"""A run of long work beside the window: how far it is, and a way to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.layout import button, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label

if TYPE_CHECKING:
    from perfdesk.commands.watch import Progress, Watch

Result = TypeVar("Result")
# Says how far it is, after so many seconds.
Words = Callable[["Progress", float], str]
_LOOK_EACH = 150


class Run(QWidget):
    """Show one run at a time, and nothing without one.

    `changed` comes when one begins or is over.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._stopping: Event | None = None
        self._progress: Progress | None = None
        self._words: Words | None = None
        self._began = 0.0
        self.stop_button = button("停止", self.stop)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(GRID)
        self._bar.setAccessibleName("进度")
        self.line = label()
        self._look = QTimer(self, interval=_LOOK_EACH)
        self._look.timeout.connect(self._show)
        self.setLayout(vbox(self._bar, self.line))
        self._refresh()

    @property
    def is_running(self) -> bool:
        return self._stopping is not None

    def start(
        self,
        name: str,
        work: Callable[[Watch], Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
        *,
        begins: str,
        words: Words,
    ) -> None:
        """Begin a run; `done` or `failed` is called once it is over.

        `work` is done beside the window. `begins` is said until `words` have something to say.
        """
        from perfdesk.commands.watch import Watch

        stopping = self._stopping = Event()
        self._progress, self._words, self._began = None, words, time.monotonic()
        self.line.setText(begins)
        self._bar.setRange(0, 0)
        self._look.start()
        self._refresh()

        def on_done(result: Result) -> None:
            self._end()
            done(result)

        def on_failed(error: Exception) -> None:
            self._end()
            failed(error)

        watch = Watch(self.show_progress, stopping.is_set)
        self._jobs.run(name, lambda: work(watch), on_done, on_failed)

    def _end(self) -> None:
        self._stopping = None
        self._look.stop()
        self._refresh()

    def show_progress(self, progress: Progress) -> None:
        """Take note of how far it is, in any thread; the window looks by its own clock."""
        self._progress = progress

    def stop(self) -> None:
        """Stop; what is done stays."""
        if self._stopping is not None:
            self._stopping.set()
            self._look.stop()
            self.line.setText("正在停止…")
            self.stop_button.setEnabled(False)

    def _show(self) -> None:
        progress = self._progress
        if progress is not None and self._words is not None:
            # All done, a workbook is written: how long that takes is not known.
            is_done = progress.done == progress.total
            self._bar.setRange(0, 0 if is_done else progress.total)
            self._bar.setValue(progress.done)
            self.line.setText(self._words(progress, time.monotonic() - self._began))

    def _refresh(self) -> None:
        self.setVisible(self.is_running)
        self.stop_button.setVisible(self.is_running)
        self.stop_button.setEnabled(self.is_running)
        self.changed.emit()
