"""A PDF of ours is opened where a project is: as unsaved work, never to be written over."""

from __future__ import annotations

from perfdesk.commands.form import judged
from perfdesk.commands.output import draw_papers
from perfdesk.commands.projects import new_project
from perfdesk.models.refs import Ref
from tests.ui.window_sample import EDITION, settle


def test_a_pdf_is_taken_where_a_project_is(window, tmp_path, qtbot):
    context, forms = window.services.context, []
    for town in ("华漕镇", "马桥镇"):
        opened = new_project(EDITION)
        opened.document.put(Ref("town"), town)
        forms.append(judged(context, opened))
    pdf = tmp_path / "表.PDF"
    pdf.write_bytes(draw_papers(context, forms)[0])
    window.opening.open_any(pdf)
    settle(window, qtbot)
    assert window.project.files.path is None
    assert window.project.session.document.text(Ref("town")) == "华漕镇"
    assert "有 2 份" in window.messages.text
