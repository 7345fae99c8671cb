"""A row's texts keep their order, and none is laid on two columns or lost without a word."""

from __future__ import annotations

import pytest

from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.columns import LaidRow, lay_rows
from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.heads import find_heads
from perfdesk.exchange.labels.texts import texts_of
from perfdesk.exchange.parse.grid import Block, GridCell, SheetGrid, WorkbookGrid
from perfdesk.forms.catalogue import Catalogue

LABELS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
ROW = ("产出指标", "数量指标", "养护里程", "12公里", "12公里", "10", "10")


@pytest.fixture(scope="module")
def anchors(catalogue: Catalogue) -> Anchors:
    return anchors_of(catalogue["self_evaluation/shanghai-2024"])


def laid(anchors: Anchors, *rows: tuple[str, ...], merges: tuple[Block, ...] = ()) -> list[LaidRow]:
    cells = {
        (row, column): GridCell(text, "text")
        for row, texts in enumerate((LABELS, *rows), 1)
        for column, text in enumerate(texts, 1)
        if text
    }
    there = texts_of(WorkbookGrid({}, {}, (SheetGrid("表", "visible", cells, merges),)))
    [head] = find_heads(there, anchors)
    return list(lay_rows(there, head, range(2, len(rows) + 2), anchors, frozenset()))


def texts(row: LaidRow) -> list[str]:
    return [cell.text for cells in row.cells.values() for cell in cells]


def test_a_whole_row_stands_under_its_heads(anchors: Anchors) -> None:
    [line] = laid(anchors, ROW)
    assert texts(line) == list(ROW)
    assert len(line.cells) == len(ROW) and not line.shared


@pytest.mark.parametrize("lost", [1, 2])
def test_a_row_moved_to_the_left_by_a_lost_merge_is_laid_as_the_row_above(
    anchors: Anchors, lost: int
) -> None:
    whole, moved = laid(anchors, ROW, ROW[lost:])
    assert list(moved.cells) == list(whole.cells)[lost:]
    assert texts(moved) == list(ROW[lost:])


def test_a_blank_cell_moves_nothing(anchors: Anchors) -> None:
    row = tuple("" if place == 4 else text for place, text in enumerate(ROW))
    whole, holed = laid(anchors, ROW, row)
    assert [n for n in whole.cells if n not in holed.cells] == [list(whole.cells)[4]]


def test_what_is_merged_down_is_shared_by_the_rows_below(anchors: Anchors) -> None:
    first, second = laid(anchors, ROW, ("", "", "绿化", *ROW[3:]), merges=((2, 1, 3, 1),))
    shared = next(iter(first.cells))
    assert second.shared == {shared}
    assert second.cells[shared] == first.cells[shared]
