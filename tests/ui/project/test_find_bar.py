"""Every label and every text of the form can be found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from perfdesk.models.document import Row
from perfdesk.models.edits import InsertRow
from perfdesk.models.refs import Ref
from perfdesk.ui.project.find_bar import FindBar, find
from tests.ui.window_sample import EDITION, make_bridge


def places(bridge, words):
    return [ref for ref, _, _ in find(EDITION, bridge.session.document, words)]


def test_labels_and_texts_are_found_in_the_order_of_the_form(qapp):
    bridge = make_bridge()
    bridge.set_text(Ref("story"), "去年的预算已用完")
    bridge.apply(InsertRow("items", 0, Row("r1", {"name": "预算外"})))
    assert places(bridge, "预算") == [
        Ref("unit"), Ref("story"), Ref("budget"), Ref("spent"), Ref("adjusted"),
        Ref("name", "items", "r1"),
    ]  # fmt: skip
    assert places(bridge, "  ") == []


def test_what_stands_around_a_hit_is_shown_on_one_line(qapp):
    bridge = make_bridge()
    bridge.set_text(Ref("story"), "甲" * 50 + "\nABC" + "乙" * 50)
    [(_, label, text)] = find(EDITION, bridge.session.document, "abc")
    assert label == "1、项目背景概况"
    assert text.startswith("…甲") and " ABC乙" in text and text.endswith("乙…")


def test_enter_goes_to_the_place_chosen_with_the_arrows(qtbot):
    bridge, home = make_bridge(), QWidget()
    qtbot.addWidget(home)
    home.resize(800, 600)
    bar = FindBar(bridge, home)
    home.show()
    bar.open()
    bar._line.setText("预算")
    QTest.keyClick(bar._line, Qt.Key.Key_Down)
    with qtbot.waitSignal(bridge.go_to) as went:
        QTest.keyClick(bar._line, Qt.Key.Key_Return)
    assert went.args == [Ref("budget")]
    assert not bar.isVisible()
