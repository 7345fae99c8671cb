"""Open 指标库 from anywhere in the window: go to the form's table of indicators first."""

from __future__ import annotations

from collections.abc import Callable

from perfdesk.forms.library_rows import places
from perfdesk.models.refs import Ref
from perfdesk.ui.grid.view import TableEditor
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.project.form_view import Workspace


def open_library(workspace: Workspace, bridge: Bridge, say: Callable[[str], None]) -> None:
    """Open the library beside the table it goes with, or say that this form has none."""
    where = places(bridge.session.edition)
    editor = _editor(workspace)
    if where is not None and (editor is None or not editor.isVisible()):
        workspace.show_cell(Ref(where.name, where.table))
        editor = _editor(workspace)
    if editor is None:
        say("这张表单没有可以增加行的指标表，用不上指标库。")
    else:
        editor.open_library()


def _editor(workspace: Workspace) -> TableEditor | None:
    editors = workspace.findChildren(TableEditor)
    return next((each for each in editors if each.takes_indicators), None)
