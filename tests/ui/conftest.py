"""The window over the real commands and small forms, with text, and a clipboard left clean."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.commands.context import Context
from perfdesk.models.form import Edition
from perfdesk.ui.kit.look import BASE_POINTS, choose_font
from perfdesk.ui.project.project_view import ProjectView
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.dialogs import Closing
from perfdesk.ui.window.main_window import MainWindow
from tests import patience
from tests.conftest import RESOURCES
from tests.ui.window_sample import EDITION, icons, small_context


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


@pytest.fixture
def editions() -> tuple[Edition, ...]:
    """Give the forms that the window knows; a test with several has a fixture of its own."""
    return (EDITION,)


@pytest.fixture
def small(tmp_path: Path, editions: tuple[Edition, ...]) -> Context:
    """Give the context behind the window."""
    return small_context(tmp_path, *editions)


@pytest.fixture
def window(
    qapp: QApplication, small: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """Give the window, active, with no project; what is unsaved in the end is thrown away."""
    made = MainWindow(qapp, small, icons(), clock=lambda: 0.0)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    # First: a run that is still going on is stopped with its window.
    made.close()
    made.jobs.wait(patience.MILLISECONDS)
    qtbot.waitUntil(lambda: not made.isVisible())
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def project(window: MainWindow) -> ProjectView:
    """Give a project of one empty form, open in the window."""
    window.action_set["new"].trigger()
    assert window.project is not None
    return window.project


class PatientBot(QtBot):
    """Wait as long as any test does: pytest-qt's five seconds are too short on a busy machine."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=patience.MILLISECONDS)
    waitActive = partialmethod(QtBot.waitActive, timeout=patience.MILLISECONDS)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=patience.MILLISECONDS)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=patience.MILLISECONDS)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Give the patient one to every test."""
    return PatientBot(request)
