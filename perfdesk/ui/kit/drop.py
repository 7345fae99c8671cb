"""Files that are dragged onto a window, or copied for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


def one_file(mime: QMimeData) -> Path | None:
    """Give the one file that is dragged, dropped or copied; None for anything else."""
    urls = mime.urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile())
    return None


class DropTarget(QObject):
    """Let one file or folder be dropped on a widget, where `fits` says that it may.

    `hovering` tells that it is held above the widget, or no longer.
    """

    hovering = Signal(bool)

    def __init__(
        self, widget: QWidget, drop: Callable[[Path], None], fits: Callable[[Path], bool]
    ) -> None:
        super().__init__(widget)
        self._drop, self._fits = drop, fits
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what is dragged."""
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.Drop:
                assert isinstance(event, QDropEvent)
                path = one_file(event.mimeData())
                if path is not None and self._fits(path):
                    event.acceptProposedAction()
                    is_dropped = event.type() == QEvent.Type.Drop
                    self.hovering.emit(not is_dropped)
                    if is_dropped:
                        self._drop(path)
                    return True
            case QEvent.Type.DragLeave:
                self.hovering.emit(False)
        return super().eventFilter(watched, event)
