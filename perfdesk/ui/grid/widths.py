"""Columns as on paper: the proportions of their widths, and where their texts stand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView

from perfdesk.models.form import Edition, Table
from perfdesk.models.layout import LayoutCell
from perfdesk.ui.grid.text import PADDING

_UNPRINTED = 20.0
# Characters that a column has room for at least; names of levels are mostly four long.
_LEAST, _LEAST_MERGED = 3.1, 4.2


class Columns(QObject):
    """Keep a view's columns as wide as the view together; `changed` tells of new widths.

    A column dragged by hand keeps its share until the view is closed.
    """

    changed = Signal()

    def __init__(self, view: QTableView, table: Table, shares: list[float]) -> None:
        super().__init__(view)
        self._view, self._table, self._shares = view, table, shares
        self._sharing = False
        view.horizontalHeader().sectionResized.connect(self._on_dragged)

    def share_out(self) -> None:
        """Share the view's width out among its columns."""
        em = self._view.fontMetrics().horizontalAdvance("国")
        least = [
            int(em * (_LEAST_MERGED if column.merged else _LEAST)) + 2 * PADDING
            for column in self._table.columns
        ]
        self._sharing = True
        room = self._view.viewport().width()
        for place, width in enumerate(share_out(self._shares, room, least)):
            self._view.setColumnWidth(place, width)
        self._sharing = False
        self.changed.emit()

    def _on_dragged(self) -> None:
        if not self._sharing:
            places = range(len(self._shares))
            self._shares = [float(self._view.columnWidth(place)) for place in places]
            self.changed.emit()


def paper_widths(edition: Edition, table: Table) -> list[float]:
    """Give the millimetres each column of a table has on paper."""
    printed = {cell.field: width for cell, width in _printed(edition, table)}
    return [printed.get(column.name, _UNPRINTED) for column in table.columns]


def paper_aligns(edition: Edition, table: Table) -> list[str]:
    """Give each column's place of text on paper: left, center or right.

    Figures that are not printed, or flush left there, stand at the right: to be compared.
    """
    styles = edition.layout.styles
    printed = {
        cell.field: styles[cell.style].align
        for cell, _ in _printed(edition, table)
        if cell.style in styles
    }
    aligns = [printed.get(column.name, "left") for column in table.columns]
    return [
        "right" if align == "left" and column.kind.is_figure else align
        for align, column in zip(aligns, table.columns, strict=True)
    ]


def _printed(edition: Edition, table: Table) -> Iterator[tuple[LayoutCell, float]]:
    for band in edition.layout.bands:
        for row in band.rows:
            if row.repeat == table.name:
                # Cells that come down from above take the columns at the left.
                place = len(band.columns) - sum(cell.span for cell in row.cells)
                for cell in row.cells:
                    if cell.field:
                        yield cell, sum(band.columns[place : place + cell.span])
                    place += cell.span


def share_out(shares: list[float], room: int, least: list[int]) -> list[int]:
    """Divide pixels by shares, no column less than its least; the last takes what is left over."""
    widths = list(least)
    free = set(range(len(shares)))
    while free:
        left = room - sum(widths[place] for place in range(len(shares)) if place not in free)
        total = sum(shares[place] for place in free)
        narrow = {place for place in free if left * shares[place] < least[place] * total}
        if not narrow:
            for place in free:
                widths[place] = int(left * shares[place] / total)
            break
        free -= narrow
    if widths:
        widths[-1] += max(room - sum(widths), 0)
    return widths
