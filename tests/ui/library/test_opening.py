"""Ctrl+L: from any tab to the table of indicators, and the library beside it."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from perfdesk.commands.context import Context
from perfdesk.commands.library import SharedLibrary
from perfdesk.models.form import Edition
from perfdesk.session import Session
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageBar
from perfdesk.ui.kit.services import Services
from perfdesk.ui.library.dialog import LibraryDialog
from perfdesk.ui.library.opening import open_library
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.project.form_view import FormView
from perfdesk.ui.window.actions import ACTIONS
from tests.conftest import RESOURCES
from tests.ui.grid.sample import EDITION, make_session
from tests.ui.window_sample import icons


def view_of(qtbot, session: Session, library: SharedLibrary) -> tuple[FormView, Bridge]:
    bridge, messages = Bridge(session), MessageBar(icons())
    qtbot.addWidget(messages)
    services = Services(library._context, Jobs(), messages, icons())
    view = FormView(services, bridge, library)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    return view, bridge


@pytest.fixture
def library(context: Context) -> SharedLibrary:
    return SharedLibrary(dataclasses.replace(context, library=RESOURCES / "library"))


def test_the_key_opens_the_library_from_another_tab(qtbot, library):
    view, bridge = view_of(qtbot, make_session(), library)
    assert view.tabs.currentIndex() == 0
    seen = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog))
        dialog.reject()

    QTimer.singleShot(0, look)
    open_library(view, bridge, seen.append)
    assert seen == [LibraryDialog] and view.tabs.currentIndex() == 2


def test_a_form_without_a_table_for_it_says_so(qtbot, library):
    session = make_session()
    session.edition = _without_framework(EDITION)
    view, bridge = view_of(qtbot, session, library)
    said: list[str] = []
    open_library(view, bridge, said.append)
    assert len(said) == 1 and "指标库" in said[0]


def _without_framework(edition: Edition) -> Edition:
    return dataclasses.replace(edition, framework_table="")


def test_it_stands_in_the_table_of_actions_with_a_key():
    [action] = [each for each in ACTIONS if each.name == "library"]
    assert action.keys and action.needs_project
    assert sum(action.keys in each.keys.split() for each in ACTIONS) == 1
