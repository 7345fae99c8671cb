"""How many forms lie in each class of a figure, as bars; a bar can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from perfdesk.models.summary_lines import Spread
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import tip

_ROLES = QPalette.ColorRole
_CENTRE = Qt.AlignmentFlag.AlignCenter


class SpreadChart(QWidget):
    """Draw one spread; `chosen` names the class that was clicked, blank when it is let go."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.spread = Spread("", ())
        self._here = 0
        self.picked = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_spread(self, spread: Spread) -> None:
        """Show these classes, none chosen."""
        self.spread, self._here, self.picked = spread, 0, ""
        self.setAccessibleName(self.title)
        classes = "，".join(f"{label}：{count} 张" for label, count in spread.classes if count)
        self.setAccessibleDescription(classes)
        self.update()

    @property
    def title(self) -> str:
        """Say what is counted, and how many in all."""
        spread = self.spread
        return (
            f"{spread.title}（{spread.total} 张表有此数）"
            if spread.total
            else (f"{spread.title}：没有表有此数")
        )

    def released(self) -> None:
        """Choose no class, without a word."""
        self.picked = ""
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(48 * GRID, 11 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Leave the bars three lines of text at the least."""
        return QSize(30 * GRID, 8 * self.fontMetrics().height())

    # What is where

    def _field(self) -> QRectF:
        """Give the place of the bars, between the title with the counts and the labels."""
        line = self.fontMetrics().height()
        return QRectF(self.rect()).adjusted(2, 2.6 * line, -2, -1.6 * line)

    def column(self, place: int) -> QRectF:
        """Give the whole column of a class, from its count to its label."""
        field, line = self._field(), self.fontMetrics().height()
        width = field.width() / max(len(self.spread.classes), 1)
        left = field.left() + place * width
        return QRectF(left, field.top() - 1.2 * line, width, field.height() + 2.7 * line)

    def _bar(self, place: int) -> QRectF:
        field, column = self._field(), self.column(place)
        most = max((count for _, count in self.spread.classes), default=0)
        count = self.spread.classes[place][1]
        height = max(field.height() * count / most, 2.0) if count else 0.0
        gap = column.width() * 0.14
        top = field.bottom() - height
        return QRectF(column.left() + gap, top, column.width() - 2 * gap, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the title, and for each class its count, its bar and its label."""
        painter, palette = QPainter(self), self.palette()
        metrics, field = self.fontMetrics(), self._field()
        line = metrics.height()
        painter.setPen(palette.color(_ROLES.WindowText))
        head = QRectF(self.rect()).adjusted(2, 0, -2, 0)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft), self.title)
        for place, (label, count) in enumerate(self.spread.classes):
            column, bar = self.column(place), self._bar(place)
            is_picked = label == self.picked
            painter.setPen(Qt.PenStyle.NoPen)
            other = bool(self.picked) and not is_picked
            painter.setBrush(palette.color(_ROLES.Mid if other else _ROLES.Highlight))
            painter.drawRect(bar)
            painter.setPen(palette.color(_ROLES.WindowText if count else _ROLES.PlaceholderText))
            above = QRectF(column.left(), bar.top() - 1.15 * line, column.width(), line)
            if not bar.height():
                above.moveTop(field.bottom() - 1.15 * line)
            painter.drawText(above, int(_CENTRE), str(count))
            below = QRectF(column.left(), field.bottom() + 0.25 * line, column.width(), line)
            elided = metrics.elidedText(label, Qt.TextElideMode.ElideRight, int(column.width()))
            painter.drawText(below, int(_CENTRE), elided)
            if self.hasFocus() and place == self._here:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(palette.color(_ROLES.Highlight))
                painter.drawRect(column.adjusted(1, 0, -1, 0))
        painter.setPen(palette.color(_ROLES.Mid))
        painter.drawLine(field.bottomLeft(), field.bottomRight())

    # Choosing

    def _at(self, point: QPointF) -> int | None:
        places = range(len(self.spread.classes))
        return next((each for each in places if self.column(each).contains(point)), None)

    def _pick(self, place: int) -> None:
        label, count = self.spread.classes[place]
        self._here = place
        if count:
            self.picked = "" if label == self.picked else label
            self.chosen.emit(self.picked)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the class under the mouse, or let it go."""
        place = self._at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self._pick(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, choose with Enter or the space bar."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        classes, key = self.spread.classes, Qt.Key(event.key())
        if classes and key in steps:
            self._here = min(max(self._here + steps[key], 0), len(classes) - 1)
            self.update()
        elif classes and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._here)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say in a tip what a column counts."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            if place is not None:
                label, count = self.spread.classes[place]
                words = f"{label}：{count} 张表" + ("，单击只看这些" if count else "")
                QToolTip.showText(event.globalPos(), tip(words), self)
            return True
        return super().event(event)
