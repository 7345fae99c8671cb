"""收集汇总: a folder of what the units sent, read and summed up in a window of its own.

It stands apart from the main window, which shows the forms that are opened from here. Closed
while it reads, it goes on reading and says in the main window when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from perfdesk.commands.collect.lists import Lists
from perfdesk.commands.collect.notice import Notice
from perfdesk.commands.context import Refusal
from perfdesk.ui.collect.expected import ExpectedUnits
from perfdesk.ui.collect.notice import CollectingNotice
from perfdesk.ui.collect.opening import CollectingWays
from perfdesk.ui.collect.progress import CollectingProgress
from perfdesk.ui.collect.result import UNREAD, CollectingResult
from perfdesk.ui.collect.setup import CollectingSetup
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.jobs import Jobs
from perfdesk.ui.kit.look import GRID, quieten
from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.kit.plain import caption, label
from perfdesk.ui.window.importing import one_file

if TYPE_CHECKING:
    from perfdesk.commands.collect.run import Report
    from perfdesk.ui.program import Program

NAME = "收集汇总"
_INVITATION = (
    "把各单位交来的文件放进一个文件夹（可以有子文件夹），选好它，点“开始收集”。\n"
    "会读项目文件、Excel 或 WPS 表格、Word（.docx）和本程序输出的 PDF；只读，不改动任何一份。\n"
    "读成的列出各单位的数、问题和分布，没读成的说明原因。中途可以停止，下次接着读。"
)


class Collecting(QWidget):
    """Collect folders, one at a time; `show_file` brings a file into the main window."""

    def __init__(
        self,
        program: Program,
        icons: Icons,
        jobs: Jobs,
        outside: MessageStrip,
        show_file: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._program, self._jobs = program, jobs
        self._outside, self._show_file = outside, show_file
        self._cancelled: Event | None = None
        self.setWindowTitle(NAME)
        self.setAcceptDrops(True)
        self.setMinimumSize(800, 560)
        self.resize(1180, 780)
        self.strip = MessageStrip(icons)
        self.expected = ExpectedUnits(program, jobs, self.strip)
        self.notice = CollectingNotice(program, icons)
        self.setup = CollectingSetup(program, self.expected, self.notice)
        self.strip.said.connect(self.strip.note)
        self.result = CollectingResult(icons)
        self.start_button = self._button("开始收集", self.start)
        self.stop_button = self._button("停止", self.stop)
        self.start_button.setDefault(True)
        self.progress = CollectingProgress()
        self.ways = CollectingWays()
        self.ways.trouble.connect(self.strip.warn)
        self.result.open_wanted.connect(self._open_form)
        self.result.place_wanted.connect(self.ways.open_place)
        self.setup.ready.connect(self._refresh)
        for line in (self.setup.folder_line, self.setup.out_line):
            line.returnPressed.connect(self.start)
        self._lay_out()
        self._show_result(False)
        self._refresh()

    def _button(self, words: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(caption(words))
        button.clicked.connect(lambda: do())
        return button

    def _lay_out(self) -> None:
        self.setup.row.addWidget(self.start_button)
        self.setup.row.addWidget(self.stop_button)
        top = QVBoxLayout()
        top.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        top.setSpacing(GRID)
        for part in (self.setup, self.progress):
            top.addWidget(part)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        bottom.setSpacing(GRID)
        bottom.addWidget(self.result, 1)
        bottom.addWidget(self.ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.strip)
        column.addLayout(bottom, 1)
        self._rest = label(_INVITATION, wrap=True)
        quieten(self._rest)
        self._rest.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self._rest.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._rest, 1)

    def bring_up(self, folder: Path | None = None) -> None:
        """Show the window, with a folder where one is meant, else with the last one."""
        if self._cancelled is None:
            last = self._program.preferences.collect_folder
            if folder is not None:
                self.take_folder(folder)
            elif last and self.setup.folder is None:
                self.take_folder(Path(last))
            self.setup.refresh()
        elif folder is not None and folder != self.setup.folder:
            self.strip.note("正在收集另一个文件夹，停止或等它结束再换。")
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.activateWindow()
        where = self.start_button if self.setup.is_ready else self.setup.browse_button
        (self.stop_button if self.is_running else where).setFocus()

    def take_folder(self, folder: Path) -> None:
        """Name the folder to be collected next."""
        if self._cancelled is None:
            self.setup.take_folder(folder)

    @property
    def is_running(self) -> bool:
        """Tell whether a folder is being read."""
        return self._cancelled is not None

    # A run

    def start(self) -> None:
        """Collect the folder, beside the window."""
        setup, program = self.setup, self._program
        folder, out, slips = setup.folder, setup.out, setup.slips
        if folder is None or out is None or self.is_running:
            return
        try:
            notice = self.notice.take() if slips is not None else Notice()
        except Refusal as refusal:
            self.strip.trouble(str(refusal))
            self.notice.due_editor.setFocus()
            return
        program.remember(replace(program.preferences, collect_folder=str(folder)))
        cancelled, lists, again = Event(), Lists(), setup.again_box.isChecked()
        expected = self.expected.names
        self._cancelled = cancelled
        self.strip.clear()
        # What is known of this folder may be looked at meanwhile; that of another would mislead.
        self._show_result(folder == self.ways.folder)
        self.progress.begin(with_slips=slips is not None)

        def work() -> Report:
            return program.collect(
                folder,
                out,
                again=again,
                slips=slips,
                notice=notice,
                expected=expected,
                lists=lists,
                progress=self.progress.hear,
                cancelled=cancelled.is_set,
            )

        self._refresh()
        self._jobs.run(
            f"正在{NAME}",
            work,
            lambda report: self._done(folder, report, lists),
            lambda error: self._failed(folder, error, lists),
        )

    def stop(self) -> None:
        """Stop reading; what was read is kept."""
        if self._cancelled is not None:
            self._cancelled.set()
            self.progress.stop()
            self.stop_button.setEnabled(False)

    def _end(self) -> None:
        self._cancelled = None
        self.progress.end()
        self.setup.again_box.setChecked(False)
        self.setup.refresh()

    def _done(self, folder: Path, report: Report, lists: Lists) -> None:
        self._end()
        if not report.is_whole:
            self._tell(
                f"已停止，没有写汇总表。新读的 {report.read_now} 个文件已记住，"
                "再点“开始收集”会接着读，不会重读。"
            )
            return
        self._show(folder, report, lists, is_written=bool(report.forms))
        if not report.forms:
            self.strip.warn(f"{report.files} 个文件里没有一张能读的表，没有写汇总表。")
            self.result.show_list(UNREAD)
        elif report.message:
            self.strip.warn(report.message)
        words = f"{NAME}已完成：{report.files} 个文件，{report.forms} 张表，"
        self._tell_outside(f"{words}未识别 {len(report.unread)} 处。")

    def _failed(self, folder: Path, error: Exception, lists: Lists) -> None:
        from perfdesk.commands.collect.run import Unwritten

        self._end()
        if isinstance(error, Unwritten):
            self._show(folder, error.report, lists, is_written=False)
            words = f"都已读完，但汇总表没有写成。{error}改好后再点“开始收集”，不会重读。"
            self.strip.trouble(words)
        else:
            self.strip.failed(NAME, error)
        self._tell_outside(f"{NAME}没有完成：{self.strip.text}")

    def _show(self, folder: Path, report: Report, lists: Lists, *, is_written: bool) -> None:
        self.result.show_report(report, lists)
        self.ways.show_report(folder, report, is_written=is_written)
        self._show_result(True)

    def _show_result(self, is_there: bool) -> None:
        for part in (self.result, self.ways):
            part.setVisible(is_there)
        self._rest.setVisible(not is_there)

    def _tell(self, words: str) -> None:
        self.strip.note(words)
        self._tell_outside(words)

    def _tell_outside(self, words: str) -> None:
        if not self.isVisible():
            self._outside.note(words, ("查看", self.bring_up))

    def _refresh(self) -> None:
        """Offer what can be done now."""
        is_running = self.is_running
        self.setup.freeze(is_running)
        self.start_button.setVisible(not is_running)
        self.start_button.setEnabled(self.setup.is_ready)
        self.stop_button.setVisible(is_running)
        self.stop_button.setEnabled(is_running)

    def _open_form(self, path: str) -> None:
        found = self.ways.file(path)
        if found is not None:
            self._show_file(found)

    # The window

    def leave(self) -> None:
        """Go with the main window: stop reading, and close."""
        if self._cancelled is not None:
            self._cancelled.set()
        self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go on reading out of sight, and say so where the clerk is."""
        super().closeEvent(event)
        if self.is_running:
            self._outside.note(
                f"{NAME}在继续，完成时在这里告诉您。", ("停止", self.stop), ("查看", self.bring_up)
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one dragged folder."""
        path = one_file(event.mimeData())
        if path is not None and path.is_dir() and not self.is_running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Name the dropped folder as the one to collect."""
        path = one_file(event.mimeData())
        if path is not None and path.is_dir():
            event.acceptProposedAction()
            self.take_folder(path)
