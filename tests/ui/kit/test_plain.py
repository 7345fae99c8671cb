"""Text is shown as text, and the one place that sees to it is the only one."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from perfdesk.ui.kit.plain import label, question, tip

UI = Path(__file__).parents[3] / "perfdesk" / "ui"
NASTY = "<b>粗</b> & <img src='x.png'>"


def test_a_label_and_a_tooltip_show_markup_as_typed(qtbot):
    made = label(NASTY)
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText
    assert "&lt;img" in tip(NASTY) and "<img" not in tip(NASTY)


def test_a_question_shows_markup_as_typed_and_gives_the_button_pressed(qtbot):
    seen = []

    def press():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append([one.textFormat() for one in box.findChildren(QLabel) if one.text() == NASTY])
        box.buttons()[1].click()

    QTimer.singleShot(0, press)
    assert question(None, "题", NASTY, ("保存", "不保存", "取消")) in (0, 1, 2)
    assert seen == [[Qt.TextFormat.PlainText]]


def test_nothing_else_makes_labels_message_boxes_or_bare_tooltips():
    made = re.compile(r"\b(QLabel|QMessageBox)\(|setToolTip\((?!tip\()")
    elsewhere = [
        f"{path.name}: {line.strip()}"
        for path in UI.glob("*.py")
        if path.name != "plain.py"
        for line in path.read_text("utf-8").splitlines()
        if made.search(line)
    ]
    assert elsewhere == []
