"""How the window is set to look: size of text, light or dark, its place on the screen."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from perfdesk.ui.kit.look import BASE_POINTS, ZOOMS, apply_theme, zoom
from perfdesk.ui.window.status_line import StatusLine

if TYPE_CHECKING:
    from perfdesk.storage.preferences import PreferenceStore, Theme


class ViewSettings(QObject):
    """Change how the window looks, and remember it."""

    def __init__(
        self, app: QApplication, window: QMainWindow, kept: PreferenceStore, status: StatusLine
    ) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        self._preferences, self._status = kept, status
        points = kept.current.font_size or BASE_POINTS
        self._percent = min(ZOOMS, key=lambda one: abs(one - 100 * points / BASE_POINTS))
        status.show_zoom(self._percent)
        app.styleHints().colorSchemeChanged.connect(self._on_system_theme)
        if geometry := kept.current.geometry:
            window.restoreGeometry(QByteArray(b64decode(geometry)))

    def actions(self) -> dict[str, Callable[[], object]]:
        return {
            "zoom_in": lambda: self.zoom(1),
            "zoom_out": lambda: self.zoom(-1),
            "zoom_reset": lambda: self.zoom(0),
            "theme_system": lambda: self.set_theme("system"),
            "theme_light": lambda: self.set_theme("light"),
            "theme_dark": lambda: self.set_theme("dark"),
        }

    def zoom(self, step: int) -> None:
        """Make text larger (+1), smaller (-1) or as it was first (0)."""
        place = ZOOMS.index(self._percent) + step if step else 0
        self._percent = ZOOMS[min(max(place, 0), len(ZOOMS) - 1)]
        points = round(BASE_POINTS * self._percent / 100)
        zoom(self._app, points)
        self._status.show_zoom(self._percent)
        self._preferences.change(font_size=points)

    def set_theme(self, theme: Theme) -> None:
        """Go light, dark, or with the system."""
        apply_theme(self._app, theme)
        self._preferences.change(theme=theme)

    def keep_place(self) -> None:
        """Remember where the window stands."""
        geometry = b64encode(self._window.saveGeometry().data()).decode("ascii")
        self._preferences.change(geometry=geometry)

    def _on_system_theme(self) -> None:
        theme = self._preferences.current.theme
        if theme == "system":
            apply_theme(self._app, theme)
