"""The middle of 成批生成: what each column is beside what a row becomes; then what was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.batch.preview import Preview, preview
from perfdesk.commands.batch.report import BatchReport
from perfdesk.ui.batch.columns import ColumnsView
from perfdesk.ui.batch.constants import BatchConstants
from perfdesk.ui.batch.preview import BatchPreview
from perfdesk.ui.batch.result import BatchResult
from perfdesk.ui.kit.layout import grow, hbox, holding, vbox
from perfdesk.ui.kit.look import TABS
from perfdesk.ui.kit.plain import label, tip
from perfdesk.ui.kit.services import Services

if TYPE_CHECKING:
    from perfdesk.exchange.lists.join import Listed

_MOMENT = 60
_MOST_ROWS = 30
COLUMNS, RESULT = 0, 1


class BatchBody(QWidget):
    """Show a plan and let it be changed; `changed` comes when `count` does."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.plan: Plan | None = None
        self.count = self._requests = 0
        self._listed: Listed | None = None
        self._read_for: Plan | None = None
        self.columns = ColumnsView(services.icons)
        self.constants = BatchConstants()
        self.preview = BatchPreview()
        self.result = BatchResult(services.icons)
        self.summary = label(wrap=True)
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(lambda: self._look(self.preview.at))
        self.columns.lines.chosen.connect(self._choose)
        self.constants.entered.connect(self._enter)
        self.preview.wanted.connect(self._look)
        self._lay_out()

    def _lay_out(self) -> None:
        left = holding(vbox(grow(self.columns), self.constants))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(self.preview)
        halves.setSizes([640, 480])
        halves.setChildrenCollapsible(False)
        self.head = hbox(grow(self.summary))
        page = holding(vbox(self.head, grow(halves), margin=(0, 1, 0, 0)))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setStyleSheet(TABS)
        self.tabs.addTab(page, "列和栏目")
        self.tabs.addTab(self.result, "结果")
        self.tabs.setTabVisible(RESULT, False)
        self.setLayout(vbox(self.tabs))

    def show_plan(self, plan: Plan | None) -> None:
        """Show how another list is read, or none."""
        self.tabs.setTabVisible(RESULT, False)
        self.preview.at = 0
        self._set(plan)

    def change_plan(self, plan: Plan) -> None:
        self._set(plan)

    def _set(self, plan: Plan | None) -> None:
        self.plan = plan
        self.columns.lines.show_plan(plan)
        self.count = 0
        if plan is not None:
            self.constants.show_plan(plan)
            self._soon.start()
        self.changed.emit()

    def choose_unit(self, unit: str) -> None:
        """Take amounts of which the list says no unit in this one."""
        if self.plan is not None:
            self._set(self.plan.with_unit(unit))

    def _choose(self, place: int, column: int, path: str) -> None:
        if self.plan is not None:
            self._set(self.plan.with_column(place, column, path))

    def _enter(self, path: str, text: str) -> None:
        if self.plan is not None:
            self._set(self.plan.with_constant(path, text))

    def _look(self, at: int) -> None:
        """Read the list as the plan says, beside the window, and show one project of it."""
        plan, context = self.plan, self._services.context
        if plan is None:
            return
        if plan.trouble:
            self.summary.setText(plan.trouble)
            self.preview.clear()
            return
        self._requests += 1
        request = self._requests
        known = self._listed if self._read_for is plan else None

        def work() -> tuple[Listed, Preview | None, int]:
            listed = known or plan.read()
            place = min(at, len(listed.projects) - 1)
            shown = preview(context, plan, listed, place) if listed.projects else None
            return listed, shown, place

        def done(found: tuple[Listed, Preview | None, int]) -> None:
            if request == self._requests and self.plan is plan:
                self._show(plan, *found)

        self._services.jobs.run("正在读名单", work, done, self.failed.emit)

    def _show(self, plan: Plan, listed: Listed, shown: Preview | None, at: int) -> None:
        is_new = self._read_for is not plan
        self._listed, self._read_for = listed, plan
        if shown is None:
            self.preview.clear("表头下面没有一行是项目。")
        else:
            self.preview.show_project(shown, at, len(listed.projects))
        if is_new:
            bad = sum(bool(each.faults) for each in listed.projects)
            self.count = len(listed.projects) - bad
            self._summarise(plan, listed, bad)
            self.changed.emit()

    def _summarise(self, plan: Plan, listed: Listed, bad: int) -> None:
        words = [f"{len(listed.projects)} 个项目"]
        if bad:
            words.append(f"{bad} 个要退回")
        if listed.orphans:
            words.append(f"{len(listed.orphans)} 行找不到所属的项目，也要退回")
        if listed.skipped:
            words.append(f"略过 {len(listed.skipped)} 行（合计、空行等）")
        if plan.others:
            words.append(f"没有读的工作表：{'、'.join(plan.others)}")
        unused = sum(each.target is None for _, _, each in plan.columns)
        if unused:
            words.append(f"{unused} 列不用")
        self.summary.setText("，".join(words) + "。")
        rows = [f"略过 {each.place}：{each.reason}：{each.text}" for each in listed.skipped]
        rows += [f"退回 {each.place}：{each.fault.reason}" for each in listed.orphans]
        self.summary.setToolTip(tip("\n".join(rows[:_MOST_ROWS])))

    def show_report(self, report: BatchReport) -> None:
        self.result.show_report(report)
        self.tabs.setTabVisible(RESULT, True)
        self.tabs.setCurrentIndex(RESULT)
        self.result.view.setFocus()

    def freeze(self, is_frozen: bool) -> None:
        """Let nothing be changed while a run is under way."""
        for part in (self.columns, self.constants):
            part.setEnabled(not is_frozen)
