"""Draw the small marks of the grid: findings by shape and colour, and the arrow of a list."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from perfdesk.models.finding import Severity
from perfdesk.ui.kit.look import severity_color

MARK = 12
_TINT = 0.10


def blend(ground: QColor, color: QColor, share: float) -> QColor:
    """Mix a share of one colour into another."""
    return QColor.fromRgbF(
        ground.redF() + (color.redF() - ground.redF()) * share,
        ground.greenF() + (color.greenF() - ground.greenF()) * share,
        ground.blueF() + (color.blueF() - ground.blueF()) * share,
    )


def tint(ground: QColor, severity: Severity, palette: QPalette) -> QColor:
    """Give the ground of a cell that has a finding."""
    return blend(ground, severity_color(severity, palette), _TINT)


def draw_rules(painter: QPainter, rect: QRect, color: QColor, *, right: bool, bottom: bool) -> None:
    """Rule a cell at its right and its bottom edge."""
    # One dot of the screen wide: at 150% a rule of one pixel is one dot here and two there.
    # And to the very edge: rect.right() is a pixel short of it, a gap of dots at 200%.
    painter.setPen(QPen(color, 0))
    across, down = rect.x() + rect.width(), rect.y() + rect.height()
    if right:
        painter.drawLine(QLineF(rect.right(), rect.top(), rect.right(), down))
    if bottom:
        painter.drawLine(QLineF(rect.left(), rect.bottom(), across, rect.bottom()))


def draw_mark(painter: QPainter, place: QRectF, severity: Severity, palette: QPalette) -> None:
    """Draw a finding's mark: a cross in a disc, a call in a triangle, an i in a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / 16, place.height() / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(severity_color(severity, palette))
    ground = QPen(palette.color(QPalette.ColorRole.Base), 2.2)
    ground.setCapStyle(Qt.PenCapStyle.RoundCap)
    match severity:
        case Severity.ERROR:
            painter.drawEllipse(QRectF(1, 1, 14, 14))
            painter.setPen(ground)
            painter.drawLine(QPointF(5.4, 5.4), QPointF(10.6, 10.6))
            painter.drawLine(QPointF(10.6, 5.4), QPointF(5.4, 10.6))
        case Severity.WARNING:
            painter.drawPolygon(QPolygonF([QPointF(8, 1), QPointF(15.5, 15), QPointF(0.5, 15)]))
            painter.setPen(ground)
            painter.drawLine(QPointF(8, 6), QPointF(8, 9.6))
            painter.drawPoint(QPointF(8, 12.6))
        case Severity.NOTE:
            painter.drawRoundedRect(QRectF(1.5, 1.5, 13, 13), 2.5, 2.5)
            painter.setPen(ground)
            painter.drawPoint(QPointF(8, 4.6))
            painter.drawLine(QPointF(8, 8), QPointF(8, 11.6))
    painter.restore()


def draw_arrow(painter: QPainter, place: QRectF, color: QColor) -> None:
    """Draw the arrow that says a list is offered."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    middle, reach = place.center(), place.width() / 4
    tip = middle + QPointF(0, reach / 2)
    painter.drawPolyline([tip + QPointF(-reach, -reach), tip, tip + QPointF(reach, -reach)])
    painter.restore()
