"""成批生成: a list with one project in each row, looked over and made in a window of its own.

It stands apart from the main window, which shows the projects that are opened from it. Closed
while it makes them, it goes on and says in the main window when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.ui.batch.body import BatchDesk
from perfdesk.ui.batch.mapping import MappingButton
from perfdesk.ui.batch.output import BatchGoal
from perfdesk.ui.batch.run import BatchRun, Hear
from perfdesk.ui.batch.source import BatchSource
from perfdesk.ui.batch.template import save_template
from perfdesk.ui.kit import ask_path
from perfdesk.ui.kit.file_names import file_name, last_folder, remember_folder
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.look import GRID, quieten
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.plain import caption, label
from perfdesk.ui.window.importing import one_file

if TYPE_CHECKING:
    from perfdesk.commands.batch.plan import Plan
    from perfdesk.commands.batch.run import BatchReport
    from perfdesk.ui.program import Program

NAME = "成批生成"
_MOST_PASTED = 2_000_000
_INVITATION = (
    "选一份名单（Excel、WPS 表格、CSV，或从别处复制），一行一个项目，再选表单。\n"
    "程序认出各列是什么，认不准的由您指定，下次同样的名单不用再指定；写明万元的自动换算。\n"
    "每个项目生成项目文件、PDF 和 Excel，并写一份报告；读不成的行写明原因退回。"
    "已有的文件不会被覆盖。"
)


class Batch(QWidget):
    """Make the projects of one list at a time; `show_file` brings one into the main window."""

    def __init__(
        self,
        program: Program,
        icons: Icons,
        jobs: Jobs,
        outside: MessageStrip,
        show_file: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._program, self._jobs, self._outside = program, jobs, outside
        self._reading: Event | None = None
        self.setWindowTitle(NAME)
        self.setAcceptDrops(True)
        self.setMinimumSize(880, 600)
        self.resize(1240, 800)
        self.source = BatchSource(program.heads)
        self.goal = BatchGoal(program)
        self.desk = BatchDesk(program, icons, jobs)
        self.strip = MessageStrip(icons)
        self.strip.said.connect(self.strip.note)
        self.mapping = MappingButton(program, jobs, self.strip, lambda: self.desk.plan)
        self.desk.head.addWidget(self.mapping)
        self.start_button = self._button("生成", self.start)
        self.run = BatchRun(jobs)
        self._said = label("正在读名单…")
        self.source.changed.connect(self.read)
        self.source.browse_wanted.connect(self.browse)
        self.source.paste_wanted.connect(self.paste)
        self.source.template_wanted.connect(self.save_template)
        self.source.unit_chosen.connect(self.desk.choose_unit)
        self.mapping.taken.connect(self.desk.take_plan)
        self.goal.changed.connect(self._refresh)
        self.desk.changed.connect(self._refresh)
        self.run.changed.connect(self._refresh)
        self.run.ended.connect(self._done)
        self.run.failed.connect(self._failed)
        self.desk.failed.connect(lambda error: self.strip.failed("读名单", error))
        self.desk.result.trouble.connect(self.strip.warn)
        self.desk.result.open_wanted.connect(show_file)
        self._lay_out()
        self._refresh()

    def _button(self, words: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(caption(words))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: do())
        return button

    def _lay_out(self) -> None:
        rest = label(_INVITATION, wrap=True)
        quieten(rest)
        rest.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        self._pages.addWidget(rest)
        self._pages.addWidget(self.desk)
        self.goal.row.addWidget(self.start_button)
        self.goal.row.addWidget(self.run.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.source)
        column.addWidget(self.strip)
        column.addWidget(self._pages, 1)
        for part in (self.goal, self.run, self._said):
            column.addWidget(part)

    def bring_up(self) -> None:
        """Show the window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.activateWindow()
        self.source.browse_button.setFocus()

    @property
    def is_running(self) -> bool:
        """Tell whether projects are being made."""
        return self.run.is_running

    # The list

    def browse(self) -> None:
        """Ask for the list."""
        folder = str(last_folder(self._program))
        path = ask_path.to_open(self, "选择名单", folder, ask_path.LISTS)
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Read a list from a file."""
        if not self.is_running:
            remember_folder(self._program, path)
            self.source.take_file(path)

    def paste(self) -> None:
        """Read a list from the clipboard."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.strip.warn("剪贴板里没有文字。请先在 Excel 或 WPS 里选中名单（连同表头）复制。")
        elif len(text) > _MOST_PASTED:
            self.strip.warn("剪贴板里的文字太多。请把名单存成文件，再点“选择…”。")
        else:
            self.source.take_text(text)

    def read(self) -> None:
        """Read the list for the chosen form, beside the window."""
        source, program = self.source, self._program
        if not source.has_list or not source.form or self.is_running:
            return
        if self._reading is not None:
            self._reading.set()
        asked = self._reading = Event()
        path, text, form, sheet = source.path, source.pasted, source.form, source.sheet
        head = source.head
        self.strip.clear()
        self._refresh()

        def work() -> Plan:
            if path is not None:
                return program.open_list(path, form, sheet, head, asked.is_set)
            return program.paste_list(text, form, head)

        def done(plan: Plan) -> None:
            if not asked.is_set():
                self._take(plan, path)

        def failed(error: Exception) -> None:
            if not asked.is_set():
                self._reading = None
                self.desk.show_plan(None)
                self._pages.setCurrentIndex(0)
                self.strip.failed("读名单", error)
                self._refresh()

        self._jobs.run("正在读名单", work, done, failed)

    def _take(self, plan: Plan, path: Path | None) -> None:
        self._reading = None
        self.source.show_plan(plan)
        beside = path.parent if path is not None else last_folder(self._program)
        self.goal.propose(beside / f"{file_name(Path(plan.name).stem)} 生成")
        self.desk.show_plan(plan)
        self._pages.setCurrentIndex(1)
        self._refresh()

    def save_template(self) -> None:
        """Ask for a file and write an empty list of the form there."""
        source = self.source
        title = source.form_box.currentText()
        save_template(self, self._program, self._jobs, self.strip, source.form, title)

    # A run

    def start(self) -> None:
        """Make the projects, beside the window."""
        plan, folder, goal, program = self.desk.plan, self.goal.folder, self.goal, self._program
        if plan is None or folder is None or self.is_running:
            return
        self.strip.clear()
        kinds, again = goal.kinds, goal.again_box.isChecked()
        printed = goal.printed_box.isChecked()

        def make(hear: Hear, stopping: Callable[[], bool]) -> BatchReport:
            return program.make_batch(
                plan,
                folder,
                kinds=kinds,
                again=again,
                printed=printed,
                progress=hear,
                cancelled=stopping,
            )

        self.run.start(f"正在{NAME}", make)

    def _done(self, report: BatchReport) -> None:
        self.goal.again_box.setChecked(False)
        if report.is_whole:
            self.desk.show_report(report)
            if report.message:
                self.strip.warn(report.message)
            self._tell_outside(f"{NAME}已完成：{self.desk.result.said.text()}")
            return
        rest = f"已做好 {len(report.made)} 个项目，再点“生成”会接着做，不会重做。"
        if report.message:
            self.strip.trouble(f"{report.message}{rest}")
        else:
            self.strip.note(f"已停止。{rest}")
        self._tell_outside(self.strip.text)

    def _failed(self, error: Exception) -> None:
        self.strip.failed(NAME, error)
        self._tell_outside(f"{NAME}没有完成：{self.strip.text}")

    def _tell_outside(self, words: str) -> None:
        if not self.isVisible():
            self._outside.note(words, ("查看", self.bring_up))

    def _refresh(self) -> None:
        """Offer what can be done now."""
        is_running, is_reading = self.is_running, self._reading is not None
        self.source.setEnabled(not is_running)
        self.goal.freeze(is_running)
        self.desk.freeze(is_running)
        self.mapping.setEnabled(not is_running)
        self.start_button.setVisible(not is_running)
        ready = self.goal.is_ready and not is_reading and self.desk.count > 0
        self.start_button.setEnabled(ready)
        words = f"生成 {self.desk.count} 个项目" if self.desk.count else "生成"
        self.start_button.setText(caption(words))
        self.start_button.setDefault(ready)
        self._said.setVisible(is_reading)

    # The window

    def leave(self) -> None:
        """Go with the main window: stop, and close."""
        if self._reading is not None:
            self._reading.set()
        self.run.stop()
        self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go on out of sight, and say so where the clerk is."""
        super().closeEvent(event)
        if self.is_running:
            self._outside.note(
                f"{NAME}在继续，完成时在这里告诉您。",
                ("停止", self.run.stop),
                ("查看", self.bring_up),
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one dragged file."""
        path = one_file(event.mimeData())
        if path is not None and path.is_file() and not self.is_running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped file for the list."""
        path = one_file(event.mimeData())
        if path is not None and path.is_file():
            event.acceptProposedAction()
            self.take_file(path)
