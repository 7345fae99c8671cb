"""What each column of a list is: a table in which the cell of the form is chosen by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from perfdesk.models.batch_lines import ColumnLine
from perfdesk.models.severity import Severity
from perfdesk.ui.batch.cell_choice import TargetBox
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.look import control_height
from perfdesk.ui.kit.plain import tip

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADS = ("名单的列", "前几行", "表单的栏目", "怎样认出")
TARGET, HOW = 2, 3
_UNUSED = "（不用）"
_WIDTHS = (0.25, 0.20, 0.30)


class ColumnsModel(QAbstractTableModel):
    """The columns of a plan; `chosen` asks for another cell: list, column, path."""

    chosen = Signal(int, int, str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.plan: Plan | None = None
        self._lines: list[ColumnLine] = []

    def show_plan(self, plan: Plan | None) -> None:
        """Show a plan; one that differs in what columns are keeps the view where it is."""
        from perfdesk.commands.batch.report import column_lines

        lines = column_lines(plan) if plan is not None else []
        if len(lines) == len(self._lines) and plan is not None:
            self.plan, self._lines = plan, lines
            last = self.index(len(lines) - 1, len(_HEADS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.plan, self._lines = plan, lines
        self.endResetModel()

    def place(self, row: int) -> tuple[int, int]:
        """Give the list and the column of a row."""
        assert self.plan is not None
        at, column, _ = self.plan.columns[row]
        return at, column.place

    def path(self, row: int) -> str:
        """Give the path of the cell that a row is taken for; blank for none."""
        assert self.plan is not None
        target = self.plan.columns[row][2].target
        return target.path if target else ""

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Count the heads."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the cell of the form be chosen."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == TARGET else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell's text, whole as a tip; what is not used stands back."""
        line = self._lines[index.row()]
        told = f"{line.told}；{line.how}" if line.told else line.how
        heading = f"{line.sheet}：{line.heading}" if self.place(index.row())[0] else line.heading
        texts = heading, line.samples, line.label or _UNUSED, told
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(texts[index.column()].split())
            case Qt.ItemDataRole.ToolTipRole:
                return tip(texts[index.column()])
            case Qt.ItemDataRole.ForegroundRole if not line.label:
                return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            case Qt.ItemDataRole.DecorationRole if index.column() == HOW and self._is_guess(index):
                return self._icons.severity(Severity.WARNING, QGuiApplication.palette())
        return None

    def _is_guess(self, index: Index) -> bool:
        assert self.plan is not None
        return self.plan.columns[index.row()][2].how.value == "guess"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another cell."""
        if role != Qt.ItemDataRole.EditRole or value == self.path(index.row()):
            return False
        self.chosen.emit(*self.place(index.row()), value)
        return True


class _Chooser(QStyledItemDelegate):
    """Show the cell as a box to choose from, which it becomes when it is asked."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        style = QApplication.style()
        box = QStyleOptionComboBox()
        box.rect = option.rect.adjusted(2, 2, -2, -2)
        # The stubs ask for bytes, which PySide6 itself refuses.
        box.palette = QApplication.palette("QComboBox")  # type: ignore[call-overload]
        faded = index.data(Qt.ItemDataRole.ForegroundRole)
        if faded is not None:
            for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
                box.palette.setColor(role, faded)
        box.currentText = option.fontMetrics.elidedText(
            index.data(), Qt.TextElideMode.ElideRight, box.rect.width() - 34
        )
        states = QStyle.StateFlag
        box.state = option.state & (states.State_Enabled | states.State_HasFocus)
        if not box.state & states.State_Enabled:
            box.palette.setCurrentColorGroup(QPalette.ColorGroup.Disabled)
        painter.save()
        painter.setFont(option.font)
        style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box, painter)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box, painter)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, ColumnsModel) and model.plan is not None
        place, _ = model.place(index.row())
        box = TargetBox(model.plan.offered(place), _UNUSED, parent)
        box.chosen.connect(lambda: self._choose(box))
        return box

    def _choose(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        assert isinstance(editor, TargetBox) and isinstance(model, ColumnsModel)
        editor.show_path(model.path(index.row()))
        if (line := editor.lineEdit()) is not None:
            line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, TargetBox)
        model.setData(index, editor.path())


class ColumnsView(QTableView):
    """The table of columns."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.lines = ColumnsModel(icons)
        self.lines.setParent(self)
        self.setModel(self.lines)
        self.setItemDelegateForColumn(TARGET, _Chooser(self))
        self.setAccessibleName("名单的列和表单的栏目")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed
            | triggers.EditKeyPressed
            | triggers.CurrentChanged
            | triggers.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.fit()

    def fit(self) -> None:
        """Share the width out, and make rows as high as a box."""
        width = self.viewport().width()
        for place, share in enumerate(_WIDTHS):
            self.setColumnWidth(place, round(width * share))
        size = mark_size(self.fontMetrics())
        self.setIconSize(self.iconSize().scaled(size, size, Qt.AspectRatioMode.IgnoreAspectRatio))
        self.verticalHeader().setDefaultSectionSize(control_height(self) + 4)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "lines"):
            self.fit()
