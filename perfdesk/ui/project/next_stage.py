"""Choose the project's next form, and see beforehand what it would take over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from perfdesk.commands.forms import Stage
from perfdesk.forms.carry import CarriedEntry
from perfdesk.ui.kit.layout import grow, hbox, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label, tip

_HEADINGS = ("这里的栏目", "内容", "新表的栏目")


class NextStageDialog(QDialog):
    """Offer the forms the project does not have yet; nothing happens before."""

    def __init__(self, stages: Sequence[Stage], source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("下一阶段")
        self.resize(860, 520)
        self._stages, self._source = stages, source
        self.is_empty_wanted = False
        self._list = QListWidget()
        self._list.setAccessibleName("可以添加的表单")
        self._list.setWordWrap(True)
        self._list.setSpacing(GRID // 4)
        for stage in stages:
            count = len(stage.carried)
            count_text = f"带入 {count} 项" if count else "空白表单"
            item = QListWidgetItem(f"{stage.head.title}\n{count_text}")
            item.setToolTip(tip(stage.head.due))
            self._list.addItem(item)
        self._summary = label(wrap=True)
        self.table = QTableWidget(0, len(_HEADINGS))
        self._prepare_table()
        note = label(
            "带入是一次复制，以后两张表互不影响；打开后可以一次撤销。", wrap=True, quiet=True
        )
        right = vbox(self._summary, grow(self.table), note)
        middle = hbox(grow(self._list, 2), grow(right, 5), spacing=2)
        self.setLayout(vbox(grow(middle), self._buttons(), margin=2, spacing=2))
        self._list.currentRowChanged.connect(self._show)
        self._list.setCurrentRow(0)

    def _prepare_table(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(list(_HEADINGS))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        table.setAccessibleName("将带入的内容")
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self._carry = buttons.addButton("带入并打开", roles.AcceptRole)
        self._empty = buttons.addButton("添加空白表单", roles.ActionRole)
        buttons.addButton("取消", roles.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._empty.clicked.connect(self._accept_empty)
        return buttons

    def _accept_empty(self) -> None:
        self.is_empty_wanted = True
        self.accept()

    def chosen(self) -> Stage:
        return self._stages[max(self._list.currentRow(), 0)]

    def _show(self, place: int) -> None:
        stage = self._stages[max(place, 0)]
        self._carry.setEnabled(bool(stage.carried))
        self._carry.setDefault(bool(stage.carried))
        self._empty.setDefault(not stage.carried)
        title = stage.head.title
        if stage.carried:
            self._summary.setText(f"“{title}”将从“{self._source}”带入 {len(stage.carried)} 项：")
        else:
            self._summary.setText(f"“{title}”从“{self._source}”没有可带入的内容，从空白开始。")
        self._fill(stage.carried)

    def _fill(self, carried: Sequence[CarriedEntry]) -> None:
        self.table.setRowCount(len(carried))
        for row, each in enumerate(carried):
            for place, text in enumerate((each.source, each.text, each.label)):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(text))
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, place, item)
        self.table.resizeRowsToContents()
        self.table.scrollToTop()
