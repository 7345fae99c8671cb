"""检查结果 shows what the bridge shows, and leads to the cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from perfdesk.models.document import Row
from perfdesk.models.edits import InsertRow
from perfdesk.models.finding import Severity
from perfdesk.models.refs import Ref
from perfdesk.ui.findings.dock import FindingsDock
from perfdesk.ui.findings.menu import findings_menu
from perfdesk.ui.findings.model import Entry
from perfdesk.ui.kit.finish_typing import finish_typing
from tests.ui.window_sample import icons, make_bridge


@pytest.fixture
def bridge(qapp):
    made = make_bridge()
    for name, text in (("budget", "100"), ("spent", "150"), ("cut", "7"), ("adjusted", "90")):
        made.set_text(Ref(name), text)
    return made


@pytest.fixture
def dock(bridge, qtbot):
    made = FindingsDock(bridge, icons())
    qtbot.addWidget(made)
    made.resize(320, 600)
    made.show()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    made.tester = QAbstractItemModelTester(made.model, mode)
    return made


def rows(dock):
    dock.model.refresh()
    return [dock.model.index(row).data().split("　") for row in range(dock.model.rowCount())]


def words(dock):
    return [line[0] if len(line) == 1 else f"{line[0]} {line[1]}" for line in rows(dock)]


def test_nothing_is_listed_before_a_cell_was_visited_or_all_was_checked(dock, bridge):
    assert rows(dock) == []
    bridge.visit(Ref("spent"))
    assert words(dock) == ["执行情况（1）", "警告 预算执行数"]
    bridge.check_all()
    assert words(dock) == [
        "基本信息（1）", "错误 街镇名称",
        "执行情况（2）", "警告 预算执行数", "错误 调整后预算数",
    ]  # fmt: skip
    assert [one.text() for one in dock._filters.values()] == ["错误 2", "警告 1", "提示 0"]


def test_a_click_goes_to_the_cell(dock, bridge, qtbot):
    bridge.check_all()
    dock.model.refresh()
    index = dock.model.index_of(bridge.shown[1])
    with qtbot.waitSignal(bridge.go_to) as went:
        place = dock.view.visualRect(index).center()
        QTest.mouseClick(dock.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert went.args == [Ref("spent")]


def test_walking_goes_round_in_the_order_of_the_form(dock, bridge):
    went = []
    bridge.go_to.connect(went.append)
    assert not dock.walk(1)
    bridge.check_all()
    for step in (1, 1, 1, 1, -1):
        dock.walk(step)
    names = [ref.field for ref in went]
    assert names == ["town", "spent", "adjusted", "town", "adjusted"]


def test_typing_keeps_the_chosen_row_and_the_place_of_the_others(dock, bridge):
    bridge.check_all()
    dock.model.refresh()
    index = QPersistentModelIndex(dock.model.index_of(bridge.shown[2]))
    dock.view.setCurrentIndex(index)
    bridge.set_text(Ref("town"), "华漕镇")
    dock.model.refresh()
    assert index.isValid()
    assert dock.chosen().code == "adjusted_right"


def test_severities_can_be_left_out(dock, bridge):
    bridge.check_all()
    dock._filters[Severity.ERROR].click()
    assert words(dock) == ["执行情况（1）", "警告 预算执行数"]


def test_the_chosen_finding_is_told_in_full_and_can_be_mended_there(dock, bridge):
    bridge.check_all()
    dock.model.refresh()
    dock.view.setCurrentIndex(dock.model.index_of(bridge.shown[2]))
    shown = [one.text() for one in dock.findChildren(QLabel) if one.isVisible()]
    assert "调整后预算数应为 93.00，现为 90.00。" in shown
    assert "依据：样表填报说明第 3 条" in shown
    button = next(one for one in dock.findChildren(QPushButton) if one.isVisible())
    assert button.text() == "填入 93.00"
    button.click()
    dock.model.refresh()
    assert bridge.session.document.text(Ref("adjusted")) == "93"
    assert not button.isVisible()


def test_chosen_findings_are_copied_as_text(dock, bridge):
    bridge.check_all()
    dock.model.refresh()
    dock.view.selectAll()
    dock._copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert "错误　街镇名称　请填写“街镇名称”。" in copied[0]
    assert copied[-1] == "依据：样表填报说明第 3 条"


def test_a_finding_in_a_table_names_its_row(dock, bridge):
    bridge.apply(InsertRow("items", 0, Row("r1", {"name": "门牌", "sum": "若干"})))
    bridge.visit(Ref("sum", "items", "r1"))
    assert words(dock) == ["执行情况（1）", "错误 门牌 · 金额"]


def answered(dock):
    dock.model.refresh()
    items = [dock.model.item(dock.model.index(row)) for row in range(dock.model.rowCount())]
    return [item.finding for item in items if isinstance(item, Entry) and item.finding.is_quiet]


def choose(dock, code):
    finding = next(each for each in dock.bridge.shown if each.code == code)
    dock.model.refresh()
    dock.view.setCurrentIndex(dock.model.index_of(finding))


def button(dock, words):
    return next(one for one in dock.findChildren(QPushButton) if one.text() == words)


def type_reason(dock, text, key=Qt.Key.Key_Return):
    editor = dock.findChild(QPlainTextEdit)
    assert editor.isVisible()
    QTest.keyClicks(editor, text)
    if key is not None:
        QTest.keyClick(editor, key)


def test_an_answered_warning_leaves_the_list_the_counts_and_the_cell(dock, bridge):
    bridge.check_all()
    choose(dock, "not_overspent")
    assert dock.answer()
    type_reason(dock, "added")
    assert words(dock) == [
        "基本信息（1）", "错误 街镇名称", "执行情况（1）", "错误 调整后预算数", "已说明（1）",
    ]  # fmt: skip
    assert bridge.counts()[Severity.WARNING] == 0
    assert bridge.answered() == 1
    assert bridge.at(Ref("spent")) == ()
    # It is folded away; a click on the heading shows it.
    assert answered(dock) == []
    last = dock.model.index(dock.model.rowCount() - 1)
    dock.view.clicked.emit(last)
    assert [each.answer for each in answered(dock)] == ["added"]
    bridge.session.undo()
    assert "警告 预算执行数" in words(dock)


def test_an_answered_error_stays_in_the_list_with_its_reason(dock, bridge):
    bridge.check_all()
    choose(dock, "adjusted_right")
    dock.answer()
    type_reason(dock, "later")
    assert "错误 调整后预算数" in words(dock)
    assert bridge.counts()[Severity.ERROR] == 2
    assert any("说明：later" in line[-1] for line in rows(dock))


def test_a_reason_is_kept_when_the_cursor_leaves_and_given_up_with_escape(dock, bridge):
    bridge.check_all()
    choose(dock, "not_overspent")
    dock.answer()
    type_reason(dock, "abc", Qt.Key.Key_Escape)
    assert bridge.answered() == 0
    dock.answer()
    type_reason(dock, "kept", None)
    choose(dock, "adjusted_right")
    assert bridge.answered() == 1


def test_saving_takes_a_reason_in_that_is_being_typed(dock, bridge, monkeypatch):
    bridge.check_all()
    choose(dock, "not_overspent")
    dock.answer()
    type_reason(dock, "saved", None)
    monkeypatch.setattr(QApplication, "focusWidget", lambda: dock.findChild(QPlainTextEdit))
    finish_typing()
    assert bridge.answered() == 1


def test_an_answer_to_older_figures_offers_itself_again(dock, bridge):
    bridge.check_all()
    choose(dock, "not_overspent")
    dock.answer()
    type_reason(dock, "added")
    bridge.set_text(Ref("spent"), "160")
    choose(dock, "not_overspent")
    shown = [one.text() for one in dock.findChildren(QLabel) if one.isVisible()]
    assert "原说明：added（数字已变，请重新确认）" in shown
    assert bridge.counts()[Severity.WARNING] == 1
    button(dock, "仍然适用").click()
    assert bridge.counts()[Severity.WARNING] == 0
    bridge.session.undo()
    choose(dock, "not_overspent")
    dock.answer()
    type_reason(dock, "")
    assert bridge.counts()[Severity.WARNING] == 0
    assert [each.answer for each in bridge.shown if each.is_quiet] == ["added"]


def test_an_answer_is_changed_and_taken_back(dock, bridge):
    bridge.check_all()
    warning = next(each for each in bridge.shown if each.code == "not_overspent")
    bridge.answer(warning, "one")
    assert dock.answer(next(each for each in bridge.shown if each.is_quiet))
    type_reason(dock, "two")
    assert [each.answer for each in answered(dock)] == ["two"]
    dock.view.setCurrentIndex(dock.model.index_of(answered(dock)[0]))
    button(dock, "取消说明").click()
    assert bridge.answered() == 0


def test_a_finding_left_out_by_the_filter_can_still_be_answered(dock, bridge):
    bridge.check_all()
    dock._filters[Severity.WARNING].click()
    assert dock.answer(next(each for each in bridge.shown if each.code == "not_overspent"))
    assert dock.chosen().code == "not_overspent"


def test_the_key_means_the_finding_where_the_cursor_stands(dock, bridge, monkeypatch):
    bridge.check_all()
    choose(dock, "adjusted_right")
    bridge.here.emit(Ref("spent"))
    monkeypatch.setattr(QApplication, "focusWidget", lambda: None)
    assert dock.answer()
    assert dock.chosen().code == "not_overspent"


def test_what_has_gone_meanwhile_is_not_answered(bridge):
    bridge.check_all()
    warning = next(each for each in bridge.shown if each.code == "not_overspent")
    bridge.set_text(Ref("spent"), "50")
    assert not bridge.answer(warning, "无")
    assert list(bridge.session.document.all_answers()) == []


def test_what_is_alike_is_filled_in_as_one_step(bridge):
    bridge.check_all()
    found = next(each for each in bridge.shown if each.code == "adjusted_right")
    assert bridge.alike(found) == (found,)
    twin = replace(found, at=Ref("cut"), fill="1")
    assert bridge.fill_all((found, twin))
    texts = [bridge.session.document.text(Ref(name)) for name in ("adjusted", "cut")]
    assert texts == ["93", "1"]
    bridge.session.undo()
    texts = [bridge.session.document.text(Ref(name)) for name in ("adjusted", "cut")]
    assert texts == ["90", "7"]


def test_the_menu_offers_what_can_be_done_and_nothing_else(dock, bridge):
    bridge.check_all()

    def offers(code):
        finding = next(each for each in bridge.shown if each.code == code)
        menu = findings_menu(bridge, finding, dock.answer, dock._copy, dock)
        return [each.text() for each in menu.actions() if each.text()]

    assert offers("not_overspent") == ["转到这一格", "说明…", "复制"]
    assert offers("adjusted_right") == ["转到这一格", "填入 93.00", "说明…", "复制"]
    warning = next(each for each in bridge.shown if each.code == "not_overspent")
    bridge.answer(warning, "无误")
    assert offers("not_overspent") == ["转到这一格", "修改说明…", "取消说明", "复制"]
    bridge.set_text(Ref("spent"), "160")
    assert "原说明仍然适用" in offers("not_overspent")
