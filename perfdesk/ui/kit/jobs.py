"""Work beside the window: files, paper and workbooks never stop the typing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

Result = TypeVar("Result")
# 收集汇总 and 成批生成 keep one each for minutes; a save must not wait for them, nor for a share
# that hangs.
_THREADS = 4


class Jobs(QObject):
    """Run functions in other threads and bring their results back to the window's.

    `running_changed` tells the names of what is under way, the oldest first.
    """

    running_changed = Signal(object)
    _ended = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._next = 0
        self._waiting: dict[int, tuple[str, Callable[[Any], None], Callable[[Exception], None]]]
        self._waiting = {}
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        name: str,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Start a piece of work; `done` or `failed` is called in the window's thread.

        `work` must not touch widgets, nor anything the window goes on changing: give it
        copies. `name` is Chinese, for the status bar.
        """
        self._next += 1
        number = self._next
        self._waiting[number] = (name, done, failed)
        self.running_changed.emit(self.running)

        def task() -> None:
            result, error = None, None
            try:
                result = work()
            except Exception as trouble:
                error = trouble
            with suppress(RuntimeError):  # the window has gone meanwhile
                self._ended.emit(number, result, error)

        self._pool.start(task)

    @property
    def running(self) -> tuple[str, ...]:
        """Name what is under way, the oldest first."""
        return tuple(name for name, _, _ in self._waiting.values())

    def wait(self, milliseconds: int) -> bool:
        """Wait for all work to end; False where some has not ended in time."""
        return self._pool.waitForDone(milliseconds)

    @Slot(int, object, object)
    def _deliver(self, number: int, result: Any, error: Exception | None) -> None:
        _, done, failed = self._waiting.pop(number)
        self.running_changed.emit(self.running)
        if error is None:
            done(result)
        else:
            failed(error)
