"""A PDF of ours is opened where a project is: as unsaved work, never to be written over."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from perfdesk.commands.context import Opened
from perfdesk.commands.projects import new_project
from perfdesk.models.refs import Ref
from perfdesk.ui.window import dialogs
from perfdesk.ui.window.dialogs import Closing
from tests.ui.window_sample import EDITION, make_window


def test_a_pdf_is_taken_where_a_project_is(qapp, tmp_path, qtbot, monkeypatch):
    window = make_window(qapp, tmp_path)
    opened = new_project(EDITION)
    opened.document.put(Ref("town"), "华漕镇")
    asked = []

    def open_it(path):
        asked.append(path)
        return Opened(opened.project, opened.document, EDITION, note="有 2 份。")

    monkeypatch.setattr(window._program, "open", open_it)
    pdf = tmp_path / "表.PDF"
    window.opening.take_file(pdf)
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert asked == [pdf]
    assert window.desk.files.path is None
    assert window.desk.session.document.text(Ref("town")) == "华漕镇"
    assert window.strip.text == "有 2 份。"
    monkeypatch.setattr(dialogs, "ask_closing", lambda *_: Closing.DISCARD)
    window.jobs.wait(5000)
    window.close()
    window.deleteLater()
    QApplication.processEvents()
