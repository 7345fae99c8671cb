"""A table of ours is found by its heads, wherever they stand and whatever stands beside them."""

from __future__ import annotations

import pytest

from perfdesk.exchange.labels.anchors import Anchors
from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.labels.heads import TableHead, find_heads
from perfdesk.exchange.labels.texts import texts_of
from perfdesk.exchange.reading import read_pasted
from perfdesk.forms.catalogue import Catalogue

LABELS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")


@pytest.fixture(scope="module")
def anchors(catalogue: Catalogue) -> Anchors:
    return anchors_of(catalogue["self_evaluation/shanghai-2024"])


def heads(anchors: Anchors, *lines: tuple[str, ...]) -> list[TableHead]:
    return find_heads(texts_of(read_pasted("\n".join(map("\t".join, lines)))), anchors)


def labels(head: TableHead) -> list[str]:
    return [column.head.text if column.head else "" for column in head.columns]


@pytest.mark.parametrize("order", [LABELS, LABELS[::-1], LABELS[3:] + LABELS[:3]])
def test_columns_are_found_in_whatever_order_they_stand(
    anchors: Anchors, order: tuple[str, ...]
) -> None:
    [head] = heads(anchors, order, ("产出指标",) * len(order))
    assert labels(head) == list(order)
    assert [column.left for column in head.columns] == sorted(c.left for c in head.columns)


def test_a_head_the_form_does_not_have_is_foreign_and_moves_no_other(anchors: Anchors) -> None:
    [head] = heads(anchors, ("序号", *LABELS[:4], "数据来源", *LABELS[4:]))
    assert labels(head) == list(LABELS)
    assert [c.head.text for c in head.foreign if c.head] == ["序号", "数据来源"]
    assert all(head.is_foreign(c.head) for c in head.foreign if c.head)


def test_figures_without_the_title_of_what_they_are_of_are_no_table_of_ours(
    anchors: Anchors,
) -> None:
    assert heads(anchors, tuple(each for each in LABELS if each != "三级指标")) == []


def test_a_head_that_comes_again_on_the_next_page_is_found_again(anchors: Anchors) -> None:
    row = ("产出指标", "数量指标", "数目", "1个", "1个", "5", "5")
    found = heads(anchors, LABELS, row, LABELS, row)
    assert [(head.first, head.last) for head in found] == [(1, 1), (3, 3)]


def test_one_label_alone_is_no_head(anchors: Anchors) -> None:
    assert heads(anchors, ("三级指标", "某某", "某某")) == []
