"""What a person does on a page arrives in the document, and what follows is seen there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from perfdesk.models.edits import SetCell
from perfdesk.models.refs import Ref
from perfdesk.ui.form.choice_editors import ChoiceCombo
from perfdesk.ui.form.page import FormPage
from tests.ui.window_sample import TableStandIn, icons, make_bridge

TOWN, BUDGET, SPENT = Ref("town"), Ref("budget"), Ref("spent")


@pytest.fixture
def bridge(qapp):
    return make_bridge()


@pytest.fixture
def show(bridge, qtbot):
    def make(tab):
        page = FormPage(bridge, icons(), tab, TableStandIn)
        qtbot.addWidget(page)
        page.resize(900, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return page

    return make


def box(page, name):
    return page._boxes[Ref(name)]


def write(editor, text):
    """Type: Latin by keys, Chinese the way an input method hands it over."""
    if text.isascii():
        QTest.keyClicks(editor, text)
    else:
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(editor, event)


def type_into(page, name, text, leave=True):
    editor = box(page, name).editor
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    write(editor.focusProxy() or editor, text)
    if leave:
        editor.clearFocus()


def seen(widget):
    """Every text that a person can read in a widget."""
    kinds = (QLabel, QPushButton)
    return [one.text() for kind in kinds for one in widget.findChildren(kind) if one.isVisible()]


def said(page, name):
    return seen(box(page, name)._findings)


def text_of(bridge, name):
    return bridge.session.document.text(Ref(name))


def test_typing_is_in_the_document_at_every_key(show, bridge):
    page = show("基本信息")
    type_into(page, "unit", "abc", leave=False)
    assert text_of(bridge, "unit") == "abc"


def test_a_field_stays_calm_until_it_was_left_and_then_follows_every_key(show, bridge):
    page = show("执行情况")
    type_into(page, "budget", "100")
    type_into(page, "spent", "150", leave=False)
    assert said(page, "spent") == []
    box(page, "spent").editor.clearFocus()
    assert said(page, "spent")[-1] == "警告：执行数 150.00 大于预算数 100.00。"
    type_into(page, "spent", "99", leave=False)
    assert text_of(bridge, "spent") == "99"
    assert said(page, "spent") == []


def test_one_click_fills_in_the_figure_that_is_known(show, bridge):
    page = show("执行情况")
    for name, text in (("budget", "100"), ("cut", "7"), ("adjusted", "90")):
        type_into(page, name, text)
    button = next(one for one in box(page, "adjusted").findChildren(QPushButton) if one.isVisible())
    assert button.text() == "填入 93.00"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert text_of(bridge, "adjusted") == "93"
    assert said(page, "adjusted") == []


def test_an_amount_shows_thousands_when_left_and_what_was_typed_when_edited(show, bridge):
    page = show("执行情况")
    type_into(page, "budget", "3.65万元")
    editor = box(page, "budget").editor
    assert (editor.text(), text_of(bridge, "budget")) == ("36,500.00", "3.65万元")
    editor.setFocus()
    assert editor.text() == "3.65万元"


def test_text_that_is_no_amount_stays_as_typed_and_earns_a_finding(show, bridge):
    page = show("执行情况")
    type_into(page, "budget", "约9万")
    assert box(page, "budget").editor.text() == "约9万"
    assert said(page, "budget")[-1].startswith("错误：“约9万”不是金额")


def test_a_computed_field_shows_its_rule_with_the_figures(show):
    page = show("执行情况")
    type_into(page, "budget", "900000")
    type_into(page, "spent", "893000")
    texts = seen(box(page, "rate"))
    assert "ƒ  99.22%" in texts
    assert any("893,000.00 ÷ 900,000.00" in text for text in texts)


def test_undo_runs_over_the_fields_and_never_inside_one(show, bridge):
    page = show("基本信息")
    type_into(page, "unit", "甲")
    type_into(page, "town", "乙")
    editor = box(page, "town").editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "乙"
    bridge.session.undo()
    assert (editor.text(), text_of(bridge, "unit")) == ("", "甲")
    bridge.session.undo()
    assert box(page, "unit").editor.text() == ""


@pytest.mark.parametrize("name", ["unit", "story"])
def test_composing_is_left_alone_and_nothing_of_it_is_lost(show, bridge, name):
    page = show("基本信息")
    editor = box(page, name).editor
    editor.setFocus()
    edits = []
    bridge.session.listen(lambda change: edits.append(change.edit))
    for preedit in ("h", "hu", "hua"):
        QApplication.sendEvent(editor, QInputMethodEvent(preedit, []))
    assert edits == []
    # Something else changes the cell while the person composes: it waits its turn.
    bridge.set_text(Ref(name), "街")
    edits.clear()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("华漕")
    QApplication.sendEvent(editor, commit)
    assert len(edits) <= 1
    assert "华漕" in text_of(bridge, name)
    assert text_of(bridge, name) == (editor.text() if name == "unit" else editor.toPlainText())


def test_a_composition_given_up_leaves_the_text_as_it_was(show, bridge):
    page = show("基本信息")
    type_into(page, "story", "原文", leave=False)
    editor = box(page, "story").editor
    QApplication.sendEvent(editor, QInputMethodEvent("pin", []))
    QApplication.sendEvent(editor, QInputMethodEvent("", []))
    assert text_of(bridge, "story") == editor.toPlainText() == "原文"


def test_markup_is_shown_as_text_everywhere(show, bridge):
    page = show("执行情况")
    nasty = "<b>粗</b><img src='x.png'>"
    bridge.set_text(BUDGET, nasty)
    bridge.visit(BUDGET)
    assert any("<b>粗" in text for text in said(page, "budget"))
    formats = {one.textFormat() for one in page.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_a_long_text_keeps_every_character_and_grows_with_it(show, bridge):
    page = show("基本信息")
    editor = box(page, "story").editor
    least = editor.height()
    text = "一\u00a0二\n" * 20
    editor.insertPlainText(text)
    assert text_of(bridge, "story") == text
    assert editor.height() > 2 * least
    assert any(one.startswith("60 字") for one in seen(box(page, "story")))


def test_windows_line_ends_are_not_taken_for_an_edit(show, bridge):
    page = show("基本信息")
    bridge.set_text(Ref("story"), "甲\r\n乙")
    assert box(page, "story").editor.toPlainText() == "甲\n乙"
    assert text_of(bridge, "story") == "甲\r\n乙"


def test_tab_goes_on_from_a_long_text(show):
    page = show("基本信息")
    editor = box(page, "story").editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert "\t" not in editor.toPlainText()


def test_a_second_click_on_a_choice_clears_it(show, bridge):
    page = show("基本信息")
    yes = next(one for one in box(page, "regular").findChildren(QPushButton) if one.choice == "是")
    yes.click()
    assert text_of(bridge, "regular") == "是"
    yes.click()
    assert text_of(bridge, "regular") == ""


def test_a_text_that_is_no_choice_is_seen_and_can_be_cleared(show, bridge):
    page = show("基本信息")
    bridge.set_text(Ref("regular"), "也许")
    stranger = next(
        one
        for one in box(page, "regular").findChildren(QPushButton)
        if one.isVisible() and one.choice == "也许"
    )
    assert stranger.isChecked()
    stranger.click()
    assert text_of(bridge, "regular") == ""


def test_the_wheel_over_a_list_never_changes_the_choice(show, bridge):
    page = show("基本信息")
    combo = box(page, "reason").editor
    assert isinstance(combo, ChoiceCombo)
    combo.setFocus()
    event = QWheelEvent(
        QPointF(5, 5), combo.mapToGlobal(QPointF(5, 5)), QPoint(0, 0), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(combo, event)
    assert text_of(bridge, "reason") == ""


def test_an_open_list_takes_what_it_does_not_hold(show, bridge):
    page = show("基本信息")
    type_into(page, "reason", "abc")
    assert text_of(bridge, "reason") == "abc"


@pytest.mark.parametrize("typed", ["2024.8.31", "2024-08-31", "20240831", "２０２４年８月３１日"])
def test_a_date_in_any_writing_stands_as_on_paper_when_left(show, bridge, typed):
    page = show("基本信息")
    type_into(page, "ends", typed)
    line = box(page, "ends").editor.focusProxy()
    assert (line.text(), text_of(bridge, "ends")) == ("2024年08月31日", typed)


def test_f1_and_the_mark_show_the_hint_in_the_page(show):
    page = show("基本信息")
    type_into(page, "town", "", leave=False)
    assert page.toggle_hint(QApplication.focusWidget())
    assert "填全称。" in seen(box(page, "town"))
    box(page, "town").findChild(QToolButton).click()
    assert "填全称。" not in seen(box(page, "town"))


def test_a_dragged_file_passes_to_the_window(show):
    page = show("基本信息")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/x/a.perfdesk")])
    data.setText("file:///x/a.perfdesk")
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(box(page, "town").editor, event)
    assert not event.isAccepted()
    assert not box(page, "story").editor.canInsertFromMimeData(data)


def test_two_columns_when_wide_one_when_narrow_and_never_too_wide(show, qtbot):
    page = show("执行情况")
    page.resize(1000, 700)
    assert box(page, "budget").y() == box(page, "spent").y()
    page.resize(380, 700)
    qtbot.waitUntil(lambda: box(page, "budget").y() < box(page, "spent").y())
    for width in (380, 720, 1000):
        page.resize(width, 700)
        assert page.widget().width() <= page.viewport().width()


def test_findings_below_a_field_push_the_next_ones_down(show, bridge, qtbot):
    page = show("执行情况")
    before = box(page, "cut").y()
    for name, text in (("budget", "100"), ("cut", "7"), ("spent", "900")):
        bridge.apply(SetCell(Ref(name), text))
        bridge.visit(Ref(name))
    qtbot.waitUntil(lambda: box(page, "cut").y() > before)
    finding = box(page, "spent")._findings
    assert finding.height() >= finding.heightForWidth(finding.width())


def test_every_editor_has_a_name_for_screen_readers(show):
    for tab in ("基本信息", "执行情况"):
        page = show(tab)
        for field in page._boxes.values():
            if field.editor:
                assert field.editor.accessibleName() == field.field.label


def test_tab_goes_from_a_field_to_its_fill_button_and_on_to_the_next(show, bridge):
    page = show("执行情况")
    for name, text in (("budget", "100"), ("cut", "7"), ("adjusted", "90"), ("spent", "1")):
        type_into(page, name, text)
    box(page, "spent").editor.setFocus()
    stops = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget().accessibleName())
    assert stops == ["调减金额", "调整后预算数", "调整后预算数：填入 93.00"]


def test_tab_stops_once_at_a_choice_and_the_arrows_walk_it(show, bridge):
    page = show("基本信息")
    bridge.set_text(Ref("regular"), "否")
    box(page, "ends").editor.setFocus()
    stops = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Left, Qt.Key.Key_Tab):
        QTest.keyClick(QApplication.focusWidget(), key)
        stops.append(QApplication.focusWidget().accessibleName())
    assert stops == ["是否经常性：否", "是否经常性：是", "选择理由"]


def test_a_long_paste_is_seen_whole_at_once(show, bridge):
    page = show("基本信息")
    editor = box(page, "story").editor
    editor.insertPlainText("甲乙丙丁\n" * 300)
    assert editor.verticalScrollBar().maximum() == 0


def test_the_caret_of_a_growing_text_stays_in_sight(show, qtbot):
    page = show("基本信息")
    page.resize(700, 360)
    editor = box(page, "story").editor
    editor.setFocus()
    for line in range(40):
        editor.insertPlainText(f"第 {line} 行\n")
        QApplication.processEvents()

    def is_in_sight():
        place = editor.viewport().mapTo(page.viewport(), editor.cursorRect().center())
        return page.viewport().rect().contains(place)

    qtbot.waitUntil(is_in_sight)
