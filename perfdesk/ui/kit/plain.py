"""Show text as text: the one place that makes labels, tooltips and questions.

Qt takes text that looks like HTML for HTML, and would load a picture that an untrusted
file names. Nothing else in the window makes a QLabel or a QMessageBox.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from perfdesk.ui.kit.look import quieten, scale


def label(
    text: str = "",
    *,
    wrap: bool = False,
    selectable: bool = False,
    quiet: bool = False,
    size: float = 1.0,
    bold: bool = False,
) -> QLabel:
    """Make a label that shows its text as it stands; `size` is a factor."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if wrap:
        # Else a long number that cannot be broken would widen the whole page.
        made.setMinimumWidth(48)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if quiet:
        quieten(made)
    elif bold or size != 1.0:
        scale(made, size, bold=bold)
    return made


def tip(text: str) -> str:
    """Prepare a text for a tooltip or for Qt's ToolTipRole."""
    for mark, word in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(mark, word)
    return f"<div style='white-space: pre-wrap'>{text}</div>" if text else ""


def caption(text: str) -> str:
    """Prepare a text for a button, a tab or a menu, where & would mark a letter."""
    return text.replace("&", "&&")


def question(
    parent: QWidget | None,
    title: str,
    text: str,
    buttons: tuple[str, ...],
    *,
    default: int = 0,
    cancel: int = -1,
) -> int:
    """Ask with buttons of our own words; give the place of the one pressed.

    `cancel` is the place that Esc and the window's close button stand for.
    """
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setIcon(QMessageBox.Icon.NoIcon)
    roles = QMessageBox.ButtonRole
    made = [
        box.addButton(caption(word), roles.AcceptRole if place == 0 else roles.ActionRole)
        for place, word in enumerate(buttons)
    ]
    box.setDefaultButton(made[default])
    box.setEscapeButton(made[cancel])
    box.exec()
    pressed = box.clickedButton()
    return next((place for place, one in enumerate(made) if one is pressed), cancel % len(made))
