"""A grid with its row of buttons and the line in which it speaks."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from perfdesk.models.form import Table
from perfdesk.models.refs import Ref
from perfdesk.ui.grid.actions import actions_of, key_text
from perfdesk.ui.grid.choices import NameSource
from perfdesk.ui.grid.table import Grid
from perfdesk.ui.kit.layout import grow, hbox, vbox
from perfdesk.ui.kit.plain import label, tip
from perfdesk.ui.opened.bridge import Bridge

_SPOKEN_FOR = 12_000


class TableEditor(QWidget):
    """Edit one table of the document.

    With `has_library` 指标库 is at hand: `library_wanted` asks for it, with the ids of the rows
    selected, if several are.
    """

    library_wanted = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        table: Table,
        parent: QWidget | None = None,
        names: NameSource | None = None,
        *,
        has_library: bool = False,
    ) -> None:
        super().__init__(parent)
        self.has_library = has_library
        self.grid = Grid(bridge, table, self, names)
        self.setFocusProxy(self.grid)
        self._line = label(quiet=True)
        self._silence = QTimer(self, singleShot=True, interval=_SPOKEN_FOR)
        self._silence.timeout.connect(lambda: self._line.setText(""))
        self.grid.message.connect(self._show_message)
        self.setLayout(vbox(self._buttons(), grow(self.grid), spacing=0.5))

    def show_cell(self, ref: Ref) -> None:
        self.grid.show_cell(ref)

    def show_new_row(self, ref: Ref) -> None:
        self.grid.show_new_row(ref)

    def message(self) -> str:
        """Give the line that stands beside the buttons."""
        return self._line.text()

    def ask_for_library(self) -> None:
        """Ask for 指标库 beside the table; with several rows selected, these can be kept in it."""
        self.grid.end_editing()
        self.library_wanted.emit(self._chosen())

    def _chosen(self) -> tuple[str, ...]:
        if self.grid.is_single():
            return ()
        rows = self.grid.rows.cells.rows
        ids = tuple(rows[place].id for place in self.grid.area().rows if place < len(rows))
        return ids if len(ids) > 1 else ()

    def _buttons(self) -> QBoxLayout:
        buttons = []
        for each in actions_of(self.grid.rows.cells.table):
            if each.button:
                button = _button(each.button, each.hint, key_text(each.keys))
                button.clicked.connect(self.grid.actions_by_name[each.name].trigger)
                buttons.append(button)
        if self.has_library:
            library = _button("指标库", "从常用的指标中选，或收入本表的指标", "Ctrl+L")
            library.clicked.connect(self.ask_for_library)
            buttons.append(library)
        return hbox(*buttons, 1, grow(self._line), spacing=0.5)

    def _show_message(self, text: str) -> None:
        self._line.setText(text)
        self._silence.start()


def _button(text: str, hint: str, key: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip(f"{hint}（{key}）"))
    button.setAccessibleName(f"{text} {key}")
    button.setAutoRaise(True)
    # The grid keeps the focus, so that its selection stays what it was.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
