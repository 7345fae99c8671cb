"""How far a run of 收集汇总 is: a bar, and beneath it the same in words."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from perfdesk.ui.collect.pace import Pace
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label

if TYPE_CHECKING:
    from perfdesk.commands.watch import Progress

_LOOK_EACH = 150


class CollectingProgress(QWidget):
    """Show progress while a run is under way; `hear` is for the thread that reads."""

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._pace = Pace(with_slips=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(GRID)
        self._bar.setAccessibleName("收集的进度")
        self.said = label()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EACH)
        self._look.timeout.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._bar)
        column.addWidget(self.said)
        self.hide()

    def begin(self, *, with_slips: bool) -> None:
        """Show that a run has begun."""
        self._progress, self._pace = None, Pace(with_slips=with_slips)
        self.said.setText("正在查看文件夹…")
        self._bar.setRange(0, 0)
        self._look.start()
        self.show()

    def hear(self, progress: Progress) -> None:
        """Take note of how far it is, in any thread; the window looks by its own clock."""
        self._progress = progress

    def stop(self) -> None:
        """Say that the run is to end."""
        self._look.stop()
        self.said.setText("正在停止…")

    def end(self) -> None:
        """Go, with the run."""
        self._look.stop()
        self.hide()

    def _show(self) -> None:
        progress = self._progress
        if progress is not None:
            # All read, the summary is written: how long that takes is not known.
            is_read = progress.done == progress.total
            self._bar.setRange(0, 0 if is_read else progress.total)
            self._bar.setValue(progress.done)
            self.said.setText(self._pace.words(progress, time.monotonic()))
