"""检查结果 shows what the bridge shows, and leads to the cell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton

from perfdesk.models.document import Row
from perfdesk.models.edits import InsertRow
from perfdesk.models.finding import Severity
from perfdesk.models.refs import Ref
from perfdesk.ui.findings_dock import FindingsDock
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
    assert dock.windowTitle() == "检查结果　错误 2　警告 1　提示 0"


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
