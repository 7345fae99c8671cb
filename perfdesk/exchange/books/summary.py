"""The summary workbook (收集汇总) over a folder of forms, written while it is read.

    with SummaryBook(head) as book:
        book.add_form(...); book.add_unit(...); ...
        data = book.finish(spreads)

Nothing is held but the row at hand, so that ten thousand forms take no more room than ten.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self, cast

from openpyxl import Workbook

from perfdesk.exchange.books.charts import add_charts
from perfdesk.exchange.books.list_sheet import Column, Link, ListSheet, Shape, Value
from perfdesk.exchange.books.tasks import TASK_COLUMNS, Tasks
from perfdesk.exchange.xlsx.file import drop, packed_list
from perfdesk.exchange.xlsx.style import set_normal_font
from perfdesk.models.collected import CollectedFinding, CollectedForm
from perfdesk.models.summary_lines import (
    NO_NAME,
    NO_UNIT,
    ClashLine,
    ExpectedLine,
    Spread,
    UnitLine,
)

_HUNDRED = Decimal(100)

_FORMS = (
    Column("序号", 5, Shape.COUNT),
    Column("单位", 15),
    Column("项目", 19),
    Column("表", 11, Shape.WORD),
    Column("年度或时段", 11, Shape.WORD),
    Column("预算（元）", 14, Shape.MONEY),
    Column("执行（元）", 14, Shape.MONEY),
    Column("执行比例", 9, Shape.PERCENT),
    Column("分数", 7, Shape.POINTS),
    Column("等级", 5, Shape.WORD),
    Column("结论", 14),
    Column("错误", 5, Shape.TALLY),
    Column("警告", 5, Shape.TALLY),
    Column("提示", 5, Shape.TALLY),
    Column("已说明", 6, Shape.TALLY),
    Column("定稿", 7, Shape.WORD),
    Column("校验码", 15, Shape.WORD),
    Column("备注", 14),
    Column("文件", 26, Shape.LINK, printed=False),
)
_UNITS = (
    Column("单位", 26),
    Column("表", 19, Shape.WORD),
    Column("份数", 6, Shape.COUNT),
    Column("预算（元）", 15, Shape.MONEY),
    Column("执行（元）", 15, Shape.MONEY),
    Column("执行比例", 9, Shape.PERCENT),
    Column("平均分", 8, Shape.POINTS),
    Column("错误", 6, Shape.TALLY),
    Column("警告", 6, Shape.TALLY),
    Column("已定稿", 7, Shape.TALLY),
    Column("备注", 22),
)
_FINDINGS = (
    Column("单位", 14),
    Column("项目", 16),
    Column("表", 10, Shape.WORD),
    Column("级别", 6, Shape.WORD),
    Column("位置", 17),
    Column("单元格", 7, Shape.LINK),
    Column("发现的问题", 40),
    Column("现填", 14),
    Column("应为", 13),
    Column("依据", 16),
    Column("说明（答复）", 12),
    Column("工作表", 14, printed=False),
    Column("文件", 26, Shape.LINK, printed=False),
)
_OF_INDICATORS = (
    Column("单位", 14),
    Column("项目", 16),
    Column("表", 10, Shape.WORD),
    Column("年度或时段", 11, Shape.WORD),
)
_CLASHES = (
    Column("种类", 8, Shape.WORD),
    Column("单位", 14),
    Column("项目", 16),
    Column("栏目", 15),
    Column("甲表", 10, Shape.WORD),
    Column("甲的内容", 18),
    Column("乙表", 10, Shape.WORD),
    Column("乙的内容", 18),
    Column("说明", 26),
    Column("甲文件", 16, Shape.LINK),
    Column("乙文件", 16, Shape.LINK),
)
_UNREAD = (Column("文件", 40, Shape.LINK), Column("原因", 70))
_EXPECTED = (Column("单位", 34), Column("情况", 12, Shape.WORD), Column("说明", 70))


@dataclass(frozen=True, slots=True)
class Head:
    """What the workbook is about: its title, one sentence of counts, where the files lie.

    `beside` is the folder in which the workbook will stand, for links that go with it;
    `with_expected` makes room for the units that sent nothing.
    """

    title: str
    said: str
    folder: Path
    beside: Path
    now: datetime
    indicator_columns: tuple[tuple[str, str, bool], ...]
    with_expected: bool = False


class SummaryBook:
    """The workbook as it is being written."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._book = cast(Any, Workbook(write_only=True))
        set_normal_font(self._book)
        self._names = [name for name, _, _ in head.indicator_columns]
        self._are_figures = {name for name, _, is_figure in head.indicator_columns if is_figure}
        own = [
            Column(label, 7 if is_figure else 14, Shape.POINTS if is_figure else Shape.TEXT)
            for _, label, is_figure in head.indicator_columns
        ]
        self._tasks, self._overview = Tasks(), self._list("一览", TASK_COLUMNS)
        self._forms = self._list("汇总", _FORMS)
        self._units = self._list("按单位", _UNITS)
        self._findings = self._list("问题清单", _FINDINGS)
        indicators = (*_OF_INDICATORS, *own, Column("文件", 26, Shape.LINK, printed=False))
        self._indicators = self._list("指标明细", indicators)
        self._clashes = self._list("重复与冲突", _CLASHES)
        self._unread = self._list("未识别文件", _UNREAD)
        self._expected = self._list("未交单位", _EXPECTED) if head.with_expected else None

    def __enter__(self) -> Self:
        """Give the workbook."""
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Leave nothing behind of one that was not finished; a full disk is an OSError."""
        drop(self._book, error)

    def _list(self, name: str, columns: Sequence[Column]) -> ListSheet:
        return ListSheet(self._book, name, self._head.title, self._head.said, columns)

    def add_form(
        self, path: str, form: CollectedForm, remark: str, *, is_copy: bool = False
    ) -> None:
        """List a form, and its findings and indicators unless it is a copy of one before."""
        file = self._link(path)
        number = self._forms.rows + 1
        figures = map(_figure, (form.budget, form.execution, form.rate, form.score))
        budget, execution, rate, score = figures
        counts = form.errors, form.warnings, form.notes, form.answered
        whose = form.unit or NO_UNIT, form.project or NO_NAME, form.title
        self._forms.append(
            (
                *(number, *whose, form.period, budget, execution, _share(rate), score),
                *(form.grade, form.conclusion, *counts, form.standing, form.code, remark, file),
            )
        )
        if is_copy:
            return
        self._tasks.add_form(form)
        for each in form.findings:
            self._findings.append((*whose, *self._finding(path, each), each.sheet, file))
        for row in form.indicators:
            cells = (self._indicator(name, row) for name in self._names)
            self._indicators.append((*whose, form.period, *cells, file))

    def _finding(self, path: str, each: CollectedFinding) -> tuple[Value, ...]:
        place = self._link(path, each.cell, each.sheet) if each.cell else ""
        texts = each.message, each.actual, each.expected, each.basis, each.answer
        return (each.word, each.place, place, *texts)

    def _indicator(self, name: str, row: Mapping[str, str]) -> Value:
        text = row.get(name, "")
        return (_figure(text) if name in self._are_figures else None) or text

    def add_unit(self, line: UnitLine) -> None:
        """List totals."""
        self._units.append(
            (
                *(line.unit, line.title, line.count, line.budget, line.execution),
                *(_share(line.rate), line.score, line.errors, line.warnings, line.final),
                line.remark,
            ),
            bold=line.is_total,
        )

    def add_clash(self, line: ClashLine) -> None:
        """List two forms that are the same, or contradict each other."""
        self._tasks.add_clash(line)
        (one, other), (here, there) = line.titles, line.texts
        files = map(self._link, line.paths)
        head = line.what, line.unit, line.project, line.label
        self._clashes.append((*head, one, here, other, there, line.message, *files))

    def add_unread(self, path: str, reason: str) -> None:
        """List a file, or a form in it, that gave nothing."""
        self._tasks.unread += 1
        self._unread.append((self._link(path), reason))

    def add_expected(self, line: ExpectedLine) -> None:
        """List a unit that was to send something, or one that was not."""
        assert self._expected is not None
        self._tasks.of_units[line.what].append(line.unit)
        self._expected.append((line.unit, line.what, line.remark))

    def finish(self, spreads: Sequence[Spread]) -> bytes:
        """Say what is to be done, add the charts and give the workbook."""
        self._tasks.put(self._overview)
        lists = self._forms, self._units, self._findings, self._indicators, self._clashes
        for each in (self._overview, *lists, self._unread, self._expected):
            if each is not None:
                each.close()
        add_charts(self._book, "分布图", self._head.title, self._head.said, spreads)
        return packed_list(self._book, self._head.title, self._head.now)

    def _link(self, path: str, text: str = "", sheet: str = "") -> Link:
        # A sheet whose name no link can hold is a stranger's; the link then leads to the file.
        place = (
            f"'{sheet.replace(chr(39), chr(39) * 2)}'!{text}"
            if sheet.isprintable() and sheet
            else ""
        )
        return Link(text or path, target(self._head.folder / path, self._head.beside), place)


def target(path: Path, beside: Path) -> str:
    """Write a path as a link from a folder, so that both may move together."""
    try:
        way = os.path.relpath(path, beside)
    except ValueError:  # another drive
        return "file:///" + _quoted(path.as_posix())
    quoted = _quoted(way.replace(os.sep, "/"))
    # What has a colon in its first part would be taken for a kind of address.
    return f"./{quoted}" if ":" in quoted.partition("/")[0] else quoted


# XML holds no control characters, which a name on Linux may have; nor the bytes, kept as
# halves of characters, of a name that is no UTF-8.
_UNSAFE = {ord(mark): f"%{ord(mark):02X}" for mark in '%#? "<>\\^`{|}'}
_UNSAFE |= {code: f"%{code:02X}" for code in (*range(0x20), 0x7F)}
_UNSAFE |= {0xDC00 + byte: f"%{byte:02X}" for byte in range(0x80, 0x100)}


def _quoted(way: str) -> str:
    return way.translate(_UNSAFE)


def _figure(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def _share(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else rate / _HUNDRED
