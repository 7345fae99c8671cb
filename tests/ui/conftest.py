"""Let the tests of the window see text, and leave nothing of Python's on the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from perfdesk.ui.kit.look import BASE_POINTS, choose_font

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@pytest.fixture(scope="session", autouse=True)
def _clipboard() -> Iterator[None]:
    """Clear the clipboard at the end.

    The platform without a screen keeps it beyond the end of Python, and what Python made
    would be destroyed without it: the process would crash after its last test.
    """
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session", autouse=True)
def _font(qapp: QApplication) -> None:
    """Dress text as the program does: without a font, text has no width to break by."""
    choose_font(qapp, RESOURCES / "fonts", BASE_POINTS)
