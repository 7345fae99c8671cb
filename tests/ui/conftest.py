"""Leave nothing of Python's on the clipboard when the tests end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication


@pytest.fixture(scope="session", autouse=True)
def _clipboard() -> Iterator[None]:
    """Clear the clipboard at the end.

    The platform without a screen keeps it beyond the end of Python, and what Python made
    would be destroyed without it: the process would crash after its last test.
    """
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
