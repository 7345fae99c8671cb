"""What one row of the list becomes: its entries by label, and what was found in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QWidget,
)

from perfdesk.models.severity import Severity
from perfdesk.ui.kit.layout import grow, hbox, vbox
from perfdesk.ui.kit.look import quieten, scale
from perfdesk.ui.kit.plain import label, tip

if TYPE_CHECKING:
    from perfdesk.commands.batch.preview import Preview

_WORDS = {each.value: each.word for each in Severity}


class BatchPreview(QWidget):
    """Show one project at a time; `wanted` asks for another, counted from 0."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.at = self._count = 0
        self.previous_button = self._button("上一个项目（←）", -1)
        self.next_button = self._button("下一个项目（→）", 1)
        self._title, self._place = label(wrap=True, selectable=True), label()
        scale(self._title, 1.1, bold=True)
        quieten(self._place)
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels(["栏目", "读成"])
        self.table.setAccessibleName("这个项目读成什么")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.found = QPlainTextEdit()
        self.found.setReadOnly(True)
        self.found.setAccessibleName("这个项目里发现的问题")
        self._lay_out()
        for key, step in ((Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._stepper(step))
        self.clear()

    def _lay_out(self) -> None:
        head = hbox(self.previous_button, self.next_button, grow(self._title))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.table)
        halves.addWidget(self.found)
        halves.setSizes([300, 140])
        halves.setChildrenCollapsible(False)
        self.setLayout(vbox(head, self._place, grow(halves), spacing=0.5))

    def _button(self, words: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setArrowType(Qt.ArrowType.LeftArrow if step < 0 else Qt.ArrowType.RightArrow)
        button.setToolTip(tip(words))
        button.setAccessibleName(words)
        button.clicked.connect(self._stepper(step))
        return button

    def _stepper(self, step: int) -> Callable[[], None]:
        def go() -> None:
            if 0 <= self.at + step < self._count:
                self.wanted.emit(self.at + step)

        return go

    def clear(self, words: str = "") -> None:
        """Show no project, and why."""
        self._count = 0
        self._title.setText(words)
        self._place.setText("")
        self.table.setRowCount(0)
        self.found.setPlainText("")
        self._refresh()

    def show_project(self, shown: Preview, at: int, count: int) -> None:
        """Show a project, the one at a place of so many."""
        self.at, self._count = at, count
        self._title.setText(f"第 {at + 1} / {count} 个：{shown.name or '（没有名称）'}")
        self._place.setText(shown.place)
        self.table.setRowCount(len(shown.cells))
        for row, cell in enumerate(shown.cells):
            for column, text in enumerate((cell.label, cell.text)):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(tip(f"{text}\n{cell.place.address}"))
                self.table.setItem(row, column, item)
        self.found.setPlainText("\n".join(_remarks(shown)))
        self._refresh()

    def _refresh(self) -> None:
        self.previous_button.setEnabled(self.at > 0 and self._count > 0)
        self.next_button.setEnabled(self.at + 1 < self._count)


def _remarks(shown: Preview) -> list[str]:
    """Write what a person should know of a project, the worst first."""
    lines = [f"退回：{words}" for words in shown.faults]
    lines += [f"与计算不同：{words}" for words in shown.stated]
    lines += [f"请核对：{words}" for words in shown.doubts]
    if shown.unused:
        lines.append(f"没有采用：{'；'.join(shown.unused)}")
    form = shown.form
    lines.append(f"错误 {form.errors}，警告 {form.warnings}，提示 {form.notes}")
    lines += [
        f"{_WORDS.get(each.level, each.level)}　{each.place}：{each.message}"
        for each in form.findings
    ]
    return lines
