"""Paint the cells of the grid and open their editors.

Each cell paints its own slice of the merged cell it belongs to, so that any part of the
window may be painted again alone.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from perfdesk.models.finding import Severity
from perfdesk.ui.grid.editor import FRAME, STAY, CellEditor, Step
from perfdesk.ui.grid.marks import MARK, blend, draw_arrow, draw_mark, draw_rules, tint
from perfdesk.ui.grid.merged import Run
from perfdesk.ui.grid.model import TableModel
from perfdesk.ui.grid.text import PADDING, Texts
from perfdesk.ui.grid.typing import Typing

Index = QModelIndex | QPersistentModelIndex
_ROLE = QPalette.ColorRole
_SELECTED = 0.16
_ALIGNS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class GridState(Protocol):
    """What the delegate asks of the view it paints for."""

    def is_chosen(self, index: Index) -> bool:
        """Tell whether a cell is selected, by itself or with the cell it is merged into."""

    def is_current(self, index: Index) -> bool:
        """Tell whether a cell, or the cell it is merged into, has the cursor."""

    def texts(self) -> Texts:
        """Give the texts laid out in the view's font."""

    def begins_typed(self) -> bool:
        """Tell whether the editor about to open was opened by a letter."""

    def begins_with_run(self) -> bool:
        """Tell whether the editor about to open changes all rows of a merged cell."""

    def go(self, step: Step) -> None:
        """Move the cursor by rows and columns."""


