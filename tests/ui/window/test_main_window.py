"""The window from opening to closing: nothing is lost unasked, and nothing is said falsely."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from perfdesk.models.refs import Ref
from perfdesk.storage import atomic
from perfdesk.storage.trouble import Cause
from perfdesk.ui.kit import ask_path
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.actions import ACTIONS
from perfdesk.ui.window.dialogs import Closing, ShortcutsDialog
from tests.ui.window_sample import EDITION, make_window

TOWN = Ref("town")


@pytest.fixture
def window(qapp, tmp_path, qtbot, monkeypatch):
    made = make_window(qapp, tmp_path)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    made.jobs.wait(5000)
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible())
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def desk(window):
    window.asked["new"].trigger()
    return window.desk


def program_of(window):
    return window._program


def ask_for(monkeypatch, path):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: path)
    monkeypatch.setattr(ask_path, "to_open", lambda *_: path)


def settle(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.running)


def test_the_start_page_offers_each_form_with_its_date(window, qtbot):
    qtbot.waitUntil(lambda: window._start.widget() is not None)
    texts = [one.text() for one in window.findChildren(QPushButton) if one.isVisible()]
    assert "样表全称" in texts
    assert not window.asked["save"].isEnabled()


def test_a_recent_file_that_is_gone_is_said_so_and_can_be_dropped(window, tmp_path):
    program = program_of(window)
    gone = tmp_path / "去年.perfdesk"
    program.remember(program.preferences.with_recent(gone, "去年", program.now()))
    window.show_start()
    shown = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    assert f"文件不在原处：{gone}" in shown
    window._start.forget_wanted.emit(gone)
    assert program.preferences.recent == ()


def test_typing_marks_the_title_and_saving_clears_it(window, desk, monkeypatch, tmp_path, qtbot):
    assert not window.isWindowModified()
    desk.bridge.set_text(TOWN, "华漕镇")
    assert window.isWindowModified()
    ask_for(monkeypatch, tmp_path / "项目.perfdesk")
    window.asked["save"].trigger()
    settle(window, qtbot)
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("项目[*] — 样表")
    assert "华漕镇" in (tmp_path / "项目.perfdesk").read_text("utf-8")
    assert program_of(window).preferences.recent[0].title == "项目"


def test_what_was_typed_during_a_save_is_still_unsaved_after_it(
    window, desk, monkeypatch, tmp_path, qtbot
):
    ask_for(monkeypatch, tmp_path / "项目.perfdesk")
    desk.bridge.set_text(TOWN, "甲")
    window.asked["save"].trigger()
    desk.bridge.set_text(Ref("unit"), "乙")
    settle(window, qtbot)
    assert window.isWindowModified()
    # Back to the text before the save: the file holds another, so this is unsaved too.
    desk.session.undo()
    desk.session.undo()
    assert window.isWindowModified()
    assert desk.files.changed_labels() != []
    window.asked["save"].trigger()
    settle(window, qtbot)
    assert not window.isWindowModified()


def test_a_file_someone_else_changed_is_not_overwritten_and_another_name_is_offered(
    window, desk, monkeypatch, tmp_path, qtbot
):
    path = tmp_path / "项目.perfdesk"
    ask_for(monkeypatch, path)
    desk.bridge.set_text(TOWN, "甲")
    window.asked["save"].trigger()
    settle(window, qtbot)
    path.write_text("别人的", "utf-8")
    desk.bridge.set_text(TOWN, "乙")
    window.asked["save"].trigger()
    settle(window, qtbot)
    assert "别人改过" in window.strip.text
    assert path.read_text("utf-8") == "别人的"
    assert window.isWindowModified()
    offers = [one.text() for one in window.strip.findChildren(QPushButton)]
    assert offers == ["另存为…"]


def test_a_save_the_disk_would_not_confirm_is_not_called_saved(window, desk, tmp_path, qtbot):
    program = program_of(window)
    desk.files.path = tmp_path / "项目.perfdesk"
    program.save = lambda *_: atomic.NotConfirmed("digest", "已写入，但系统没有确认。")
    desk.bridge.set_text(TOWN, "甲")
    window.asked["save"].trigger()
    settle(window, qtbot)
    assert window.strip.text == "已写入，但系统没有确认。"
    assert window.isWindowModified()
    assert desk.files.saved_at is None


def test_an_accident_while_saving_is_told_and_the_next_save_works(
    window, desk, tmp_path, qtbot, capsys
):
    program = program_of(window)
    path = desk.files.path = tmp_path / "项目.perfdesk"
    save = program.save

    def fail(*_):
        raise RuntimeError("boom")

    program.save = fail
    desk.bridge.set_text(TOWN, "甲")
    window.asked["save"].trigger()
    settle(window, qtbot)
    assert "意外" in window.strip.text and "boom" not in window.strip.text
    assert "boom" in capsys.readouterr().err
    program.save = save
    window.asked["save"].trigger()
    settle(window, qtbot)
    assert path.exists() and not window.isWindowModified()


@pytest.mark.parametrize("answer", list(Closing))
def test_closing_with_unsaved_work_asks_once_and_does_as_told(
    window, desk, monkeypatch, tmp_path, qtbot, answer
):
    asked = []

    def ask(parent, title, changed):
        asked.append(list(changed))
        return answer

    monkeypatch.setattr(dialogs, "ask_closing", ask)
    desk.files.path = tmp_path / "项目.perfdesk"
    desk.bridge.set_text(TOWN, "甲")
    desk.bridge.set_text(Ref("budget"), "9")
    window.close()
    settle(window, qtbot)
    if answer is Closing.CANCEL:
        QApplication.processEvents()
        assert window.isVisible()
    else:
        qtbot.waitUntil(lambda: not window.isVisible())
    assert asked == [["街镇名称", "当年预算数"]]
    assert (tmp_path / "项目.perfdesk").exists() == (answer is Closing.SAVE)


def test_a_close_whose_save_fails_leaves_the_window_open(
    window, desk, monkeypatch, tmp_path, qtbot
):
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.SAVE)
    desk.files.path = tmp_path / "项目.perfdesk"
    program_of(window).save = lambda *_: atomic.NotSaved(Cause.FULL, "磁盘空间已满。")
    desk.bridge.set_text(TOWN, "甲")
    window.close()
    settle(window, qtbot)
    QApplication.processEvents()
    assert window.isVisible() and window.strip.text == "磁盘空间已满。"


def test_a_dropped_project_is_opened_and_a_bad_one_refused(window, desk, tmp_path, qtbot):
    good, bad = tmp_path / "好.perfdesk", tmp_path / "坏.perfdesk"
    desk.bridge.set_text(TOWN, "华漕镇")
    program_of(window).save(desk.session.project, good, None)
    desk.session.mark_saved()
    bad.write_text("{", "utf-8")
    drop(window, bad)
    settle(window, qtbot)
    assert "坏.perfdesk" in window.strip.text
    assert window.desk is desk
    drop(window, good)
    settle(window, qtbot)
    assert window.desk.files.path == good
    assert window.desk.session.document.text(TOWN) == "华漕镇"
    assert program_of(window).finished == [desk.session]


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)


def test_a_refused_export_and_import_are_said_in_the_window(
    window, desk, monkeypatch, tmp_path, qtbot
):
    ask_for(monkeypatch, tmp_path / "表.xlsx")
    window.asked["export_excel"].trigger()
    settle(window, qtbot)
    assert window.strip.text == "这里写不了工作簿。"
    window.asked["import_excel"].trigger()
    settle(window, qtbot)
    assert "不是 Excel 工作簿" in window.strip.text


def test_a_pdf_is_written_whole_and_said_to_be_a_draft_while_errors_stand(
    window, desk, monkeypatch, tmp_path, qtbot
):
    ask_for(monkeypatch, tmp_path / "表.pdf")
    window.asked["export_pdf"].trigger()
    settle(window, qtbot)
    assert (tmp_path / "表.pdf").read_bytes() == b"%PDF-"
    assert "草稿" in window._status.news


def test_f8_checks_first_and_then_goes_to_the_first_finding(window, desk):
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert desk.bridge.all_checked
    assert QApplication.focusWidget().accessibleName() == "街镇名称"
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert QApplication.focusWidget().accessibleName() == "当年预算数"
    assert desk.workspace.tabs.currentIndex() == 1
    assert desk.workspace.tabs.tabText(1) == "执行情况 1"


def test_ctrl_z_in_a_field_undoes_over_all_fields_and_shows_where(window, desk):
    desk.bridge.set_text(Ref("budget"), "1")
    desk.bridge.set_text(TOWN, "甲")
    editor = desk.workspace._page("基本信息")._boxes[TOWN].editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == ""
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.document.text(Ref("budget")) == ""
    assert desk.workspace.tabs.currentIndex() == 1
    assert not window.asked["undo"].isEnabled()


def test_the_paper_stands_beside_the_form_and_goes_back_to_its_tab(window, desk):
    tabs = desk.workspace.tabs
    window.asked["paper_beside"].trigger()
    preview = desk.workspace.preview()
    assert preview.isVisible() and tabs.count() == len(EDITION.tabs)
    window.asked["paper_beside"].trigger()
    assert not preview.isVisible()
    tabs.setCurrentIndex(tabs.count() - 1)
    assert preview.isVisible()


def test_every_key_is_given_once_and_listed(qtbot):
    keys = [QKeySequence(key).toString() for one in ACTIONS for key in one.keys.split()]
    assert len(keys) == len(set(keys))
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    table = dialog.findChild(dialogs.QTableWidget)
    listed = {table.item(row, 0).text() for row in range(table.rowCount())}
    assert {one.text.rstrip("…") for one in ACTIONS if one.keys} <= listed


def test_text_grows_everywhere_and_shrinks_again(window, desk, qapp):
    before = qapp.font()
    editor = desk.workspace._page("基本信息")._boxes[TOWN].editor
    parts = (editor, desk.workspace.tabs, desk.dock.view, window.asked._toolbar)
    for name, points in (("zoom_in", 11), ("zoom_in", 12), ("zoom_reset", 10)):
        window.asked[name].trigger()
        qapp.processEvents()
        assert [part.font().pointSize() for part in parts] == [points] * len(parts)
    qapp.setFont(before)


def test_a_long_form_page_never_scrolls_sideways_at_the_least_size_and_the_largest_text(
    window, desk, qapp
):
    before = qapp.font()
    window.resize(1024, 680)
    for _ in range(5):
        window.asked["zoom_in"].trigger()
    qapp.processEvents()
    for tab in EDITION.tabs:
        page = desk.workspace._page(tab)
        desk.workspace.tabs.setCurrentIndex(EDITION.tabs.index(tab))
        qapp.processEvents()
        assert page.widget().width() <= page.viewport().width(), tab
    assert (window.width(), window.height()) == (1024, 680)
    qapp.setFont(before)


def test_a_save_that_ends_after_its_project_was_left_troubles_nobody(
    window, desk, monkeypatch, tmp_path, qtbot
):
    program = program_of(window)
    may_end = threading.Event()
    save = program.save

    def slow(*given):
        may_end.wait(5)
        return save(*given)

    program.save = slow
    desk.files.path = tmp_path / "项目.perfdesk"
    desk.bridge.set_text(TOWN, "甲")
    window.asked["save"].trigger()
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    window.asked["new"].trigger()
    assert window.desk is not desk
    qtbot.wait(1)
    may_end.set()
    settle(window, qtbot)
    assert (tmp_path / "项目.perfdesk").exists()
    assert program.written == [] and window.strip.text == ""


def test_the_file_that_is_open_is_not_opened_again(window, desk, monkeypatch, tmp_path, qtbot):
    path = tmp_path / "项目.perfdesk"
    ask_for(monkeypatch, path)
    desk.bridge.set_text(TOWN, "甲")
    window.asked["save"].trigger()
    settle(window, qtbot)
    window.asked["open"].trigger()
    assert window.desk is desk and not window.jobs.running
    assert window._status.news == "“项目.perfdesk”已经打开了。"


def test_in_a_narrow_window_the_list_gives_its_place_to_the_paper(window, desk):
    window.resize(1024, 680)
    window.asked["paper_beside"].trigger()
    assert not desk.dock.isVisible() and desk.workspace.preview().isVisible()
    window.asked["paper_beside"].trigger()
    assert desk.dock.isVisible()
