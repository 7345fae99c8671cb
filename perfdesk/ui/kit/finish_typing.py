"""Bring what is being typed into the document, before it is saved, checked or left."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication


def finish_typing() -> None:
    """End composing, and an answer being typed; all else is in the document at every key."""
    QGuiApplication.inputMethod().commit()
    keep = getattr(QApplication.focusWidget(), "finish_typing", None)
    if keep is not None:
        keep()
