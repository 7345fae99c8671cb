"""What stands in every project of a list that has no column for it, such as the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from perfdesk.ui.batch.cell_choice import TargetBox
from perfdesk.ui.kit.layout import button, spaced
from perfdesk.ui.kit.plain import label, tip

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan

_HINT = "名单里没有这一列、而每个项目都一样的内容，例如年度。名单里写了的，以名单为准。"


class BatchConstants(QWidget):
    """Take a text for a cell of every project; `entered` gives path and text, blank for none."""

    entered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        words = label("每个项目都填")
        words.setToolTip(tip(_HINT))
        self.box = TargetBox((), "（选栏目）", self)
        self.box.setAccessibleName("每个项目都填的栏目")
        self.line = QLineEdit()
        self.line.setAccessibleName("每个项目都填的内容")
        self.line.setPlaceholderText("内容")
        self.button = button("填入", self._enter)
        self._present = label(wrap=True, quiet=True)
        grid = spaced(QGridLayout(self))
        for place, part in enumerate((words, self.box, self.line, self.button)):
            grid.addWidget(part, 0, place)
        grid.addWidget(self._present, 1, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.box.currentIndexChanged.connect(lambda _: self._show_present())
        self.line.returnPressed.connect(self._enter)

    def show_plan(self, plan: Plan) -> None:
        """Show what a plan enters everywhere, and offer what no column is for."""
        path = self.box.path()
        self._plan = plan
        used = {each.target for _, _, each in plan.columns if each.target}
        free = [
            each
            for each in plan.targets
            if not each.is_of_rows and not each.field.is_computed and each not in used
        ]
        self.box.fill(free, "（选栏目）")
        self.box.show_path(path)
        labels = {each.path: each.label for each in plan.targets}
        present = "；".join(f"{labels[path]}：{text}" for path, text in plan.constants)
        self._present.setText(f"每个项目都填了　{present}" if present else "")
        self._present.setVisible(bool(present))

    def _show_present(self) -> None:
        if self._plan is not None:
            self.line.setText(dict(self._plan.constants).get(self.box.path(), ""))

    def _enter(self) -> None:
        if path := self.box.path():
            self.entered.emit(path, self.line.text().strip())
