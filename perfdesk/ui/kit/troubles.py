"""Bring trouble from other threads into the window."""

from PySide6.QtCore import QObject, Signal


class Troubles(QObject):
    """Tell of trouble: `heard` may be emitted on any thread and arrives on the window's."""

    heard = Signal(str)
