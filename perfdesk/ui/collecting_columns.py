"""What each list of 收集汇总 shows of its lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from perfdesk.models.collected import READING
from perfdesk.models.severity import Severity
from perfdesk.models.values import Kind
from perfdesk.ui.list_model import ListColumn, Value

_WORDS = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, READING: 2, Severity.NOTE.value: 3}


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
    ListColumn("单位", 13, lambda line: line.unit),
    ListColumn("表", 8, lambda line: line.title),
    _count("份数", lambda line: line.count),
    _figure("预算（元）", 8.5, lambda line: line.budget, Kind.AMOUNT),
    _figure("执行（元）", 8.5, lambda line: line.execution, Kind.AMOUNT),
    _figure("执行比例", 5, lambda line: line.rate, Kind.PERCENT),
    _figure("平均分", 4.5, lambda line: line.score, Kind.POINTS),
    _count("错误", lambda line: line.errors, Severity.ERROR),
    _count("警告", lambda line: line.warnings, Severity.WARNING),
    _count("已定稿", lambda line: line.final),
    ListColumn("备注", 18, lambda line: line.remark),
)
FORMS = (
    ListColumn("单位", 14, lambda line: line.unit),
    ListColumn("项目", 15, lambda line: line.project),
    ListColumn("表", 8, lambda line: line.title),
    _figure("预算（元）", 8, lambda line: line.budget, Kind.AMOUNT),
    _figure("执行（元）", 8, lambda line: line.execution, Kind.AMOUNT),
    _figure("执行比例", 5, lambda line: line.rate, Kind.PERCENT),
    _figure("分数", 4, lambda line: line.score, Kind.POINTS),
    ListColumn("等级", 3, lambda line: line.grade),
    _count("错误", lambda line: line.errors, Severity.ERROR),
    _count("警告", lambda line: line.warnings, Severity.WARNING),
    ListColumn("定稿", 5, lambda line: line.standing),
    ListColumn("备注", 9, lambda line: line.remark),
    ListColumn("结论", 9, lambda line: line.conclusion),
    ListColumn("年度或时段", 10, lambda line: line.period),
    ListColumn("文件", 24, lambda line: line.path),
)
PROBLEMS = (
    ListColumn("级别", 6, lambda line: line.finding.word, mark=_level),
    ListColumn("单位", 12, lambda line: line.form.unit),
    ListColumn("项目", 10, lambda line: line.form.project),
    ListColumn("发现的问题", 28, lambda line: line.finding.message),
    ListColumn("位置", 14, lambda line: line.finding.place),
    ListColumn("现填", 9, lambda line: line.finding.actual),
    ListColumn("应为", 9, lambda line: line.finding.expected),
    ListColumn("表", 8, lambda line: line.form.title),
    ListColumn("单元格", 4, lambda line: line.finding.cell),
    ListColumn("说明（答复）", 9, lambda line: line.finding.answer),
    ListColumn("依据", 14, lambda line: line.finding.basis),
    ListColumn("文件", 24, lambda line: line.form.path),
)
CLASHES = (
    ListColumn("种类", 6, lambda line: line.what),
    ListColumn("单位", 14, lambda line: line.unit),
    ListColumn("项目", 14, lambda line: line.project),
    ListColumn("栏目", 10, lambda line: line.label),
    ListColumn("甲的内容", 12, lambda line: line.texts[0]),
    ListColumn("乙的内容", 12, lambda line: line.texts[1]),
    ListColumn("说明", 20, lambda line: line.message),
    ListColumn("甲文件", 20, lambda line: line.paths[0]),
    ListColumn("乙文件", 20, lambda line: line.paths[1]),
)
UNREAD = (
    ListColumn("文件", 26, lambda line: line[0]),
    ListColumn("原因", 60, lambda line: line[1]),
)


def weight(line: Any) -> int:
    """Order problems by what is to be mended first."""
    return _WORDS.get(line.finding.level, len(_WORDS))


def in_full(columns: tuple[ListColumn, ...], line: Any) -> str:
    """Write a whole line out, for reading what a cell has no room for."""
    told = ((each.title, each.text(line).strip()) for each in columns)
    return "　".join(f"{title}：{text}" for title, text in told if text)
