"""What the program holds open behind its window: a file's lock goes from hand to hand."""

from __future__ import annotations

from pathlib import Path

from perfdesk.commands.context import Context
from perfdesk.commands.projects import save_project
from perfdesk.desktop import Desktop
from perfdesk.models.document import Document, Project
from perfdesk.storage import lock


def test_a_file_that_makes_room_for_itself_is_not_called_open_elsewhere(
    context: Context, sound: Document, tmp_path: Path
) -> None:
    path = tmp_path / "表.perfdesk"
    save_project(context, Project([sound]), path, None)
    desktop = Desktop(context, lambda: 0.0, lambda _: None)
    before = desktop.start(desktop.open(path))
    after = desktop.start(desktop.open(path))
    assert (before.note, after.note) == ("", "")
    desktop.finish(before.session)
    assert lock.place(path).exists()
    desktop.finish(after.session)
    assert not lock.place(path).exists()
