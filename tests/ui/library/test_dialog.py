"""指标库: look, take in, put into the table, delete and bring back."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfdesk.commands.context import Context
from perfdesk.commands.library import SharedLibrary
from perfdesk.forms.library_rows import indicator_columns
from perfdesk.ui.library.dialog import LibraryDialog
from perfdesk.ui.opened.bridge import Bridge
from tests.conftest import RESOURCES
from tests.ui.grid.sample import EDITION, REAL, make_session


@pytest.fixture
def library(context: Context) -> SharedLibrary:
    return SharedLibrary(dataclasses.replace(context, library=RESOURCES / "library"))


@pytest.fixture
def bridge() -> Bridge:
    return Bridge(make_session(REAL))


@pytest.fixture
def dialog(qtbot, bridge, library):
    return opened(qtbot, bridge, library)


def opened(qtbot, bridge, library, rows=()):
    dialog = LibraryDialog(bridge, library, indicator_columns(EDITION), rows)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def names(dialog):
    return [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]


def table_names(bridge):
    return [row.cells["name"] for row in bridge.session.document.rows("indicators")]


def test_search_arrow_and_enter_add_several_as_one_step(qtbot, dialog, bridge):
    before = table_names(bridge)
    dialog.line.setText("加装电梯补贴")
    assert len(names(dialog)) == 4
    QTest.keyClick(dialog.line, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.add_button.text() == "加入到表中（2）"
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    after = table_names(bridge)
    assert len(after) == len(before) + 2 and dialog.isVisible()
    assert not dialog.add_button.isEnabled()
    bridge.session.undo()
    assert table_names(bridge) == before


def test_what_was_added_is_marked_and_not_added_twice(dialog, bridge):
    dialog.line.setText("苗木")
    dialog.table.selectRow(0)
    dialog.add()
    assert dialog.table.item(0, 5).text() == "已在表中"
    count = len(table_names(bridge))
    dialog.add()
    assert len(table_names(bridge)) == count


def test_closing_goes_to_the_first_figure_to_fill(qtbot, dialog, bridge):
    dialog.line.setText("苗木")
    dialog.table.selectRow(0)
    dialog.add()
    with qtbot.waitSignal(bridge.go_to) as gone:
        dialog.reject()
    [ref] = gone.args
    assert ref.field == "target_value" and bridge.session.document.text(ref) == "≥__%"


def test_the_table_is_taken_in_without_figures_and_once(dialog, library):
    dialog.learn()
    own = [each for each in library.whole().indicators if each.is_own]
    assert [each.name for each in own][:2] == ["服务费投入", "居民区治理网格"]
    assert [each.value for each in own][:2] == ["≤__万元", "__个居"]
    assert "8 条" in dialog.note.text()
    dialog.learn()
    assert "新收入 0 条" in dialog.note.text()


def test_only_selected_rows_are_taken_in(qtbot, bridge, library):
    dialog = opened(qtbot, bridge, library, ("r2", "r3"))
    assert "2 行" in dialog.learn_button.text()
    dialog.learn()
    assert len([each for each in library.whole().indicators if each.is_own]) == 2


def test_the_own_are_deleted_and_brought_back_and_others_are_not(dialog, library):
    dialog.learn()
    dialog.topics.setCurrentRow(2)
    dialog.table.selectRow(0)
    assert not dialog.forget_button.isEnabled()
    dialog.topics.setCurrentRow(1)
    dialog.table.selectAll()
    assert dialog.forget_button.isEnabled()
    dialog.forget()
    assert names(dialog) == []
    dialog.restore()
    assert len(names(dialog)) == 8 and dialog.restore_button.isHidden()


def test_a_library_that_cannot_be_written_says_so_and_goes_on(dialog, library):
    (library._context.data / "library.json").mkdir()
    dialog.learn()
    assert dialog.note.text() and "新收入" not in dialog.note.text()
    assert dialog.isVisible()


def test_a_broken_own_library_is_said_in_the_window(qtbot, bridge, library):
    (library._context.data / "library.json").write_text("{", encoding="utf-8")
    dialog = opened(qtbot, bridge, library)
    assert "已损坏" in dialog.note.text() and len(names(dialog)) > 100


def test_a_title_opens_its_topic(qtbot, bridge, library):
    bridge.session.document.cells["project_name"] = "公共绿地养护"
    dialog = opened(qtbot, bridge, library)
    assert "绿化养护" in dialog.topics.currentItem().text()


def test_the_search_looks_in_all_topics(dialog):
    dialog.topics.setCurrentRow(5)
    dialog.line.setText("满意")
    assert dialog.topics.currentRow() == 0 and len(names(dialog)) > 10
