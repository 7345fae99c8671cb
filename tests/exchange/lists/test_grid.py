"""The head of a list is found whatever stands around it, and every column has its headings."""

from __future__ import annotations

from perfdesk.exchange.lists.grid import FoundList, find_list
from perfdesk.exchange.parse.grid import GridCell, SheetGrid
from perfdesk.exchange.reading import read_pasted

KNOWN = frozenset(("项目名称", "预算数", "执行数", "单位"))


def pasted(text: str) -> FoundList | None:
    [sheet] = read_pasted(text).sheets
    return find_list(sheet, KNOWN)


def headings(found: FoundList | None) -> list[str]:
    assert found is not None
    return [column.heading for column in found.columns]


def test_a_title_and_a_line_of_facts_above_the_head_are_no_head() -> None:
    found = pasted("年度项目表\n单位：甲镇\t\t金额单位：万元\n项目名称\t单位\t预算数\n甲\t乙\t3\n")
    assert headings(found) == ["项目名称", "单位", "预算数"]
    assert found is not None and [column.unit for column in found.columns] == ["万元"] * 3
    assert found is not None and [row.number for row in found.rows] == [4]


def test_a_head_of_two_rows_names_each_column_with_its_group() -> None:
    found = pasted("项目名称\t资金（元）\t\t备注\n\t预算数\t执行数\t\n甲\t3\t2\t乙\n")
    assert headings(found) == ["项目名称", "资金（元）·预算数", "资金（元）·执行数", "备注"]
    assert found is not None and [column.unit for column in found.columns] == ["", "元", "元", ""]


def test_merged_groups_over_every_column_belong_to_the_head() -> None:
    texts = [["项目", "", "资金（万元）", ""], ["项目名称", "单位", "预算数", "执行数"]]
    cells = {
        (row, column): GridCell(text, "text")
        for row, line in enumerate([*texts, ["甲", "乙", "3", "2"]], 1)
        for column, text in enumerate(line, 1)
        if text
    }
    merges = ((1, 1, 1, 2), (1, 3, 1, 4))
    found = find_list(SheetGrid("表", "visible", cells, merges), KNOWN)
    assert headings(found) == [
        *("项目·项目名称", "项目·单位", "资金（万元）·预算数", "资金（万元）·执行数")
    ]


def test_a_first_row_of_texts_alone_is_data() -> None:
    found = pasted("项目名称\t单位\t目标\n甲项目\t乙单位\t做完\n丙项目\t\t也做完\n")
    assert headings(found) == ["项目名称", "单位", "目标"]
    assert found is not None and len(found.rows) == 2


def test_headings_that_are_alike_are_told_apart() -> None:
    found = pasted("项目名称\t金额（元）\t金额（元）\t金额（万元）\n甲\t1\t2\t3\n")
    assert headings(found) == ["项目名称", "金额（元）", "金额（元）（2）", "金额（万元）"]
    assert found is not None and len({column.key for column in found.columns}) == 4


def test_a_column_without_a_heading_is_named_by_its_letter() -> None:
    assert headings(pasted("项目名称\t单位\n甲\t乙\t丙\n")) == ["项目名称", "单位", "第 C 列"]


def test_a_sheet_without_rows_below_a_head_has_no_list() -> None:
    assert pasted("项目名称\t预算数\n") is None
    assert pasted("只有一段话\n") is None


def test_a_formula_that_nobody_calculated_is_not_a_blank_cell() -> None:
    cells = {
        (1, 1): GridCell("项目名称", "text"),
        (1, 2): GridCell("预算数", "text"),
        (2, 1): GridCell("甲", "text"),
        (2, 2): GridCell("", "formula"),
    }
    found = find_list(SheetGrid("表", "visible", cells, ()), KNOWN)
    assert found is not None and found.rows[0].cells[2].content.kind == "formula"


def test_a_head_that_stands_alone_says_the_unit_that_stood_above_it() -> None:
    found = pasted("表\n\t金额单位：万元\t\n项目名称\t预算数\t备注\n甲\t3\t好\n")
    assert found is not None
    assert found.head_with_units({2: "万元"}) == (("项目名称", "预算数（万元）", "备注"),)
