"""A computed percentage as a quiet bar, to be compared with those beside it."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from perfdesk.ui.kit.layout import TOP, at, hbox
from perfdesk.ui.kit.look import GRID


class PercentBar(QWidget):
    """Draw a share of a hundred; more than that fills the bar and no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float | None:
        """Give how much of the bar is filled, from 0 to 1; None for no figure."""
        return self._share

    def show_percent(self, percent: Decimal | None) -> None:
        """Show a percentage; an empty track for None."""
        share = None if percent is None else min(max(float(percent) / 100, 0.0), 1.0)
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(12 * GRID, GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * GRID, GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        round_by = whole.height() / 2
        painter.setBrush(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(whole, round_by, round_by)
        if self._share:
            painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
            filled = QRectF(whole)
            filled.setWidth(max(whole.width() * self._share, whole.height()))
            painter.drawRoundedRect(filled, round_by, round_by)


class BarRow(QFrame):
    """Hold bars side by side, as wide as the page together."""

    def __init__(self, bars: list[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayout(hbox(*(at(TOP, bar, 1) for bar in bars), spacing=4))
