"""A row of a list that is no project is passed over for the first reason that fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfdesk.exchange.labels.derive_anchors import anchors_of
from perfdesk.exchange.lists import skipped
from perfdesk.exchange.lists.grid import find_list
from perfdesk.exchange.lists.skipped import skip
from perfdesk.exchange.lists.targets import project_target, vocabulary
from perfdesk.exchange.lists.uses import ListReading, Use
from perfdesk.exchange.parse.grid import Block
from perfdesk.exchange.reading import read_pasted
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.document import Document

HEAD = "序号\t项目名称\t实施单位\t年初预算数"
LONE = "只有一格文字，不像项目"
CASES: tuple[tuple[str, str, tuple[Block, ...]], ...] = (
    (HEAD, "重复的表头", ()),
    ("\t合计\t\t12", "合计行", ()),
    ("1\t2\t3\t4", "栏次行", ()),
    ("填表人：张三\t\t联系电话：123", "表尾的文字", ()),
    ("3\t\t\t0.00", "只有序号和零，没有内容", ()),
    ("说明", LONE, ()),
    ("\t以下为新增项目", LONE, ((3, 2, 3, 4),)),
    ("\t乙项目", "", ()),
    ("2\t乙项目\t乙中心\t9", "", ()),
)


def reason(catalogue: Catalogue, line: str, merges: tuple[Block, ...] = ()) -> str:
    """Give the reason for the line in row 3, below a project's."""
    edition = catalogue["self_evaluation/shanghai-2024"]
    [sheet] = read_pasted(f"{HEAD}\n1\t甲项目\t甲中心\t8\n{line}\n3\t丙项目\t丙中心\t7\n").sheets
    found = find_list(replace(sheet, merges=merges), vocabulary(edition), 1)
    named, anchors = project_target(edition), anchors_of(edition)
    assert found is not None and named is not None
    reading = ListReading(
        edition,
        {2: Use(named)},
        named.at,
        lambda: Document(edition.form, edition.edition),
        anchors.totals,
        anchors.fixed,
    )
    row = next(each for each in found.rows if each.number == 3)
    passed_over = skip(found, row, reading)
    return passed_over.reason if passed_over else ""


@pytest.mark.parametrize(("line", "expected", "merges"), CASES)
def test_a_row_is_a_project_or_is_said_why_not(
    catalogue: Catalogue, line: str, expected: str, merges: tuple[Block, ...]
) -> None:
    assert reason(catalogue, line, merges) == expected


def test_every_reason_has_a_row_that_it_is_given_for() -> None:
    assert {expected for _, expected, _ in CASES if expected} == {
        reason for _, reason in skipped._RULES
    }