class GridDelegate(QStyledItemDelegate):
    """Paint and edit the cells of one table."""

    def __init__(
        self, view: QTableView, model: TableModel, state: GridState, aligns: list[str]
    ) -> None:
        super().__init__(view)
        self._aligns = [_ALIGNS[align] for align in aligns]
        self._view, self._model, self._state = view, model, state
        self._typings: dict[QWidget, Typing] = {}

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell: ground, text, rules, mark, cursor."""
        palette, rect = option.palette, option.rect
        run = self._model.cells.run(index.row(), index.column())
        whole = self._run_rect(rect, index, run)
        severity = self._model.cells.severity(index.row(), index.column())
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.fillRect(rect, self._ground(index, severity, palette))
        self._paint_text(painter, whole, run, index, palette)
        # At the last column the grid's own frame follows.
        right = index.column() < self._model.columnCount() - 1
        closed = index.row() == run[1]
        draw_rules(painter, rect, palette.color(_ROLE.Mid), right=right, bottom=closed)
        if severity:
            place = QRectF(rect.right() - MARK - 2, rect.top() + 2, MARK, MARK)
            draw_mark(painter, place, severity, palette)
        if self._state.is_current(index):
            self._paint_cursor(painter, whole, index, palette)
        painter.restore()

    def _run_rect(self, rect: QRect, index: Index, run: Run) -> QRect:
        if run[0] == run[1]:
            return rect
        top = self._view.rowViewportPosition(run[0])
        bottom = self._view.rowViewportPosition(run[1]) + self._view.rowHeight(run[1])
        return QRect(rect.left(), top, rect.width(), bottom - top)

    def _ground(self, index: Index, severity: Severity | None, palette: QPalette) -> QColor:
        is_open = self._model.cells.is_open(index.row(), index.column())
        ground = palette.color(_ROLE.Base if is_open else _ROLE.AlternateBase)
        if severity:
            ground = tint(ground, severity, palette)
        if self._state.is_chosen(index):
            ground = blend(ground, palette.color(_ROLE.Highlight), _SELECTED)
        return ground

    def _paint_text(
        self, painter: QPainter, whole: QRect, run: Run, index: Index, palette: QPalette
    ) -> None:
        text = self._model.cells.shown(index.row(), index.column())
        there = self._model.cells.exists(index.row(), index.column())
        color = palette.color(_ROLE.Text if there else _ROLE.PlaceholderText)
        if not text:
            text, color = self._hint(index), palette.color(_ROLE.PlaceholderText)
        if not text:
            return
        width = whole.width() - 2 * PADDING - 1
        align = self.align(index.column()) if there else Qt.AlignmentFlag.AlignHCenter
        laid = self._state.texts().lay_out(text, width, align)
        top, room = self._in_sight(whole, laid.height, run)
        down = max((room - laid.height) / 2, PADDING)
        painter.setPen(color)
        laid.layout.draw(painter, QPointF(whole.left() + PADDING, top + down))

    def _in_sight(self, whole: QRect, height: float, run: Run) -> tuple[float, float]:
        """Give top and height of what can be seen of a merged cell, for its text to stay there."""
        top, bottom = float(whole.top()), float(whole.bottom())
        if run[0] < run[1]:
            need = height + 2 * PADDING
            bottom = max(min(bottom, self._view.viewport().height()), top + need)
            top = min(max(top, 0), bottom - need)
        return top, bottom - top

    def _hint(self, index: Index) -> str:
        new_row = index.row() == self._model.cells.filled_rows()  # fixed rows have none
        return "输入即新增一行" if new_row and self._model.cells.is_title(index.column()) else ""

    def align(self, column: int) -> Qt.AlignmentFlag:
        """Tell where a column's texts stand, which is where they stand on paper."""
        return self._aligns[column]

    def _paint_cursor(
        self, painter: QPainter, whole: QRect, index: Index, palette: QPalette
    ) -> None:
        role = _ROLE.Highlight if self._view.hasFocus() or self._typings else _ROLE.Mid
        pen = QPen(palette.color(role), FRAME)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(whole.adjusted(1, 1, -1, -1))
        if self._model.cells.has_list(index.row(), index.column()):
            draw_arrow(painter, self.arrow_place(whole), palette.color(_ROLE.Text))

    def arrow_place(self, rect: QRect) -> QRectF:
        """Say where in a cell the arrow of its list stands."""
        return QRectF(rect.right() - 16, rect.bottom() - 16, 14, 14)

    # Editing

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> CellEditor:
        """Open an editor; from its first key on the document follows."""
        align = self.align(index.column())
        typed = self._state.begins_typed()
        offered = self._model.cells.offered(index.row(), index.column())
        editor = CellEditor(parent, offered, align, typed)
        editor.setFont(self._view.font())
        heading = self._model.headerData(index.column(), Qt.Orientation.Horizontal)
        row = self._model.cells.row_label(index.row()) or f"第 {index.row() + 1} 行"
        editor.setAccessibleName(f"{heading}，{row}")
        editor.show_text(self._model.cells.text(index.row(), index.column()))
        typing = self._model.typing(index, whole_run=self._state.begins_with_run())
        editor.edited.connect(typing.set_text)
        editor.offer_chosen.connect(typing.insert_offer)
        editor.left.connect(lambda step: self._close(editor, typing, step))
        editor.cancelled.connect(lambda: self._cancel(editor, typing))
        editor.start()
        self._typings[editor] = typing
        return editor

    def _close(self, editor: CellEditor, typing: Typing, step: Step) -> None:
        self.closeEditor.emit(editor, self.EndEditHint.NoHint)
        if step != STAY:
            self._state.go(step)

    def _cancel(self, editor: CellEditor, typing: Typing) -> None:
        typing.revert()
        self.closeEditor.emit(editor, self.EndEditHint.RevertModelCache)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """End the typing with its editor."""
        typing = self._typings.pop(editor, None)
        if typing:
            typing.end()
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what the document holds, as after an undo."""
        if isinstance(editor, CellEditor):
            editor.show_text(self._model.cells.text(index.row(), index.column()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Do nothing: every key has already brought its text into the document."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Lay the editor over the cell, or over the merged cell it changes."""
        rect = QRect(option.rect)
        if self._state.begins_with_run():
            rect = self._run_rect(rect, index, self._model.cells.run(index.row(), index.column()))
        # The cursor's frame stays to be seen around the editor.
        rect.adjust(FRAME, FRAME, -FRAME, -FRAME)
        editor.setGeometry(rect)
        if isinstance(editor, CellEditor):
            editor.set_least_height(rect.height())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave the keys to the editor; Qt would open the next cell's editor on Tab."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        return super().eventFilter(editor, event)
