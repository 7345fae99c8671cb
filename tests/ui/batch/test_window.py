"""成批生成 in a window: what each column is, what a row becomes, and nothing blocks."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.commands.batch.run import make_batch
from perfdesk.ui.batch import result as batch_result
from perfdesk.ui.batch import window as batch_window
from perfdesk.ui.batch.cell_choice import TargetBox
from perfdesk.ui.batch.columns import HOW, TARGET
from perfdesk.ui.batch.window import BatchWindow
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.message_bar import MessageBar
from perfdesk.ui.kit.services import Services
from tests import patience
from tests.conftest import RESOURCES
from tests.lists import HEAD, ROWS, office_list, put
from tests.ui.window_sample import drop

FORM = "self_evaluation/shanghai-2024"


@pytest.fixture
def opened() -> list[Path]:
    return []


@pytest.fixture
def batch(qtbot, context, opened):
    icons, jobs = Icons(RESOURCES / "icons"), Jobs()
    outside = MessageBar(icons)
    qtbot.addWidget(outside)
    made = BatchWindow(Services(context, jobs, outside, icons), opened.append)
    made.outside = outside
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.bring_up()
    made.source.choose_form(FORM)
    yield made
    made.leave()
    jobs.wait(patience.MILLISECONDS)
    QApplication.processEvents()


@pytest.fixture
def path(tmp_path) -> Path:
    return put(tmp_path, [HEAD, *ROWS, ("合计", None, None, 102.5)])


def settle(batch, qtbot):
    qtbot.waitUntil(lambda: not batch.services.jobs.running and not batch.body._soon.isActive())


def take(batch, qtbot, path: Path) -> None:
    batch.open_file(path)
    settle(batch, qtbot)


def cell(batch, row: int, column: int) -> str:
    return batch.body.columns.lines.index(row, column).data()


def row_of(batch, heading: str) -> int:
    lines = batch.body.columns.lines
    return next(row for row in range(lines.rowCount()) if cell(batch, row, 0) == heading)


def entries(batch) -> dict[str, str]:
    table = batch.body.preview.table
    return {table.item(r, 0).text(): table.item(r, 1).text() for r in range(table.rowCount())}


def run(batch, qtbot):
    QTest.mouseClick(batch.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not batch.is_running)


def test_a_list_shows_what_each_column_is_and_what_its_first_row_becomes(batch, qtbot, path):
    take(batch, qtbot, path)
    assert cell(batch, row_of(batch, "预算单位"), TARGET) == "实施单位"
    assert cell(batch, row_of(batch, "年初预算（万元）"), HOW) == "万元换算为元；按名称认出"
    assert cell(batch, row_of(batch, "备注"), TARGET) == "（不用）"
    assert "2 个项目" in batch.body.summary.text() and "略过 1 行" in batch.body.summary.text()
    assert entries(batch)["年度资金总额·年初预算数"] == "900000.00"
    assert batch.start_button.text() == "生成 2 个项目"


def test_arrows_walk_through_the_rows(batch, qtbot, path):
    take(batch, qtbot, path)
    preview = batch.body.preview
    preview.table.setFocus()
    assert not preview.previous_button.isEnabled()
    QTest.keyClick(preview.table, Qt.Key.Key_Right)
    settle(batch, qtbot)
    assert entries(batch)["项目名称"] == "绿化养护"
    assert not preview.next_button.isEnabled()
    QTest.keyClick(preview.table, Qt.Key.Key_Left)
    settle(batch, qtbot)
    assert entries(batch)["项目名称"] == "道路养护"


def test_the_cell_of_a_column_is_found_by_typing(batch, qtbot, path):
    take(batch, qtbot, path)
    view = batch.body.columns
    at = view.lines.index(row_of(batch, "备注"), TARGET)
    view.scrollTo(at)
    place = view.visualRect(at).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    box = view.findChild(TargetBox)
    completer = box.completer()
    completer.setCompletionPrefix("期目")
    assert [completer.currentCompletion(), completer.completionCount()] == ["预期目标", 1]
    box.setEditText(completer.currentCompletion())
    QTest.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    settle(batch, qtbot)
    assert cell(batch, row_of(batch, "备注"), TARGET) == "预期目标"
    assert entries(batch)["预期目标"] == "甲"


def test_what_is_typed_and_is_no_cell_changes_nothing(batch, qtbot, path):
    take(batch, qtbot, path)
    box = TargetBox(batch.body.plan.offered(0), "（不用）")
    qtbot.addWidget(box)
    box.show_path("project_name")
    box.setEditText("没有这一格")
    assert box.path() == "project_name"


def test_a_missing_name_is_said_calmly_and_nothing_can_be_made(batch, qtbot, tmp_path):
    take(batch, qtbot, put(tmp_path, [("编号", "年初预算"), ("A", 3)]))
    assert "项目名称" in batch.body.summary.text()
    assert not batch.start_button.isEnabled()


def test_projects_are_made_and_opened_from_the_result(batch, qtbot, path, tmp_path, opened):
    take(batch, qtbot, path)
    assert batch.output.folder == tmp_path / "名单 生成"
    run(batch, qtbot)
    result = batch.body.result
    assert batch.body.tabs.currentWidget() is result
    assert [result.view.lines.text(row, 0) for row in range(2)] == ["道路养护", "绿化养护"]
    result.view.setCurrentIndex(result.view.lines.index(1, 0))
    QTest.keyClick(result.view, Qt.Key.Key_Return)
    assert opened == [tmp_path / "名单 生成" / "绿化养护.perfdesk"]


def test_rows_that_came_back_stand_first_with_their_reason(batch, qtbot, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(batch_result, "open_outside", lambda path, _: shown.append(path))
    take(batch, qtbot, office_list(tmp_path))
    assert "1 个要退回" in batch.body.summary.text()
    run(batch, qtbot)
    result = batch.body.result
    assert result.view.lines.text(0, 2) == "退回"
    assert "没有填项目名称" in result.view.lines.text(0, 5)
    assert result.rows_button.isVisible() and not result.printed_button.isVisible()
    for button in (result.report_button, result.rows_button, result.folder_button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [each.name for each in shown] == ["生成报告.xlsx", "退回的行.xlsx", "清单 生成"]


def test_what_every_project_has_is_entered_once(batch, qtbot, path):
    take(batch, qtbot, path)
    constants = batch.body.constants
    constants.box.show_path("year")
    constants.line.setText("2024")
    QTest.mouseClick(constants.button, Qt.MouseButton.LeftButton)
    settle(batch, qtbot)
    assert batch.body.plan.constants == (("year", "2024"),)
    assert "年度：2024" in constants._present.text()


def test_a_list_may_be_dropped_or_pasted(batch, qtbot, path):
    assert drop(batch, path)
    settle(batch, qtbot)
    assert batch.body.count == 2
    QGuiApplication.clipboard().setText("项目名称\t年初预算\n甲\t1\n乙\t2\n丙\t3\n")
    QTest.mouseClick(batch.source.paste_button, Qt.MouseButton.LeftButton)
    settle(batch, qtbot)
    assert batch.body.count == 3


def test_a_file_without_a_list_is_refused_in_the_window(batch, qtbot, tmp_path):
    take(batch, qtbot, put(tmp_path, [("只有一格",)]))
    assert "没有找到名单" in batch.messages.text
    assert not batch.start_button.isEnabled()


def test_another_form_reads_the_list_anew(batch, qtbot, path):
    take(batch, qtbot, path)
    batch.source.choose_form("goal_declaration/mof-2020")
    batch.source.changed.emit()
    settle(batch, qtbot)
    assert batch.body.plan.edition.form == "goal_declaration"
    assert cell(batch, row_of(batch, "年初预算（万元）"), TARGET) == "（不用）"


def test_a_run_can_be_stopped_and_the_window_lives_meanwhile(batch, qtbot, path, monkeypatch):
    going, told = threading.Event(), []

    def slow(context, asked, watch):
        assert threading.current_thread() is not threading.main_thread()
        going.wait(patience.SECONDS)
        told.append(watch.cancelled())
        return make_batch(context, asked, watch)

    monkeypatch.setattr(batch_window, "make_batch", slow)
    take(batch, qtbot, path)
    QTest.mouseClick(batch.start_button, Qt.MouseButton.LeftButton)
    assert batch.is_running and not batch.start_button.isVisible()
    assert not batch.output.line.isEnabled() and not batch.body.columns.isEnabled()
    QTest.mouseClick(batch.run.stop_button, Qt.MouseButton.LeftButton)
    going.set()
    qtbot.waitUntil(lambda: not batch.is_running)
    assert told == [True]
    assert "接着做" in batch.messages.text
    assert batch.start_button.isVisible() and batch.output.line.isEnabled()


def test_closed_while_it_works_it_says_so_outside(batch, qtbot, path, monkeypatch):
    going = threading.Event()

    def slow(*arguments):
        going.wait(patience.SECONDS)
        return make_batch(*arguments)

    monkeypatch.setattr(batch_window, "make_batch", slow)
    take(batch, qtbot, path)
    QTest.mouseClick(batch.start_button, Qt.MouseButton.LeftButton)
    batch.close()
    assert "在继续" in batch.outside._text.text()
    going.set()
    qtbot.waitUntil(lambda: not batch.is_running)
    assert "已完成" in batch.outside._text.text()


def test_an_empty_list_is_written_where_the_clerk_says(batch, qtbot, tmp_path, monkeypatch):
    place = tmp_path / "空.xlsx"
    monkeypatch.setattr(ask_path, "to_save", lambda *_: place)
    QTest.mouseClick(batch.source.template_button, Qt.MouseButton.LeftButton)
    settle(batch, qtbot)
    assert place.is_file() and "已写入" in batch.messages.text


def test_the_row_of_the_head_is_shown_and_can_be_chosen(batch, qtbot, tmp_path):
    path = put(tmp_path, [HEAD, *ROWS, ("事项", "金额"), ("乙", 2)])
    take(batch, qtbot, path)
    box = batch.source.head_box
    assert (box.currentText(), batch.source.head) == ("第 1 行", 0)
    box.setFocus()
    for _ in range(4):
        QTest.keyClick(box, Qt.Key.Key_Down)
    settle(batch, qtbot)
    assert [cell(batch, row, 0) for row in range(2)] == ["事项", "金额"]
    take(batch, qtbot, path)
    assert batch.source.head == 0 and row_of(batch, "备注")


def test_what_columns_are_goes_to_a_file_and_comes_back(batch, qtbot, path, tmp_path, monkeypatch):
    take(batch, qtbot, path)
    file, row = tmp_path / "对应表.json", row_of(batch, "备注")
    batch.body.columns.lines.setData(
        batch.body.columns.lines.index(row, TARGET), "department", Qt.ItemDataRole.EditRole
    )
    settle(batch, qtbot)
    monkeypatch.setattr(ask_path, "to_save", lambda *_: file)
    monkeypatch.setattr(ask_path, "to_open", lambda *_: file)
    batch.mapping.save()
    settle(batch, qtbot)
    assert file.is_file() and "已写入" in batch.messages.text
    take(batch, qtbot, path)
    assert cell(batch, row, TARGET) == "（不用）"
    batch.mapping.browse()
    settle(batch, qtbot)
    assert cell(batch, row, TARGET) == "主管部门"
    file.write_text("{}")
    batch.mapping.browse()
    settle(batch, qtbot)
    assert "不是对应表" in batch.messages.text


def test_the_folder_follows_the_list_until_a_person_names_one(batch, qtbot, path, tmp_path):
    take(batch, qtbot, path)
    folder = batch.output.folder
    take(batch, qtbot, put(tmp_path, [HEAD, *ROWS], "别的.xlsx"))
    assert batch.output.folder == tmp_path / "别的 生成" != folder
    take(batch, qtbot, put_in(tmp_path / "别的 生成", "退回的行.xlsx"))
    assert batch.output.folder == tmp_path / "别的 生成"
    batch.output.line.setText(str(tmp_path / "自定"))
    take(batch, qtbot, path)
    assert batch.output.folder == tmp_path / "自定"


def put_in(folder: Path, name: str) -> Path:
    folder.mkdir()
    return put(folder, [HEAD, *ROWS], name)
