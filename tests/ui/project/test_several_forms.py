"""Several forms in one window: each keeps its own, and the project is one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfdesk.commands.context import Context
from perfdesk.commands.projects import open_forms
from perfdesk.desktop import Desktop, Stage
from perfdesk.forms.catalogue import Head
from perfdesk.leftovers import find_leftovers
from perfdesk.models.document import Document
from perfdesk.models.refs import Ref
from perfdesk.ui.kit import ask_path
from perfdesk.ui.project import adding_forms
from perfdesk.ui.project.next_stage import NextStageDialog
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.dialogs import Closing
from perfdesk.ui.window.main_window import MainWindow
from tests.conftest import read_faces
from tests.ui.window_sample import (
    EDITION,
    LATER,
    Catalogue,
    SmallProgram,
    TableStandIn,
    icons,
    make_preview,
)

TOWN, UNIT = Ref("town"), Ref("unit")
TOTAL = Ref("budget", "funds", "total")


@pytest.fixture
def desktop(tmp_path):
    catalogue = Catalogue({each.key: each for each in (EDITION, LATER)})
    now = SmallProgram(tmp_path).now
    places = (tmp_path, tmp_path / "samples", tmp_path / "data")
    context = Context(lambda: catalogue, read_faces, *places, now)
    made = Desktop(context, lambda: 0.0, lambda _: None)
    # Characters without a glyph are another matter, and the fonts are slow to read.
    made._fonts_known = False
    return made


@pytest.fixture
def window(qapp, desktop, qtbot, monkeypatch):
    made = MainWindow(qapp, desktop, icons(), TableStandIn, make_preview)
    with qtbot.waitActive(made):
        made.resize(1440, 900)
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
def desk(window, desktop):
    """Open a project with a filled first form, and carry a second one from it."""
    window.show_project(desktop.create(EDITION.key))
    desk = window.desk
    desk.bridge.set_text(TOWN, "华漕镇")
    desk.bridge.set_text(Ref("budget"), "3.5万元")
    desk.adding.add(LATER.key, carry=True)
    return desk


def first(desk):
    return desk.forms.forms[0]


def settle(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.running)


def save(window, monkeypatch, qtbot, path):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: path)
    window.asked["save"].trigger()
    settle(window, qtbot)


def listed(desk):
    view = desk.list.view
    return [view.item(row).text() for row in range(view.count())]


def test_what_is_carried_over_is_one_step_of_undo_in_the_new_form(window, desk):
    assert desk.session.edition is LATER
    assert desk.session.document.text(TOWN) == "华漕镇"
    assert desk.session.document.text(TOTAL) == "3.5万元"
    assert "带入 2 项" in window._status.news
    window.asked["undo"].trigger()
    assert list(desk.session.document.entries()) == []
    assert not desk.session.can_undo
    window.asked["redo"].trigger()
    assert desk.session.document.text(TOTAL) == "3.5万元"
    assert first(desk).session.document.text(TOWN) == "华漕镇"


def test_each_form_keeps_its_way_back_its_check_and_its_tab(window, desk):
    desk.bridge.check_all()
    desk.bridge.set_text(UNIT, "乙")
    desk.workspace.show_tab(1)
    shown = desk.bridge.shown
    desk.forms.show(first(desk))
    assert not desk.bridge.all_checked and window.windowTitle().count("样表")
    window.asked["undo"].trigger()
    assert desk.session.document.text(Ref("budget")) == ""
    desk.forms.step(1)
    assert desk.bridge.all_checked and desk.bridge.shown == shown
    assert desk.workspace.tabs.currentIndex() == 1
    assert "后续表" in window.windowTitle()
    window.asked["undo"].trigger()
    assert desk.session.document.text(UNIT) == ""


def test_a_form_is_judged_anew_beside_what_changed_in_another(desk):
    desk.bridge.check_all()
    assert [each.code for each in desk.bridge.at(TOWN)] == []
    desk.forms.step(-1)
    desk.bridge.set_text(TOWN, "新虹街道")
    desk.forms.step(1)
    assert [each.code for each in desk.bridge.at(TOWN)] == ["stages_differ"]


def test_the_list_names_the_forms_and_enter_shows_the_chosen_one(window, desk):
    assert desk.list.isVisible()
    assert listed(desk) == ["样表 *", "后续表 *"]
    window.asked["forms"].trigger()
    assert desk.list.view.hasFocus()
    QTest.keyClick(desk.list.view, Qt.Key.Key_Up)
    assert desk.session.edition is LATER
    QTest.keyClick(desk.list.view, Qt.Key.Key_Return)
    assert desk.session.edition is EDITION
    assert desk.workspace.isAncestorOf(window.focusWidget())


def test_a_narrow_window_lends_the_list_its_place_only_while_it_is_used(window, desk):
    window.resize(1024, 680)
    assert not desk.list.isVisible()
    window.asked["forms"].trigger()
    assert desk.list.isVisible() and desk.list.view.hasFocus()
    desk.list.view.itemActivated.emit(desk.list.view.item(0))
    assert desk.session.edition is EDITION and not desk.list.isVisible()
    assert (window.width(), window.height()) == (1024, 680)


def test_a_project_of_one_form_shows_no_list(window, desktop, qapp):
    window.show_project(desktop.create(EDITION.key))
    # Qt shows a dock that was just added a turn of the loop later.
    qapp.processEvents()
    assert not window.desk.list.isVisible()
    assert not window.asked["drop_form"].isEnabled()


def test_all_forms_are_saved_and_come_back(window, desk, desktop, monkeypatch, tmp_path, qtbot):
    assert window.isWindowModified()
    path = tmp_path / "项目.perfdesk"
    save(window, monkeypatch, qtbot, path)
    assert not window.isWindowModified()
    assert listed(desk) == ["样表", "后续表"]
    again = open_forms(desktop._context, path)
    assert [each.edition for each in again] == [EDITION, LATER]
    assert again[1].document.text(TOTAL) == "3.5万元"


def test_work_in_a_form_that_is_not_shown_is_asked_about_by_name(
    window, desk, monkeypatch, tmp_path, qtbot
):
    save(window, monkeypatch, qtbot, tmp_path / "项目.perfdesk")
    desk.bridge.set_text(UNIT, "乙")
    desk.forms.step(1)
    desk.bridge.set_text(TOWN, "新虹街道")
    desk.forms.step(1)
    asked = []

    def ask(parent, title, changed):
        asked.append(list(changed))
        return Closing.CANCEL

    monkeypatch.setattr(dialogs, "ask_closing", ask)
    window.close()
    assert asked == [["样表·街镇名称", "后续表·预算单位"]]


def test_a_form_added_or_deleted_is_unsaved_work(window, desk, monkeypatch, tmp_path, qtbot):
    assert desk.files.changed_labels()[0] == "新增的“后续表”"
    save(window, monkeypatch, qtbot, tmp_path / "项目.perfdesk")
    answers = []

    def answer(parent, title, entries):
        answers.append((title, entries))
        return len(answers) > 1

    monkeypatch.setattr(dialogs, "ask_drop", answer)
    window.asked["drop_form"].trigger()
    assert len(desk.forms.forms) == 2 and not window.isWindowModified()
    window.asked["drop_form"].trigger()
    assert answers == [("后续表", 2)] * 2
    assert desk.session.edition is EDITION and len(desk.forms.forms) == 1
    assert window.isWindowModified()
    assert desk.files.changed_labels() == ["删除的“后续表”"]
    assert desk.forms.project.documents == [first(desk).session.document]


def test_an_added_form_comes_back_after_the_program_was_killed(desk, desktop):
    desk.bridge.set_text(UNIT, "乙")
    # What a killed program leaves: the journal, and nobody who holds it.
    desktop._running[id(desk.forms.project)].journal.close()
    (leftover,) = find_leftovers(desktop._context, desktop._journals)
    documents = leftover.opened.project.documents
    assert [each.form for each in documents] == ["sample", "later"]
    assert leftover.opened.edition is LATER
    assert leftover.opened.document.text(UNIT) == "乙"
    assert documents[0].text(TOWN) == "华漕镇"


def test_a_deleted_form_stays_away_after_the_program_was_killed(desk, desktop):
    desk.forms.drop(desk.forms.current)
    desktop._running[id(desk.forms.project)].journal.close()
    (leftover,) = find_leftovers(desktop._context, desktop._journals)
    assert [each.form for each in leftover.opened.project.documents] == ["sample"]


def test_an_unknown_form_is_listed_grey_with_the_reason_and_kept(
    window, desk, monkeypatch, tmp_path, qtbot
):
    desk.forms.project.documents.append(Document("audit", "2031", {"x": "甲"}))
    desk.forms.listed.emit()
    item = desk.list.view.item(2)
    assert item.flags() == Qt.ItemFlag.NoItemFlags
    assert "audit/2031" in item.text() and "升级程序" in item.toolTip()
    desk.list.view.itemClicked.emit(item)
    assert desk.session.edition is LATER
    path = tmp_path / "项目.perfdesk"
    save(window, monkeypatch, qtbot, path)
    assert "audit" in path.read_text("utf-8")


def test_all_forms_go_into_one_workbook_and_the_one_shown_into_a_template(
    window, desk, desktop, monkeypatch, tmp_path, qtbot
):
    def names(asked):
        return " ".join(each.edition.key for each in asked).encode()

    monkeypatch.setattr(desktop, "workbooks", names)
    monkeypatch.setattr(desktop, "template", lambda edition, *_: edition.key.encode())
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "表.xlsx")
    window.asked["export_all"].trigger()
    settle(window, qtbot)
    assert (tmp_path / "表.xlsx").read_text() == f"{EDITION.key} {LATER.key}"
    window.asked["export_template"].trigger()
    settle(window, qtbot)
    assert (tmp_path / "表.xlsx").read_text() == LATER.key


def test_the_next_stage_is_offered_with_what_it_would_take(window, desktop, monkeypatch, qtbot):
    window.show_project(desktop.create(EDITION.key))
    desk = window.desk
    desk.bridge.set_text(TOWN, "华漕镇")
    seen = []

    class Chooses(NextStageDialog):
        def exec(self):
            seen.extend(self._texts())
            return self.DialogCode.Accepted

        def _texts(self):
            table = self.table
            return [
                [table.item(row, place).text() for place in range(3)]
                for row in range(table.rowCount())
            ]

    monkeypatch.setattr("perfdesk.ui.project.next_stage.NextStageDialog", Chooses)
    window.asked["next_stage"].trigger()
    settle(window, qtbot)
    assert seen == [["街镇名称", "华漕镇", "街镇名称"]]
    assert desk.session.edition is LATER
    assert desk.session.document.text(TOWN) == "华漕镇"


def test_a_form_may_be_added_empty(window, desktop, qtbot):
    window.show_project(desktop.create(EDITION.key))
    desk = window.desk
    desk.bridge.set_text(TOWN, "华漕镇")
    stages = desktop.stages(first(desk).opened)
    dialog = NextStageDialog(stages, "样表")
    qtbot.addWidget(dialog)
    dialog._empty.click()
    assert dialog.is_empty_wanted and dialog.chosen().head.key == LATER.key
    desk.adding.add(LATER.key, carry=False)
    assert list(desk.session.document.entries()) == []
    assert not desk.session.can_undo and window.isWindowModified()


def test_a_form_that_takes_nothing_can_only_be_begun_empty(qtbot):
    dialog = NextStageDialog([Stage(Head("a/b", "别表", ""), ())], "样表")
    qtbot.addWidget(dialog)
    assert not dialog._carry.isEnabled() and dialog._empty.isEnabled()


def test_stages_that_come_after_the_project_has_changed_ask_nothing(window, desk, monkeypatch):
    monkeypatch.setattr(adding_forms, "QDialog", None)
    desk.adding._choose(first(desk).opened, (Stage(Head("a/b", "别表", ""), ()),))
    assert len(desk.forms.forms) == 2
