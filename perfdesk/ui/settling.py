"""Bring what is being typed into the document, before it is saved, checked or left."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


def settle() -> None:
    """End composing; everything else is in the document at every key."""
    QGuiApplication.inputMethod().commit()
