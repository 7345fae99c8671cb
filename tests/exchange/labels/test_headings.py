"""A heading is filled down as far as its group reaches, and no row gets one by guessing."""

from __future__ import annotations

import pytest

from perfdesk.exchange.incoming.incoming import Incoming
from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.form import read_form
from perfdesk.exchange.labels.texts import texts_of
from perfdesk.exchange.parse.grid import Block, GridCell, SheetGrid, WorkbookGrid
from perfdesk.forms.catalogue import Catalogue

KEY = "self_evaluation/shanghai-2024"
LABELS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
REST = ("1个", "1个", "10", "10")


def read(catalogue: Catalogue, *rows: tuple[str, ...], merges: tuple[Block, ...] = ()) -> Incoming:
    lines = [LABELS, *((*row, *REST) for row in rows)]
    cells = {
        (row, column): GridCell(text, "text")
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
        if text
    }
    grid = WorkbookGrid({}, {}, (SheetGrid("表", "visible", cells, merges),))
    return read_form(texts_of(grid), anchors_of(catalogue[KEY]))


def levels(incoming: Incoming) -> list[tuple[str, str]]:
    rows = incoming.document.rows("indicators")
    return [(row.cells.get("level1", ""), row.cells.get("level2", "")) for row in rows]


@pytest.mark.parametrize("merges", [(), ((2, 1, 3, 1), (2, 2, 3, 2))], ids=["lost", "kept"])
def test_the_rows_of_a_group_have_its_headings_with_and_without_the_merge(
    catalogue: Catalogue, merges: tuple[Block, ...]
) -> None:
    found = read(catalogue, ("产出指标", "数量指标", "甲"), ("", "", "乙"), merges=merges)
    assert levels(found) == [("产出指标", "数量指标")] * 2


def test_a_new_first_level_ends_the_second_level_before_it(catalogue: Catalogue) -> None:
    found = read(catalogue, ("产出指标", "数量指标", "甲"), ("效益指标", "", "乙"))
    assert levels(found)[1] == ("效益指标", "")


def test_a_blank_beside_a_merge_is_a_blank(catalogue: Catalogue) -> None:
    rows = ("产出指标", "数量指标", "甲"), ("", "", "乙"), ("", "", "丙")
    found = read(catalogue, *rows, merges=((2, 1, 3, 1), (2, 2, 3, 2)))
    assert levels(found) == [("产出指标", "数量指标")] * 2 + [("", "")]


def test_headings_that_begin_late_are_told_and_not_filled_in(catalogue: Catalogue) -> None:
    found = read(catalogue, ("", "", "甲"), ("产出指标", "数量指标", "乙"), ("", "", "丙"))
    assert levels(found) == [("", ""), ("产出指标", "数量指标"), ("", "")]
    assert any("分不清" in note.message for note in found.notes)
