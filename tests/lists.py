"""Lists of projects as offices keep them, for the tests of 成批生成."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]
HEAD = (
    "序号",
    "项目名称",
    "预算单位",
    "年初预算（万元）",
    "调整后预算数（万元）",
    "执行数",
    "备注",
)
ROWS: Rows = (
    (1, "道路养护", "城建科", 90, 89.3, 893000, "甲"),
    (2, "绿化养护", "社区科", "12.5", "12万元", "120000元", None),
)


def sheet_of(rows: Rows, title: str = "清单") -> openpyxl.Workbook:
    """Make a workbook of one sheet."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    add(book.active, rows)
    return book


def add(page: Any, rows: Rows) -> None:
    """Write rows below those that are there."""
    for row in rows:
        page.append(list(row))


def put(folder: Path, rows: Rows, name: str = "名单.xlsx") -> Path:
    """Write a list as a workbook."""
    path = folder / name
    sheet_of(rows).save(path)
    return path


def office_list(folder: Path, name: str = "清单.xlsx") -> Path:
    """Write a list with everything that offices put around one.

    A title, the unit above the head, a head of two rows with merges, a row without a name, a
    total, a foot, and a second sheet with each project's indicators.
    """
    book = sheet_of(
        [
            ["部门预算项目执行情况表"],
            ["填报单位：某某镇", None, None, None, None, None, "金额单位：万元"],
            ["序号", "项目名称", "预算单位", "项目资金", None, None, "预算执行率", "预期目标"],
            [None, None, None, "年初预算数", "全年预算数", "全年执行数"],
        ]
    )
    page: Any = book.active
    page.merge_cells("A1:H1")
    page.merge_cells("D3:F3")
    for letter in "ABCGH":
        page.merge_cells(f"{letter}3:{letter}4")
    add(
        page,
        [
            [1, "道路养护", "城建科", 90, 89.3, 89.3, 1, "养护道路"],
            [2, "绿化养护", None, 50.01, 50, 45, 0.95, "养护绿化"],
            [3, None, "社区科", 1, 2, 3, None, "忘了名称"],
            ["合计", None, None, 141.01, 141.3, 137.3],
            ["填表人：甲　联系电话：12345"],
        ],
    )
    page.merge_cells("C5:C6")
    for row in (5, 6):
        page.cell(row, 7).number_format = "0.00%"
    second = book.create_sheet("指标")
    add(
        second,
        [
            ["项目名称", "一级指标", "二级指标", "三级指标", "年度指标值", "分值"],
            ["道路养护", "产出指标", "数量指标", "养护里程", "≥50公里", 25],
            [None, None, "质量指标", "验收合格率", "≥95%", 25],
            ["绿化养护", "效益指标", "社会效益指标", "环境改善", "明显改善", 30],
            ["没有的项目", "产出指标", "数量指标", "别的", "1个", 1],
        ],
    )
    path = folder / name
    book.save(path)
    return path
