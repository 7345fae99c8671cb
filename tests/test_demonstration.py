"""The demonstration shows a newcomer the best page, and shows it finished."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from perfdesk import demonstration
from perfdesk.commands.context import Context
from perfdesk.models.finding import Severity
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.look import BASE_POINTS, choose_font
from perfdesk.ui.window import status_line
from perfdesk.ui.window.main_window import MainWindow
from tests.conftest import RESOURCES


class Watched(MainWindow):
    """A window that notes what could be seen on it when a picture was taken of it."""

    seen: Any = None

    def grab(self, *_: object) -> Any:
        project = self.project
        assert project is not None
        listed = project.dock.model.findings()
        here = project.form_view.tabs.currentIndex()
        self.seen = {
            "listed": len(listed),
            "counted": sum(project.bridge.counts().values()),
            "chosen": project.dock.chosen(),
            "page": project.session.edition.tabs[here],
            "wanted": project.session.edition.tables[project.session.edition.framework_table].tab,
        }
        return super().grab()


@pytest.fixture
def window(
    qtbot: Any, qapp: QApplication, context: Context, monkeypatch: pytest.MonkeyPatch
) -> Watched:
    # News stay: on a slow machine they would else go between two looks.
    monkeypatch.setattr(status_line, "_SPOKEN_FOR", 3_600_000)
    choose_font(qapp, RESOURCES / "fonts", BASE_POINTS)

    window = Watched(qapp, context, Icons(RESOURCES / "icons"))
    qtbot.addWidget(window)
    return window


def test_the_picture_is_of_the_indicators_with_every_finding_listed(
    window: Watched, qapp: QApplication, context: Context, tmp_path: Path
) -> None:
    assert demonstration.run(context, tmp_path, lambda: (qapp, window)) == 0
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
    assert demonstration.run(context, tmp_path, lambda: (qapp, window)) == 0
    [seen] = later
    assert QImage(str(tmp_path / "窗口.png")).convertToFormat(seen.format()) == seen
