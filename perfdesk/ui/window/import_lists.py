"""The lists of the import dialog: differences to choose from, and the file as it was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from perfdesk.models.values import shorten
from perfdesk.ui.kit.layout import grow, vbox
from perfdesk.ui.kit.plain import tip

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.differences import Difference
    from perfdesk.exchange.incoming.incoming import Incoming
    from perfdesk.models.form import Edition
    from perfdesk.models.refs import Ref

# A list to look over, not to read: more lines, or longer ones, are a page of something else.
_MOST_LINES, _LONGEST = 500, 120
_UNKNOWN = "没有认出"


class TextTable(QTableWidget):
    """A table of texts to look through with mouse or keys; Tab leaves it."""

    def __init__(self, name: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        super().__init__(len(lines), len(columns))
        self.setHorizontalHeaderLabels(list(columns))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        # A row is as high as its text wraps at whatever width the columns come to have.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        # A long text makes a row taller than the list.
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName(name)
        for row, texts in enumerate(lines):
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(text))
                self.setItem(row, place, item)
        if lines:
            self.setCurrentCell(0, 0)

    def keep_narrow(self, column: int) -> None:
        """Give a column no more room than it needs, as an address is short."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setMaximumSectionSize(480)


class DifferenceList(QWidget):
    """The differences, each to be taken or left."""

    changed = Signal()

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__()
        self._differences = differences
        lines = [
            (each.label, each.before or "（空白）", each.after or "（空白）")
            for each in differences
        ]
        self.table = _Checked("差异", ("位置", "现在", "导入后"), lines)
        for row, difference in enumerate(differences):
            item = self.table.item(row, 0)
            if item is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                # What would only take entries away is left to be asked for.
                marks = Qt.CheckState
                item.setCheckState(marks.Checked if difference.after else marks.Unchecked)
        self.all = QCheckBox("全部导入（空格键勾选或取消选中的行）")
        # Half is shown where some are taken, and never chosen.
        self.all.clicked.connect(self._check_all)
        self.setLayout(vbox(self.all, grow(self.table), margin=(0, 0.5, 0, 0)))
        self.all.setVisible(len(differences) > 1)
        self.table.itemChanged.connect(self._refresh_all)
        self.table.checked.connect(self._refresh_all)
        self._refresh_all()

    def chosen(self) -> tuple[Difference, ...]:
        return tuple(
            difference
            for row, difference in enumerate(self._differences)
            if self._mark(row) is Qt.CheckState.Checked
        )

    def _mark(self, row: int) -> Qt.CheckState:
        item = self.table.item(row, 0)
        return item.checkState() if item else Qt.CheckState.Unchecked

    def _check_all(self) -> None:
        checked = len(self.chosen()) < len(self._differences)
        self.table.check(range(len(self._differences)), checked=checked)

    def _refresh_all(self) -> None:
        checked = len(self.chosen())
        states = Qt.CheckState
        is_whole = checked == len(self._differences)
        some = states.PartiallyChecked if checked else states.Unchecked
        self.all.setCheckState(states.Checked if is_whole else some)
        self.changed.emit()


class _Checked(TextTable):
    checked = Signal()

    def __init__(self, name: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        super().__init__(name, columns, lines)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def check(self, rows: Sequence[int], *, checked: bool) -> None:
        """Take or leave some rows, and tell once."""
        with QSignalBlocker(self):
            for row in rows:
                if item := self.item(row, 0):
                    item.setCheckState(
                        Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
                    )
        self.viewport().update()
        self.checked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the space bar take or leave all rows that are selected."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        if event.key() != Qt.Key.Key_Space or not rows:
            super().keyPressEvent(event)
            return
        items = [item for row in rows if (item := self.item(row, 0))]
        are_checked = all(item.checkState() is Qt.CheckState.Checked for item in items)
        self.check(rows, checked=not are_checked)


class ReadList(QWidget):
    """The file as it was read, from top to bottom: each text, and what it was taken for.

    What nobody understood stands in its place between the others, so that a clerk can go
    through her file beside it.
    """

    def __init__(self, edition: Edition, incoming: Incoming) -> None:
        super().__init__()
        lines = _in_order(edition, incoming)
        count = len(incoming.strange)
        kept = _cut(lines, count)
        shown = [[shorten(text, _LONGEST) for text in line] for line in kept]
        if len(lines) > len(kept):
            shown.append([f"另有 {len(lines) - len(kept)} 处没有列出。", "", ""])
        self.title = f"对照文件：认出 {len(incoming.understood)} 格，没认出 {count} 处"
        self.table = TextTable(self.title, ("位置", "文件里的内容", "读作"), shown)
        self.table.keep_narrow(0)
        for row, texts in enumerate(shown):
            if texts[-1] == _UNKNOWN:
                self._stress(row)
        self.only = QCheckBox(f"只看没有认出的 {count} 处")
        self.only.toggled.connect(self._filter_lines)
        self.only.setVisible(0 < count < len(lines))
        self.setLayout(vbox(self.only, grow(self.table), margin=(0, 0.5, 0, 0)))

    def _stress(self, row: int) -> None:
        for place in range(self.table.columnCount()):
            if item := self.table.item(row, place):
                font = item.font()
                font.setBold(True)
                item.setFont(font)

    def _filter_lines(self, only: bool) -> None:
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 2)
            is_known = item is not None and item.text() not in (_UNKNOWN, "")
            self.table.setRowHidden(row, only and is_known)


def _cut(lines: Sequence[tuple[str, str, str]], unknown: int) -> list[tuple[str, str, str]]:
    """Keep as many lines as a list should have, what nobody understood first."""
    room = {True: min(unknown, _MOST_LINES), False: max(_MOST_LINES - unknown, 0)}
    kept = []
    for line in lines:
        is_unknown = line[-1] == _UNKNOWN
        if room[is_unknown]:
            room[is_unknown] -= 1
            kept.append(line)
    return kept


def _in_order(edition: Edition, incoming: Incoming) -> list[tuple[str, str, str]]:
    """Give place, text and meaning of everything that was looked at, in the file's own order."""
    found = [
        (e.place, e.text, _meaning(e.at, e.label, edition, incoming)) for e in incoming.understood
    ]
    found += [(each.place, each.text, _UNKNOWN) for each in incoming.strange]
    sheets = {place.sheet: None for place, _, _ in found}
    order = {sheet: number for number, sheet in enumerate(sheets)}
    found.sort(key=lambda each: (order[each[0].sheet], each[0].row, each[0].column))
    return [(place.address, text, meaning) for place, text, meaning in found]


def _meaning(at: Ref, label: str, edition: Edition, incoming: Incoming) -> str:
    """Say of a cell in a table in which row it is, as its column's name alone comes often."""
    if not at.table:
        return label
    table = edition.tables[at.table]
    if fixed := table.row_label(at.row):
        return label if fixed in label else f"{table.label}·{label}"
    ids = [row.id for row in incoming.document.rows(at.table)]
    row = f"第{ids.index(at.row) + 1}行" if at.row in ids else ""
    return f"{table.label}{row}·{label}"
