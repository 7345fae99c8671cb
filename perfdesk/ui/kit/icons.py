"""Icons from resources/icons, drawn in the colours of the palette in use."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from perfdesk.models.severity import Severity
from perfdesk.ui.kit.look import severity_color

_SIZES = (16, 20, 40)


def mark_size(metrics: QFontMetrics) -> int:
    """Give the size of a mark that stands beside text."""
    return max(16, round(metrics.height() * 0.85))


class Icons:
    """Draw icons by name; asks for a folder of SVG files that use `currentColor`.

    `#fff` in a file stands for the ground inside a filled shape. Icons are drawn once
    per colour; after a change of theme ask again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._made: dict[tuple[str, str, str], QIcon] = {}
        self.nothing = QIcon()

    def icon(self, name: str, palette: QPalette) -> QIcon:
        """Draw an icon in the colour of button text."""
        return self._icon(name, palette.color(QPalette.ColorRole.ButtonText), palette)

    def severity(self, severity: Severity, palette: QPalette) -> QIcon:
        """Draw the mark of a severity, each its own shape and colour."""
        return self._icon(severity.value, severity_color(severity, palette), palette)

    def pixmap(self, severity: Severity, palette: QPalette, metrics: QFontMetrics) -> QPixmap:
        """Give the mark of a severity as a pixmap as high as the text beside it."""
        size = mark_size(metrics)
        return self.severity(severity, palette).pixmap(size, size)

    def coloured(self, name: str, color: QColor, palette: QPalette) -> QIcon:
        """Draw an icon in a colour of one's choice, on the ground of a palette."""
        return self._icon(name, color, palette)

    def _icon(self, name: str, color: QColor, palette: QPalette) -> QIcon:
        ground = palette.color(QPalette.ColorRole.Base)
        key = (name, color.name(), ground.name())
        if key not in self._made:
            self._made[key] = self._draw(name, color, ground)
        return self._made[key]

    def _draw(self, name: str, color: QColor, ground: QColor) -> QIcon:
        source = self._source(name).replace("currentColor", color.name())
        renderer = QSvgRenderer(QByteArray(source.replace("#fff", ground.name()).encode()))
        icon = QIcon()
        for size in _SIZES:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            icon.addPixmap(pixmap)
        return icon

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text("utf-8")
        return self._sources[name]
