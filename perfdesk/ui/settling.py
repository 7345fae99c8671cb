"""Bring what is being typed into the document, before it is saved, checked or left."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication


def settle() -> None:
    """End composing, and close the editor of a table's cell."""
    QGuiApplication.inputMethod().commit()
    focused = QApplication.focusWidget()
    if focused is not None and focused.property("cellEditor"):
        focused.clearFocus()
