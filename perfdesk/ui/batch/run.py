"""A run of 成批生成: made beside the window, with its progress and a way to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import caption, label

if TYPE_CHECKING:
    from perfdesk.commands.batch.run import BatchReport
    from perfdesk.commands.watch import Progress

_LOOK_EACH = 150
# Before so many projects and seconds nothing is said of how long the rest will take.
_LEAST_PROJECTS, _LEAST_SECONDS = 10, 2.0

Hear = Callable[["Progress"], None]
Make = Callable[[Hear, Callable[[], bool]], "BatchReport"]


class BatchRun(QWidget):
    """Run one batch at a time; `ended` brings its report, `failed` why there is none.

    Both come after the run is over; `changed` comes when one begins or is over.
    """

    changed = Signal()
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._stopping: Event | None = None
        self._progress: Progress | None = None
        self._began = 0.0
        self.stop_button = QPushButton(caption("停止"))
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(lambda: self.stop())
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(GRID)
        self._bar.setAccessibleName("生成的进度")
        self._said = label()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EACH)
        self._look.timeout.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._bar)
        column.addWidget(self._said)
        self._refresh()

    @property
    def is_running(self) -> bool:
        """Tell whether projects are being made."""
        return self._stopping is not None

    def start(self, name: str, make: Make) -> None:
        """Begin a run; `make` is called beside the window with where to tell and when to stop."""
        stopping = self._stopping = Event()
        self._progress, self._began = None, time.monotonic()
        self._said.setText("正在准备…")
        self._bar.setRange(0, 0)

        def hear(progress: Progress) -> None:
            # In the thread that works; the window looks here by its own clock.
            self._progress = progress

        self._look.start()
        self._refresh()
        self._jobs.run(name, lambda: make(hear, stopping.is_set), self._done, self._fail)

    def stop(self) -> None:
        """Stop; what is made stays."""
        if self._stopping is not None:
            self._stopping.set()
            self._said.setText("正在停止…")
            self.stop_button.setEnabled(False)

    def _show(self) -> None:
        progress = self._progress
        if progress is None or self._stopping is None or self._stopping.is_set():
            return
        # All made, the report is written: how long that takes is not known.
        is_made = progress.done == progress.total
        self._bar.setRange(0, 0 if is_made else progress.total)
        self._bar.setValue(progress.done)
        self._said.setText(_words(progress, time.monotonic() - self._began))

    def _done(self, report: BatchReport) -> None:
        self._end()
        self.ended.emit(report)

    def _fail(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._stopping = None
        self._look.stop()
        self._refresh()

    def _refresh(self) -> None:
        self.setVisible(self.is_running)
        self.stop_button.setVisible(self.is_running)
        self.stop_button.setEnabled(self.is_running)
        self.changed.emit()


def _words(progress: Progress, seconds: float) -> str:
    told = [f"已做 {progress.done} / {progress.total}"]
    if progress.bad:
        told.append(f"退回 {progress.bad}")
    if progress.done == progress.total:
        told.append("正在写报告…")
    elif progress.done >= _LEAST_PROJECTS and seconds > _LEAST_SECONDS:
        left = round((progress.total - progress.done) * seconds / progress.done)
        told.append(f"约还要 {max(left, 1)} 秒")
    return "，".join(told)
