"""Tell what came of 成批生成: the report as a workbook, and the rows that come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.batch.files import Wrote
from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.batch.project import MadeFile, MadeProject
from perfdesk.commands.context import Context
from perfdesk.models.batch_lines import BatchLine, ColumnLine
from perfdesk.models.severity import Severity

if TYPE_CHECKING:
    from perfdesk.exchange.books.returned_rows import ReturnedRow, ReturnedSheet
    from perfdesk.exchange.lists.grid import FoundList, ListRow
    from perfdesk.exchange.lists.join import Listed
    from perfdesk.exchange.lists.read import Fault
    from perfdesk.exchange.lists.skipped import Skipped

HOW = {
    "chosen": "手工指定",
    "remembered": "上次记住",
    "sure": "按名称认出",
    "guess": "名称相近，请核对",
    "unknown": "没有认出",
}
_WROTE = {
    Wrote.NEW: "新生成",
    Wrote.REPLACED: "已重新生成",
    Wrote.SAME: "已有，内容相同",
    Wrote.KEPT: "没有覆盖",
}


@dataclass(frozen=True, slots=True)
class Returned:
    """A row of which nothing was made, and why."""

    place: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What came of a run; paths are None for what was not written.

    `is_whole` is false where it was ended early: then no report was written, and `message`
    says why. It also says how writing went, where that needs words.
    """

    folder: Path
    made: tuple[MadeProject, ...] = ()
    returned: tuple[Returned, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    report: Path | None = None
    returned_rows: Path | None = None
    printed: Path | None = None
    is_whole: bool = True
    message: str = ""

    @property
    def errors(self) -> int:
        return sum(each.form.errors for each in self.made)

    @property
    def kept(self) -> int:
        """Count the projects of which a file was there already, and stayed."""
        return sum(each.is_kept for each in self.made)


def write_report(context: Context, plan: Plan, report: BatchReport) -> bytes:
    """Write 生成报告 as a workbook."""
    from perfdesk.exchange.books.batch import BatchBook

    form = plan.edition.title
    summary = (
        f"名单“{plan.name}”，《{form}》，{context.now():%Y-%m-%d %H:%M} 生成：{summed_up(report)}"
    )
    book = BatchBook(summary, report.folder)
    for made in report.made:
        book.add_project(project_line(made))
        for finding in made.form.findings:
            book.add_finding(made.place, made.name, finding)
    for returned in report.returned:
        book.add_returned(returned.place, returned.name, returned.reasons, report.returned_rows)
    for column in column_lines(plan):
        book.add_column(column)
    for skipped in report.skipped:
        book.add_skipped(skipped.place, skipped.text, skipped.reason)
    return book.finish()


def summed_up(report: BatchReport) -> str:
    """Sum a run up in one sentence."""
    words = [f"{len(report.made)} 个项目"]
    if report.kept:
        words.append(f"其中 {report.kept} 个有同名文件没有覆盖")
    if report.returned:
        words.append(f"退回 {len(report.returned)} 处")
    words.append(f"略过 {len(report.skipped)} 行")
    words.append(f"错误 {report.errors} 处")
    return "，".join(words) + "。"


def file_words(file: MadeFile) -> str:
    """Say what became of a file."""
    return f"{_WROTE[file.wrote]}。{file.words}" if file.words else _WROTE[file.wrote]


def state(made: MadeProject) -> str:
    """Say what became of a project's files, once where it is the same of all."""
    words = list(dict.fromkeys(file_words(each) for each in made.files))
    return "\n".join(words)


def project_line(made: MadeProject) -> BatchLine:
    """Say of a project in the list what came of it."""
    first = next((f for f in made.form.findings if not f.quiet), None)
    return BatchLine(
        made.place,
        made.name,
        state(made),
        f"{first.place}：{first.message}" if first else "",
        Severity.WARNING if made.is_kept else None,
        {each.kind: each.name for each in made.files},
        made.form,
        "\n".join(made.stated),
        "\n".join(made.doubts),
        "；".join(made.unused),
    )


def returned_line(row: Returned) -> BatchLine:
    """Say of a row that comes back why it does."""
    name, reasons = row.name or "（没有名称）", "".join(row.reasons)
    return BatchLine(row.place, name, "退回", reasons, Severity.ERROR)


def column_lines(plan: Plan) -> list[ColumnLine]:
    """Say of each column what it is taken for, and how that is known."""
    from perfdesk.exchange.lists.uses import Use

    lines = []
    for place, column, proposal in plan.columns:
        target = proposal.target
        use = Use(target, plan.unit_of(column)) if target else None
        use_text = f"{use.unit}换算为{use.target.field.unit}" if use and use.converts else ""
        if target and target.field.is_computed:
            use_text = "程序计算，只作比较"
        lines.append(
            ColumnLine(
                plan.lists[place].sheet,
                column.heading,
                "、".join(plan.samples(place, column)),
                target.label if target else "",
                HOW[proposal.how],
                use_text,
            )
        )
    return lines


def returned_sheets(plan: Plan, listed: Listed, refused: Mapping[int, str]) -> list[ReturnedSheet]:
    """Give the rows of which nothing was made, sheet by sheet, as they stood there."""
    from perfdesk.exchange.books.returned_rows import ReturnedSheet

    sheets: dict[str, tuple[FoundList, list[ReturnedRow]]] = {}

    def give(found: FoundList, row: ListRow, reasons: tuple[str, ...], *faults: Fault) -> None:
        _, rows = sheets.setdefault(found.sheet, (found, []))
        rows.append(_row(found, row, reasons, *faults))

    for at, reason in refused.items():
        project = listed.projects[at]
        first, *others = project.rows
        reasons = tuple(each.reason for each in project.faults) or (reason,)
        give(project.found, first, reasons, *project.faults)
        for row in others:
            give(project.found, row, ())
        for found, row in project.more:
            give(found, row, ())
    for orphan in listed.orphans:
        give(orphan.found, orphan.row, (orphan.fault.reason,), orphan.fault)
    return [
        ReturnedSheet(name, found.head_with_units(plan.units(found)), tuple(rows))
        for name, (found, rows) in sheets.items()
    ]


def _row(found: FoundList, row: ListRow, reasons: tuple[str, ...], *faults: Fault) -> ReturnedRow:
    from perfdesk.exchange.books.returned_rows import ReturnedRow

    places = [column.place for column in found.columns]
    marked = frozenset(places.index(each.column) for each in faults if each.column in places)
    return ReturnedRow(f"{found.sheet} 第 {row.number} 行", found.texts(row), reasons, marked)
