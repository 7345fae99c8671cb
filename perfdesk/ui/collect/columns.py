"""What each list of 收集汇总 shows: columns of the workbook, in the order in which one works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perfdesk.models import summary_columns
from perfdesk.models.columns import Column, in_window

UNITS = in_window(summary_columns.UNITS)
FORMS = in_window(
    summary_columns.FORMS,
    "单位 项目 表 预算（元） 执行（元） 执行比例 分数 等级 错误 警告 定稿 备注"
    " 结论 年度或时段 文件",
)
PROBLEMS = in_window(
    summary_columns.PROBLEMS,
    "级别 单位 项目 发现的问题 位置 现填 应为 表 单元格 说明（答复） 依据 文件",
)
CLASHES = in_window(summary_columns.CLASHES)
UNREAD = in_window(summary_columns.UNREAD)
EXPECTED = in_window(summary_columns.EXPECTED)


def in_full(columns: Sequence[Column], line: Any) -> str:
    """Write a whole line out, for reading what a cell has no room for."""
    parts = ((each.title, each.text(line).strip()) for each in columns)
    return "　".join(f"{title}：{text}" for title, text in parts if text)
