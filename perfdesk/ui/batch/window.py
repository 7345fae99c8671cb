"""成批生成: a list with one project in each row, looked over and made in a window of its own.

It stands apart from the main window, which shows the projects that are opened from it. Closed
while it makes them, it goes on and says in the main window when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.batch.read_list import list_template, open_list, paste_list, remember
from perfdesk.commands.batch.report import BatchReport
from perfdesk.commands.batch.run import Batch, make_batch
from perfdesk.commands.watch import Progress, Watch
from perfdesk.models.file_name import safe_name
from perfdesk.ui.batch.body import BatchBody
from perfdesk.ui.batch.mapping import MappingButton
from perfdesk.ui.batch.output import BatchOutput
from perfdesk.ui.batch.source import BatchSource
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.layout import button, grow, vbox
from perfdesk.ui.kit.plain import caption, label
from perfdesk.ui.kit.services import Services
from perfdesk.ui.kit.side_window import SideWindow

NAME = "成批生成"
_MOST_PASTED = 2_000_000
# Before so many projects and seconds nothing is said of how long the rest will take.
_LEAST_PROJECTS, _LEAST_SECONDS = 10, 2.0
_INVITATION = (
    "选一份名单（Excel、WPS 表格、CSV，或从别处复制），一行一个项目，再选表单。\n"
    "程序认出各列是什么，认不准的由您指定，下次同样的名单不用再指定；写明万元的自动换算。\n"
    "每个项目生成项目文件、PDF 和 Excel，并写一份报告；读不成的行写明原因退回。"
    "已有的文件不会被覆盖。"
)


class BatchWindow(SideWindow):
    """Make the projects of one list at a time; `show_file` brings one into the main window."""

    def __init__(self, services: Services, show_file: Callable[[Path], None]) -> None:
        super().__init__(NAME, services, self.open_file, Path.is_file)
        services = self.services
        self._reading: Event | None = None
        self.setMinimumSize(880, 600)
        self.resize(1240, 800)
        self.source = BatchSource(services.context.catalogue.heads())
        self.output = BatchOutput(services.preferences)
        self.body = BatchBody(services)
        self.mapping = MappingButton(services, lambda: self.body.plan)
        self.body.head.addWidget(self.mapping)
        self.start_button = button("生成", self.start)
        self._at_work = label("正在读名单…")
        self.source.changed.connect(self.read)
        self.source.browse_wanted.connect(self.browse)
        self.source.paste_wanted.connect(self.paste)
        self.source.template_wanted.connect(self.save_template)
        self.source.unit_chosen.connect(self.body.choose_unit)
        self.mapping.read.connect(self.body.change_plan)
        self.output.changed.connect(self._refresh)
        self.body.changed.connect(self._refresh)
        self.run.changed.connect(self._refresh)
        self.body.failed.connect(lambda error: self.messages.failed("读名单", error))
        self.body.result.trouble.connect(self.messages.warn)
        self.body.result.open_wanted.connect(show_file)
        self._lay_out()
        self._refresh()

    def _lay_out(self) -> None:
        invitation = label(_INVITATION, wrap=True, quiet=True)
        invitation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        self._pages.addWidget(invitation)
        self._pages.addWidget(self.body)
        self.output.row.addWidget(self.start_button)
        self.output.row.addWidget(self.run.stop_button)
        top, bottom = (self.source, self.messages), (self.output, self.run, self._at_work)
        self.setLayout(vbox(*top, grow(self._pages), *bottom, margin=2))

    def bring_up(self) -> None:
        """Show the window, ready to name a list."""
        super().bring_up()
        self.source.browse_button.setFocus()

    # The list

    def browse(self) -> None:
        """Ask for the list."""
        folder = str(self.services.last_folder)
        path = ask_path.to_open(self, "选择名单", folder, ask_path.LISTS)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        if not self.is_running:
            self.services.remember_folder(path)
            self.source.show_file(path)

    def paste(self) -> None:
        """Read a list from the clipboard."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.messages.warn("剪贴板里没有文字。请先在 Excel 或 WPS 里选中名单（连同表头）复制。")
        elif len(text) > _MOST_PASTED:
            self.messages.warn("剪贴板里的文字太多。请把名单存成文件，再点“选择…”。")
        else:
            self.source.show_text(text)

    def read(self) -> None:
        """Read the list for the chosen form, beside the window."""
        source, context = self.source, self.services.context
        if not source.has_list or not source.form or self.is_running:
            return
        if self._reading is not None:
            self._reading.set()
        reading = self._reading = Event()
        path, text, form = source.path, source.pasted, source.form
        sheet, head = source.sheet, source.head
        self.messages.clear()
        self._refresh()

        def work() -> Plan:
            if path is not None:
                return open_list(
                    context, path, form, sheet=sheet, head=head, cancelled=reading.is_set
                )
            return paste_list(context, text, form, head=head)

        def done(plan: Plan) -> None:
            if not reading.is_set():
                self._show_plan(plan, path)

        def failed(error: Exception) -> None:
            if not reading.is_set():
                self._reading = None
                self.body.show_plan(None)
                self._pages.setCurrentIndex(0)
                self.messages.failed("读名单", error)
                self._refresh()

        self.services.jobs.run("正在读名单", work, done, failed)

    def _show_plan(self, plan: Plan, path: Path | None) -> None:
        self._reading = None
        self.source.show_plan(plan)
        folder = path.parent if path is not None else self.services.last_folder
        self.output.propose(folder / f"{safe_name(Path(plan.name).stem)} 生成")
        self.body.show_plan(plan)
        self._pages.setCurrentIndex(1)
        self._refresh()

    def save_template(self) -> None:
        """Ask for a file and write an empty list of the form there."""
        source, services = self.source, self.services
        form, title = source.form, source.form_box.currentText()
        place = services.last_folder / f"{safe_name(title)} 名单.xlsx"
        path = ask_path.to_save(self, "空名单", place, ask_path.NEW_WORKBOOK, "xlsx")
        if path is not None:
            message = f"已写入“{path.name}”，填好后选它做名单。"
            services.write(path, lambda: list_template(services.context, form), message=message)

    # A run

    def start(self) -> None:
        """Make the projects, beside the window."""
        plan, output, context = self.body.plan, self.output, self.services.context
        if plan is None or output.folder is None or self.is_running:
            return
        self.messages.clear()
        again, printed = output.again_box.isChecked(), output.printed_box.isChecked()
        batch = Batch(plan, output.folder, output.kinds, again, printed)

        def work(watch: Watch) -> BatchReport:
            report = make_batch(context, batch, watch)
            remember(context, batch.plan)
            return report

        self.run.start(
            f"正在{NAME}", work, self._done, self._failed, begins="正在准备…", words=_words
        )

    def _done(self, report: BatchReport) -> None:
        self.output.again_box.setChecked(False)
        if report.is_whole:
            self.body.show_report(report)
            if report.message:
                self.messages.warn(report.message)
            self.report_outside(f"{NAME}已完成：{self.body.result.summary.text()}")
            return
        rest = f"已做好 {len(report.made)} 个项目，再点“生成”会接着做，不会重做。"
        if report.message:
            self.messages.trouble(f"{report.message}{rest}")
        else:
            self.messages.note(f"已停止。{rest}")
        self.report_outside(self.messages.text)

    def _failed(self, error: Exception) -> None:
        self.messages.failed(NAME, error)
        self.report_outside(f"{NAME}没有完成：{self.messages.text}")

    def _refresh(self) -> None:
        """Offer what can be done now."""
        is_running, is_reading = self.is_running, self._reading is not None
        self.source.setEnabled(not is_running)
        self.output.freeze(is_running)
        self.body.freeze(is_running)
        self.mapping.setEnabled(not is_running)
        self.start_button.setVisible(not is_running)
        ready = self.output.is_ready and not is_reading and self.body.count > 0
        self.start_button.setEnabled(ready)
        words = f"生成 {self.body.count} 个项目" if self.body.count else "生成"
        self.start_button.setText(caption(words))
        self.start_button.setDefault(ready)
        self._at_work.setVisible(is_reading)

    def leave(self) -> None:
        """Go with the main window: stop, and close."""
        if self._reading is not None:
            self._reading.set()
        super().leave()


def _words(progress: Progress, seconds: float) -> str:
    """Say how far a run is."""
    lines = [f"已做 {progress.done} / {progress.total}"]
    if progress.bad:
        lines.append(f"退回 {progress.bad}")
    if progress.done == progress.total:
        lines.append("正在写报告…")
    elif progress.done >= _LEAST_PROJECTS and seconds > _LEAST_SECONDS:
        left = round((progress.total - progress.done) * seconds / progress.done)
        lines.append(f"约还要 {max(left, 1)} 秒")
    return "，".join(lines)
