"""What each list of 收集汇总 shows of its lines."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any

from perfdesk.models.collected import READING
from perfdesk.models.severity import Severity
from perfdesk.models.values import Kind
from perfdesk.ui.kit.list_model import ListColumn, Value


def _figure(title: str, width: float, get: Callable[[Any], Value], kind: Kind) -> ListColumn:
    return ListColumn(title, width, get, kind, is_figure=True)


def _count(title: str, get: Callable[[Any], Value], severity: Severity | None = None) -> ListColumn:
    def mark(line: Any) -> Severity | None:
        return severity if get(line) else None

    return ListColumn(title, 3.5, get, mark=mark if severity else None, is_figure=True)


def _level(line: Any) -> Severity | None:
    level = line.finding.level
    # What a workbook left unclear wants a look, as a warning does.
    return Severity.WARNING if level == READING else Severity(level)


UNITS = (
    ListColumn("单位", 13, attrgetter("unit")),
    ListColumn("表", 8, attrgetter("title")),
    _count("份数", attrgetter("count")),
    _figure("预算（元）", 8.5, attrgetter("budget"), Kind.AMOUNT),
    _figure("执行（元）", 8.5, attrgetter("execution"), Kind.AMOUNT),
    _figure("执行比例", 5, attrgetter("rate"), Kind.PERCENT),
    _figure("平均分", 4.5, attrgetter("score"), Kind.POINTS),
    _count("错误", attrgetter("errors"), Severity.ERROR),
    _count("警告", attrgetter("warnings"), Severity.WARNING),
    _count("已定稿", attrgetter("final")),
    ListColumn("备注", 18, attrgetter("remark")),
)
FORMS = (
    ListColumn("单位", 14, attrgetter("unit")),
    ListColumn("项目", 15, attrgetter("project")),
    ListColumn("表", 8, attrgetter("title")),
    _figure("预算（元）", 8, attrgetter("budget"), Kind.AMOUNT),
    _figure("执行（元）", 8, attrgetter("execution"), Kind.AMOUNT),
    _figure("执行比例", 5, attrgetter("rate"), Kind.PERCENT),
    _figure("分数", 4, attrgetter("score"), Kind.POINTS),
    ListColumn("等级", 3, attrgetter("grade")),
    _count("错误", attrgetter("errors"), Severity.ERROR),
    _count("警告", attrgetter("warnings"), Severity.WARNING),
    ListColumn("定稿", 5, attrgetter("standing")),
    ListColumn("备注", 9, attrgetter("remark")),
    ListColumn("结论", 9, attrgetter("conclusion")),
    ListColumn("年度或时段", 10, attrgetter("period")),
    ListColumn("文件", 24, attrgetter("path")),
)
PROBLEMS = (
    ListColumn("级别", 6, attrgetter("finding.word"), mark=_level),
    ListColumn("单位", 12, attrgetter("form.unit")),
    ListColumn("项目", 10, attrgetter("form.project")),
    ListColumn("发现的问题", 28, attrgetter("finding.message")),
    ListColumn("位置", 14, attrgetter("finding.place")),
    ListColumn("现填", 9, attrgetter("finding.actual")),
    ListColumn("应为", 9, attrgetter("finding.expected")),
    ListColumn("表", 8, attrgetter("form.title")),
    ListColumn("单元格", 4, attrgetter("finding.cell")),
    ListColumn("说明（答复）", 9, attrgetter("finding.answer")),
    ListColumn("依据", 14, attrgetter("finding.basis")),
    ListColumn("文件", 24, attrgetter("form.path")),
)
CLASHES = (
    ListColumn("种类", 6, attrgetter("what")),
    ListColumn("单位", 14, attrgetter("unit")),
    ListColumn("项目", 14, attrgetter("project")),
    ListColumn("栏目", 10, attrgetter("label")),
    ListColumn("甲的内容", 12, lambda line: line.texts[0]),
    ListColumn("乙的内容", 12, lambda line: line.texts[1]),
    ListColumn("说明", 20, attrgetter("message")),
    ListColumn("甲文件", 20, lambda line: line.paths[0]),
    ListColumn("乙文件", 20, lambda line: line.paths[1]),
)
UNREAD = (
    ListColumn("文件", 26, itemgetter(0)),
    ListColumn("原因", 36, itemgetter(1)),
)
EXPECTED = (
    ListColumn("单位", 22, attrgetter("unit")),
    ListColumn("情况", 8, attrgetter("what")),
    ListColumn("说明", 36, attrgetter("remark")),
)


def in_full(columns: tuple[ListColumn, ...], line: Any) -> str:
    """Write a whole line out, for reading what a cell has no room for."""
    told = ((each.title, each.text(line).strip()) for each in columns)
    return "　".join(f"{title}：{text}" for title, text in told if text)
