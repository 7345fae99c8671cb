"""Ten thousand lines to look through: sorted and sifted without a question to Qt for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication

from perfdesk.models.columns import Column
from perfdesk.models.plain import narrow
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.plain import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
# Parts a figure, which stands at the right, from the words of the next column.
_GAP = "\u2002"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ListModel(QAbstractTableModel):
    """Show those lines that hold every word of the filter; `last` ones stand below, always."""

    def __init__(
        self,
        columns: Sequence[Column],
        icons: Icons,
        last: Callable[[Any], bool] = lambda _: False,
    ) -> None:
        super().__init__()
        self.columns, self._icons, self._last = columns, icons, last
        self._lines: Sequence[Any] = ()
        self._order: list[int] = []
        self._shown: list[int] = []
        self._words: list[str] = []
        self._keep: Callable[[Any], bool] | None = None
        self._sorted_by: tuple[int, bool] | None = None

    @property
    def total(self) -> int:
        """Count all lines, shown or not."""
        return len(self._lines)

    def show_lines(self, lines: Sequence[Any]) -> None:
        """Show other lines, sorted and sifted as those before."""
        self._lines = lines
        self._put_in_order()

    def filter_lines(self, text: str, keep: Callable[[Any], bool] | None = None) -> None:
        """Show only lines that hold all words of a text, and that `keep` lets through."""
        self._words, self._keep = narrow(text).casefold().split(), keep
        self._filter_lines()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 brings the first order back."""
        falls = order is Qt.SortOrder.DescendingOrder
        self._sorted_by = (column, falls) if column >= 0 else None
        self._put_in_order()

    def line(self, row: int) -> Any:
        """Give the line that a row shows."""
        return self._lines[self._shown[row]]

    def text(self, row: int, column: int) -> str:
        return self.columns[column].text(self.line(row))

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            return column.title + _GAP * column.is_figure
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].is_figure else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell's text, its whole text as a tip, its side, its mark."""
        column = self.columns[index.column()]
        line = self.line(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(column.text(line).split()) + _GAP * column.is_figure
            case Qt.ItemDataRole.ToolTipRole:
                return tip(column.text(line))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.is_figure else _LEFT
            case Qt.ItemDataRole.DecorationRole if column.mark:
                severity = column.severity(line)
                palette = QGuiApplication.palette()
                return self._icons.severity(severity, palette) if severity else None
            case Qt.ItemDataRole.FontRole if self._last(line):
                font = QFont(QGuiApplication.font())
                font.setBold(True)
                return font
        return None

    # Order and choice

    def _put_in_order(self) -> None:
        lines, order = self._lines, range(len(self._lines))
        if self._sorted_by is None:
            self._order = list(order)
        else:
            place, falls = self._sorted_by
            get = self.columns[place].get
            values: list[Any] = [get(line) for line in lines]
            # What has no figure or text comes after what has, whichever way it is sorted.
            some = [each for each in order if values[each] not in (None, "")]
            some.sort(key=lambda each: values[each], reverse=falls)
            self._order = some + [each for each in order if values[each] in (None, "")]
        below = [each for each in self._order if self._last(lines[each])]
        if below:
            others = set(below)
            self._order = [each for each in self._order if each not in others] + below
        self._filter_lines()

    def _filter_lines(self) -> None:
        shown = self._order
        if (keep := self._keep) is not None:
            shown = [each for each in shown if keep(self._lines[each])]
        for word in self._words:
            holds = self._holder(word)
            shown = [each for each in shown if holds(self._lines[each])]
        self.beginResetModel()
        self._shown = list(shown)
        self.endResetModel()

    def _holder(self, word: str) -> Callable[[Any], bool]:
        """Make what tells whether a line shows a word; equal texts are looked into once."""
        known: dict[str, bool] = {}
        plain = [each.get for each in self.columns if not each.is_figure]
        figures = [each.text for each in self.columns if each.is_figure]

        def holds(line: Any) -> bool:
            for get in plain:
                text: Any = get(line)
                if (found := known.get(text)) is None:
                    found = known[text] = word in narrow(text).casefold()
                if found:
                    return True
            return any(word in text(line) for text in figures)

        return holds
