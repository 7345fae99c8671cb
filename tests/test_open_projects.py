"""What is open in a window: a file's lock goes from hand to hand."""

from __future__ import annotations

from pathlib import Path

from perfdesk.commands.context import Context
from perfdesk.commands.projects import open_first, save_project
from perfdesk.models.document import Document, Project
from perfdesk.open_projects import OpenProjects
from perfdesk.storage import lock


def test_a_file_that_makes_room_for_itself_is_not_called_open_elsewhere(
    context: Context, sound: Document, tmp_path: Path
) -> None:
    path = tmp_path / "表.perfdesk"
    save_project(context, Project([sound]), path, None)
    projects = OpenProjects(context, lambda: 0.0, lambda _: None)
    before = projects.start(open_first(context, path))
    after = projects.start(open_first(context, path))
    assert (before.note, after.note) == ("", "")
    projects.finish(before.session.project)
    assert lock.place(path).exists()
    projects.finish(after.session.project)
    assert not lock.place(path).exists()
