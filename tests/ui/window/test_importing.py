"""Whatever comes in from outside is shown first, and every form of it comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from perfdesk.commands.context import Refusal
from perfdesk.commands.intake import compare
from perfdesk.commands.projects import new_project
from perfdesk.exchange.incoming.incoming import (
    Incoming,
    Note,
    Place,
    ReturnedRow,
    ReturnedSheet,
    Strange,
    Understood,
)
from perfdesk.exchange.reading import SUFFIXES
from perfdesk.models.document import Document, Row
from perfdesk.models.refs import Ref
from perfdesk.ui.kit import ask_path
from perfdesk.ui.window import dialogs, import_dialog, importing
from perfdesk.ui.window.import_dialog import ImportDialog
from tests.ui.window_sample import EDITION, LATER, drop, settle

TOWN, UNIT = Ref("town"), Ref("unit")


@pytest.fixture
def editions():
    return EDITION, LATER


@pytest.fixture
def asked(monkeypatch):
    """Answer the dialogs: each is kept, and taken unless its form stands in `left`."""

    class Answers:
        def __init__(self):
            self.shown, self.left = [], set()

    answers = Answers()

    class Answered(ImportDialog):
        def __init__(self, source, edition, *rest, **more):
            super().__init__(source, edition, *rest, **more)
            answers.shown.append((source, edition.key))
            self.takes = edition.key not in answers.left

        def exec(self):
            codes = self.DialogCode
            return codes.Accepted if self.takes else codes.Rejected

    monkeypatch.setattr(import_dialog, "ImportDialog", Answered)
    return answers


def read(edition, *, by_words=False, **cells):
    document = Document(edition.form, edition.edition)
    document.cells.update(cells)
    understood = [Understood(Ref(n), n, text, Place("表", 1, 1)) for n, text in cells.items()]
    return edition, Incoming(document, understood=understood if by_words else [])


def both(*, by_words=False):
    return [read(each, by_words=by_words, unit=each.form) for each in (EDITION, LATER)]


def texts(window, at=UNIT):
    return {form.key: form.session.document.text(at) for form in window.project.forms.forms}


def import_file(window, monkeypatch, qtbot, found):
    monkeypatch.setattr(importing, "read_excels", lambda *_, **__: found)
    monkeypatch.setattr(ask_path, "to_open", lambda *_: Path("表.docx"))
    window.action_set["import_excel"].trigger()
    settle(window, qtbot)


def copy(text):
    QGuiApplication.clipboard().setText(text)


def test_all_forms_of_a_workbook_of_ours_make_a_project_without_a_question(
    window, monkeypatch, qtbot, asked
):
    import_file(window, monkeypatch, qtbot, both())
    assert texts(window) == {EDITION.key: "sample", LATER.key: "later"}
    assert asked.shown == []
    for form in window.project.forms.forms:
        form.session.undo()
    assert texts(window) == {EDITION.key: "", LATER.key: ""}


def test_each_form_known_by_its_words_is_shown_before_a_project_is_made_of_it(
    window, monkeypatch, qtbot, asked
):
    asked.left = {EDITION.key}
    import_file(window, monkeypatch, qtbot, both(by_words=True))
    assert asked.shown == [
        ("“表.docx”（共 2 张表，第 1 张）", EDITION.key),
        ("“表.docx”（共 2 张表，第 2 张）", LATER.key),
    ]
    assert texts(window) == {LATER.key: "later"}
    assert "表.docx" in window.messages.text


def test_nothing_is_made_where_the_clerk_wants_none_of_the_forms(window, monkeypatch, qtbot, asked):
    asked.left = {EDITION.key, LATER.key}
    import_file(window, monkeypatch, qtbot, both(by_words=True))
    assert window.project is None
    assert "没有导入" in window._status.news


def test_every_form_of_a_file_comes_into_the_open_project_each_as_one_step(
    window, monkeypatch, qtbot, asked
):
    window.show_project(new_project(EDITION))
    import_file(window, monkeypatch, qtbot, both())
    assert texts(window) == {EDITION.key: "sample", LATER.key: "later"}
    assert "样表" in window._status.news and "后续表" in window._status.news
    for form in window.project.forms.forms:
        form.session.undo()
        assert not form.session.can_undo
    assert texts(window) == {EDITION.key: "", LATER.key: ""}


def test_a_form_that_is_not_wanted_is_not_added_to_the_project(window, monkeypatch, qtbot, asked):
    window.show_project(new_project(EDITION))
    asked.left = {LATER.key}
    import_file(window, monkeypatch, qtbot, both())
    assert texts(window) == {EDITION.key: "sample"}
    assert "“后续表”没有导入" in window._status.news


def test_a_file_that_brings_nothing_new_is_said_so_without_a_dialog(
    window, monkeypatch, qtbot, asked
):
    window.show_project(new_project(EDITION))
    import_file(window, monkeypatch, qtbot, [read(EDITION)])
    assert asked.shown == []
    assert "相同" in window._status.news


def test_what_was_typed_last_is_compared_too(window, monkeypatch, qtbot, asked):
    window.show_project(new_project(EDITION))
    QTest.keyClicks(window.focusWidget(), "typed")
    import_file(window, monkeypatch, qtbot, [read(EDITION, town="typed")])
    assert asked.shown == []
    assert texts(window, TOWN) == {EDITION.key: "typed"}


def test_the_text_on_the_clipboard_becomes_a_project_or_goes_into_the_open_one(
    window, monkeypatch, qtbot, asked
):
    seen = []
    found = [read(EDITION, by_words=True, unit="财政所")]
    monkeypatch.setattr(importing, "read_pasted", lambda _, text, **__: seen.append(text) or found)
    copy("单位\t财政所\n")
    window.action_set["import_pasted"].trigger()
    settle(window, qtbot)
    assert seen == ["单位\t财政所\n"]
    assert asked.shown == [("剪贴板", EDITION.key)]
    assert texts(window) == {EDITION.key: "财政所"}
    window.project.bridge.set_text(UNIT, "别的")
    window.action_set["import_pasted"].trigger()
    settle(window, qtbot)
    assert texts(window) == {EDITION.key: "财政所"}


def test_what_was_said_of_one_file_goes_when_the_next_is_taken(window, monkeypatch, qtbot, asked):
    import_file(window, monkeypatch, qtbot, both())
    assert "表.docx" in window.messages.text
    found = [read(EDITION, by_words=True, unit="别处")]
    import_file(window, monkeypatch, qtbot, found)
    assert window.messages.text == ""
    window.messages.trouble("没有保存。")
    import_file(window, monkeypatch, qtbot, [read(EDITION, by_words=True, unit="又一处")])
    assert window.messages.text == "没有保存。"


@pytest.mark.parametrize(("picture", "said"), [(False, "没有文字"), (True, "是图片")])
def test_a_clipboard_without_text_is_answered_with_what_to_do(window, qtbot, picture, said):
    mime = QMimeData()
    if picture:
        mime.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(mime)
    window.action_set["import_pasted"].trigger()
    assert said in window.messages.text and "复制" in window.messages.text
    assert not window.jobs.running


def test_text_that_is_no_form_is_refused_in_words_for_the_window(window, qtbot):
    copy("今天天气很好")
    window.action_set["import_pasted"].trigger()
    settle(window, qtbot)
    assert "认不出" in window.messages.text
    assert "--" not in window.messages.text and "指定" not in window.messages.text
    assert window.project is None


def test_a_copied_file_is_imported_as_a_file(window, monkeypatch, tmp_path, qtbot):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "表.ods"))])
    mime.setText("别的文字")
    QGuiApplication.clipboard().setMimeData(mime)
    window.action_set["import_pasted"].trigger()
    settle(window, qtbot)
    assert "表.ods" in window.messages.text


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".XLS"])
def test_every_kind_that_can_be_read_may_be_dropped(window, monkeypatch, tmp_path, qtbot, suffix):
    seen = []

    def refuse(context, path, preferred):
        seen.append(path)
        raise Refusal("读不了。")

    monkeypatch.setattr(importing, "read_excels", refuse)
    path = tmp_path / f"表{suffix}"
    assert drop(window, path)
    settle(window, qtbot)
    assert seen == [path]
    assert f"*{suffix.lower()}" in ask_path.WORKBOOKS


def tabs_of(dialog):
    return [dialog.tabs.tabText(place) for place in range(dialog.tabs.count())]


def lines_of(table):
    rows, columns = range(table.rowCount()), range(table.columnCount())
    return [[table.item(row, place).text() for place in columns] for row in rows]


@pytest.fixture
def make_dialog(qtbot):
    def make(incoming, **more):
        document = Document(EDITION.form, EDITION.edition, {"unit": "旧"})
        found = compare(EDITION, document, incoming)
        dialog = ImportDialog("“表.docx”", EDITION, incoming, found, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        QApplication.processEvents()
        return dialog

    return make


def test_what_was_understood_and_what_not_stand_beside_the_differences(make_dialog):
    _, incoming = read(EDITION, by_words=True, town="华漕镇", unit="旧")
    incoming.strange.append(Strange("内部资料", Place("表", 9, 6)))
    incoming.notes.append(Note("表 C3", "请核对"))
    dialog = make_dialog(incoming)
    assert tabs_of(dialog) == ["不同 1 处", "请留意 1 处", "对照文件：认出 2 格，没认出 1 处"]
    assert lines_of(dialog.differences.table) == [["街镇名称", "（空白）", "华漕镇"]]
    list_of = dialog.tabs.widget(2)
    assert lines_of(list_of.table) == [
        ["表 A1", "华漕镇", "town"],
        ["表 A1", "旧", "unit"],
        ["表 F9", "内部资料", "没有认出"],
    ]
    list_of.only.click()
    assert [list_of.table.isRowHidden(row) for row in range(3)] == [True, True, False]
    words = [each.text() for each in dialog.findChildren(dialogs.QWidget) if hasattr(each, "text")]
    assert any("表.docx" in each and "样表" in each for each in words)


def test_a_cell_of_a_table_is_told_with_its_row(make_dialog):
    _, incoming = read(EDITION, by_words=True)
    rows = [Row("r1", {"name": "甲"}), Row("r2", {"name": "乙"})]
    incoming.document.tables["items"] = rows
    at = Ref("name", "items", "r2")
    incoming.understood.append(Understood(at, "名称", "乙", Place("表", 7, 2)))
    dialog = make_dialog(incoming)
    assert lines_of(dialog.tabs.widget(1).table) == [["表 B7", "乙", "明细第2行·名称"]]


def test_a_file_with_nothing_else_to_tell_shows_the_differences_alone(make_dialog):
    _, incoming = read(EDITION, town="华漕镇")
    dialog = make_dialog(incoming)
    assert tabs_of(dialog) == ["不同 2 处"]
    assert not dialog.tabs.tabBar().isVisible()


def test_what_would_take_an_entry_away_is_not_taken_unless_asked_for(make_dialog):
    _, incoming = read(EDITION, town="华漕镇")
    dialog = make_dialog(incoming)
    assert [each.after for each in dialog.chosen()] == ["华漕镇"]
    dialog.differences.table.item(1, 0).setCheckState(Qt.CheckState.Checked)
    assert len(dialog.chosen()) == 2
    assert dialog._accept.text() == "导入 2 处"


def test_a_page_of_something_else_is_cut_and_its_lines_are_counted(make_dialog):
    _, incoming = read(EDITION, town="华漕镇")
    incoming.strange.extend(Strange("字" * 5000, Place("表", row, 1)) for row in range(1, 2001))
    dialog = make_dialog(incoming)
    assert tabs_of(dialog)[-1] == "对照文件：认出 0 格，没认出 2000 处"
    table = dialog.tabs.widget(1).table
    assert table.rowCount() == 501
    assert "1500" in table.item(500, 0).text()
    assert dialog.width() < 1000


def test_everything_in_the_dialog_can_be_done_with_keys(make_dialog):
    _, incoming = read(EDITION, by_words=True, town="华漕镇")
    incoming.strange.append(Strange("内部资料", Place("表", 9, 6)))
    dialog = make_dialog(incoming)
    table = dialog.differences.table
    assert table.hasFocus()
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert dialog._accept.text() == "导入 2 处"
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert dialog._accept.text() == "导入 0 处" and not dialog._accept.isEnabled()
    QTest.keyClick(table, Qt.Key.Key_Space)
    for place in (1, 0):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        assert dialog.tabs.currentIndex() == place
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert dialog.result() == ImportDialog.DialogCode.Accepted


def test_one_click_takes_all_differences_or_none(make_dialog):
    _, incoming = read(EDITION, town="华漕镇")
    dialog = make_dialog(incoming)
    every = dialog.differences.all
    assert every.checkState() is Qt.CheckState.PartiallyChecked
    every.click()
    assert len(dialog.chosen()) == 2 and every.checkState() is Qt.CheckState.Checked
    every.click()
    assert dialog.chosen() == () and every.checkState() is Qt.CheckState.Unchecked


def test_rows_that_failed_are_written_as_a_workbook_while_the_dialog_stays(
    window, monkeypatch, qtbot, tmp_path
):
    _, incoming = found = read(EDITION, by_words=True, unit="财政所")
    row = ReturnedRow("表 A5", ("甲", "十二"), ("“分值”看不懂。",), frozenset({1}))
    incoming.returned.append(ReturnedSheet("表", (), (row,)))
    said, target = [], tmp_path / "退回.xlsx"
    monkeypatch.setattr(ask_path, "to_save", lambda *_: target)

    class Asked(ImportDialog):
        def exec(self):
            button = next(b for b in self.findChildren(QPushButton) if "没读入的 1 行" in b.text())
            button.click()
            settle(window, qtbot)
            said.append(self._note.text())
            return self.DialogCode.Rejected

    monkeypatch.setattr(import_dialog, "ImportDialog", Asked)
    import_file(window, monkeypatch, qtbot, [found])
    assert "退回.xlsx" in said[0]
    shown = [cell.value for cell in load_workbook(target).worksheets[0][4]]
    assert shown == ["“分值”看不懂。", "表 A5", "甲", "十二"]


def test_where_no_row_failed_there_is_nothing_to_send_back(make_dialog):
    dialog = make_dialog(read(EDITION, town="华漕镇")[1], send_back=lambda _: None)
    assert not [b for b in dialog.findChildren(QPushButton) if "没读入" in b.text()]
