"""Names of the library in the grid: taken by keyboard, beside an input method, undone at once."""

from __future__ import annotations

import dataclasses

import pytest

from perfdesk.commands.context import Context
from perfdesk.commands.library import SharedLibrary
from perfdesk.ui.grid.choice_list import OfferList
from perfdesk.ui.grid.view import TableEditor
from perfdesk.ui.library.opening import make_editor
from perfdesk.ui.opened.bridge import Bridge
from tests.conftest import RESOURCES
from tests.ui.grid.sample import INDICATORS, make_session
from tests.ui.grid.test_keys import KEY, MOD, at, compose, focus, place, press, shown, undo, write

LINES = ["产出指标|数量指标|行道树养护株数|=9株"]
BEFORE = "产出指标|数量指标|行道树养护株数|=9株\n*"
LAST = 1


@pytest.fixture
def library(context: Context) -> SharedLibrary:
    return SharedLibrary(dataclasses.replace(context, library=RESOURCES / "library"))


@pytest.fixture
def table(qtbot, library):
    editor = make_editor(Bridge(make_session(LINES)), INDICATORS, None, library)
    qtbot.addWidget(editor)
    editor.resize(1000, 500)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    editor.grid.setFocus()
    qtbot.waitUntil(editor.grid.hasFocus)
    return editor


def offered(table):
    """Give the texts of the open list; none where it is closed."""
    lists = [each for each in table.window().findChildren(OfferList) if each.isVisible()]
    return [each.item(row).text() for each in lists for row in range(each.count())]


def test_a_letter_offers_names_and_the_keyboard_takes_one(table):
    at(table, LAST, 2)
    write("p")
    assert offered(table) == []
    press(KEY.Key_Backspace)
    compose("mu", commit="苗木")
    assert offered(table) == ["苗木成活率"]
    press(KEY.Key_Down, KEY.Key_Return)
    assert shown(table).splitlines()[1] == "产出指标|质量指标|苗木成活率|≥__%"
    assert offered(table) == [] and focus() is table.grid and place(table) == (LAST + 1, 2)


def test_taking_a_name_is_one_step_of_undo(table):
    at(table, LAST, 2)
    compose("x", commit="苗木")
    press(KEY.Key_Down, KEY.Key_Return)
    undo(table)
    assert shown(table).splitlines()[1] == "||苗木"
    undo(table)
    assert shown(table) == BEFORE
    table.grid.rows._bridge.session.redo()
    table.grid.rows._bridge.session.redo()
    assert shown(table).splitlines()[1] == "产出指标|质量指标|苗木成活率|≥__%"


def test_esc_after_the_list_takes_the_letters_back_alone(table):
    at(table, LAST, 2)
    compose("x", commit="苗木")
    press(KEY.Key_Down, KEY.Key_Escape)
    assert shown(table) == BEFORE and offered(table) == []


def test_enter_without_a_choice_keeps_what_was_typed(table):
    at(table, LAST, 2)
    compose("x", commit="苗木")
    press(KEY.Key_Return)
    assert shown(table).splitlines()[1] == "||苗木"


def test_composing_is_not_disturbed_by_the_open_list(table):
    at(table, LAST, 2)
    compose("x", commit="绿化")
    editor = focus()
    assert len(offered(table)) > 1
    compose("y", "ya", "yang", commit="养护")
    assert focus() is editor and editor.text() == "绿化养护"
    assert offered(table) and all("绿化养护" in text for text in offered(table)[:2])


def test_the_rows_level_is_kept_and_leads(table):
    at(table, 0, 2)
    press(KEY.Key_A, KEY.Key_Backspace)
    compose("x", commit="绿")
    assert offered(table)[0] == "绿化补种改造面积"
    press(KEY.Key_Down, KEY.Key_Tab)
    assert shown(table).splitlines()[0] == "产出指标|数量指标|绿化补种改造面积|=9株"
    assert place(table) == (0, 3)


def test_the_arrow_stands_in_blank_names_alone_and_alt_down_opens_the_list(table):
    cells = table.grid.rows.cells
    assert cells.has_list(LAST, 2) and not cells.has_list(0, 2) and not cells.has_list(0, 4)
    at(table, 0, 2)
    press(KEY.Key_F2)
    assert offered(table) == []
    press(KEY.Key_Down, mods=MOD.AltModifier)
    assert len(offered(table)) > 5 and "行道树养护株数" in offered(table)


def test_a_name_is_taken_into_an_empty_row_without_typing(table):
    at(table, LAST, 2)
    press(KEY.Key_F2)
    press(KEY.Key_Down, KEY.Key_Return)
    line = shown(table).splitlines()[1]
    assert line.startswith("产出指标|") and len(line.split("|")) >= 3
    undo(table)
    assert shown(table) == BEFORE


def test_f2_in_a_value_selects_the_gap_for_the_figure(table):
    at(table, LAST, 3)
    compose("x", commit="≥__%")
    press(KEY.Key_Return)
    at(table, LAST, 3)
    press(KEY.Key_F2)
    write("95")
    assert table.grid.rows.cells.text(LAST, 3) == "≥95%"


def test_a_table_without_a_library_offers_no_names(qtbot):
    editor = TableEditor(Bridge(make_session(LINES)), INDICATORS)
    qtbot.addWidget(editor)
    assert not editor.has_library
    assert not editor.grid.rows.cells.has_list(LAST, 2)
