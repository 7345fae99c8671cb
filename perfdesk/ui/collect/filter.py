"""The filter over all lists of 收集汇总: words, levels of problems, a class of a spread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget

from perfdesk.models.collected import READING
from perfdesk.models.severity import Severity
from perfdesk.ui.kit.icons import Icons, mark_size
from perfdesk.ui.kit.layout import grow, hbox
from perfdesk.ui.kit.look import changes_look
from perfdesk.ui.kit.plain import caption

Keep = Callable[[Any], bool]
# What a workbook left unclear is marked as what wants a look, as in the list.
_MARKS = {each.value: each for each in Severity} | {READING: Severity.WARNING}
_LEVELS = (
    (Severity.ERROR.value, "错误"),
    (Severity.WARNING.value, "警告"),
    (READING, "读入"),
    (Severity.NOTE.value, "提示"),
)
# Typing goes on while ten thousand lines are looked through.
_MOMENT = 150


class CollectFilter(QWidget):
    """Say what is to be shown; `changed` comes when the lists are to be sifted anew."""

    changed = Signal()
    released = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._picked: tuple[int, str] | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText("筛选：单位、项目、文件或问题中的字（Ctrl+F）")
        self.line.setAccessibleName("筛选")
        self.line.setClearButtonEnabled(True)
        self.levels = {level: self._level(word) for level, word in _LEVELS}
        self.class_button = QPushButton()
        self.class_button.clicked.connect(self.released)
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self.changed)
        self.line.textChanged.connect(lambda _: self._soon.start())
        levels = self.levels.values()
        self.setLayout(hbox(grow(self.line), *levels, self.class_button, margin=(0, 1, 0, 1)))
        self._refresh_look()

    def _level(self, word: str) -> QToolButton:
        button = QToolButton()
        button.setText(caption(word))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setChecked(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(f"显示{word}")
        button.toggled.connect(lambda _: self.changed.emit())
        return button

    @property
    def text(self) -> str:
        """Give the words that are looked for."""
        return self.line.text()

    def search(self, text: str) -> None:
        """Look for other words, at once."""
        self.line.setText(text)
        self._soon.stop()
        self.changed.emit()

    def pick(self, picked: tuple[int, str] | None, words: str = "") -> None:
        """Let only forms of a class of a spread through, called by these words; None for all."""
        self._picked = picked
        self.class_button.setText(caption(f"只看{words} ×"))
        self.class_button.setAccessibleName(f"不再只看{words}")
        self.changed.emit()

    @property
    def passes_problem(self) -> Keep | None:
        """Tell which problems are let through; None for all."""
        shown = {level for level, button in self.levels.items() if button.isChecked()}
        if len(shown) == len(self.levels):
            return None
        return lambda line: line.finding.level in shown

    @property
    def passes_form(self) -> Keep | None:
        """Tell which forms are let through; None for all."""
        if self._picked is None:
            return None
        place, name = self._picked
        return lambda line: bool((line.rate_class, line.score_class)[place] == name)

    def fit(self, *, of_problems: bool, of_forms: bool) -> None:
        """Offer what is there for the list that is up."""
        for button in self.levels.values():
            button.setVisible(of_problems)
        self.class_button.setVisible(of_forms and self._picked is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if changes_look(event) and hasattr(self, "class_button"):
            self._refresh_look()

    def _refresh_look(self) -> None:
        size = mark_size(self.fontMetrics())
        for level, button in self.levels.items():
            button.setIcon(self._icons.severity(_MARKS[level], self.palette()))
            button.setIconSize(QSize(size, size))
