"""指标库 beside the table of a form that it goes with: at hand there, and from anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from perfdesk.commands.library import SharedLibrary
from perfdesk.forms.library_rows import IndicatorColumns, indicator_columns
from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.ui.grid.view import TableEditor
from perfdesk.ui.library.offers import known_names
from perfdesk.ui.opened.bridge import Bridge

_SETTLED = 500


def make_editor(
    bridge: Bridge, table: Table, parent: QWidget | None, library: SharedLibrary
) -> TableEditor:
    """Make the editor of a table; where it is the one for indicators, the library is at hand."""
    known = known_names(library.whole, bridge.session.edition)
    where = known.where if known and known.where.table == table.name else None
    editor = TableEditor(bridge, table, parent, known, has_library=where is not None)
    if where is not None:
        editor.library_wanted.connect(lambda rows: _open(editor, bridge, library, where, rows))
        # Thirty milliseconds, which the first letter of a name should not wait for.
        QTimer.singleShot(_SETTLED, editor, library.whole)
    return editor


def _open(
    editor: TableEditor,
    bridge: Bridge,
    library: SharedLibrary,
    where: IndicatorColumns,
    rows: Collection[str],
) -> None:
    from perfdesk.ui.library.dialog import LibraryDialog

    dialog = LibraryDialog(bridge, library, where, rows, editor)
    dialog.exec()
    dialog.deleteLater()


def open_library(within: QWidget, bridge: Bridge, say: Callable[[str], None]) -> None:
    """Open the library beside the table it goes with, or say that this form has none."""
    where = indicator_columns(bridge.session.edition)
    editor = _editor(within)
    if where is not None and (editor is None or not editor.isVisible()):
        bridge.go_to.emit(Ref(where.name, where.table))
        editor = _editor(within)
    if editor is None:
        say("这张表单没有可以增加行的指标表，用不上指标库。")
    else:
        editor.ask_for_library()


def _editor(within: QWidget) -> TableEditor | None:
    editors = within.findChildren(TableEditor)
    return next((each for each in editors if each.has_library), None)
