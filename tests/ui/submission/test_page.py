"""提前体检 says how the form stands, follows it, and gives the form its place back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from perfdesk.models.refs import Ref
from perfdesk.ui.kit import ask_path
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.dialogs import Closing
from tests.ui.window_sample import make_window


@pytest.fixture
def window(qapp, tmp_path, qtbot, monkeypatch):
    made = make_window(qapp, tmp_path)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.asked["new"].trigger()
    yield made
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    made.jobs.wait(5000)
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible())
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def desk(window):
    for name, text in (("budget", "100"), ("spent", "150"), ("cut", "7"), ("adjusted", "90")):
        window.desk.bridge.set_text(Ref(name), text)
    window.asked["submission"].trigger()
    return window.desk


def page(desk):
    desk.submission.page._build()
    return desk.submission.page


def texts(desk):
    return [one.text() for one in page(desk).findChildren(QLabel)]


def press(desk, words):
    next(one for one in page(desk).findChildren(QPushButton) if one.text() == words).click()


def test_it_checks_everything_and_says_in_a_sentence_how_the_form_stands(desk):
    assert desk.bridge.all_checked
    assert desk.widget.currentWidget() is desk.submission.page
    shown = texts(desk)
    assert "还有 2 处错误，改正后才能定稿。另有 1 处警告请核对，无误的说明理由。" in shown
    assert "执行数 150.00 大于预算数 100.00。" in shown


def test_it_follows_what_is_mended_and_answered(desk):
    desk.bridge.set_text(Ref("town"), "华漕镇")
    desk.bridge.fill(next(each for each in desk.bridge.shown if each.fill))
    assert "没有错误，可以定稿。还有 1 处警告请核对，无误的说明理由。" in texts(desk)
    press(desk, "说明…")
    editor = desk.dock.findChild(QPlainTextEdit)
    QTest.keyClicks(editor, "added")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    shown = texts(desk)
    assert "没有错误，警告都已说明，可以定稿。" in shown
    assert "说明：added" in shown
    desk.session.undo()
    assert "没有错误，可以定稿。还有 1 处警告请核对，无误的说明理由。" in texts(desk)


def test_whatever_leads_to_a_cell_brings_the_form_back(desk, window):
    press(desk, "执行情况")
    assert desk.submission.page is None
    assert desk.widget.currentWidget() is desk.workspace
    for action in ("next_finding", "tab_1", "find"):
        window.asked["submission"].trigger()
        assert desk.widget.currentWidget() is desk.submission.page
        window.asked[action].trigger()
        assert desk.widget.currentWidget() is desk.workspace
    window.asked["submission"].trigger()
    press(desk, "返回填报")
    assert desk.widget.currentWidget() is desk.workspace


def test_escape_leaves_it_and_asking_twice_shows_one(desk, window):
    window.asked["submission"].trigger()
    assert desk.widget.count() == 2
    QTest.keyClick(desk.submission.page, Qt.Key.Key_Escape)
    assert desk.submission.page is None


def test_figures_of_one_kind_are_put_in_together(desk, monkeypatch):
    found = next(each for each in desk.bridge.shown if each.fill)
    twin = replace(found, at=Ref("cut"), fill="1", expected="1.00")
    monkeypatch.setattr(desk.bridge, "_shown", (found, twin))
    assert "“调整后预算数”应填 93.00、1.00" in texts(desk)
    press(desk, "2 处全部填入")
    document = desk.session.document
    assert [document.text(Ref(name)) for name in ("adjusted", "cut")] == ["93", "1"]
    desk.session.undo()
    assert [document.text(Ref(name)) for name in ("adjusted", "cut")] == ["90", "7"]


def test_the_list_is_written_beside_the_window(desk, window, qtbot, monkeypatch, tmp_path):
    asked = []

    def to_save(parent, title, place, kinds, suffix):
        asked.append(place.name)
        return tmp_path / "单.pdf"

    monkeypatch.setattr(ask_path, "to_save", to_save)
    press(desk, "保存为 PDF…")
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert asked[0].endswith("差错说明单.pdf")
    assert (tmp_path / "单.pdf").read_bytes().decode().startswith("%PDF-还有 2 处错误")


def test_closing_the_project_with_the_page_up_is_no_matter(desk, window, qtbot, monkeypatch):
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    window.asked["close_project"].trigger()
    assert window.desk is None
