"""The grid that feels like Excel: cursor, selection, sizes, and when an editor opens.

Typing, F2 and composing open an editor by Qt's own edit triggers: handling keys here for
that would swallow the first letter of an input method.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.ui.bridge import Bridge
from perfdesk.ui.grid_actions import ACTIONS, MOVES, make_actions
from perfdesk.ui.grid_clipboard import Area
from perfdesk.ui.grid_deeds import GridDeeds
from perfdesk.ui.grid_delegate import GridDelegate
from perfdesk.ui.grid_editor import Step
from perfdesk.ui.grid_header import GridHeader
from perfdesk.ui.grid_heights import RowHeights
from perfdesk.ui.grid_model import TableModel
from perfdesk.ui.grid_text import Texts
from perfdesk.ui.grid_widths import Columns, paper_widths
from perfdesk.ui.plain import tip

Index = QModelIndex | QPersistentModelIndex
_TRIGGER = QAbstractItemView.EditTrigger
_SELECT = QItemSelectionModel.SelectionFlag
_CURSOR = QAbstractItemView.CursorAction
_FLAT_CORNER = """QTableCornerButton::section {
    background: palette(window); border: none;
    border-right: 1px solid palette(mid); border-bottom: 1px solid palette(mid);
}"""


class Grid(QTableView):
    """Show and edit one table; `told` gives a line for the person, blank to take it back."""

    told = Signal(str)

    def __init__(self, bridge: Bridge, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = self._one_row = False
        self._single = True
        self._tab_from: int | None = None
        self.rows = TableModel(bridge, table, self)
        self.setModel(self.rows)
        self._dress()
        shares = paper_widths(bridge.session.edition, table)
        self._columns = Columns(self, table, shares)
        self._heights = RowHeights(self, self.rows)
        self.setItemDelegate(GridDelegate(self, self.rows, self))
        # Kept, because a signal holds the object behind a method only weakly.
        self._deeds = GridDeeds(self)
        self.actions_by_name = make_actions(self, self._deeds)
        for keys, step in MOVES.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda step=step: self.go(step))
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self._columns.changed.connect(self._on_widths)
        self.rows.headerDataChanged.connect(self._on_heading)
        self.put_cursor(self.rows.index(0, 0))

    def _dress(self) -> None:
        self.setAccessibleName(self.rows.cells.table.label)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            _TRIGGER.AnyKeyPressed | _TRIGGER.EditKeyPressed | _TRIGGER.DoubleClicked
        )
        self._across = GridHeader(Qt.Orientation.Horizontal, self)
        self._across.setMinimumSectionSize(24)
        self.setHorizontalHeader(self._across)
        self._down = GridHeader(Qt.Orientation.Vertical, self)
        self._down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._down.setMinimumSectionSize(20)
        self.setVerticalHeader(self._down)
        corner = self.findChild(QAbstractButton)
        if isinstance(corner, QAbstractButton):
            corner.setStyleSheet(_FLAT_CORNER)
            corner.setToolTip(tip("全选（Ctrl+A）"))

    # What the delegate asks

    def texts(self) -> Texts:
        """Give the texts laid out in this view's font."""
        return self._heights.texts

    def begins_typed(self) -> bool:
        """Tell whether a letter opened the editor."""
        return self._typed

    def begins_with_run(self) -> bool:
        """Tell whether an editor changes all rows of a merged cell."""
        return not self._one_row and self.is_single()

    def is_current(self, index: Index) -> bool:
        """Tell whether the cursor is in this cell or in the cell it is merged into."""
        current = self.currentIndex()
        if index.row() == current.row() and index.column() == current.column():
            return True
        return self.is_single() and self._same_run(index, current)

    def is_chosen(self, index: Index) -> bool:
        """Tell whether a cell is one of several selected ones."""
        return not self.is_single() and self.selectionModel().isSelected(_plain(index))

    def _same_run(self, index: Index, other: Index) -> bool:
        if index.column() != other.column() or not other.isValid():
            return False
        first, last = self.rows.cells.run(other.row(), other.column())
        return first <= index.row() <= last

    def is_single(self) -> bool:
        """Tell whether only the cursor's cell is selected."""
        return self._single

    # Moving

    def go(self, step: Step) -> None:
        """Move the cursor by rows and columns, as after leaving an editor.

        Past the last column it goes on in the next row. A step down after steps to the right
        returns to the column where those began, as in Excel.
        """
        current = self.currentIndex()
        down, right = step
        if right:
            start = current.column() if self._tab_from is None else self._tab_from
            self.put_cursor(self._beside(current, right))
            self._tab_from = start if right > 0 else None
        elif down:
            column = current.column() if self._tab_from is None else self._tab_from
            target = self._below(current, down)
            self.put_cursor(self.rows.index(target.row(), column))

    def put_cursor(self, index: QModelIndex) -> None:
        """Put the cursor into a cell and bring it into sight."""
        if index.isValid():
            # Not setCurrentIndex(), which would extend the selection while Shift or Ctrl is held.
            self.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect)
            self.scrollTo(index)

    def _beside(self, index: QModelIndex, step: int) -> QModelIndex:
        count = self.rows.columnCount()
        place = index.row() * count + index.column() + step
        place = max(0, min(place, self.rows.rowCount() * count - 1))
        return self.rows.index(place // count, place % count)

    def _below(self, index: QModelIndex, step: int) -> QModelIndex:
        first, last = self.rows.cells.run(index.row(), index.column())
        if not self.is_single():
            first = last = index.row()
        row = last + 1 if step > 0 else first - 1
        return self.rows.index(max(0, min(row, self.rows.rowCount() - 1)), index.column())

    def moveCursor(self, action: Any, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Step over a merged cell as over one cell, and from row to row with Tab."""
        current = self.currentIndex()
        if current.isValid() and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            if action == _CURSOR.MoveDown:
                return self._below(current, 1)
            if action == _CURSOR.MoveUp:
                return self._below(current, -1)
        if current.isValid() and action == _CURSOR.MoveNext:
            self._tab_from = current.column() if self._tab_from is None else self._tab_from
            return self._beside(current, 1)
        if current.isValid() and action == _CURSOR.MovePrevious:
            return self._beside(current, -1)
        return super().moveCursor(action, modifiers)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab leave the grid behind its last cell, and Shift+Tab before its first."""
        current = self.currentIndex()
        edge = self._beside(current, 1 if forward else -1)
        if current == edge:
            self.setTabKeyNavigation(False)
            moved = super().focusNextPrevChild(forward)
            self.setTabKeyNavigation(True)
            return moved
        return super().focusNextPrevChild(forward)

    def show_cell(self, ref: Ref) -> None:
        """Bring a cell up and put the cursor there; nothing happens for a cell of no row."""
        index = self.rows.find(ref)
        if index.isValid():
            self.put_cursor(index)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Note the cell that was left; its findings may show from now on."""
        super().currentChanged(_plain(current), _plain(previous))
        self._tab_from = self._tab_from if current.row() == previous.row() else None
        self.rows.visit(previous)
        self._paint_anew(current, previous)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Paint merged cells anew, which change with any part of them."""
        super().selectionChanged(selected, deselected)
        ranges = self.selectionModel().selection()
        self._single = ranges.isEmpty() or (
            ranges.count() == 1 and ranges.first().width() == ranges.first().height() == 1
        )
        self._paint_anew(self.currentIndex())

    def _paint_anew(self, *indexes: Index) -> None:
        """Paint the merged cells around these anew, which change with any part of them."""
        for index in indexes:
            first, last = self.rows.cells.run(index.row(), index.column())
            if index.isValid() and first < last:
                top, bottom = (
                    self.visualRect(self.rows.index(row, index.column())) for row in (first, last)
                )
                self.viewport().update(top.united(bottom))

    # Editing

    def edit(self, index: Index, *how: Any) -> Any:
        """Remember by what an editor is opened."""
        if not how:
            return super().edit(index)
        if self.state() != self.State.EditingState:
            self._typed = how[0] == _TRIGGER.AnyKeyPressed
        return super().edit(index, *how)

    def closeEditor(self, editor: QWidget, hint: Any) -> None:
        """Give the keys back to the grid."""
        self._one_row = False
        super().closeEditor(editor, hint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list where its arrow is pressed."""
        self._tab_from = None
        index, current = self.indexAt(event.position().toPoint()), self.currentIndex()
        on_arrow = (
            index.isValid()
            and self.is_current(index)
            and bool(self.rows.cells.offers(current.row(), current.column()))
            and self._arrow_at(current, event.position().toPoint())
        )
        if on_arrow:
            self.edit(current)
        else:
            super().mousePressEvent(event)

    def _arrow_at(self, index: QModelIndex, point: QPoint) -> bool:
        last = self.rows.cells.run(index.row(), index.column())[1]
        rect = self.visualRect(self.rows.index(last, index.column()))
        delegate = self.itemDelegate()
        return isinstance(delegate, GridDelegate) and delegate.arrow_place(rect).contains(point)

    # The selection

    def area(self) -> Area:
        """Give the rectangle around the selection; a merged cell counts as all its rows."""
        current = self.currentIndex()
        if self.is_single():
            first, last = self.rows.cells.run(current.row(), current.column())
            return Area(first, current.column(), last, current.column())
        chosen = self.selectionModel().selection()
        parts = [chosen.at(nth) for nth in range(chosen.count())]
        area = Area(
            min(part.top() for part in parts),
            min(part.left() for part in parts),
            max(part.bottom() for part in parts),
            max(part.right() for part in parts),
        )
        if area.top < area.bottom == self.rows.cells.filled_rows():
            return Area(area.top, area.left, area.bottom - 1, area.right)
        return area

    def select(self, area: Area) -> None:
        """Select a rectangle and put the cursor at its corner."""
        first = self.rows.index(area.top, area.left)
        self.put_cursor(first)
        whole = QItemSelection(first, self.rows.index(area.bottom, area.right))
        self.selectionModel().select(whole, _SELECT.ClearAndSelect)

    def edit_one_row(self) -> None:
        """Edit this row's cell alone, not all rows of the merged cell."""
        self._one_row = True
        self._typed = False
        if not self.edit(self.currentIndex(), _TRIGGER.EditKeyPressed, None):
            self._one_row = False

    def end_editing(self) -> None:
        """Close an open editor; what was typed is in the document already."""
        if self.state() == self.State.EditingState:
            self.setFocus()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer everything that can be done here, with its keys."""
        menu = QMenu(self)
        for each in ACTIONS:
            menu.addAction(self.actions_by_name[each.name])
            if each.ends_group:
                menu.addSeparator()
        menu.exec(event.globalPos())
        menu.deleteLater()

    # Sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._columns.share_out()

    def event(self, event: QEvent) -> bool:
        """Follow a change of font."""
        done = super().event(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_columns"):
            self._heights.change_font()
            self._across.change_font()
            self._down.change_font()
            self._columns.share_out()
        return done

    def sizeHint(self) -> QSize:
        """Ask for room for all rows, within reason."""
        height = self._across.height_needed() + self._down.length()
        return QSize(640, min(height + 2 * self.frameWidth(), 560))

    def _on_widths(self) -> None:
        self._across.setFixedHeight(self._across.height_needed())
        self._heights.measure_all()

    def _on_heading(self, orientation: Qt.Orientation) -> None:
        if orientation == Qt.Orientation.Horizontal:
            self._on_widths()

    def _on_scroll(self) -> None:
        # The text of a merged cell stays in sight, which a scrolled picture would not know.
        self.viewport().update()


def _plain(index: Index) -> QModelIndex:
    # PySide hands over the one where its signature says the other; neither converts.
    assert isinstance(index, QModelIndex)
    return index
