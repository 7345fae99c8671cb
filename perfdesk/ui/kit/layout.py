"""Rows and columns of widgets in one line; every distance is a multiple of the grid.

self.setLayout(vbox(head, hbox(name, grow(line)), grow(table), buttons, margin=2))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QWidget,
)

from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import caption, label

TOP = Qt.AlignmentFlag.AlignTop
LEFT = Qt.AlignmentFlag.AlignLeft
# Left, top, right, bottom; one number stands for all four.
Margin = float | tuple[float, float, float, float]
AnyLayout = TypeVar("AnyLayout", bound=QLayout)


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with its share of the room that is left, and the side it keeps to."""

    part: QWidget | QLayout | None
    share: int = 0
    side: Qt.AlignmentFlag | None = None


# A number is a gap.
Part = QWidget | QLayout | Placed | float


def grow(part: QWidget | QLayout | None = None, share: int = 1) -> Placed:
    """Give a part a share of the room that is left; without a part it stays empty."""
    return Placed(part, share)


def at(side: Qt.AlignmentFlag, part: QWidget, share: int = 0) -> Placed:
    """Let a widget keep its own size at a side."""
    return Placed(part, share, side)


def vbox(*parts: Part, margin: Margin = 0, spacing: float = 1) -> QBoxLayout:
    """Put parts one below the other."""
    return _filled(QBoxLayout.Direction.TopToBottom, parts, margin, spacing)


def hbox(*parts: Part, margin: Margin = 0, spacing: float = 1) -> QBoxLayout:
    """Put parts side by side."""
    return _filled(QBoxLayout.Direction.LeftToRight, parts, margin, spacing)


def spaced(layout: AnyLayout, margin: Margin = 0, spacing: float = 1) -> AnyLayout:
    """Give a layout its margins and the distance between its parts."""
    sides = margin if isinstance(margin, tuple) else (margin,) * 4
    layout.setContentsMargins(*(round(side * GRID) for side in sides))
    layout.setSpacing(round(spacing * GRID))
    return layout


def heading(words: str) -> tuple[Part, Part]:
    """Make a heading over what follows, set off from what was before."""
    return 2, label(words, size=1.1, bold=True)


def table(*, across: float, down: float = 0.5) -> QGridLayout:
    """Make a layout of rows and columns without a margin."""
    grid = spaced(QGridLayout())
    grid.setHorizontalSpacing(round(across * GRID))
    grid.setVerticalSpacing(round(down * GRID))
    return grid


def scrolled(content: QWidget) -> QScrollArea:
    """Let a page that large text makes too high be scrolled."""
    area = QScrollArea()
    scroll_down_only(area)
    area.setWidget(content)
    return area


def scroll_down_only(area: QScrollArea) -> None:
    """Let an area's content be as wide as the area, without a frame."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def holding(layout: QLayout) -> QWidget:
    """Make a widget that only holds a layout."""
    whole = QWidget()
    whole.setLayout(layout)
    return whole


def button(words: str, do: Callable[[], object], *, enters: bool = False) -> QPushButton:
    """Make a button; `enters` says that Enter presses it, too, where the cursor is on it."""
    made = QPushButton(caption(words))
    made.setAutoDefault(enters)
    # Qt hands over whether it is checked, which nobody here wants.
    made.clicked.connect(lambda: do())
    return made


def _filled(
    direction: QBoxLayout.Direction, parts: tuple[Part, ...], margin: Margin, spacing: float
) -> QBoxLayout:
    layout = spaced(QBoxLayout(direction), margin, spacing)
    for each in parts:
        match each:
            case QWidget():
                layout.addWidget(each)
            case QLayout():
                layout.addLayout(each)
            case Placed(QWidget() as widget, share, None):
                layout.addWidget(widget, share)
            case Placed(QWidget() as widget, share, side) if side is not None:
                layout.addWidget(widget, share, side)
            case Placed(QLayout() as inner, share):
                layout.addLayout(inner, share)
            case Placed(share=share):
                layout.addStretch(share)
            case int() | float():
                layout.addSpacing(round(each * GRID))
    return layout
