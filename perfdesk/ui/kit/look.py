"""How the window looks: light and dark palettes, the Chinese font, the sizes.

Widgets ask for palette roles only. The three colours of severity are no roles of Qt, so
they are asked for here.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.models.severity import Severity

GRID = 8
_SCALE = "fontScale"
BASE_POINTS = 10
ZOOMS = (100, 110, 125, 150, 175, 200)

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f3f4f6",
    _Role.WindowText: "#1b1f24",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f7f8fa",
    _Role.Text: "#1b1f24",
    _Role.Button: "#f3f4f6",
    _Role.ButtonText: "#1b1f24",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#ffffff",
    _Role.ToolTipText: "#1b1f24",
    _Role.PlaceholderText: "#656d78",
    _Role.Highlight: "#1f5fa8",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#1f5fa8",
    _Role.LinkVisited: "#1f5fa8",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e6e8eb",
    _Role.Mid: "#c4c9d0",
    _Role.Dark: "#8f96a0",
    _Role.Shadow: "#6b727c",
}
_DARK = {
    _Role.Window: "#22252a",
    _Role.WindowText: "#e4e6e9",
    _Role.Base: "#1a1c20",
    _Role.AlternateBase: "#1f2226",
    _Role.Text: "#e4e6e9",
    _Role.Button: "#2b2f35",
    _Role.ButtonText: "#e4e6e9",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#2b2f35",
    _Role.ToolTipText: "#e4e6e9",
    _Role.PlaceholderText: "#9aa2ad",
    _Role.Highlight: "#3b78bf",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#86b5ea",
    _Role.LinkVisited: "#86b5ea",
    _Role.Light: "#3a3f46",
    _Role.Midlight: "#30343a",
    _Role.Mid: "#4a505a",
    _Role.Dark: "#15171a",
    _Role.Shadow: "#646b76",
}
_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText)
_SEVERITY = {
    Severity.ERROR: ("#b3261e", "#f2867e"),
    Severity.WARNING: ("#8f5b00", "#e5b04c"),
    Severity.NOTE: ("#1f5fa8", "#86b5ea"),
}
# In the order of preference: what Windows, macOS, UOS, 麒麟 and Debian bring. A desktop's
# own default often falls back to Japanese shapes of the same characters.
_CHINESE = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


# Where Fusion would paint a gradient or a box: flat, with one line of the accent.
TABS = """
QTabBar::tab { padding: 7px 16px; border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { background: palette(midlight); }
QTabBar::tab:selected { border-bottom-color: palette(highlight); }
QTabBar::tab:focus { background: palette(midlight); }
"""
TOOLBAR = """
QToolBar { border: 0; border-bottom: 1px solid palette(midlight); padding: 2px 8px; spacing: 2px;
  background: palette(window); }
QToolButton { border: 1px solid transparent; border-radius: 3px; padding: 4px; }
QToolButton:hover { background: palette(midlight); }
QToolButton:pressed, QToolButton:checked { background: palette(midlight);
  border-color: palette(mid); }
QToolButton:focus { border-color: palette(highlight); }
"""


def is_dark(palette: QPalette) -> bool:
    """Tell whether a palette has light text on a dark ground."""
    return palette.color(_Role.Window).lightness() < palette.color(_Role.WindowText).lightness()


def severity_color(severity: Severity, palette: QPalette) -> QColor:
    """Give the colour of a severity that reads well on this palette's ground."""
    return QColor(_SEVERITY[severity][is_dark(palette)])


def palette_of(theme: str, system_dark: bool) -> QPalette:
    """Make the palette of a theme: light, dark, or what the system wants."""
    dark = system_dark if theme == "system" else theme == "dark"
    palette = QPalette()
    for role, color in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(color))
    faded = QColor("#767d87" if dark else "#8a919b")
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def apply_theme(app: QApplication, theme: str) -> None:
    """Put Fusion and the palette of a theme on the whole program."""
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    palette = palette_of(theme, dark)
    app.setPalette(palette)
    # Fusion takes the edge of a control from its window colour, made darker: on a dark
    # ground that edge is not to be seen. These controls paint nothing else in that colour.
    edges = QPalette(palette)
    edge = palette.color(_Role.Shadow if is_dark(palette) else _Role.Dark)
    edges.setColor(_Role.Window, edge.lighter(140))
    for control in ("QLineEdit", "QComboBox", "QPlainTextEdit", "QAbstractButton"):
        # The stubs ask for bytes, which PySide6 itself refuses.
        app.setPalette(edges, control)  # type: ignore[arg-type]


def choose_font(app: QApplication, fonts: Path, points: int) -> None:
    """Set a Chinese font for the window; the bundled one where the system has none."""
    known = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    family = next((name for name in _CHINESE if name in known), "")
    if not family and not known:
        family = _load_bundled(fonts)
    font = QFont(app.font())
    if family:
        font.setFamilies([family])
    font.setPointSize(points)
    _set_font(app, font)


def _set_font(app: QApplication, font: QFont) -> None:
    app.setFont(font)
    # Has a font of its own, from the desktop's theme.
    app.setFont(font, "QDockWidgetTitle")  # type: ignore[arg-type]


def _load_bundled(fonts: Path) -> str:
    loaded = ""
    for path in sorted(fonts.glob("*Sans-*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        loaded = loaded or (families[0] if families else "")
    return loaded


def control_height(widget: QWidget) -> int:
    """Give the height that all one-line controls share at a widget's font."""
    return widget.fontMetrics().height() + 12


def quieten(widget: QWidget) -> None:
    """Set a widget's text back: the quiet colour of hints, a shade smaller."""
    widget.setForegroundRole(_Role.PlaceholderText)
    scale(widget, 0.92)


def scale(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Make a widget's font by a factor larger or smaller, also after the next `zoom`."""
    widget.setProperty(_SCALE, factor)
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    widget.setFont(font)


def changes_look(event: QEvent) -> bool:
    """Tell whether an event is a change of theme or of the size of text."""
    return event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange)


def free_title(dock: QWidget) -> None:
    """Let a dock's title follow the size of text.

    Qt draws it in the font of the time when the dock was made, unless the dock has a font of
    its own: so it gets one, larger than the program's by less than can be seen.
    """
    scale(dock, 1.001)


def zoom(app: QApplication, points: int) -> None:
    """Change the size of all text."""
    font = QFont(app.font())
    font.setPointSize(points)
    _set_font(app, font)
    for widget in app.allWidgets():
        factor = widget.property(_SCALE)
        if factor:
            scale(widget, factor, bold=widget.font().bold())
