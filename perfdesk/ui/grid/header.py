"""The headings and row numbers of the grid: flat, wrapped, the cursor's place marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QWidget

from perfdesk.ui.grid.marks import blend, draw_rules
from perfdesk.ui.grid.text import PADDING, Texts

_ROLE = QPalette.ColorRole
_HERE = 0.14


class GridHeader(QHeaderView):
    """Draw one side's headings in the palette's plain colours."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._texts = Texts(self.font())
        self.setSectionsClickable(True)
        # Qt keeps account of the cursor's section only where it may be highlighted.
        self.setHighlightSections(True)

    def change_font(self) -> None:
        """Lay the headings out in the present font."""
        self._texts = Texts(self.font())

    def height_needed(self) -> int:
        """Give the height that the headings need over the present widths."""
        return int(max(map(self._height, range(self.count())), default=0)) + 2 * PADDING

    def _height(self, section: int) -> float:
        return self._texts.height(self._text(section), self.sectionSize(section) - PADDING)

    def _text(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        palette = self.palette()
        current = self.selectionModel().currentIndex()
        across = self.orientation() == Qt.Orientation.Horizontal
        here = section == (current.column() if across else current.row())
        ground = palette.color(_ROLE.Window)
        if here:
            ground = blend(ground, palette.color(_ROLE.Highlight), _HERE)
        painter.fillRect(rect, ground)
        centre, left = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignLeft
        # The label of a fixed row, not the number of any other.
        is_label = not across and bool(self._text(section).strip("0123456789＊"))
        # Numbers get all the width there is: Qt makes it no wider than they need.
        margin = PADDING if is_label else PADDING / 2
        width = int(rect.width() - 2 * margin)
        laid = self._texts.lay_out(self._text(section), width, left if is_label else centre)
        role = _ROLE.WindowText if across or here or is_label else _ROLE.PlaceholderText
        painter.setPen(palette.color(role))
        top = rect.top() + (rect.height() - laid.height) / 2
        laid.layout.draw(painter, QPointF(rect.left() + margin, top))
        right = not across or section < self.count() - 1
        draw_rules(painter, rect, palette.color(_ROLE.Mid), right=right, bottom=True)
