"""Copy a part of the grid, and paste what Excel, WPS, Word or the grid itself copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData

from perfdesk.ui.grid.edits import fill_merged
from perfdesk.ui.grid.model import TableModel
from perfdesk.ui.kit.clipboard import from_block, to_block

# Marks a block as ours, where a blank cell means blank and not the rest of a merged one.
_OWN = "application/x-perfdesk-block"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)


def copy(model: TableModel, area: Area) -> QMimeData:
    """Copy the texts of an area as they were typed."""
    block = [[model.cells.text(row, column) for column in area.columns] for row in area.rows]
    mime = QMimeData()
    mime.setText(to_block(block))
    mime.setData(_OWN, b"1")
    return mime


def paste(
    model: TableModel, area: Area, mime: QMimeData | None, *, one_cell: bool = False
) -> tuple[Area, str]:
    """Paste into an area; gives the area that was written and what there is to say.

    One text fills the whole area, and so does a block that goes into it several times. A
    larger block begins at the area's corner and adds the rows it needs. `one_cell` says that
    the area is one cell, if a merged one: a block is not repeated over it.
    """
    # There is none where the program that copied has gone.
    block = from_block(mime.text()) if mime is not None else []
    if mime is None or not block:
        return area, "剪贴板里没有可以粘贴的文字。"
    remarks = []
    width = max(map(len, block))
    names = [column.name for column in model.cells.table.columns[area.left :]]
    if not mime.hasFormat(_OWN) and fill_merged(model.cells.table, names, block):
        remarks.append("合并单元格下方的空白已按上一行补齐。")
    if one_cell and (len(block) > 1 or width > 1):
        area = Area(area.top, area.left, area.top, area.left)
    area, lost = _within(model, _spread(area, len(block), width))
    texts = _texts_in(area, block, width)
    remarks += [*lost, *_unwritable(model, area, texts)]
    model.write(texts)
    bottom = min(area.bottom, model.rowCount() - 1)
    return Area(area.top, area.left, bottom, area.right), "".join(remarks)


def _within(model: TableModel, area: Area) -> tuple[Area, list[str]]:
    """Cut an area at the edges of the table, and say what that leaves out."""
    remarks, right, bottom = [], area.right, area.bottom
    if right >= model.columnCount():
        right = model.columnCount() - 1
        remarks.append(f"右边没有更多的列，多出的 {area.right - right} 列没有粘贴。")
    if model.cells.is_fixed and bottom >= model.rowCount():
        bottom = model.rowCount() - 1
        remarks.append(f"下面没有更多的行，多出的 {area.bottom - bottom} 行没有粘贴。")
    return Area(area.top, area.left, bottom, right), remarks


def _texts_in(area: Area, block: Sequence[Sequence[str]], width: int) -> dict[tuple[int, int], str]:
    """Lay a block over an area, again and again; a short line leaves cells as they are."""
    return {
        (row, column): line[(column - area.left) % width]
        for row in area.rows
        for line in [block[(row - area.top) % len(block)]]
        for column in area.columns
        if (column - area.left) % width < len(line)
    }


def _unwritable(
    model: TableModel, area: Area, texts: Mapping[tuple[int, int], str]
) -> Iterator[str]:
    """Say which of the texts have no cell to go into."""
    if any(model.cells.column(column).is_computed for column in area.columns):
        yield "由程序计算的列没有粘贴。"
    if any(text.strip() and not model.cells.exists(*place) for place, text in texts.items()):
        yield "表中标“—”的格没有粘贴。"


def _spread(area: Area, height: int, width: int) -> Area:
    """Give the area a block takes: the whole one where it goes in without a rest."""
    down = len(area.rows) if len(area.rows) % height == 0 else height
    across = len(area.columns) if len(area.columns) % width == 0 else width
    return Area(area.top, area.left, area.top + down - 1, area.left + across - 1)
