"""提前体检 says how the form stands, follows it, and gives the form its place back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from perfdesk.models.refs import Ref
from perfdesk.ui.kit import ask_path
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.dialogs import Closing
from tests.ui.window_sample import settle


@pytest.fixture
def filled(window, project):
    for name, text in (("budget", "100"), ("spent", "150"), ("cut", "7"), ("adjusted", "90")):
        window.project.bridge.set_text(Ref(name), text)
    window.action_set["submission"].trigger()
    return window.project


def page(filled):
    filled.submission.page._build()
    return filled.submission.page


def texts(filled):
    return [one.text() for one in page(filled).findChildren(QLabel)]


def press(filled, words):
    next(one for one in page(filled).findChildren(QPushButton) if one.text() == words).click()


def test_it_checks_everything_and_says_in_a_sentence_how_the_form_stands(filled):
    assert filled.bridge.all_checked
    assert filled.widget.currentWidget() is filled.submission.page
    shown = texts(filled)
    assert "还有 2 处错误，改正后才能定稿。另有 1 处警告请核对，无误的说明理由。" in shown
    assert "执行数 150.00 大于预算数 100.00。" in shown


def test_it_follows_what_is_mended_and_answered(filled):
    filled.bridge.set_text(Ref("town"), "华漕镇")
    filled.bridge.fill(next(each for each in filled.bridge.shown if each.fill))
    assert "没有错误，可以定稿。还有 1 处警告请核对，无误的说明理由。" in texts(filled)
    press(filled, "说明…")
    editor = filled.dock.findChild(QPlainTextEdit)
    QTest.keyClicks(editor, "added")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    shown = texts(filled)
    assert "没有错误，警告都已说明，可以定稿。" in shown
    assert "说明：added" in shown
    filled.session.undo()
    assert "没有错误，可以定稿。还有 1 处警告请核对，无误的说明理由。" in texts(filled)


def test_whatever_leads_to_a_cell_brings_the_form_back(filled, window):
    press(filled, "执行情况")
    assert filled.submission.page is None
    assert filled.widget.currentWidget() is filled.form_view
    for action in ("next_finding", "tab_1", "find"):
        window.action_set["submission"].trigger()
        assert filled.widget.currentWidget() is filled.submission.page
        window.action_set[action].trigger()
        assert filled.widget.currentWidget() is filled.form_view
    window.action_set["submission"].trigger()
    press(filled, "返回填报")
    assert filled.widget.currentWidget() is filled.form_view


def test_escape_leaves_it_and_asking_twice_shows_one(filled, window):
    window.action_set["submission"].trigger()
    assert filled.widget.count() == 2
    QTest.keyClick(filled.submission.page, Qt.Key.Key_Escape)
    assert filled.submission.page is None


def test_figures_of_one_kind_are_put_in_together(filled, monkeypatch):
    found = next(each for each in filled.bridge.shown if each.fill)
    twin = replace(found, at=Ref("cut"), fill="1", expected="1.00")
    monkeypatch.setattr(filled.bridge, "_shown", (found, twin))
    assert "“调整后预算数”应填 93.00、1.00" in texts(filled)
    press(filled, "2 处全部填入")
    document = filled.session.document
    assert [document.text(Ref(name)) for name in ("adjusted", "cut")] == ["93", "1"]
    filled.session.undo()
    assert [document.text(Ref(name)) for name in ("adjusted", "cut")] == ["90", "7"]


def test_the_list_is_written_beside_the_window(filled, window, qtbot, monkeypatch, tmp_path):
    asked = []

    def to_save(parent, title, place, kinds, suffix):
        asked.append(place.name)
        return tmp_path / "单.pdf"

    monkeypatch.setattr(ask_path, "to_save", to_save)
    press(filled, "保存为 PDF…")
    settle(window, qtbot)
    assert asked[0].endswith("差错说明单.pdf")
    with PdfDocument(tmp_path / "单.pdf") as pdf:
        assert "还有 2 处错误" in pdf[0].get_textpage().get_text_range()


def test_closing_the_project_with_the_page_up_is_no_matter(filled, window, monkeypatch):
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    window.action_set["close_project"].trigger()
    assert window.project is None
