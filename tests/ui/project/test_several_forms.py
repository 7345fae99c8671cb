"""Several forms in one window: each keeps its own, and the project is one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfdesk.commands.forms import Stage, next_stages
from perfdesk.commands.projects import new_project, open_forms
from perfdesk.forms.catalogue import EditionHead
from perfdesk.models.document import Document
from perfdesk.models.refs import Ref
from perfdesk.ui.kit import ask_path
from perfdesk.ui.project import adding_forms, exports
from perfdesk.ui.project.next_stage import NextStageDialog
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.dialogs import Closing
from tests.ui.window_sample import EDITION, LATER, settle

TOWN, UNIT = Ref("town"), Ref("unit")
TOTAL = Ref("budget", "funds", "total")


@pytest.fixture
def editions():
    return EDITION, LATER


@pytest.fixture
def window(window):
    window.resize(1440, 900)
    return window


@pytest.fixture
def project(window):
    """Open a project with a filled first form, and carry a second one from it."""
    window.show_project(new_project(EDITION))
    project = window.project
    project.bridge.set_text(TOWN, "华漕镇")
    project.bridge.set_text(Ref("budget"), "3.5万元")
    project.adding.add(LATER.key, carry=True)
    return project


def first(project):
    return project.forms.forms[0]


def save(window, monkeypatch, qtbot, path):
    monkeypatch.setattr(ask_path, "to_save", lambda *_: path)
    window.action_set["save"].trigger()
    settle(window, qtbot)


def listed(project):
    view = project.list.view
    return [view.item(row).text() for row in range(view.count())]


def test_what_is_carried_over_is_one_step_of_undo_in_the_new_form(window, project):
    assert project.session.edition is LATER
    assert project.session.document.text(TOWN) == "华漕镇"
    assert project.session.document.text(TOTAL) == "3.5万元"
    assert "带入 2 项" in window._status.news
    window.action_set["undo"].trigger()
    assert list(project.session.document.entries()) == []
    assert not project.session.can_undo
    window.action_set["redo"].trigger()
    assert project.session.document.text(TOTAL) == "3.5万元"
    assert first(project).session.document.text(TOWN) == "华漕镇"


def test_each_form_keeps_its_way_back_its_check_and_its_tab(window, project):
    project.bridge.check_all()
    project.bridge.set_text(UNIT, "乙")
    project.form_view.show_tab(1)
    shown = project.bridge.shown
    project.forms.show(first(project))
    assert not project.bridge.all_checked and window.windowTitle().count("样表")
    window.action_set["undo"].trigger()
    assert project.session.document.text(Ref("budget")) == ""
    project.forms.step(1)
    assert project.bridge.all_checked and project.bridge.shown == shown
    assert project.form_view.tabs.currentIndex() == 1
    assert "后续表" in window.windowTitle()
    window.action_set["undo"].trigger()
    assert project.session.document.text(UNIT) == ""


def test_a_form_is_judged_anew_beside_what_changed_in_another(project):
    project.bridge.check_all()
    assert [each.code for each in project.bridge.at(TOWN)] == []
    project.forms.step(-1)
    project.bridge.set_text(TOWN, "新虹街道")
    project.forms.step(1)
    assert [each.code for each in project.bridge.at(TOWN)] == ["stages_differ"]


def test_the_list_names_the_forms_and_enter_shows_the_chosen_one(window, project):
    assert project.list.isVisible()
    assert listed(project) == ["样表 *", "后续表 *"]
    window.action_set["forms"].trigger()
    assert project.list.view.hasFocus()
    QTest.keyClick(project.list.view, Qt.Key.Key_Up)
    assert project.session.edition is LATER
    QTest.keyClick(project.list.view, Qt.Key.Key_Return)
    assert project.session.edition is EDITION
    assert project.form_view.isAncestorOf(window.focusWidget())


def test_a_narrow_window_lends_the_list_its_place_only_while_it_is_used(window, project):
    window.resize(1024, 680)
    assert not project.list.isVisible()
    window.action_set["forms"].trigger()
    assert project.list.isVisible() and project.list.view.hasFocus()
    project.list.view.itemActivated.emit(project.list.view.item(0))
    assert project.session.edition is EDITION and not project.list.isVisible()
    assert (window.width(), window.height()) == (1024, 680)


def test_a_project_of_one_form_shows_no_list(window, qapp):
    window.show_project(new_project(EDITION))
    # Qt shows a dock that was just added a turn of the loop later.
    qapp.processEvents()
    assert not window.project.list.isVisible()
    assert not window.action_set["drop_form"].isEnabled()


def test_all_forms_are_saved_and_come_back(window, project, monkeypatch, tmp_path, qtbot):
    assert window.isWindowModified()
    path = tmp_path / "项目.perfdesk"
    save(window, monkeypatch, qtbot, path)
    assert not window.isWindowModified()
    assert listed(project) == ["样表", "后续表"]
    again = open_forms(window.services.context, path)
    assert [each.edition for each in again] == [EDITION, LATER]
    assert again[1].document.text(TOTAL) == "3.5万元"


def test_work_in_a_form_that_is_not_shown_is_asked_about_by_name(
    window, project, monkeypatch, tmp_path, qtbot
):
    save(window, monkeypatch, qtbot, tmp_path / "项目.perfdesk")
    project.bridge.set_text(UNIT, "乙")
    project.forms.step(1)
    project.bridge.set_text(TOWN, "新虹街道")
    project.forms.step(1)
    asked = []

    def ask(parent, title, changed):
        asked.append(list(changed))
        return Closing.CANCEL

    monkeypatch.setattr(dialogs, "ask_closing", ask)
    window.close()
    assert asked == [["样表·街镇名称", "后续表·预算单位"]]


def test_a_form_added_or_deleted_is_unsaved_work(window, project, monkeypatch, tmp_path, qtbot):
    assert project.files.changed_labels()[0] == "新增的“后续表”"
    save(window, monkeypatch, qtbot, tmp_path / "项目.perfdesk")
    answers = []

    def answer(parent, title, entries):
        answers.append((title, entries))
        return len(answers) > 1

    monkeypatch.setattr(adding_forms, "ask_drop", answer)
    window.action_set["drop_form"].trigger()
    assert len(project.forms.forms) == 2 and not window.isWindowModified()
    window.action_set["drop_form"].trigger()
    assert answers == [("后续表", 2)] * 2
    assert project.session.edition is EDITION and len(project.forms.forms) == 1
    assert window.isWindowModified()
    assert project.files.changed_labels() == ["删除的“后续表”"]
    assert project.forms.project.documents == [first(project).session.document]


def test_an_added_form_comes_back_after_the_program_was_killed(window, project):
    project.bridge.set_text(UNIT, "乙")
    # What a killed program leaves: the journal, and nobody who holds it.
    window.projects._running[id(project.forms.project)].journal.close()
    (leftover,) = window.projects.leftovers()
    documents = leftover.opened.project.documents
    assert [each.form for each in documents] == ["sample", "later"]
    assert leftover.opened.edition is LATER
    assert leftover.opened.document.text(UNIT) == "乙"
    assert documents[0].text(TOWN) == "华漕镇"


def test_a_deleted_form_stays_away_after_the_program_was_killed(window, project):
    project.forms.drop(project.forms.current)
    window.projects._running[id(project.forms.project)].journal.close()
    (leftover,) = window.projects.leftovers()
    assert [each.form for each in leftover.opened.project.documents] == ["sample"]


def test_an_unknown_form_is_listed_grey_with_the_reason_and_kept(
    window, project, monkeypatch, tmp_path, qtbot
):
    project.forms.project.documents.append(Document("audit", "2031", {"x": "甲"}))
    project.forms.listed.emit()
    item = project.list.view.item(2)
    assert item.flags() == Qt.ItemFlag.NoItemFlags
    assert "audit/2031" in item.text() and "升级程序" in item.toolTip()
    project.list.view.itemClicked.emit(item)
    assert project.session.edition is LATER
    path = tmp_path / "项目.perfdesk"
    save(window, monkeypatch, qtbot, path)
    assert "audit" in path.read_text("utf-8")


def test_all_forms_go_into_one_workbook_and_the_one_shown_into_a_template(
    window, project, monkeypatch, tmp_path, qtbot
):
    def names(context, forms):
        return " ".join(each.edition.key for each in forms).encode()

    monkeypatch.setattr(exports, "write_excels", names)
    monkeypatch.setattr(exports, "write_template", names)
    monkeypatch.setattr(ask_path, "to_save", lambda *_: tmp_path / "表.xlsx")
    window.action_set["export_all"].trigger()
    settle(window, qtbot)
    assert (tmp_path / "表.xlsx").read_text() == f"{EDITION.key} {LATER.key}"
    window.action_set["export_template"].trigger()
    settle(window, qtbot)
    assert (tmp_path / "表.xlsx").read_text() == LATER.key


def test_the_next_stage_is_offered_with_what_it_would_take(window, monkeypatch, qtbot):
    window.show_project(new_project(EDITION))
    project = window.project
    project.bridge.set_text(TOWN, "华漕镇")
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
    window.action_set["next_stage"].trigger()
    settle(window, qtbot)
    assert seen == [["街镇名称", "华漕镇", "街镇名称"]]
    assert project.session.edition is LATER
    assert project.session.document.text(TOWN) == "华漕镇"


def test_a_form_may_be_added_empty(window, qtbot):
    window.show_project(new_project(EDITION))
    project = window.project
    project.bridge.set_text(TOWN, "华漕镇")
    stages = next_stages(window.services.context, first(project).opened)
    dialog = NextStageDialog(stages, "样表")
    qtbot.addWidget(dialog)
    dialog._empty.click()
    assert dialog.is_empty_wanted and dialog.chosen().head.key == LATER.key
    project.adding.add(LATER.key, carry=False)
    assert list(project.session.document.entries()) == []
    assert not project.session.can_undo and window.isWindowModified()


def test_a_form_that_takes_nothing_can_only_be_begun_empty(qtbot):
    dialog = NextStageDialog([Stage(EditionHead("a/b", "别表", ""), ())], "样表")
    qtbot.addWidget(dialog)
    assert not dialog._carry.isEnabled() and dialog._empty.isEnabled()


def test_stages_that_come_after_the_project_has_changed_ask_nothing(window, project, monkeypatch):
    monkeypatch.setattr(adding_forms, "QDialog", None)
    project.adding._choose(first(project).opened, (Stage(EditionHead("a/b", "别表", ""), ()),))
    assert len(project.forms.forms) == 2
