"""The window from opening to closing: nothing is lost unasked, and nothing is said falsely."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from perfdesk.commands.carriers import read_carrier
from perfdesk.commands.context import Refusal
from perfdesk.commands.projects import save_project
from perfdesk.models.refs import Ref
from perfdesk.storage import atomic
from perfdesk.storage.trouble import Cause
from perfdesk.ui.kit import ask_path
from perfdesk.ui.project import exports, project_files
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.actions import ACTIONS
from perfdesk.ui.window.dialogs import Closing, ShortcutsDialog
from tests import patience
from tests.ui.window_sample import EDITION, drop, settle

TOWN = Ref("town")


def ask_for(monkeypatch, path):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: path)
    monkeypatch.setattr(ask_path, "to_open", lambda *_: path)


def test_the_start_page_offers_each_form_with_its_date(window, qtbot):
    qtbot.waitUntil(lambda: window._start.widget() is not None)
    texts = [one.text() for one in window.findChildren(QPushButton) if one.isVisible()]
    assert "样表全称" in texts
    assert not window.action_set["save"].isEnabled()


def test_a_recent_file_that_is_gone_is_said_so_and_can_be_dropped(window, tmp_path):
    preferences, gone = window.services.preferences, tmp_path / "去年.perfdesk"
    now = window.services.context.now()
    preferences.remember(preferences.current.with_recent(gone, "去年", now))
    window.show_start()
    shown = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    assert f"文件不在原处：{gone}" in shown
    window._start.forget_wanted.emit(gone)
    assert preferences.current.recent == ()


def test_typing_marks_the_title_and_saving_clears_it(window, project, monkeypatch, tmp_path, qtbot):
    assert not window.isWindowModified()
    project.bridge.set_text(TOWN, "华漕镇")
    assert window.isWindowModified()
    ask_for(monkeypatch, tmp_path / "项目.perfdesk")
    window.action_set["save"].trigger()
    settle(window, qtbot)
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("项目[*] — 样表")
    assert "华漕镇" in (tmp_path / "项目.perfdesk").read_text("utf-8")
    assert window.services.preferences.current.recent[0].title == "项目"


def test_what_was_typed_during_a_save_is_still_unsaved_after_it(
    window, project, monkeypatch, tmp_path, qtbot
):
    ask_for(monkeypatch, tmp_path / "项目.perfdesk")
    project.bridge.set_text(TOWN, "甲")
    window.action_set["save"].trigger()
    project.bridge.set_text(Ref("unit"), "乙")
    settle(window, qtbot)
    assert window.isWindowModified()
    # Back to the text before the save: the file holds another, so this is unsaved too.
    project.session.undo()
    project.session.undo()
    assert window.isWindowModified()
    assert project.files.changed_labels() != []
    window.action_set["save"].trigger()
    settle(window, qtbot)
    assert not window.isWindowModified()


def test_a_file_someone_else_changed_is_not_overwritten_and_another_name_is_offered(
    window, project, monkeypatch, tmp_path, qtbot
):
    path = tmp_path / "项目.perfdesk"
    ask_for(monkeypatch, path)
    project.bridge.set_text(TOWN, "甲")
    window.action_set["save"].trigger()
    settle(window, qtbot)
    path.write_text("别人的", "utf-8")
    project.bridge.set_text(TOWN, "乙")
    window.action_set["save"].trigger()
    settle(window, qtbot)
    assert "别人改过" in window.messages.text
    assert path.read_text("utf-8") == "别人的"
    assert window.isWindowModified()
    offers = [one.text() for one in window.messages.findChildren(QPushButton)]
    assert offers == ["另存为…"]


def test_a_save_the_disk_would_not_confirm_is_not_called_saved(
    window, project, monkeypatch, tmp_path, qtbot
):
    unsure = atomic.NotConfirmed("digest", "已写入，但系统没有确认。")
    monkeypatch.setattr(project_files, "save_project", lambda *_: unsure)
    project.files.path = tmp_path / "项目.perfdesk"
    project.bridge.set_text(TOWN, "甲")
    window.action_set["save"].trigger()
    settle(window, qtbot)
    assert window.messages.text == "已写入，但系统没有确认。"
    assert window.isWindowModified()
    assert project.files.saved_at is None


def test_an_accident_while_saving_is_told_and_the_next_save_works(
    window, project, monkeypatch, tmp_path, qtbot, capsys
):
    path = project.files.path = tmp_path / "项目.perfdesk"

    def fail(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr(project_files, "save_project", fail)
    project.bridge.set_text(TOWN, "甲")
    window.action_set["save"].trigger()
    settle(window, qtbot)
    assert "意外" in window.messages.text and "boom" not in window.messages.text
    assert "boom" in capsys.readouterr().err
    monkeypatch.setattr(project_files, "save_project", save_project)
    window.action_set["save"].trigger()
    settle(window, qtbot)
    assert path.exists() and not window.isWindowModified()


@pytest.mark.parametrize("answer", list(Closing))
def test_closing_with_unsaved_work_asks_once_and_does_as_told(
    window, project, monkeypatch, tmp_path, qtbot, answer
):
    asked = []

    def ask(parent, title, changed):
        asked.append(list(changed))
        return answer

    monkeypatch.setattr(dialogs, "ask_closing", ask)
    project.files.path = tmp_path / "项目.perfdesk"
    project.bridge.set_text(TOWN, "甲")
    project.bridge.set_text(Ref("budget"), "9")
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
    window, project, monkeypatch, tmp_path, qtbot
):
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.SAVE)
    project.files.path = tmp_path / "项目.perfdesk"
    full = atomic.NotSaved(Cause.FULL, "磁盘空间已满。")
    monkeypatch.setattr(project_files, "save_project", lambda *_: full)
    project.bridge.set_text(TOWN, "甲")
    window.close()
    settle(window, qtbot)
    QApplication.processEvents()
    assert window.isVisible() and window.messages.text == "磁盘空间已满。"


def test_a_dropped_project_is_opened_and_a_bad_one_refused(window, project, tmp_path, qtbot):
    good, bad = tmp_path / "好.perfdesk", tmp_path / "坏.perfdesk"
    project.bridge.set_text(TOWN, "华漕镇")
    save_project(window.services.context, project.session.project, good, None)
    project.session.mark_saved()
    bad.write_text("{", "utf-8")
    drop(window, bad)
    settle(window, qtbot)
    assert "坏.perfdesk" in window.messages.text
    assert window.project is project
    drop(window, good)
    settle(window, qtbot)
    assert window.project.files.path == good
    assert window.project.session.document.text(TOWN) == "华漕镇"
    assert project.forms.is_closed and not window.project.forms.is_closed


def test_a_refused_export_and_import_are_said_in_the_window(
    window, project, monkeypatch, tmp_path, qtbot
):
    def refuse(*_):
        raise Refusal("这里写不了工作簿。")

    monkeypatch.setattr(exports, "write_excel", refuse)
    ask_for(monkeypatch, tmp_path / "表.xlsx")
    window.action_set["export_excel"].trigger()
    settle(window, qtbot)
    assert window.messages.text == "这里写不了工作簿。"
    window.action_set["import_excel"].trigger()
    settle(window, qtbot)
    assert "表.xlsx" in window.messages.text


def test_a_pdf_is_written_whole_and_said_to_be_a_draft_while_errors_stand(
    window, project, monkeypatch, tmp_path, qtbot
):
    ask_for(monkeypatch, tmp_path / "表.pdf")
    project.bridge.set_text(TOWN, "华漕镇")
    window.action_set["export_pdf"].trigger()
    settle(window, qtbot)
    document = read_carrier(window.services.context, tmp_path / "表.pdf")[0].documents[0]
    assert document.text(TOWN) == "华漕镇"
    assert "草稿" in window._status.news


def test_f8_checks_first_and_then_goes_to_the_first_finding(window, project):
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert project.bridge.all_checked
    assert QApplication.focusWidget().accessibleName() == "街镇名称"
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert QApplication.focusWidget().accessibleName() == "当年预算数"
    assert project.form_view.tabs.currentIndex() == 1
    assert project.form_view.tabs.tabText(1) == "执行情况 1"


def test_ctrl_z_in_a_field_undoes_over_all_fields_and_shows_where(window, project):
    project.bridge.set_text(Ref("budget"), "1")
    project.bridge.set_text(TOWN, "甲")
    editor = project.form_view._page("基本信息")._boxes[TOWN].editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == ""
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert project.session.document.text(Ref("budget")) == ""
    assert project.form_view.tabs.currentIndex() == 1
    assert not window.action_set["undo"].isEnabled()


def test_the_paper_stands_beside_the_form_and_goes_back_to_its_tab(window, project):
    tabs = project.form_view.tabs
    window.action_set["paper_beside"].trigger()
    preview = project.form_view.preview()
    assert preview.isVisible() and tabs.count() == len(EDITION.tabs)
    window.action_set["paper_beside"].trigger()
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


def test_text_grows_everywhere_and_shrinks_again(window, project, qapp):
    before = qapp.font()
    editor = project.form_view._page("基本信息")._boxes[TOWN].editor
    parts = (editor, project.form_view.tabs, project.dock.view, window.action_set._toolbar)
    for name, points in (("zoom_in", 11), ("zoom_in", 12), ("zoom_reset", 10)):
        window.action_set[name].trigger()
        qapp.processEvents()
        assert [part.font().pointSize() for part in parts] == [points] * len(parts)
    qapp.setFont(before)


def test_a_long_form_page_never_scrolls_sideways_at_the_least_size_and_the_largest_text(
    window, project, qapp
):
    before = qapp.font()
    window.resize(1024, 680)
    for _ in range(5):
        window.action_set["zoom_in"].trigger()
    qapp.processEvents()
    for tab in EDITION.tabs:
        page = project.form_view._page(tab)
        project.form_view.tabs.setCurrentIndex(EDITION.tabs.index(tab))
        qapp.processEvents()
        assert page.widget().width() <= page.viewport().width(), tab
    assert (window.width(), window.height()) == (1024, 680)
    qapp.setFont(before)


def test_a_save_that_ends_after_its_project_was_left_troubles_nobody(
    window, project, monkeypatch, tmp_path, qtbot
):
    may_end = threading.Event()

    def slow(*given):
        may_end.wait(patience.SECONDS)
        return save_project(*given)

    monkeypatch.setattr(project_files, "save_project", slow)
    project.files.path = tmp_path / "项目.perfdesk"
    project.bridge.set_text(TOWN, "甲")
    window.action_set["save"].trigger()
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    window.action_set["new"].trigger()
    assert window.project is not project
    qtbot.wait(1)
    may_end.set()
    settle(window, qtbot)
    assert (tmp_path / "项目.perfdesk").exists()
    assert window.messages.text == "" and window.project.files.path is None


def test_the_file_that_is_open_is_not_opened_again(window, project, monkeypatch, tmp_path, qtbot):
    path = tmp_path / "项目.perfdesk"
    ask_for(monkeypatch, path)
    project.bridge.set_text(TOWN, "甲")
    window.action_set["save"].trigger()
    settle(window, qtbot)
    window.action_set["open"].trigger()
    assert window.project is project and not window.jobs.running
    assert window._status.news == "“项目.perfdesk”已经打开了。"


def test_in_a_narrow_window_the_list_gives_its_place_to_the_paper(window, project):
    window.resize(1024, 680)
    window.action_set["paper_beside"].trigger()
    assert not project.dock.isVisible() and project.form_view.preview().isVisible()
    window.action_set["paper_beside"].trigger()
    assert project.dock.isVisible()


def test_every_action_is_done_by_one_part_of_the_window(window, project):
    own, of_project = window.own_actions.keys(), project.actions().keys()
    assert own | of_project == {one.name for one in ACTIONS}
    assert not own & of_project
    assert of_project <= {one.name for one in ACTIONS if one.needs_project}
