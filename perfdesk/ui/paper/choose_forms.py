"""Choose the forms that are to be printed together, each as filled in or blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QWidget,
)

from perfdesk.ui.kit.layout import TOP, grow, holding, table, vbox
from perfdesk.ui.kit.plain import caption, label

_FILLED, _BLANK = "已填的", "空白表"


@dataclass(frozen=True, slots=True)
class Choice:
    """A form on offer: its title, a word on its state, whether it can be printed as filled in."""

    title: str
    state: str = ""
    can_fill: bool = True
    wanted: bool = True


class ChooseForms(QDialog):
    """Offer forms; after `exec`, `chosen` says which, and `to_file` whether as a PDF file."""

    def __init__(self, title: str, choices: Sequence[Choice], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.to_file = False
        self._rows: list[tuple[QCheckBox, QComboBox | None]] = []
        if any(each.can_fill for each in choices):
            words = "勾选的表单依次打印，每张有自己的页码和校验码。"
        else:
            words = "空白表供手工填写，没有校验码，也不带“草稿”字样。"
        intro = label(words, wrap=True, quiet=True)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self._list(choices))
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self._print = buttons.addButton("打印…", roles.AcceptRole)
        self._file = buttons.addButton("保存为 PDF…", roles.ActionRole)
        buttons.addButton("取消", roles.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._file.clicked.connect(self._accept_file)
        self._print.setDefault(True)
        self.setLayout(vbox(intro, grow(area), buttons, margin=2))
        self._count()

    def _list(self, choices: Sequence[Choice]) -> QWidget:
        grid = table(across=2, down=0.75)
        grid.setColumnStretch(0, 1)
        for row, each in enumerate(choices):
            box = QCheckBox(caption(each.title))
            box.setChecked(each.wanted)
            box.toggled.connect(self._count)
            grid.addWidget(box, row, 0)
            state = label(each.state, quiet=True)
            grid.addWidget(state, row, 1)
            how = None
            if each.can_fill:
                how = QComboBox()
                how.addItems([_FILLED, _BLANK])
                how.setAccessibleName(f"{each.title}：打印已填的还是空白表")
                grid.addWidget(how, row, 2)
            self._rows.append((box, how))
        grid.setRowStretch(len(choices), 1)
        grid.setAlignment(TOP)
        return holding(grid)

    def chosen(self) -> list[tuple[int, bool]]:
        """Give the places of the chosen forms, and of each whether it is wanted blank."""
        return [
            (place, how is None or how.currentText() == _BLANK)
            for place, (box, how) in enumerate(self._rows)
            if box.isChecked()
        ]

    def _count(self) -> None:
        for button in (self._print, self._file):
            button.setEnabled(bool(self.chosen()))

    def _accept_file(self) -> None:
        self.to_file = True
        self.accept()
