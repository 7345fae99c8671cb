"""核验 in the window: two sides, one verdict, the way to the cell, and nothing blocks."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from perfdesk.commands.projects import new_project, save_project
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.refs import Ref
from perfdesk.storage.check_code import check_code
from perfdesk.ui.kit import ask_path
from perfdesk.ui.verify import side
from tests import patience
from tests.ui.window_sample import EDITION, drop, settle

TOWN = Ref("town")


def document(town: str = "华漕镇", **cells: str) -> Document:
    made = Document(EDITION.form, EDITION.edition, {"town": town, **cells})
    made.tables["items"] = [Row("r1", {"name": "水管", "sum": "3"})]
    return made


@pytest.fixture
def file(window, tmp_path):
    def file(made: Document, name: str):
        path = tmp_path / name
        save_project(window.services.context, Project([made]), path, None)
        return path

    return file


@pytest.fixture
def shown(window):
    window.action_set["verify"].trigger()
    return window.side_windows.verifying


def rows(shown):
    table = shown.outcome.table
    return [
        tuple(table.item(row, column).text() for column in range(3))
        for row in range(table.rowCount())
    ]


def open_sample(window, made: Document):
    opened = new_project(EDITION)
    opened.document.cells.update(made.cells)
    opened.document.tables.update(made.tables)
    window.show_project(opened)
    return window.project


def test_it_comes_up_from_the_start_page_with_no_project_open(window, qtbot):
    qtbot.waitUntil(lambda: window._start.widget() is not None)
    links = window._start.findChildren(QPushButton)
    next(one for one in links if "核验" in one.text()).click()
    assert window.side_windows.verifying.isVisible()
    assert not window.side_windows.verifying.isModal()
    assert not window.side_windows.verifying.left.open_button.isVisible()


def test_two_files_of_the_same_data_are_said_to_be_so_by_a_word_and_a_mark(
    window, shown, file, qtbot
):
    shown.left.open_file(file(document(), "甲.perfdesk"))
    shown.right.open_file(file(document(town=" 华漕镇 "), "乙.perfdesk"))
    settle(window, qtbot)
    assert shown.outcome.word.text() == "一致"
    assert "不说明是谁填的" in shown.outcome.sentence.text()
    assert shown.outcome._mark.isVisible()
    assert not shown.outcome._mark.pixmap().isNull()
    assert not shown.outcome.table.isVisible()


def test_cells_that_differ_are_listed_and_copied(window, shown, file, qtbot):
    shown.left.open_file(file(document(), "甲.perfdesk"))
    shown.right.open_file(file(document(budget="100"), "乙.perfdesk"))
    settle(window, qtbot)
    assert shown.outcome.word.text() == "不一致"
    assert rows(shown) == [("当年预算数", "（空）", "100.00")]
    shown.copy_button.click()
    assert "当年预算数\t\t100.00" in QGuiApplication.clipboard().text()


def test_a_click_on_a_row_goes_to_the_cell_of_the_open_form(window, file, qtbot):
    project = open_sample(window, document())
    window.action_set["verify"].trigger()
    shown = window.side_windows.verifying
    other = document(town="马桥镇")
    other.tables["items"][0].cells["sum"] = "4"
    shown.right.open_file(file(other, "乙.perfdesk"))
    settle(window, qtbot)
    assert [row[1:] for row in rows(shown)] == [("华漕镇", "马桥镇"), ("3.00", "4.00")]
    gone = []
    project.bridge.go_to.connect(gone.append)
    for row in (0, 1):
        shown.outcome.table.itemClicked.emit(shown.outcome.table.item(row, 0))
    assert gone == [TOWN, Ref("sum", "items", "r1")]


def test_a_row_that_is_only_there_leads_nowhere(window, file, qtbot):
    project = open_sample(window, document())
    window.action_set["verify"].trigger()
    shown = window.side_windows.verifying
    other = document()
    other.tables["items"].append(Row("r2", {"name": "路灯"}))
    shown.right.open_file(file(other, "乙.perfdesk"))
    settle(window, qtbot)
    assert len(rows(shown)) == 1
    gone = []
    project.bridge.go_to.connect(gone.append)
    shown.outcome.table.itemClicked.emit(shown.outcome.table.item(0, 0))
    assert gone == []


def test_the_verdict_follows_while_the_open_form_is_mended(window, file, qtbot):
    project = open_sample(window, document())
    window.action_set["verify"].trigger()
    shown = window.side_windows.verifying
    shown.right.open_file(file(document(town="马桥镇"), "乙.perfdesk"))
    settle(window, qtbot)
    assert shown.outcome.word.text() == "不一致"
    project.bridge.set_text(TOWN, "马桥镇")
    qtbot.waitUntil(lambda: shown.outcome.word.text() == "一致")
    window.leave = lambda then: then()
    window.action_set["close_project"].trigger()
    qtbot.waitUntil(lambda: shown.left.carrier is None)


def test_a_typed_code_is_checked_under_the_hand(window, file, qtbot):
    open_sample(window, document())
    window.action_set["verify"].trigger()
    shown = window.side_windows.verifying
    settle(window, qtbot)
    code = check_code(EDITION, document())
    QTest.keyClicks(shown.right.line, code.lower().replace("-", " ")[:-1])
    assert shown.right.carrier is None
    QTest.keyClicks(shown.right.line, code[-1])
    assert shown.outcome.word.text() == "一致"
    QTest.keyClick(shown.right.line, Qt.Key.Key_Backspace)
    wrong = "A" if code[-1] != "A" else "B"
    QTest.keyClicks(shown.right.line, wrong)
    assert shown.right.carrier is None
    assert "抄错" in shown.right._trouble.text()
    assert shown.right._trouble.isVisible()


def test_a_dropped_file_is_taken_and_a_bad_one_is_refused_in_its_place(
    window, shown, tmp_path, qtbot
):
    path = tmp_path / "坏.perfdesk"
    path.write_bytes(b"{}")
    assert drop(shown.right, path)
    settle(window, qtbot)
    assert shown.right._trouble.text().endswith("。")
    assert shown.right.carrier is None
    assert not window.messages.text


def test_reading_runs_beside_the_window_and_can_be_cancelled(
    window, shown, file, qtbot, monkeypatch
):
    path, go_on, asked = file(document(), "甲.perfdesk"), threading.Event(), []
    real = side.look_into

    def slow(context, path, cancelled):
        go_on.wait(patience.SECONDS)
        asked.append(cancelled())
        return real(context, path, cancelled=cancelled)

    monkeypatch.setattr(side, "look_into", slow)
    monkeypatch.setattr(ask_path, "to_open", lambda *_: path)
    shown.left.choose.click()
    assert shown.left.cancel_button.isVisible()
    assert shown.left._progress.isVisible()
    shown.left.cancel_button.click()
    assert not shown.left.cancel_button.isVisible()
    go_on.set()
    settle(window, qtbot)
    assert asked == [True]
    assert shown.left.carrier is None


def test_only_the_last_file_asked_for_is_shown(window, shown, file, qtbot):
    shown.left.open_file(file(document(), "甲.perfdesk"))
    shown.left.open_file(file(document(town="马桥镇"), "乙.perfdesk"))
    settle(window, qtbot)
    assert shown.left.carrier.name == "乙.perfdesk"
