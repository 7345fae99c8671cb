"""A grid with its row of buttons and the line in which it speaks."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.ui.bridge import Bridge
from perfdesk.ui.grid_actions import ACTIONS, key_text
from perfdesk.ui.grid_table import Grid
from perfdesk.ui.look import GRID, quieten
from perfdesk.ui.plain import label, tip

_SPOKEN_FOR = 12_000


class TableEditor(QWidget):
    """Edit one table of the document."""

    def __init__(self, bridge: Bridge, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid(bridge, table, self)
        self.setFocusProxy(self.grid)
        self._line = label()
        quieten(self._line)
        self._silence = QTimer(self, singleShot=True, interval=_SPOKEN_FOR)
        self._silence.timeout.connect(lambda: self._line.setText(""))
        self.grid.told.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(self._buttons())
        column.addWidget(self.grid, 1)

    def show_cell(self, ref: Ref) -> None:
        """Bring a cell up and put the cursor there."""
        self.grid.show_cell(ref)

    def said(self) -> str:
        """Give the line that stands beside the buttons."""
        return self._line.text()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID // 2)
        for each in ACTIONS:
            if each.button:
                button = QToolButton()
                button.setText(each.button)
                button.setToolTip(tip(f"{each.hint}（{key_text(each.keys)}）"))
                button.setAccessibleName(f"{each.button} {key_text(each.keys)}")
                button.setAutoRaise(True)
                # The grid keeps the focus, so that its selection stays what it was.
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.clicked.connect(self.grid.actions_by_name[each.name].trigger)
                line.addWidget(button)
        line.addSpacing(GRID)
        line.addWidget(self._line, 1)
        return line

    def _tell(self, text: str) -> None:
        self._line.setText(text)
        self._silence.start()
