"""成批生成: of a list with one project in each row, a project file, PDF and workbook for each.

    report = make_batch(context, Batch(plan, folder))

One bad row never stops the run; it comes back in a workbook, with the reason. A run that was
ended goes on where it was, since what is made already is known. Takes a tenth of a second for
each project: call it beside the window.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.batch.files import OutFolder, Stuck
from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.batch.project import KINDS, MadeProject, make_project, stems
from perfdesk.commands.batch.report import BatchReport, Returned, returned_sheets, write_report
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import print_together
from perfdesk.commands.watch import UNWATCHED, Progress, Watch

if TYPE_CHECKING:
    from perfdesk.exchange.lists.join import Listed
    from perfdesk.exchange.lists.read import ListedProject

REPORT, RETURNED, PRINTED = "生成报告", "退回的行", "全部打印"
# How often is written down what was made: a run that is killed has little to look at again.
_OFTEN = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be made: of each project of a list the files of some `kinds`, into a folder.

    `again` makes files anew that are as an earlier run made them. `printed` adds one PDF of
    all papers.
    """

    plan: Plan
    folder: Path
    kinds: Collection[str] = KINDS
    again: bool = False
    printed: bool = False


def make_batch(context: Context, batch: Batch, watch: Watch = UNWATCHED) -> BatchReport:
    """Make the files of every project into a folder, and the report.

    Raises Refusal where the plan is not complete or the folder cannot be written to.
    """
    plan, folder = batch.plan, batch.folder
    if plan.trouble:
        raise Refusal(plan.trouble)
    if folder.resolve() == context.samples.resolve():
        raise Refusal("示例项目的文件夹不能写。请另选一个文件夹。")
    listed = plan.read()
    if not listed.projects:
        raise Refusal(f"“{plan.name}”的表头下面没有一行是项目。")
    run = _Making(context, batch, listed, watch)
    try:
        return run.finish() if run.make() else run.ended("")
    except _Stopped:
        return run.ended("")
    except Stuck as stuck:
        return run.ended(str(stuck))
    finally:
        run.out.keep_notes()


class _Stopped(Exception):
    """The run was cancelled while the papers were drawn."""


class _Making:
    def __init__(self, context: Context, batch: Batch, listed: Listed, watch: Watch) -> None:
        self.context, self.batch, self.plan = context, batch, batch.plan
        self.listed, self.watch = listed, watch
        self.out = OutFolder(context, batch.folder, again=batch.again)
        self.made: dict[int, MadeProject] = {}
        self.refused: dict[int, str] = {}

    def make(self) -> bool:
        """Make each project; false where it was cancelled."""
        progress, cancelled = self.watch.progress, self.watch.cancelled
        projects = self.listed.projects
        names = stems(self.plan.edition, projects, (REPORT, RETURNED, PRINTED))
        progress(Progress(0, len(projects)))
        for at, (project, stem) in enumerate(zip(projects, names, strict=True)):
            if cancelled():
                return False
            if project.faults:
                self.refused[at] = ""
            else:
                self._make(at, project, stem)
            if at % _OFTEN == _OFTEN - 1:
                self.out.keep_notes()
            progress(Progress(at + 1, len(projects), project.name, len(self.refused)))
        return True

    def _make(self, at: int, project: ListedProject, stem: str) -> None:
        edition = self.plan.edition
        try:
            made = make_project(self.context, edition, project, stem, self.out, self.batch.kinds)
        except Refusal as refusal:
            self.refused[at] = str(refusal)
        else:
            self.made[at] = made

    def ended(self, message: str) -> BatchReport:
        """Sum up a run that was ended early."""
        made = tuple(self.made.values())
        return BatchReport(self.out.path, made, is_whole=False, message=message)

    def finish(self) -> BatchReport:
        """Write the reports of a run that went through."""
        from perfdesk.exchange.books.returned_rows import write_returned

        messages, paper, rows = [], None, None
        if self.batch.printed and self.made:
            data = print_together(self.context, self._judged())
            paper, message = self.out.put_report(PRINTED, ".pdf", data)
            messages.append(message)
        if sheets := returned_sheets(self.plan, self.listed, self.refused):
            data = write_returned(f"{RETURNED}：{self.plan.name}", sheets)
            rows, message = self.out.put_report(RETURNED, ".xlsx", data)
            messages.append(message)
        report = BatchReport(
            self.out.path,
            tuple(self.made.values()),
            self._returned(),
            self.listed.skipped,
            returned_rows=rows,
            printed=paper,
        )
        data = write_report(self.context, self.plan, report)
        path, message = self.out.put_report(REPORT, ".xlsx", data)
        messages.append(message)
        return BatchReport(
            report.folder,
            report.made,
            report.returned,
            report.skipped,
            path,
            rows,
            paper,
            message="".join(messages),
        )

    def _judged(self) -> Iterator[JudgedForm]:
        edition = self.plan.edition
        for at in self.made:
            if self.watch.cancelled():
                raise _Stopped
            document = self.listed.projects[at].incoming.document
            yield JudgedForm(edition, document, judge(self.context, edition, document))

    def _returned(self) -> tuple[Returned, ...]:
        found = []
        for at, refused in self.refused.items():
            project = self.listed.projects[at]
            reasons = tuple(each.reason for each in project.faults) or (refused,)
            found.append(Returned(project.place, project.name, reasons))
        orphans = (Returned(o.place, o.name, (o.fault.reason,)) for o in self.listed.orphans)
        return (*found, *orphans)
