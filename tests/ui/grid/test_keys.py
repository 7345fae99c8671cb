"""Hands on the grid: keys, composing, clipboard, merged cells, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from perfdesk.models.refs import Ref
from perfdesk.ui.grid.clipboard import Area
from perfdesk.ui.grid.editor import CellEditor
from perfdesk.ui.grid.text import PADDING
from perfdesk.ui.grid.view import TableEditor
from perfdesk.ui.opened.bridge import Bridge
from tests.ui.grid.sample import COSTS, INDICATORS, make_session, picture

KEY, MOD = Qt.Key, Qt.KeyboardModifier
LINES = ["甲|一|指标一", "甲|一|指标二", "乙|二|指标三"]
BEFORE = "甲|一|指标一\n甲|一|指标二\n乙|二|指标三\n*"


@pytest.fixture
def table(qtbot):
    return open_table(qtbot, LINES)


def open_table(qtbot, lines, table=INDICATORS):
    editor = TableEditor(Bridge(make_session(lines)), table)
    qtbot.addWidget(editor)
    editor.resize(1000, 500)
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


def focus():
    return QApplication.focusWidget()


def press(*keys, mods=MOD.NoModifier):
    for key in keys:
        QTest.keyClick(focus(), key, mods)


def write(text):
    """Type as a keyboard does, letter by letter into whatever has the focus."""
    for letter in text:
        QTest.keyClicks(focus(), letter)


def compose(*steps, commit):
    """Type as an input method does: to whatever has the focus, at every step anew."""
    for preedit in steps:
        QApplication.sendEvent(QGuiApplication.focusObject(), QInputMethodEvent(preedit, []))
    last = QInputMethodEvent("", [])
    last.setCommitString(commit)
    QApplication.sendEvent(QGuiApplication.focusObject(), last)


def shown(table):
    return picture(table.grid.rows)


def undo(table):
    table.grid.rows._bridge.session.undo()


def clip(text):
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)


class TestTyping:
    def test_typing_replaces_and_enter_goes_down(self, table):
        at(table, 0, 2)
        write("abc")
        assert shown(table).startswith("甲|一|abc\n")
        press(KEY.Key_Return)
        assert place(table) == (1, 2) and focus() is table.grid

    def test_every_key_is_in_the_document_before_the_next(self, table):
        at(table, 1, 3)
        for typed in ("9", "95", "95%"):
            write(typed[-1])
            assert table.grid.rows.cells.text(1, 3) == typed

    def test_f2_keeps_the_text_and_puts_the_cursor_behind_it(self, table):
        at(table, 0, 2)
        press(KEY.Key_F2)
        write("x")
        assert table.grid.rows.cells.text(0, 2) == "指标一x"

    def test_esc_takes_the_letters_back(self, table):
        at(table, 0, 2)
        write("abc")
        press(KEY.Key_Escape)
        assert shown(table) == BEFORE and place(table) == (0, 2)

    def test_esc_takes_a_new_row_back(self, table):
        at(table, 3, 2)
        write("abc")
        press(KEY.Key_Escape)
        assert shown(table) == BEFORE

    def test_the_last_row_takes_a_row_after_the_other(self, table):
        at(table, 3, 2)
        for text in ("ab", "cd"):
            write(text)
            press(KEY.Key_Return)
        assert shown(table).endswith("指标三\n||ab\n||cd\n*")
        assert place(table) == (5, 2)

    def test_alt_enter_breaks_the_line_inside_the_cell(self, table):
        at(table, 0, 7)
        write("a")
        press(KEY.Key_Return, mods=MOD.AltModifier)
        write("b")
        assert table.grid.rows.cells.text(0, 7) == "a\nb"

    def test_arrows_leave_a_cell_opened_by_typing_but_not_by_f2(self, table):
        at(table, 0, 2)
        write("a")
        press(KEY.Key_Right)
        assert place(table) == (0, 3)
        press(KEY.Key_F2, KEY.Key_Left)
        assert isinstance(focus(), CellEditor)

    def test_undo_under_an_open_editor_shows_in_it(self, table):
        at(table, 0, 2)
        write("a")
        undo(table)
        assert focus().text() == "指标一"
        write("b")
        assert table.grid.rows.cells.text(0, 2) == "指b标一"

    def test_a_click_elsewhere_keeps_what_was_typed(self, table, qtbot):
        at(table, 0, 2)
        write("abc")
        rect = table.grid.visualRect(table.grid.rows.index(2, 3))
        qtbot.mouseClick(table.grid.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        assert table.grid.rows.cells.text(0, 2) == "abc" and place(table) == (2, 3)


class TestComposing:
    def test_every_letter_arrives_from_the_first_on(self, table):
        at(table, 0, 2)
        compose("n", "ni", "ni h", "ni hao", commit="你好")
        compose("m", "ma", commit="吗")
        assert table.grid.rows.cells.text(0, 2) == "你好吗"

    def test_nothing_changes_while_composing(self, table):
        at(table, 0, 2)
        for preedit in ("s", "sh", "shi"):
            QApplication.sendEvent(QGuiApplication.focusObject(), QInputMethodEvent(preedit, []))
            assert shown(table) == BEFORE

    def test_composing_goes_on_behind_text_opened_with_f2(self, table):
        at(table, 0, 2)
        press(KEY.Key_F2)
        compose("h", "hao", commit="号")
        assert table.grid.rows.cells.text(0, 2) == "指标一号"

    def test_composing_into_the_empty_row_adds_it(self, table):
        at(table, 3, 2)
        compose("x", "xin", commit="新")
        compose("z", commit="增")
        assert shown(table).endswith("指标三\n||新增\n*")

    def test_composing_in_a_cell_with_a_list_keeps_every_letter(self, table):
        at(table, 2, 0)
        compose("c", "ch", commit="产")
        compose("c", "chu", commit="出")
        assert table.grid.rows.cells.text(2, 0) == "产出"
        press(KEY.Key_Down, KEY.Key_Return)
        assert table.grid.rows.cells.text(2, 0) == "产出指标"


class TestMoving:
    def test_tab_goes_right_and_on_in_the_next_row(self, table):
        at(table, 0, 7)
        press(KEY.Key_Tab)
        assert place(table) == (0, 8)
        press(KEY.Key_Tab)
        assert place(table) == (1, 0)
        press(KEY.Key_Tab, mods=MOD.ShiftModifier)
        assert place(table) == (0, 8)

    def test_tab_leaves_an_editor_without_opening_the_next(self, table):
        at(table, 0, 2)
        write("a")
        press(KEY.Key_Tab)
        assert place(table) == (0, 3) and focus() is table.grid

    def test_enter_after_tabs_returns_to_where_they_began(self, table):
        at(table, 0, 2)
        for text in ("a", "b"):
            write(text)
            press(KEY.Key_Tab)
        press(KEY.Key_Return)
        assert place(table) == (1, 2)

    def test_enter_and_shift_enter_go_down_and_up(self, table):
        at(table, 0, 3)
        press(KEY.Key_Return)
        assert place(table) == (1, 3)
        press(KEY.Key_Return, mods=MOD.ShiftModifier)
        assert place(table) == (0, 3)

    def test_a_merged_cell_is_one_step(self, table):
        at(table, 0, 0)
        press(KEY.Key_Down)
        assert place(table) == (2, 0)
        press(KEY.Key_Up, KEY.Key_Up)
        assert place(table) == (0, 0)

    def test_tab_leaves_the_grid_behind_its_last_cell(self, table):
        at(table, 3, 8)
        press(KEY.Key_Tab)
        assert focus() is not table.grid

    def test_a_finding_s_cell_is_brought_up(self, table):
        table.show_cell(Ref("name", "indicators", "r3"))
        assert place(table) == (2, 2)
        table.show_cell(Ref("name", "indicators", "r99"))
        assert place(table) == (2, 2)

    def test_a_cell_counts_as_visited_once_it_is_left(self, table):
        bridge = table.grid.rows._bridge
        bridge.set_text(Ref("name", "indicators", "r1"), "")
        at(table, 0, 2)
        assert not bridge.shown
        press(KEY.Key_Tab)
        assert [each.code for each in bridge.shown] == ["required"]


class TestBlocks:
    def test_copy_and_paste_carry_a_block(self, table):
        table.grid.select(Area(0, 0, 1, 2))
        press(KEY.Key_C, mods=MOD.ControlModifier)
        assert QGuiApplication.clipboard().text() == "甲\t一\t指标一\r\n甲\t一\t指标二\r\n"
        at(table, 3, 0)
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert shown(table) == BEFORE[:-1] + "甲|一|指标一\n甲|一|指标二\n*"
        undo(table)
        assert shown(table) == BEFORE

    def test_a_pasted_block_adds_the_rows_it_needs(self, table):
        at(table, 2, 2)
        clip('"两\n行"\r\n指标五\r\n指标六\r\n')
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert table.grid.rows.cells.text(2, 2) == "两\n行"
        assert shown(table).endswith("\n||指标五\n||指标六\n*")
        assert table.grid.area() == Area(2, 2, 4, 2)

    def test_one_text_fills_a_selection(self, table):
        table.grid.select(Area(0, 3, 2, 4))
        clip("95%\r\n")
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert shown(table) == "甲|一|指标一|95%|95%\n甲|一|指标二|95%|95%\n乙|二|指标三|95%|95%\n*"

    def test_a_block_too_wide_says_what_was_left_out(self, table):
        at(table, 0, 7)
        clip("a\tb\tc\td\r\n")
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert table.grid.rows.cells.text(0, 8) == "b"
        assert "多出的 2 列没有粘贴" in table.message()

    def test_an_empty_clipboard_is_said(self, table):
        QGuiApplication.clipboard().clear()
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert shown(table) == BEFORE and "没有可以粘贴" in table.message()

    def test_a_merged_cell_of_excel_fills_its_rows(self, table):
        at(table, 3, 0)
        clip("产出\t数量\t子\r\n\t\t丑\r\n\t质量\t寅\r\n效益\t\t卯\r\n")
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert shown(table) == BEFORE[:-1] + (
            "产出|数量|子\n产出|数量|丑\n产出|质量|寅\n效益||卯\n*"
        )
        assert "已按上一行补齐" in table.message()

    def test_computed_columns_keep_what_is_computed(self, qtbot):
        table = open_table(qtbot, [], COSTS)
        at(table, 0, 1)
        clip("5\t是\t9\r\n")
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert shown(table) == "|5.00|是|10.00\n*"
        assert "由程序计算的列没有粘贴" in table.message()

    def test_a_computed_cell_says_why_it_takes_no_letters(self, qtbot):
        table = open_table(qtbot, [], COSTS)
        at(table, 0, 3)
        write("9")
        assert shown(table) == "*" and "由程序计算" in table.message()

    def test_cut_clears_what_it_took(self, table):
        table.grid.select(Area(0, 1, 1, 2))
        press(KEY.Key_X, mods=MOD.ControlModifier)
        assert shown(table) == "甲\n甲\n乙|二|指标三\n*"

    def test_delete_clears_the_selection_in_one_step(self, table):
        table.grid.select(Area(0, 0, 2, 1))
        press(KEY.Key_Delete)
        assert shown(table) == "||指标一\n||指标二\n||指标三\n*"
        undo(table)
        assert shown(table) == BEFORE

    def test_fill_down_takes_the_first_row(self, table):
        table.grid.select(Area(0, 1, 2, 2))
        press(KEY.Key_D, mods=MOD.ControlModifier)
        assert shown(table) == "甲|一|指标一\n甲|一|指标一\n乙|一|指标一\n*"

    def test_fill_down_of_one_cell_takes_the_cell_above(self, table):
        at(table, 3, 2)
        press(KEY.Key_D, mods=MOD.ControlModifier)
        assert shown(table) == BEFORE[:-1] + "||指标三\n*"


class TestMerged:
    def test_typing_changes_the_whole_merged_cell(self, table):
        at(table, 1, 0)
        write("x")
        assert shown(table).startswith("x|一|指标一\nx|一|指标二\n乙")

    def test_shift_f2_changes_one_row_of_it(self, table):
        at(table, 1, 0)
        press(KEY.Key_F2, mods=MOD.ShiftModifier)
        write("x")
        press(KEY.Key_Return)
        assert shown(table).startswith("甲|一|指标一\n甲x|一|指标二\n乙")
        at(table, 0, 1)
        write("y")
        assert shown(table).startswith("甲|y|指标一\n甲x|一|指标二")

    def test_pasting_one_text_changes_the_whole_merged_cell(self, table):
        at(table, 0, 0)
        clip("丙")
        press(KEY.Key_V, mods=MOD.ControlModifier)
        assert shown(table).startswith("丙|一|指标一\n丙|一|指标二\n乙")

    def test_copying_it_gives_one_text(self, table):
        at(table, 0, 0)
        press(KEY.Key_C, mods=MOD.ControlModifier)
        assert QGuiApplication.clipboard().text() == "甲\r\n"


class TestRows:
    def test_ctrl_enter_adds_a_row_below_that_belongs_to_the_merged_cell(self, table):
        at(table, 0, 2)
        press(KEY.Key_Return, mods=MOD.ControlModifier)
        assert shown(table) == "甲|一|指标一\n甲|一\n甲|一|指标二\n乙|二|指标三\n*"
        assert place(table) == (1, 2)

    def test_ctrl_enter_works_from_inside_an_editor(self, table):
        at(table, 0, 2)
        write("a")
        press(KEY.Key_Return, mods=MOD.ControlModifier)
        assert shown(table).startswith("甲|一|a\n甲|一\n甲|一|指标二") and place(table) == (1, 2)
        write("b")
        assert shown(table).startswith("甲|一|a\n甲|一|b\n")

    def test_rows_are_removed_together(self, table):
        table.grid.select(Area(0, 2, 1, 2))
        press(KEY.Key_Delete, mods=MOD.ControlModifier)
        assert shown(table) == "乙|二|指标三\n*" and "删除了 2 行" in table.message()
        undo(table)
        assert shown(table) == BEFORE

    def test_rows_are_duplicated_and_the_copies_selected(self, table):
        table.grid.select(Area(1, 2, 2, 2))
        press(KEY.Key_D, mods=MOD.ControlModifier | MOD.ShiftModifier)
        assert shown(table) == BEFORE[:-1] + "甲|一|指标二\n乙|二|指标三\n*"
        assert table.grid.area() == Area(3, 2, 4, 2)

    def test_alt_arrows_move_rows_and_the_selection_with_them(self, table):
        table.grid.select(Area(1, 2, 2, 2))
        press(KEY.Key_Up, mods=MOD.AltModifier)
        assert shown(table) == "甲|一|指标二\n乙|二|指标三\n甲|一|指标一\n*"
        assert table.grid.area() == Area(0, 2, 1, 2)
        press(KEY.Key_Down, mods=MOD.AltModifier)
        assert shown(table) == BEFORE

    def test_scroll_and_cursor_survive_undo_far_above(self, qtbot):
        table = open_table(qtbot, [f"甲|一|指标{nth}" for nth in range(80)])
        table.grid.rows.remove_rows([0])
        at(table, 60, 3)
        before = table.grid.visualRect(table.grid.currentIndex()).top()
        undo(table)
        assert place(table) == (61, 3)
        assert abs(table.grid.visualRect(table.grid.currentIndex()).top() - before) < 60


class TestSizes:
    def test_a_row_is_as_high_as_its_longest_text(self, table, qtbot):
        before = table.grid.rowHeight(0)
        table.grid.rows.write({(0, 7): "原因" * 40})
        assert table.grid.rowHeight(0) > 3 * before
        undo(table)
        assert table.grid.rowHeight(0) == before

    def test_columns_fill_the_width_in_the_paper_s_proportions(self, table):
        widths = [table.grid.columnWidth(nth) for nth in range(9)]
        assert sum(widths) == table.grid.viewport().width()
        assert widths[2] == max(widths)

    def test_a_page_around_the_grid_follows_the_cursor(self, qtbot):
        table = open_table(qtbot, [f"甲|一|指标{nth}" for nth in range(12)])
        page = QScrollArea()
        qtbot.addWidget(page)
        page.setWidgetResizable(True)
        page.setWidget(table)
        page.resize(800, 200)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        table.grid.setFocus()
        qtbot.waitUntil(table.grid.hasFocus)
        at(table, 11, 2)
        cell = table.grid.visualRect(table.grid.currentIndex())
        place = table.grid.viewport().mapTo(page.viewport(), cell.bottomLeft())
        assert 0 < place.y() <= page.viewport().height()
        table.show_cell(Ref("name", "indicators", "r1"))
        assert page.verticalScrollBar().value() < page.verticalScrollBar().maximum()

    def test_only_rows_in_sight_are_measured_at_once(self, qtbot, monkeypatch):
        table = open_table(qtbot, ["甲|一|指标"] * 500)
        heights = table.grid._heights
        measured = []
        needed = heights.needed
        monkeypatch.setattr(heights, "needed", lambda row: measured.append(row) or needed(row))
        heights.measure_all()
        assert len(measured) < 60
        qtbot.waitUntil(lambda: len(measured) == 501)
        measured.clear()
        table.grid.rows.write({(3, 4): "5"})
        assert measured == [3]


def test_a_new_row_is_asked_for_by_its_column(table):
    at(table, 0, 0)
    table.show_new_row(Ref("target_value", "indicators"))
    assert place(table) == (3, 3)


def test_every_row_number_has_its_room(table):
    header = table.grid.verticalHeader()
    for count in (9, 99, 999):
        table.grid.rows.write({(count, 2): "指标"})
        needed = header.fontMetrics().horizontalAdvance(str(count + 1))
        assert header.width() - PADDING >= needed
