"""The demonstration shows a newcomer the best page, and shows it finished."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk import demonstration
from perfdesk.commands.context import Context
from perfdesk.desktop import Desktop
from perfdesk.models.finding import Severity
from perfdesk.models.form import Table
from perfdesk.ui.grid.view import TableEditor
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.look import BASE_POINTS, choose_font
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.window import status_line
from perfdesk.ui.window.main_window import MainWindow
from tests.conftest import RESOURCES


class Watched(MainWindow):
    """A window that notes what could be seen on it when a picture was taken of it."""

    seen: Any = None

    def grab(self, *_: object) -> Any:
        desk = self.desk
        assert desk is not None
        listed = desk.dock.model.findings()
        here = desk.workspace.tabs.currentIndex()
        self.seen = {
            "listed": len(listed),
            "counted": sum(desk.bridge.counts().values()),
            "chosen": desk.dock.chosen(),
            "page": desk.session.edition.tabs[here],
            "wanted": desk.session.edition.tables[desk.session.edition.framework_table].tab,
        }
        return super().grab()


@pytest.fixture
def window(
    qtbot: Any, qapp: QApplication, context: Context, monkeypatch: pytest.MonkeyPatch
) -> Watched:
    # News stay: on a slow machine they would else go between two looks.
    monkeypatch.setattr(status_line, "_SPOKEN_FOR", 3_600_000)
    choose_font(qapp, RESOURCES / "fonts", BASE_POINTS)

    def make_table(bridge: Bridge, table: Table, parent: QWidget) -> QWidget:
        return TableEditor(bridge, table, parent)

    def make_preview(bridge: Bridge, parent: QWidget) -> QWidget:
        return QWidget(parent)

    desktop: Any = Desktop(context, lambda: 0.0, lambda _: None)
    window = Watched(qapp, desktop, Icons(RESOURCES / "icons"), make_table, make_preview)
    window.desktop = desktop
    qtbot.addWidget(window)
    return window


def test_the_picture_is_of_the_indicators_with_every_finding_listed(
    window: Watched, qapp: QApplication, context: Context, tmp_path: Path
) -> None:
    assert demonstration.run(context, tmp_path, lambda: (qapp, window.desktop, window)) == 0
    seen = window.seen
    assert seen["listed"] == seen["counted"] > 0
    assert seen["page"] == seen["wanted"]
    assert seen["chosen"].severity is Severity.ERROR


def test_nothing_moves_on_the_window_after_its_picture(
    window: Watched, qapp: QApplication, context: Context, tmp_path: Path, qtbot: Any
) -> None:
    later: list[QImage] = []

    def show_start() -> None:
        # Before the demonstration puts the project away, a good while later.
        qtbot.wait(500)
        later.append(window.grab().toImage())
        MainWindow.show_start(window)

    window.show_start = show_start  # type: ignore[method-assign]
    assert demonstration.run(context, tmp_path, lambda: (qapp, window.desktop, window)) == 0
    [seen] = later
    assert QImage(str(tmp_path / "窗口.png")).convertToFormat(seen.format()) == seen
