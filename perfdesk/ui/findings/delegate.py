"""Draw one finding in the list: mark, place, sentence over as many lines as it needs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from perfdesk.ui.findings.model import Entry, FindingsModel, Heading
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.look import GRID

_WRAP = int(Qt.TextFlag.TextWordWrap)


class FindingsDelegate(QStyledItemDelegate):
    """Draw headings and findings; text is drawn as text."""

    def __init__(self, view: QListView, model: FindingsModel, icons: Icons) -> None:
        super().__init__(view)
        self._view, self._model, self._icons = view, model, icons
        self._heights: dict[tuple[str, int, str], int] = {}

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        item = self._model.item(index)
        painter.save()
        rect: QRect = option.rect
        if isinstance(item, Heading):
            painter.setFont(_bold(self._view.font()))
            painter.setPen(self._view.palette().color(QPalette.ColorRole.PlaceholderText))
            place = rect.adjusted(GRID, 0, -GRID, -4)
            bottom = Qt.AlignmentFlag.AlignBottom
            if item.is_open is not None:
                self._paint_fold(painter, option, item.is_open)
                place.setLeft(rect.left() + self._left())
            painter.drawText(place, int(bottom), f"{item.tab}  {item.count}")
        elif isinstance(item, Entry):
            self._paint_finding(painter, option, item)
        painter.restore()

    def _paint_fold(self, painter: QPainter, option: QStyleOptionViewItem, is_open: bool) -> None:
        """Draw the arrow before a heading that folds."""
        rect: QRect = option.rect
        palette, size = self._view.palette(), mark_size(self._view.fontMetrics())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Midlight))
        arrow = QStyleOptionViewItem(option)
        bottom = rect.bottom() - 4
        arrow.rect = QRect(rect.left() + GRID, bottom - size, size, size)
        primitives = QStyle.PrimitiveElement
        kind = primitives.PE_IndicatorArrowDown if is_open else primitives.PE_IndicatorArrowRight
        self._view.style().drawPrimitive(kind, arrow, painter, self._view)

    def _paint_finding(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        rect: QRect = option.rect
        finding = entry.finding
        palette = self._view.palette()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        text, quiet = QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText
        if is_chosen:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Midlight))
            bar = QRect(rect.topLeft(), QSize(3, rect.height()))
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Highlight))
        metrics = self._view.fontMetrics()
        icon = self._icons.pixmap(finding.severity, palette, metrics)
        left = self._left()
        line = QFontMetrics(_bold(self._view.font())).height()
        painter.drawPixmap(
            rect.topLeft() + QPoint(GRID, 6 + (line - mark_size(metrics)) // 2), icon
        )
        place = QRect(rect.left() + left, rect.top() + 6, rect.width() - left - GRID, line)
        painter.setFont(_bold(self._view.font()))
        painter.setPen(palette.color(quiet if finding.is_quiet else text))
        metrics = painter.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(place, 0, metrics.elidedText(entry.where, elide, place.width()))
        painter.setFont(self._view.font())
        painter.setPen(palette.color(text if is_chosen else quiet))
        below = QRect(place.left(), place.bottom() + 3, place.width(), rect.height())
        painter.drawText(below, _WRAP, entry.words)

    def _left(self) -> int:
        return GRID + mark_size(self._view.fontMetrics()) + GRID

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give a row the height of its text at the list's present width."""
        width = self._view.viewport().width()
        item = self._model.item(index)
        font = self._view.font()
        line = QFontMetrics(_bold(font)).height()
        if not isinstance(item, Entry):
            return QSize(width, line + GRID + 8)
        words = item.words
        key = (words, width, font.toString())
        if key not in self._heights:
            room = QRect(0, 0, max(width - self._left() - GRID, 40), 10_000)
            height = QFontMetrics(font).boundingRect(room, _WRAP, words).height()
            self._heights[key] = 6 + line + 3 + height + 7
        return QSize(width, self._heights[key])


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made
