"""Show what a form from outside would change, what was understood of it and what was not.

Only the differences can be chosen; the other lists are for comparing with the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from perfdesk.models.values import shorten
from perfdesk.ui.look import GRID, scale
from perfdesk.ui.plain import label, tip

if TYPE_CHECKING:
    from perfdesk.exchange.differences import Difference
    from perfdesk.exchange.incoming import Incoming, Understood
    from perfdesk.models.form import Edition

# A list to look over, not to read: more lines, or longer ones, are a page of something else.
_MOST_LINES, _LONGEST = 500, 120


class ImportDialog(QDialog):
    """Let each difference be taken or left; nothing happens before.

    `source` names the file. With `is_new` the project does not have the form yet.
    """

    def __init__(
        self,
        source: str,
        edition: Edition,
        incoming: Incoming,
        differences: Sequence[Difference],
        parent: QWidget | None = None,
        *,
        is_new: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入：核对后写入")
        self.resize(880, 560)
        self._differences = differences
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        heading = label(f"{source} → “{edition.short_title}”", wrap=True, selectable=True)
        scale(heading, 1.1, bold=True)
        column.addWidget(heading)
        column.addWidget(label(_said(len(differences), edition, is_new=is_new), wrap=True))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        # With nothing but differences, one list needs no tab.
        self.tabs.setTabBarAutoHide(True)
        self.table = self._make_table()
        self.tabs.addTab(self.table, f"不同 {len(differences)} 处")
        self._add_list(
            "请留意 {} 处",
            ("提示", "位置"),
            [(note.message, note.where) for note in incoming.notes],
        )
        self._add_list(
            "已识别 {} 格",
            ("栏目", "内容", "位置"),
            [
                (_place(each, edition, incoming), each.text, each.place.address)
                for each in incoming.understood
            ],
        )
        self._add_list(
            "未识别 {} 处",
            ("内容", "位置"),
            [(each.text, each.place.address) for each in incoming.strange],
        )
        column.addWidget(self.tabs, 1)
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self._accept = buttons.addButton("导入", roles.AcceptRole)
        buttons.addButton("不导入", roles.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.table.itemChanged.connect(self._count)
        self._count()

    def _make_table(self) -> QTableWidget:
        lines = [
            (each.label, each.before or "（空白）", each.after or "（空白）")
            for each in self._differences
        ]
        table = _table("差异", ("位置", "现在", "导入后"), lines)
        marks = Qt.CheckState
        for row, difference in enumerate(self._differences):
            item = table.item(row, 0)
            if item is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                # What would only take entries away is left to be asked for.
                item.setCheckState(marks.Checked if difference.after else marks.Unchecked)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.resizeRowsToContents()
        return table

    def _add_list(self, title: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        if not lines:
            return
        shown = [[shorten(text, _LONGEST) for text in line] for line in lines[:_MOST_LINES]]
        if len(lines) > _MOST_LINES:
            more = f"另有 {len(lines) - _MOST_LINES} 处没有列出。"
            shown.append([more, *[""] * (len(columns) - 1)])
        name = title.format(len(lines))
        table = _table(name, columns, shown)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # An address is short, and the words beside it need the room.
        header.setSectionResizeMode(len(columns) - 1, QHeaderView.ResizeMode.ResizeToContents)
        header.setMaximumSectionSize(480)
        table.resizeRowsToContents()
        self.tabs.addTab(table, name)

    def chosen(self) -> tuple[Difference, ...]:
        """Give the differences that are taken."""
        return tuple(
            difference
            for row, difference in enumerate(self._differences)
            if self._mark(row) is Qt.CheckState.Checked
        )

    def _mark(self, row: int) -> Qt.CheckState:
        item = self.table.item(row, 0)
        return item.checkState() if item else Qt.CheckState.Unchecked

    def _count(self) -> None:
        count = len(self.chosen())
        self._accept.setText(f"导入 {count} 处")
        self._accept.setEnabled(count > 0)


def _said(count: int, edition: Edition, *, is_new: bool) -> str:
    if not count:
        return "没有要导入的内容；其余列在下面，供您核对。"
    said = f"有 {count} 处不同。取消勾选的不导入；导入后可一次撤销。"
    if is_new:
        return f"当前项目里还没有“{edition.short_title}”，导入时添加这张表。{said}"
    return said


def _place(each: Understood, edition: Edition, incoming: Incoming) -> str:
    """Say of a cell in a table in which row it is, as its column's name alone comes often."""
    at = each.at
    if not at.table:
        return each.label
    table = edition.tables[at.table]
    if table.row_label(at.row):
        return f"{table.label}·{each.label}"
    ids = [row.id for row in incoming.document.rows(at.table)]
    row = f"第{ids.index(at.row) + 1}行" if at.row in ids else ""
    return f"{table.label}{row}·{each.label}"


def _table(name: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> QTableWidget:
    table = QTableWidget(len(lines), len(columns))
    table.setHorizontalHeaderLabels(list(columns))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setWordWrap(True)
    table.verticalHeader().hide()
    # A long text makes a row taller than the list.
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setAccessibleName(name)
    for row, texts in enumerate(lines):
        for place, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(tip(text))
            table.setItem(row, place, item)
    return table
