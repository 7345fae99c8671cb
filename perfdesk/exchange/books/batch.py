"""The report on 成批生成 as a workbook: projects with their files, findings, columns, the rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook

from perfdesk.exchange.books.batch_lines import BatchLine, ColumnLine
from perfdesk.exchange.books.list_sheet import Column, Link, ListSheet, Shape, Value
from perfdesk.exchange.books.summary import target
from perfdesk.exchange.xlsx.file import packed_list
from perfdesk.exchange.xlsx.style import set_normal_font
from perfdesk.models.collected import CollectedFinding
from perfdesk.models.severity import Severity

_TITLE = "成批生成报告"
_LEVELS = {each.value: each.word for each in Severity}
# Files in the order of their columns, by kind.
_KINDS = ("project", "pdf", "xlsx")

_PROJECTS = (
    Column("序号", 6, Shape.COUNT),
    Column("名单中的位置", 16),
    Column("项目", 24),
    Column("单位", 18),
    Column("预算（元）", 15, Shape.MONEY),
    Column("执行（元）", 15, Shape.MONEY),
    Column("执行比例", 10, Shape.PERCENT),
    Column("项目文件", 22, Shape.LINK),
    Column("PDF", 20, Shape.LINK),
    Column("Excel", 20, Shape.LINK),
    Column("校验码", 16, Shape.WORD),
    Column("错误", 6, Shape.COUNT),
    Column("警告", 6, Shape.COUNT),
    Column("提示", 6, Shape.COUNT),
    Column("第一处问题", 34),
    Column("与计算不同", 30),
    Column("读入时请核对", 26),
    Column("没有采用的内容", 22),
    Column("情况", 18),
)
_FINDINGS = (
    Column("名单中的位置", 16),
    Column("项目", 22),
    Column("级别", 6, Shape.WORD),
    Column("位置", 26),
    Column("发现的问题", 56),
    Column("现填", 20),
    Column("应为", 20),
    Column("依据", 26),
)
_COLUMNS = (
    Column("工作表", 16),
    Column("名单的列", 30),
    Column("前几行", 36),
    Column("对应的栏目", 34),
    Column("怎样认出的", 18, Shape.WORD),
    Column("说明", 24),
)
_REST = (
    Column("名单中的位置", 20),
    Column("内容", 50),
    Column("处理", 10, Shape.WORD),
    Column("原因", 60),
    Column("文件", 20, Shape.LINK),
)


class BatchBook:
    """The report as it is being written."""

    def __init__(self, said: str, folder: Path) -> None:
        self._folder = folder
        self._book = cast(Any, Workbook(write_only=True))
        set_normal_font(self._book)
        self._projects, self._findings, self._columns, self._rest = (
            ListSheet(self._book, name, _TITLE, said, columns)
            for name, columns in (
                ("生成报告", _PROJECTS),
                ("问题清单", _FINDINGS),
                ("列的对应", _COLUMNS),
                ("退回和略过", _REST),
            )
        )

    def add_project(self, line: BatchLine) -> None:
        """List a project with links to its files."""
        form = line.form
        rate = _figure(form.rate)
        figures = _figure(form.budget), _figure(form.execution), rate and rate / 100
        files = (self._link(line.files.get(kind, "")) for kind in _KINDS)
        counts = form.errors, form.warnings, form.notes
        told = line.first, line.stated, line.doubts, line.unused, line.state
        head = self._projects.rows + 1, line.place, line.name, form.unit
        self._projects.append((*head, *figures, *files, form.code, *counts, *told))

    def add_finding(self, place: str, name: str, each: CollectedFinding) -> None:
        """List a finding of a project."""
        level = _LEVELS.get(each.level, each.level)
        told = each.place, each.message, each.actual, each.expected, each.basis
        self._findings.append((place, name, level, *told))

    def add_column(self, line: ColumnLine) -> None:
        """List what a column was taken for."""
        told = line.label, line.how, line.told
        self._columns.append((line.sheet, line.heading, line.samples, *told))

    def add_returned(
        self, place: str, name: str, reasons: Sequence[str], path: Path | None
    ) -> None:
        """List a row that comes back."""
        file = self._link(path.name) if path else ""
        self._rest.append((place, name, "退回", "\n".join(reasons), file))

    def add_skipped(self, place: str, text: str, reason: str) -> None:
        """List a row that is no project."""
        self._rest.append((place, text, "略过", reason, ""))

    def finish(self) -> bytes:
        """Give the workbook."""
        for each in (self._projects, self._findings, self._columns, self._rest):
            each.close()
        return packed_list(self._book, _TITLE)

    def _link(self, name: str) -> Value:
        return Link(name, target(self._folder / name, self._folder)) if name else ""


def _figure(text: str) -> Decimal | None:
    return Decimal(text) if text else None
