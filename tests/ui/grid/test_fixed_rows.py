"""A table whose rows the form gives: none comes, goes or moves, and absent cells stay absent."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QToolButton

from perfdesk.commands.projects import new_project
from perfdesk.models.refs import Ref
from perfdesk.rules.evaluate.engine import Evaluator
from perfdesk.session import Session
from perfdesk.ui.grid.actions import ACTIONS, actions_of
from perfdesk.ui.grid.view import TableEditor
from perfdesk.ui.grid.widths import paper_aligns
from perfdesk.ui.opened.bridge import Bridge
from tests.ui.grid.sample import COSTS
from tests.ui.window_sample import LATER

FUNDS = LATER.tables["funds"]
KEY, MOD = Qt.Key, Qt.KeyboardModifier
BUDGET, SPENT, WEIGHT, RATE = range(4)
ROLE = Qt.ItemDataRole
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def table(qtbot):
    opened = new_project(LATER)
    session = Session(
        opened.project, opened.document, LATER, Evaluator(LATER).evaluate, lambda: 0.0
    )
    editor = TableEditor(Bridge(session), FUNDS)
    qtbot.addWidget(editor)
    editor.tester = QAbstractItemModelTester(editor.grid.rows, FATAL)
    editor.resize(900, 300)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    editor.grid.setFocus()
    qtbot.waitUntil(editor.grid.hasFocus)
    return editor


def at(table, row, column):
    table.grid.put_cursor(table.grid.rows.index(row, column))


def place(table):
    current = table.grid.currentIndex()
    return current.row(), current.column()


def press(*keys, mods=MOD.NoModifier):
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key, mods)


def paste(table, text):
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)
    table.grid.actions_by_name["paste"].trigger()


def picture(table):
    rows = table.grid.rows
    return "\n".join(
        "|".join(rows.index(row, nth).data() or "" for nth in range(rows.columnCount()))
        for row in range(rows.rowCount())
    )


BEFORE = "|||\n||—|\n||—|"


def test_the_rows_are_those_of_the_form_with_their_labels_and_no_empty_one(table):
    rows = table.grid.rows
    assert picture(table) == BEFORE
    labels = [rows.headerData(row, Qt.Orientation.Vertical) for row in range(rows.rowCount())]
    assert labels == ["年度资金总额", "其中：当年财政拨款", "其他资金"]
    widest = table.grid.verticalHeader().fontMetrics().horizontalAdvance(labels[1])
    assert table.grid.verticalHeader().width() > widest


def test_nothing_that_changes_rows_is_offered_or_has_a_key(table):
    changing = {each.name for each in ACTIONS if each.changes_rows}
    assert changing >= {"insert_above", "insert_below", "remove", "duplicate", "move_up"}
    assert not changing & table.grid.actions_by_name.keys()
    assert [each.text() for each in table.findChildren(QToolButton)] == []
    for keys in ((KEY.Key_Return, MOD.ControlModifier), (KEY.Key_Delete, MOD.ControlModifier)):
        QTest.keyClick(table.grid, *keys)
    QTest.keyClick(table.grid, KEY.Key_Down, MOD.AltModifier)
    assert picture(table) == BEFORE
    assert set(actions_of(COSTS)) == set(ACTIONS)


def test_typing_and_computing_work_as_in_any_table(table):
    at(table, 0, BUDGET)
    press(KEY.Key_2, KEY.Key_0, KEY.Key_0, KEY.Key_Tab, KEY.Key_5, KEY.Key_0, KEY.Key_Tab)
    press(KEY.Key_9, KEY.Key_Return)
    assert picture(table).splitlines()[0] == "200.00|50.00|9|25.00%"
    said = table.grid.rows.index(0, RATE).data(ROLE.ToolTipRole)
    assert "ƒ" in said and "50.00 ÷ 200.00" in said


def test_a_cell_the_form_has_not_takes_no_text_by_key_or_paste(table):
    at(table, 1, WEIGHT)
    assert not table.grid.rows.flags(table.grid.currentIndex()) & Qt.ItemFlag.ItemIsEditable
    press(KEY.Key_7)
    assert "没有这一栏" in table.message()
    at(table, 0, BUDGET)
    paste(table, "1\t2\t3\t4\n5\t6\t7\t8\n9\t10\t11\t12\n13\t14\t15\t16")
    assert picture(table) == "1.00|2.00|3|200.00%\n5.00|6.00|—|120.00%\n9.00|10.00|—|111.11%"
    for said in ("多出的 1 行没有粘贴", "标“—”的格没有粘贴", "由程序计算的列没有粘贴"):
        assert said in table.message()
    document = table.grid.rows.cells.document
    assert document.row_ids("funds") == ["total", "current_year", "other"]
    assert WEIGHT not in document.row("funds", "other").cells


def test_tab_passes_over_what_is_not_there_and_leaves_at_the_end(table):
    at(table, 1, SPENT)
    press(KEY.Key_Tab)
    assert place(table) == (1, RATE)
    press(KEY.Key_Backtab)
    assert place(table) == (1, SPENT)
    at(table, 2, RATE)
    press(KEY.Key_Return)
    assert place(table) == (2, RATE)


def test_figures_stand_at_the_right(table):
    assert paper_aligns(LATER, FUNDS) == ["right"] * 4


def test_the_cursor_tells_where_it_is_and_what_is_open_has_another_ground(table):
    heard = []
    table.grid.rows._bridge.here.connect(heard.append)
    at(table, 1, SPENT)
    assert heard == [Ref("spent", "funds", "current_year")]
    picture = table.grid.viewport().grab().toImage()

    def ground(row, column):
        rect = table.grid.visualRect(table.grid.rows.index(row, column))
        return picture.pixelColor(rect.topLeft() + QPoint(4, 4))

    assert ground(2, BUDGET) != ground(2, WEIGHT) == ground(2, RATE)
