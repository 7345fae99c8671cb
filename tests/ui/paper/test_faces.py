"""纸面字体…: what is offered, what will not do, and that the paper follows at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase

from perfdesk.commands.paper_face import OURS
from perfdesk.commands.projects import new_project
from perfdesk.ui.paper.faces import PaperFaceDialog
from tests.paper.small_fonts import small_font
from tests.ui.window_sample import EDITION, settle


@pytest.fixture
def fonts(tmp_path):
    folder = tmp_path / "installed"
    folder.mkdir()
    small_font(folder / "fang.ttf", {"en": "FangSong", "zh": "仿宋"})
    small_font(folder / "song.otf", {"zh": "轮廓不合的宋体"}, outlines="CFF ")
    return folder


@pytest.fixture
def small(small, fonts):
    """Give a context with these fonts installed."""
    return replace(small, font_folders=(fonts,))


@pytest.fixture
def ask(window, qtbot):
    def ask() -> PaperFaceDialog:
        window.action_set["paper_face"].trigger()
        dialog = window.findChildren(PaperFaceDialog)[-1]
        qtbot.waitUntil(lambda: dialog.table.rowCount() > 0)
        qtbot.waitUntil(lambda: not dialog._idle.isActive())
        return dialog

    return ask


def rows(dialog):
    table = dialog.table
    return [
        (
            table.item(row, 0).text(),
            table.item(row, 1).text(),
            bool(table.item(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled),
        )
        for row in range(table.rowCount())
    ]


def test_faces_are_offered_with_a_sample_and_the_others_greyed_with_the_reason(ask):
    ours, fang, song = rows(ask())
    assert ours[0] == OURS
    assert ours[1:] == fang[1:]
    assert "1,234.56元" in fang[1]
    assert fang[2]
    assert fang[0] == "仿宋"
    assert song[0] == "轮廓不合的宋体"
    assert "PostScript" in song[1]
    assert not song[2]


def test_a_face_that_is_taken_is_remembered_and_the_paper_follows(window, ask, fonts, qtbot):
    redrawn = []
    window.side_windows._follow_face = lambda: redrawn.append(
        window.services.preferences.current.paper_face
    )
    dialog = ask()
    dialog.table.selectRow(1)
    dialog.accept()
    key = f"{fonts / 'fang.ttf'}#0"
    qtbot.waitUntil(lambda: redrawn == [key])
    dialog = ask()
    assert dialog.chosen.name == "仿宋"
    dialog.table.selectRow(0)
    dialog.accept()
    qtbot.waitUntil(lambda: redrawn == [key, ""])


def test_a_face_that_goes_while_it_is_chosen_is_refused_kindly(window, ask, fonts, qtbot):
    dialog = ask()
    dialog.table.selectRow(1)
    (fonts / "fang.ttf").unlink()
    dialog.accept()
    qtbot.waitUntil(lambda: "仿宋" in window.messages.text)
    assert "找不到" in window.messages.text
    assert window.services.preferences.current.paper_face == ""


def test_a_chosen_face_that_has_gone_is_listed_as_gone_and_ours_is_marked(window, ask, tmp_path):
    window.services.preferences.change(paper_face=f"{tmp_path / 'gone.ttf'}#0")
    dialog = ask()
    name, why, enabled = rows(dialog)[-1]
    assert (name, enabled) == ("gone.ttf", False)
    assert "找不到" in why
    assert dialog.chosen.name == OURS


def test_closing_while_fonts_are_looked_for_asks_nothing_more(window, qtbot):
    before = len(QFontDatabase.families())
    window.action_set["paper_face"].trigger()
    window.findChildren(PaperFaceDialog)[-1].reject()
    settle(window, qtbot)
    assert len(QFontDatabase.families()) == before


def test_the_previews_of_an_open_project_are_drawn_anew(window):
    window.show_project(new_project(EDITION))
    drawn = []
    preview = window.project.form_view.preview()
    preview.redraw = lambda: drawn.append(preview)
    window.side_windows._follow_face()
    assert set(drawn) == {preview}
