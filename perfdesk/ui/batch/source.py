"""Which list 成批生成 reads, for which form, from which sheet and head, and in which unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from perfdesk.models.list_mapping import MONEY_UNITS
from perfdesk.ui.kit.layout import button, grow, hbox, spaced
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label, tip

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan
    from perfdesk.forms.catalogue import EditionHead

_UNIT = "名单里没有写明单位的金额按这个单位读；写明了的按写的读"
_HEAD = "表头认错了，在这里指明它在第几行结束"
_MOST_HEADS = 30
_TEMPLATE = "另存一份空名单，表头就是表单的栏目，填好不用再对应"


class BatchSource(QWidget):
    """Let a person name the list and the form; `changed` asks to read it anew."""

    changed = Signal()
    unit_chosen = Signal(str)
    browse_wanted = Signal()
    paste_wanted = Signal()
    template_wanted = Signal()

    def __init__(self, heads: Sequence[EditionHead]) -> None:
        super().__init__()
        self.path: Path | None = None
        self.pasted = ""
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setAcceptDrops(False)
        self.line.setAccessibleName("名单")
        self.line.setPlaceholderText("Excel、WPS 表格或 CSV，一行一个项目；可以拖到这里")
        self.browse_button = button("选择…", self.browse_wanted.emit)
        self.paste_button = button("从剪贴板", self.paste_wanted.emit)
        self.template_button = button("空名单…", self.template_wanted.emit)
        self.template_button.setToolTip(tip(_TEMPLATE))
        self.form_box = self._box("表单")
        for head in heads:
            self.form_box.addItem(head.title, head.key)
        self.sheet_box = self._box("工作表")
        self.head_box = self._box("表头")
        self.head_box.setToolTip(tip(_HEAD))
        self.head_box.addItem("自动", 0)
        for row in range(1, _MOST_HEADS + 1):
            self.head_box.addItem(f"第 {row} 行", row)
        self.unit_box = self._box("金额单位")
        self.unit_box.setToolTip(tip(_UNIT))
        self.unit_box.addItem("按名单和表单", "")
        for unit in MONEY_UNITS:
            self.unit_box.addItem(unit, unit)
        self._lay_out()
        self.form_box.activated.connect(lambda _: self.changed.emit())
        self.sheet_box.activated.connect(lambda _: self._change_sheet())
        self.head_box.activated.connect(lambda _: self.changed.emit())
        self.unit_box.activated.connect(
            lambda _: self.unit_chosen.emit(self.unit_box.currentData())
        )

    def _lay_out(self) -> None:
        first = hbox(grow(self.line), self.browse_button, self.paste_button)
        second = hbox(grow(self.form_box))
        self._sheet_word, head_word, unit_word = map(label, ("工作表", "表头", "金额单位"))
        for word, box in (
            (self._sheet_word, self.sheet_box),
            (head_word, self.head_box),
            (unit_word, self.unit_box),
        ):
            word.setBuddy(box)
            second.addSpacing(GRID)
            second.addWidget(word)
            second.addWidget(box)
        second.addWidget(self.template_button)
        grid = spaced(QGridLayout(self))
        for place, (words, line, part) in enumerate(
            (("名单", first, self.line), ("表单", second, self.form_box))
        ):
            named = label(words)
            named.setBuddy(part)
            grid.addWidget(named, place, 0)
            grid.addLayout(line, place, 1)
        self._show_sheets(())

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    @property
    def form(self) -> str:
        return str(self.form_box.currentData() or "")

    @property
    def sheet(self) -> str:
        """Give the chosen sheet; blank for whichever has the list."""
        return str(self.sheet_box.currentData() or "")

    @property
    def head(self) -> int:
        """Give the row in which the head ends; 0 for the one that is found."""
        return int(self.head_box.currentData())

    @property
    def has_list(self) -> bool:
        return self.path is not None or bool(self.pasted)

    def show_file(self, path: Path) -> None:
        self.path, self.pasted = path, ""
        self._show(str(path))

    def show_text(self, text: str) -> None:
        """Take a list as it was copied."""
        self.path, self.pasted = None, text
        self._show("（从剪贴板粘贴）")

    def _show(self, words: str) -> None:
        self.line.setText(words)
        self._show_sheets(())
        self._change_sheet()

    def _change_sheet(self) -> None:
        self.head_box.setItemText(0, "自动")
        self.head_box.setCurrentIndex(0)
        self.changed.emit()

    def choose_form(self, key: str) -> None:
        """Choose a form, where there is one of that key."""
        place = self.form_box.findData(key)
        if place >= 0:
            self.form_box.setCurrentIndex(place)

    def show_plan(self, plan: Plan) -> None:
        """Show which sheet and unit a list is read with."""
        self._show_sheets(plan.sheets)
        self.sheet_box.setCurrentIndex(max(self.sheet_box.findData(plan.lists[0].sheet), 0))
        self.unit_box.setCurrentIndex(max(self.unit_box.findData(plan.unit), 0))
        if not self.head:
            self.head_box.setItemText(0, f"第 {plan.lists[0].head_row} 行")

    def _show_sheets(self, sheets: Sequence[str]) -> None:
        self.sheet_box.clear()
        for sheet in sheets:
            self.sheet_box.addItem(sheet, sheet)
        for part in (self._sheet_word, self.sheet_box):
            part.setVisible(len(sheets) > 1)
