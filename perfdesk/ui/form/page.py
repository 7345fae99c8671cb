"""One tab of the form: its sections and tables in order, two columns wide where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from perfdesk.models.edits import Batch, Edit, SetCell
from perfdesk.models.form import Appearance, Section, Table
from perfdesk.models.refs import Ref
from perfdesk.session import Change
from perfdesk.ui.form.field_box import FieldBox
from perfdesk.ui.form.percent_bar import BarRow
from perfdesk.ui.form.text_editors import LongTextEditor
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import Part, Placed, grow, holding, scroll_down_only, table, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label
from perfdesk.ui.opened.bridge import Bridge

# Two columns need this many characters' width at the least; a page wider than the second
# figure leaves the rest blank, for lines that long are hard to read.
_TWO_COLUMNS = 40
_WIDEST = 96


class TableWidget(Protocol):
    """What a page asks of the editor of a table."""

    def show_cell(self, ref: Ref) -> None:
        """Bring a cell up and put the cursor there."""

    def show_new_row(self, ref: Ref) -> None:
        """Put the cursor into the empty last row, in the column that a cell names."""


MakeTable = Callable[[Bridge, Table, QWidget], QWidget]


class FormPage(QScrollArea):
    """Show one tab of the form."""

    def __init__(
        self,
        bridge: Bridge,
        icons: Icons,
        tab: str,
        make_table: MakeTable,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._icons = bridge, icons
        self._boxes: dict[Ref, FieldBox] = {}
        self._tables: dict[str, QWidget] = {}
        self._sections: list[_SectionBox] = []
        scroll_down_only(self)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        content = _Content()
        # A text that grows moves its caret once more when the page has made room.
        content.resized.connect(self._keep_caret, Qt.ConnectionType.QueuedConnection)
        content.setBackgroundRole(QPalette.ColorRole.Base)
        content.setAutoFillBackground(True)
        parts: list[Part] = []
        for part in bridge.session.edition.sections:
            if part.tab == tab and isinstance(part, Section):
                parts.append(self._section(part))
            elif part.tab == tab and isinstance(part, Table):
                table = self._table(part, make_table)
                # Fixed rows need no more room than they take.
                parts.append(table if part.rows else grow(table))
        if not any(isinstance(each, Placed) for each in parts):
            parts.append(grow())
        content.setLayout(vbox(*parts, margin=(3, 2, 3, 3), spacing=3))
        self.setWidget(content)
        bridge.changed.connect(self._on_change)
        bridge.findings_changed.connect(self._on_findings)

    def _section(self, part: Section) -> QWidget:
        box = _SectionBox(self._bridge, self._icons, part, self)
        self._sections.append(box)
        for field in box.boxes:
            self._boxes[field.ref] = field
            if isinstance(field.editor, LongTextEditor):
                field.editor.caret_moved.connect(self._keep_caret)
        return box

    def _table(self, part: Table, make_table: MakeTable) -> QWidget:
        whole = QWidget(self)
        table = self._tables[part.name] = make_table(self._bridge, part, whole)
        whole.setLayout(vbox(_heading(part.label, part.hint), grow(table)))
        return whole

    def show_cell(self, ref: Ref) -> None:
        """Bring a cell of this page up and put the cursor there."""
        if ref.table:
            table: TableWidget = self._tables[ref.table]  # type: ignore[assignment]
            self.ensureWidgetVisible(self._tables[ref.table], 0, 0)
            table.show_cell(ref)
        elif ref in self._boxes:
            box = self._boxes[ref]
            self.ensureWidgetVisible(box, 0, 2 * GRID)
            box.focus()

    def show_new_row(self, ref: Ref) -> None:
        """Bring a table of this page up and put the cursor into its empty last row."""
        table: TableWidget = self._tables[ref.table]  # type: ignore[assignment]
        self.ensureWidgetVisible(self._tables[ref.table], 0, 0)
        table.show_new_row(ref)

    def focus(self) -> None:
        """Put the cursor into the first field that can be typed in, else into the table."""
        editors = (box for box in self._boxes.values() if box.editor is not None)
        first: QWidget | None = next((box.editor for box in editors), None)
        first = first or next(iter(self._tables.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_hint(self, focused: QWidget | None) -> bool:
        """Show the hint of the field with the cursor; False where there is none."""
        for box in self._boxes.values():
            if focused is not None and (box is focused or box.isAncestorOf(focused)):
                return box.toggle_hint()
        return False

    def _keep_caret(self) -> None:
        """Scroll to the caret of the long text that has the cursor."""
        editor, content = QApplication.focusWidget(), self.widget()
        if isinstance(editor, LongTextEditor) and content and content.isAncestorOf(editor):
            place = editor.viewport().mapTo(content, editor.cursorRect().center())
            self.ensureVisible(place.x(), place.y(), 0, 3 * GRID)

    def _on_change(self, change: Change) -> None:
        touched = set(_cells(change.edit)) if change.edit else set()
        for ref, box in self._boxes.items():
            if ref in touched:
                box.refresh()
            else:
                box.refresh_computed()

    def _on_findings(self) -> None:
        for box in self._boxes.values():
            box.refresh_findings()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose one column or two."""
        super().resizeEvent(event)
        character = self.fontMetrics().horizontalAdvance("中")
        width = self.viewport().width() - 6 * GRID
        least = max((section.column_width() for section in self._sections), default=0)
        fits = 2 * least + 4 * GRID <= width and width >= _TWO_COLUMNS * character
        for section in self._sections:
            section.setMaximumWidth(_WIDEST * character)
            section.flow(2 if fits else 1)


class _Content(QWidget):
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class _SectionBox(QWidget):
    def __init__(self, bridge: Bridge, icons: Icons, part: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes = [FieldBox(bridge, icons, field, self) for field in part.fields]
        self._columns = 0
        self._items = list(_grouped(self.boxes))
        self._grid = table(across=4, down=2)
        head = (_heading(part.label, part.hint),) if part.label else ()
        self.setLayout(vbox(*head, self._grid))

    def column_width(self) -> int:
        narrow = (item for item, is_wide in self._items if not is_wide)
        return max((box.minimumSizeHint().width() for box in narrow), default=0)

    def flow(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        row = column = 0
        for box, is_wide in self._items:
            # Not takeAt(): its item would live on, and the box's new item never hear that
            # the box has grown.
            self._grid.removeWidget(box)
            span = columns if is_wide else 1
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)


def _grouped(boxes: list[FieldBox]) -> Iterator[tuple[QWidget, bool]]:
    """Give what stands in the section, bars in a row as one strip, and whether it is wide."""
    for is_bar, group in groupby(boxes, lambda box: box.field.appearance is Appearance.BAR):
        if is_bar:
            yield BarRow(list(group)), True
        else:
            yield from ((box, box.is_wide) for box in group)


def _heading(text: str, hint: str) -> QWidget:
    heading = label(text, wrap=True, size=1.1, bold=True)
    note = label(hint, wrap=True, quiet=True)
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setForegroundRole(QPalette.ColorRole.Midlight)
    line.setFrameShadow(QFrame.Shadow.Plain)
    return holding(vbox(heading, *([note] if hint else []), line, spacing=0.5))


def _cells(edit: Edit) -> Iterator[Ref]:
    match edit:
        case SetCell(at):
            yield at
        case Batch(edits):
            for part in edits:
                yield from _cells(part)
