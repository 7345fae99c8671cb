"""The table of actions as Qt actions, menus and a toolbar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.look import TOOLBAR
from perfdesk.ui.kit.plain import tip
from perfdesk.ui.window.actions import ACTIONS, MENUS, Action

_TOGGLES = ("paper_beside", "show_findings", "forms")
_THEMES = ("theme_system", "theme_light", "theme_dark")
# Groups of the toolbar, in the order in which a form is filled in, checked and printed.
_TOOLBAR = (
    ("new", "open", "save", "forms"),
    ("undo", "redo"),
    ("check_all", "next_finding", "submission", "finalise"),
    ("print", "export_pdf", "export_excel", "paper_beside"),
    ("find",),
)


class ActionSet:
    """Make the actions of the window and put them into its menus and toolbar.

    `do` is called with the name of the action that is wanted.
    """

    def __init__(self, window: QMainWindow, icons: Icons, do: Callable[[str], None]) -> None:
        self._icons = icons
        self._actions = {one.name: self._make(window, one, do) for one in ACTIONS}
        themes = QActionGroup(window)
        for name in _THEMES:
            self._actions[name].setCheckable(True)
            themes.addAction(self._actions[name])
        self._fill_menus(window)
        self._toolbar = self._make_toolbar(window)
        self.draw_icons(window.palette())

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def enable_project(self, is_open: bool) -> None:
        """Grey out what needs a project where none is open."""
        for one in ACTIONS:
            if one.needs_project:
                self._actions[one.name].setEnabled(is_open)

    def draw_icons(self, palette: QPalette) -> None:
        for one in ACTIONS:
            if one.icon:
                self._actions[one.name].setIcon(self._icons.icon(one.icon, palette))
        # A style sheet keeps the colours of the palette it was read with.
        self._toolbar.setStyleSheet(TOOLBAR)

    def fit(self, width: int) -> None:
        """Show the toolbar's words where they fit, else the icons alone."""
        styles = Qt.ToolButtonStyle
        # A style sheet keeps the font that it was read with.
        self._toolbar.setStyleSheet(TOOLBAR)
        size = mark_size(self._toolbar.fontMetrics()) + 4
        self._toolbar.setIconSize(QSize(size, size))
        self._toolbar.setToolButtonStyle(styles.ToolButtonTextBesideIcon)
        if self._toolbar.sizeHint().width() > width:
            self._toolbar.setToolButtonStyle(styles.ToolButtonIconOnly)

    def _make(self, window: QMainWindow, one: Action, do: Callable[[str], None]) -> QAction:
        action = QAction(one.text, window)
        action.setObjectName(one.name)
        action.setIconText(one.on_toolbar or one.text.rstrip("…"))
        keys = one.keys.split()
        action.setShortcuts([QKeySequence(key) for key in keys])
        hint = one.tip or one.text.rstrip("…")
        action.setToolTip(tip(f"{hint}（{keys[0]}）" if keys else hint))
        action.setStatusTip("")
        action.setCheckable(one.name in _TOGGLES)
        action.triggered.connect(lambda: do(one.name))
        window.addAction(action)
        return action

    def _fill_menus(self, window: QMainWindow) -> None:
        menus: dict[str, QMenu] = {name: window.menuBar().addMenu(name) for name in MENUS}
        for one in ACTIONS:
            menu = menus[one.menu]
            if one.begins_group:
                menu.addSeparator()
            menu.addAction(self._actions[one.name])

    def _make_toolbar(self, window: QMainWindow) -> QToolBar:
        toolbar = QToolBar("工具栏", window)
        toolbar.setObjectName("toolbar")
        toolbar.setMovable(False)
        toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for place, group in enumerate(_TOOLBAR):
            if place:
                toolbar.addSeparator()
            for name in group:
                toolbar.addAction(self._actions[name])
        window.addToolBar(toolbar)
        return toolbar
