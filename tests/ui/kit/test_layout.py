"""Layouts said in one line are what the widgets come to stand in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLayout, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.ui.kit.layout import TOP, at, button, grow, hbox, holding, scrolled, table, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label


@pytest.fixture
def parts(qapp: QApplication) -> list[QWidget]:
    made = [QWidget(), QWidget(), QWidget()]
    for each in made:
        each.setFixedSize(20, 20)
    return made


def stand_in(layout: QLayout, width: int, height: int) -> QWidget:
    """Give a widget of this size that has the layout; whoever asks must keep it."""
    whole = holding(layout)
    whole.resize(width, height)
    layout.activate()
    return whole


def test_every_distance_is_a_multiple_of_the_grid(parts: list[QWidget]) -> None:
    column = vbox(*parts[:2], 2, parts[2], grow(), margin=(1, 2, 3, 4), spacing=0.5)
    whole = stand_in(column, 100, 300)
    assert {each.x() for each in parts} == {GRID}
    assert parts[0].y() == 2 * GRID
    assert parts[1].y() - parts[0].y() == 20 + GRID // 2
    assert parts[2].y() - parts[1].y() == 20 + 2 * GRID + GRID // 2
    assert whole.minimumSizeHint().width() == GRID + 20 + 3 * GRID


def test_the_room_left_goes_by_shares(qapp: QApplication) -> None:
    one, other = QWidget(), QWidget()
    _whole = stand_in(hbox(grow(one, 3), grow(other)), 400 + GRID, 50)
    assert (one.width(), other.width()) == (300, 100)


def test_a_part_keeps_to_its_side(parts: list[QWidget]) -> None:
    _whole = stand_in(hbox(at(TOP, parts[0]), parts[1]), 200, 100)
    assert (parts[0].y(), parts[1].y()) == (0, 40)


def test_a_layout_in_a_layout_adds_no_margin(parts: list[QWidget]) -> None:
    _whole = stand_in(vbox(hbox(*parts, grow()), grow(), margin=2), 200, 100)
    assert (parts[0].x(), parts[0].y()) == (2 * GRID, 2 * GRID)


def test_a_table_keeps_its_columns_apart(parts: list[QWidget]) -> None:
    grid = table(across=3)
    for place, part in enumerate(parts):
        grid.addWidget(part, 0, place)
    whole = stand_in(grid, 60 + 6 * GRID, 20)
    assert [each.x() for each in parts] == [0, 20 + 3 * GRID, 40 + 6 * GRID]
    assert whole.minimumSizeHint().width() == 60 + 6 * GRID


def test_a_button_hands_nothing_over_and_waits_for_enter_only_where_asked(
    qapp: QApplication,
) -> None:
    done: list[tuple[object, ...]] = []
    made = button("存 & 取", lambda *handed: done.append(handed))
    made.click()
    assert done == [()]
    assert made.text() == "存 && 取"
    assert not made.autoDefault()
    assert button("回车", lambda: None, enters=True).autoDefault()


def test_a_page_is_scrolled_down_only(qtbot: QtBot) -> None:
    content = label("长" * 200)
    area = scrolled(content)
    qtbot.addWidget(area)
    with qtbot.waitExposed(area):
        area.resize(200, 100)
        area.show()
    assert not area.horizontalScrollBar().isVisible()
    assert area.viewport().width() == 200
