"""The grid that feels like Excel: what it looks like, and when an editor opens.

Typing, F2 and composing open an editor by Qt's own edit triggers: handling keys here for
that would swallow the first letter of an input method.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
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
    QWidget,
)

from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.ui.grid.actions import MOVES, actions_of, make_actions
from perfdesk.ui.grid.choices import NameSource
from perfdesk.ui.grid.commands import GridCommands
from perfdesk.ui.grid.cursor import CursorView, Index
from perfdesk.ui.grid.delegate import GridDelegate
from perfdesk.ui.grid.header import GridHeader
from perfdesk.ui.grid.heights import RowHeights
from perfdesk.ui.grid.model import TableModel
from perfdesk.ui.grid.text import PADDING, Texts
from perfdesk.ui.grid.widths import Columns, paper_aligns, paper_widths
from perfdesk.ui.kit.plain import tip
from perfdesk.ui.opened.bridge import Bridge

_TRIGGER = QAbstractItemView.EditTrigger
_LEAST_HEIGHT, _MOST_HEIGHT = 120, 400
# A longer label of a fixed row goes on in the next line.
_LONGEST_LABEL = 11
_COMPUTED, _NOT_THERE = "这一格由程序计算，不能填写。", "这一行没有这一栏，不能填写。"
_FLAT_CORNER = """QTableCornerButton::section {
    background: palette(window); border: none;
    border-right: 1px solid palette(mid); border-bottom: 1px solid palette(mid);
}"""


class Grid(CursorView):
    """Show and edit one table; `message` gives a line for the person, blank to take it back."""

    message = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        table: Table,
        parent: QWidget | None = None,
        names: NameSource | None = None,
    ) -> None:
        super().__init__(TableModel(bridge, table, names=names), parent)
        self.rows.setParent(self)
        self._typed = self._one_row = False
        self._asked = 0
        self._refresh_look()
        shares = paper_widths(bridge.session.edition, table)
        self._columns = Columns(self, table, shares)
        self._heights = RowHeights(self, self.rows)
        aligns = paper_aligns(bridge.session.edition, table)
        self.setItemDelegate(GridDelegate(self, self.rows, self, aligns))
        # Kept, because a signal holds the object behind a method only weakly.
        self._commands = GridCommands(self)
        self.actions_by_name = make_actions(self, table, self._commands)
        for keys, step in MOVES.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda step=step: self.go(step))
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self._columns.changed.connect(self._on_widths)
        self._down.sectionResized.connect(self._on_height)
        self._down.sectionCountChanged.connect(self._on_height)
        self._down.sectionCountChanged.connect(self._fit_labels)
        self.rows.headerDataChanged.connect(self._on_heading)
        self._fit_labels()
        self.put_cursor(self.rows.index(0, 0))

    def _refresh_look(self) -> None:
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
        self._color_corner()

    def _color_corner(self) -> None:
        corner = self.findChild(QAbstractButton)
        if isinstance(corner, QAbstractButton):
            # A style sheet keeps the colours that it was read with.
            corner.setStyleSheet(_FLAT_CORNER)
            corner.setToolTip(tip("全选（Ctrl+A）"))

    # What the delegate asks

    def texts(self) -> Texts:
        return self._heights.texts

    def begins_typed(self) -> bool:
        return self._typed

    def begins_with_run(self) -> bool:
        """Tell whether an editor changes all rows of a merged cell."""
        return not self._one_row and self.is_single()

    # Editing

    def show_cell(self, ref: Ref) -> None:
        """Bring a cell up and put the cursor there; nothing happens for a cell of no row."""
        index = self.rows.find(ref)
        if index.isValid():
            self.put_cursor(index)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, index: Index, *how: Any) -> Any:
        """Remember by what an editor is opened."""
        if not how:
            return super().edit(index)
        if self.state() != self.State.EditingState:
            self._typed = how[0] == _TRIGGER.AnyKeyPressed
            if self._typed and not self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
                there = self.rows.cells.exists(index.row(), index.column())
                self.message.emit(_COMPUTED if there else _NOT_THERE)
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
            and self.rows.cells.has_list(current.row(), current.column())
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
        for each in actions_of(self.rows.cells.table):
            menu.addAction(self.actions_by_name[each.name])
            if each.ends_group:
                menu.addSeparator()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def show_new_row(self, ref: Ref) -> None:
        """Put the cursor into the empty last row, in the column that a cell names."""
        names = self.rows.cells.names
        if ref.field in names:
            self.put_cursor(self.rows.index(self.rows.rowCount() - 1, names.index(ref.field)))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Sizes

    def _fit_labels(self) -> None:
        """Give the row numbers, or the labels of fixed rows, their room at the left."""
        cells, metrics = self.rows.cells, self._down.fontMetrics()
        if cells.is_fixed:
            labels = [cells.row_label(row) for row in range(len(cells.rows))]
            widest = max(map(metrics.horizontalAdvance, labels), default=0)
            most = _LONGEST_LABEL * metrics.horizontalAdvance("国")
            width = min(widest, most) + 3 * PADDING
        else:
            # Half a padding stays clear at either side, and figures are measured whole.
            longest = ("国", "0" * len(str(len(cells.rows))))
            width = max(map(metrics.horizontalAdvance, longest)) + PADDING + 2
        if self._down.width() != width:
            self._down.setFixedWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._columns.share_out()

    def event(self, event: QEvent) -> bool:
        """Follow a change of font and of theme."""
        done = super().event(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color_corner()
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_columns"):
            self._heights.change_font()
            self._across.change_font()
            self._down.change_font()
            self._fit_labels()
            self._columns.share_out()
        return done

    def sizeHint(self) -> QSize:
        """Ask for room for all rows, within reason."""
        return QSize(640, self._room())

    def minimumSizeHint(self) -> QSize:
        """Ask for the same on a page that scrolls: a small table shows all its rows there."""
        return QSize(240, self._room())

    def _room(self) -> int:
        height = self._across.height() + self._down.length() + 2 * self.frameWidth()
        # Fixed rows leave no room for more: none will come.
        least = 0 if self.rows.cells.is_fixed else _LEAST_HEIGHT
        return min(max(height, least), _MOST_HEIGHT)

    def _on_height(self) -> None:
        if self._room() != self._asked:
            self._asked = self._room()
            self.updateGeometry()

    def _on_widths(self) -> None:
        self._across.setFixedHeight(self._across.height_needed())
        self._heights.measure_all()
        self._on_height()

    def _on_heading(self, orientation: Qt.Orientation) -> None:
        if orientation == Qt.Orientation.Horizontal:
            self._on_widths()

    def _on_scroll(self) -> None:
        # The text of a merged cell stays in sight, which a scrolled picture would not know.
        self.viewport().update()
