"""What 成批生成 lists, in its report and in the window: lines, and the columns got of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from perfdesk.models.collected import CollectedForm, figure
from perfdesk.models.columns import Column, Shape
from perfdesk.models.severity import Severity


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A project that was made, or a row that came back, which has no form.

    `files` are names in the folder by kind, `first` is the first finding or why the row came
    back, `severity` marks what a person must look at.
    """

    place: str
    name: str
    state: str
    first: str = ""
    severity: Severity | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    form: CollectedForm | None = None
    stated: str = ""
    doubts: str = ""
    unused: str = ""

    @property
    def errors(self) -> int | None:
        """Count the errors; None for a row that came back."""
        return self.form.errors if self.form else None

    @property
    def warnings(self) -> int | None:
        """Count the warnings; None for a row that came back."""
        return self.form.warnings if self.form else None


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the list, and what it was taken for."""

    sheet: str
    heading: str
    samples: str
    label: str
    how: str
    told: str


def _budget(line: BatchLine) -> Decimal | None:
    return figure(line.form.budget) if line.form else None


def _execution(line: BatchLine) -> Decimal | None:
    return figure(line.form.execution) if line.form else None


def _rate(line: BatchLine) -> Decimal | None:
    return figure(line.form.rate) if line.form else None


PROJECTS = (
    Column("序号", 6, Shape.PLACE),
    Column("名单中的位置", 16, get=attrgetter("place"), shown=10),
    Column("项目", 24, get=attrgetter("name"), shown=16),
    Column("单位", 18, get=attrgetter("form.unit")),
    Column("预算（元）", 15, Shape.MONEY, _budget),
    Column("执行（元）", 15, Shape.MONEY, _execution),
    Column("执行比例", 10, Shape.PERCENT, _rate),
    Column("项目文件", 22, Shape.LINK, lambda line: line.files.get("project", "")),
    Column("PDF", 20, Shape.LINK, lambda line: line.files.get("pdf", "")),
    Column("Excel", 20, Shape.LINK, lambda line: line.files.get("xlsx", "")),
    Column("校验码", 16, Shape.WORD, attrgetter("form.code")),
    Column("错误", 6, Shape.COUNT, attrgetter("errors"), 4, Severity.ERROR),
    Column("警告", 6, Shape.COUNT, attrgetter("warnings"), 4, Severity.WARNING),
    Column("提示", 6, Shape.COUNT, attrgetter("form.notes")),
    Column("第一处问题", 34, get=attrgetter("first")),
    Column("与计算不同", 30, get=attrgetter("stated")),
    Column("读入时请核对", 26, get=attrgetter("doubts")),
    Column("没有采用的内容", 22, get=attrgetter("unused")),
    Column("情况", 18, get=attrgetter("state"), shown=10, mark=attrgetter("severity")),
    Column("第一处问题或退回的原因", get=attrgetter("first"), shown=34),
    Column("文件", get=lambda line: "、".join(line.files.values()), shown=18),
)
COLUMNS = (
    Column("工作表", 16, get=attrgetter("sheet")),
    Column("名单的列", 30, get=attrgetter("heading")),
    Column("前几行", 36, get=attrgetter("samples")),
    Column("对应的栏目", 34, get=attrgetter("label")),
    Column("怎样认出的", 18, Shape.WORD, attrgetter("how")),
    Column("说明", 24, get=attrgetter("told")),
)
