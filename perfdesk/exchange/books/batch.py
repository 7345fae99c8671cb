"""The report on 成批生成 as a workbook: projects with their files, findings, columns, the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook

from perfdesk.exchange.books.links import Links
from perfdesk.exchange.books.list_sheet import ListSheet
from perfdesk.exchange.xlsx.file import list_bytes
from perfdesk.exchange.xlsx.style import set_normal_font
from perfdesk.models.batch_lines import COLUMNS, PROJECTS, BatchLine, ColumnLine
from perfdesk.models.collected import CollectedFinding
from perfdesk.models.columns import Column, Shape, in_workbook
from perfdesk.models.severity import Severity

_TITLE = "成批生成报告"
_LEVELS = {each.value: each.word for each in Severity}
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
_REST = (
    Column("名单中的位置", 20),
    Column("内容", 50),
    Column("处理", 10, Shape.WORD),
    Column("原因", 60),
    Column("文件", 20, Shape.LINK),
)


class BatchBook:
    """The report as it is being written."""

    def __init__(self, subtitle: str, folder: Path) -> None:
        self._links = Links(folder, folder)
        self._book = cast(Any, Workbook(write_only=True))
        set_normal_font(self._book)
        self._projects, self._findings, self._columns, self._rest = (
            ListSheet(self._book, name, _TITLE, subtitle, columns, self._links)
            for name, columns in (
                ("生成报告", in_workbook(PROJECTS)),
                ("问题清单", _FINDINGS),
                ("列的对应", COLUMNS),
                ("退回和略过", _REST),
            )
        )

    def add_project(self, line: BatchLine) -> None:
        self._projects.add(line)

    def add_finding(self, place: str, name: str, each: CollectedFinding) -> None:
        level = _LEVELS.get(each.level, each.level)
        words = each.place, each.message, each.actual, each.expected, each.basis
        self._findings.append((place, name, level, *words))

    def add_column(self, line: ColumnLine) -> None:
        """List what a column was taken for."""
        self._columns.add(line)

    def add_returned(
        self, place: str, name: str, reasons: Sequence[str], path: Path | None
    ) -> None:
        """List a row that comes back."""
        file = self._links.to(path.name) if path else ""
        self._rest.append((place, name, "退回", "\n".join(reasons), file))

    def add_skipped(self, place: str, text: str, reason: str) -> None:
        """List a row that is no project."""
        self._rest.append((place, text, "略过", reason, ""))

    def finish(self) -> bytes:
        for each in (self._projects, self._findings, self._columns, self._rest):
            each.close()
        return list_bytes(self._book, _TITLE)
