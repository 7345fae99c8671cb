"""The summary workbook (收集汇总) over a folder of forms, written while it is read.

    with SummaryBook(head) as book:
        book.add_form(...); book.add_unit(...); ...
        data = book.finish(spreads)

Nothing is held but the row at hand, so that ten thousand forms take no more room than ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self, cast

from openpyxl import Workbook

from perfdesk.exchange.books.charts import add_charts
from perfdesk.exchange.books.links import Links
from perfdesk.exchange.books.list_sheet import ListSheet
from perfdesk.exchange.books.tasks import TASK_COLUMNS, Tasks
from perfdesk.exchange.xlsx.file import discard, list_bytes
from perfdesk.exchange.xlsx.style import set_normal_font
from perfdesk.models import summary_columns as columns
from perfdesk.models.collected import CollectedForm, figure
from perfdesk.models.columns import Column, Shape, Value
from perfdesk.models.summary_lines import (
    ClashLine,
    ExpectedLine,
    FormLine,
    IndicatorLine,
    ProblemLine,
    Spread,
    UnitLine,
)


@dataclass(frozen=True, slots=True)
class SummaryHead:
    """What the workbook is about: its title, one sentence of counts, where the files lie.

    `beside` is the folder in which the workbook will stand, for links that go with it;
    `with_expected` makes room for the units that sent nothing.
    """

    title: str
    subtitle: str
    folder: Path
    beside: Path
    now: datetime
    indicator_columns: tuple[tuple[str, str, bool], ...]
    with_expected: bool = False


class SummaryBook:
    """The workbook as it is being written."""

    def __init__(self, head: SummaryHead) -> None:
        self._head = head
        self._book = cast(Any, Workbook(write_only=True))
        set_normal_font(self._book)
        self._links = Links(head.folder, head.beside)
        self._tasks, self._overview = Tasks(), self._list("一览", TASK_COLUMNS)
        self._forms = self._list("汇总", columns.FORMS)
        self._units = self._list("按单位", columns.UNITS)
        self._findings = self._list("问题清单", columns.PROBLEMS)
        *whose, file = columns.INDICATORS
        own = (_of_indicators(*each) for each in head.indicator_columns)
        self._indicators = self._list("指标明细", (*whose, *own, file))
        self._clashes = self._list("重复与冲突", columns.CLASHES)
        self._unread = self._list("未识别文件", columns.UNREAD)
        self._expected = self._list("未交单位", columns.EXPECTED) if head.with_expected else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Leave nothing behind of one that was not finished; a full disk is an OSError."""
        discard(self._book, error)

    def _list(self, name: str, shown: Sequence[Column]) -> ListSheet:
        return ListSheet(
            self._book, name, self._head.title, self._head.subtitle, shown, self._links
        )

    def add_form(self, line: FormLine, form: CollectedForm) -> None:
        """List a form, and its findings and indicators unless it is a copy of one before."""
        self._forms.add(line)
        if line.is_copy:
            return
        self._tasks.add_form(form)
        for each in form.findings:
            self._findings.add(ProblemLine(line, each))
        for row in form.indicators:
            self._indicators.add(IndicatorLine(line, row))

    def add_unit(self, line: UnitLine) -> None:
        self._units.add(line, bold=line.is_total)

    def add_clash(self, line: ClashLine) -> None:
        """List two forms that are the same, or contradict each other."""
        self._tasks.add_clash(line)
        self._clashes.add(line)

    def add_unread(self, path: str, reason: str) -> None:
        """List a file, or a form in it, that gave nothing."""
        self._tasks.unread += 1
        self._unread.add((path, reason))

    def add_expected(self, line: ExpectedLine) -> None:
        """List a unit that was to send something, or one that was not."""
        assert self._expected is not None
        self._tasks.of_units[line.what].append(line.unit)
        self._expected.add(line)

    def finish(self, spreads: Sequence[Spread]) -> bytes:
        """Say what is to be done, add the charts and give the workbook."""
        self._tasks.write_to(self._overview)
        lists = self._forms, self._units, self._findings, self._indicators, self._clashes
        for each in (self._overview, *lists, self._unread, self._expected):
            if each is not None:
                each.close()
        add_charts(self._book, "分布图", self._head.title, self._head.subtitle, spreads)
        return list_bytes(self._book, self._head.title, self._head.now)


def _of_indicators(name: str, label: str, is_figure: bool) -> Column:
    def get(line: IndicatorLine) -> Value:
        text = line.texts.get(name, "")
        return (figure(text) if is_figure else None) or text

    return Column(label, 7 if is_figure else 14, Shape.POINTS if is_figure else Shape.TEXT, get)
