"""Everything that can be done to the rows and cells of a grid: words, keys and hints in one
list, for the buttons, the menu and the keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from perfdesk.models.form import Table


@dataclass(frozen=True, slots=True)
class GridAction:
    """One thing to do; `name` is the deed of `GridDeeds` that does it.

    `keys` are parted by blanks, the one to be shown first. What `changes_rows` is not for
    tables of fixed rows.
    """

    name: str
    label: str
    keys: str = ""
    hint: str = ""
    button: str = ""
    ends_group: bool = False
    also_while_editing: bool = False
    changes_rows: bool = False


ACTIONS = (
    GridAction("cut", "剪切", "Ctrl+X"),
    GridAction("copy", "复制", "Ctrl+C"),
    GridAction("paste", "粘贴", "Ctrl+V"),
    GridAction("clear", "清除内容", "Delete", ends_group=True),
    GridAction("fill_down", "向下填充", "Ctrl+D", "把选区最上面一行的内容填到下面各行"),
    GridAction("edit_one_row", "只改这一行", "Shift+F2", "不改与它合并显示的其他行", "", True),
    GridAction("insert_above", "在上方插入行", changes_rows=True),
    GridAction(
        "insert_below",
        "在下方插入行",
        "Ctrl+Return Ctrl+Enter",
        "在当前行下方插入一行",
        "插入行",
        also_while_editing=True,
        changes_rows=True,
    ),
    GridAction(
        "remove", "删除行", "Ctrl+Delete", "删除选中的行，可以撤销", "删除行", changes_rows=True
    ),
    GridAction(
        "duplicate",
        "复制行",
        "Ctrl+Shift+D",
        "把选中的行再复制一份，放在下方",
        "复制行",
        changes_rows=True,
    ),
    GridAction("move_up", "上移", "Alt+Up", "把选中的行上移", "上移", changes_rows=True),
    GridAction("move_down", "下移", "Alt+Down", "把选中的行下移", "下移", changes_rows=True),
)
# Keys that move the cursor when no editor is open; inside one they are its own affair.
MOVES = {"Return": (1, 0), "Enter": (1, 0), "Shift+Return": (-1, 0), "Shift+Enter": (-1, 0)}


def actions_of(table: Table) -> tuple[GridAction, ...]:
    """Give what can be done to a table; rows that the form gives are not to be changed."""
    return tuple(each for each in ACTIONS if not (each.changes_rows and table.rows))


def make_actions(grid: QWidget, table: Table, commands: object) -> dict[str, QAction]:
    """Make the actions of a grid over a table and give it their keys."""
    made = {}
    for each in actions_of(table):
        action = QAction(each.label, grid)
        if each.keys:
            action.setShortcuts([QKeySequence(keys) for keys in each.keys.split()])
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        only = Qt.ShortcutContext.WidgetShortcut
        action.setShortcutContext(inside if each.also_while_editing else only)
        action.triggered.connect(getattr(commands, each.name))
        grid.addAction(action)
        made[each.name] = action
    return made


def key_text(keys: str) -> str:
    """Write an action's first key as it stands on the keyboard."""
    first = keys.split()[0]
    return first.replace("Return", "Enter").replace("Up", "↑").replace("Down", "↓")
