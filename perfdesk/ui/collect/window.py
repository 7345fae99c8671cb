"""收集汇总: a folder of what the units sent, read and summed up in a window of its own.

It stands apart from the main window, which shows the forms that are opened from here. Closed
while it reads, it goes on reading and says in the main window when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perfdesk.commands.collect.lists import Lists
from perfdesk.commands.collect.notice import Notice
from perfdesk.commands.collect.run import Collection, Report, Unwritten, collect
from perfdesk.commands.context import Refusal
from perfdesk.ui.collect.expected import ExpectedUnits
from perfdesk.ui.collect.notice import CollectNotice
from perfdesk.ui.collect.opening import ResultLinks
from perfdesk.ui.collect.pace import Pace
from perfdesk.ui.collect.result import UNREAD, CollectResult
from perfdesk.ui.collect.setup import CollectSetup
from perfdesk.ui.kit.layout import TOP, button, grow, vbox
from perfdesk.ui.kit.look import GRID
from perfdesk.ui.kit.plain import label
from perfdesk.ui.kit.services import Services
from perfdesk.ui.kit.side_window import SideWindow

NAME = "收集汇总"
_INVITATION = (
    "把各单位交来的文件放进一个文件夹（可以有子文件夹），选好它，点“开始收集”。\n"
    "会读项目文件、Excel 或 WPS 表格、Word（.docx）和本程序输出的 PDF；只读，不改动任何一份。\n"
    "读成的列出各单位的数、问题和分布，没读成的说明原因。中途可以停止，下次接着读。"
)


class CollectWindow(SideWindow):
    """Collect folders, one at a time; `show_file` brings a file into the main window."""

    def __init__(self, services: Services, show_file: Callable[[Path], None]) -> None:
        super().__init__(NAME, services, self.choose_folder, Path.is_dir)
        services, self._show_file = self.services, show_file
        self.setMinimumSize(800, 560)
        self.resize(1180, 780)
        self.expected = ExpectedUnits(services)
        self.notice = CollectNotice(services)
        self.setup = CollectSetup(services.preferences, self.expected, self.notice)
        self.result = CollectResult(services.icons)
        self.start_button = button("开始收集", self.start)
        self.start_button.setDefault(True)
        self.links = ResultLinks()
        self.links.trouble.connect(self.messages.warn)
        self.result.open_wanted.connect(self._open_form)
        self.result.place_wanted.connect(self.links.open_place)
        self.setup.ready.connect(self._refresh)
        self.run.changed.connect(self._refresh)
        for line in (self.setup.folder_line, self.setup.out_line):
            line.returnPressed.connect(self.start)
        self._lay_out()
        self._show_result(False)
        self._refresh()

    def _lay_out(self) -> None:
        self.setup.row.addWidget(self.start_button)
        self.setup.row.addWidget(self.run.stop_button)
        top = vbox(self.setup, self.run, margin=(2, 2, 2, 1))
        bottom = vbox(grow(self.result), self.links, margin=(2, 1, 2, 2))
        self._invitation = label(_INVITATION, wrap=True, quiet=True)
        self._invitation.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self._invitation.setAlignment(TOP)
        self.setLayout(vbox(top, self.messages, grow(bottom), grow(self._invitation), spacing=0))

    def bring_up(self, folder: Path | None = None) -> None:
        """Show the window, with a folder where one is meant, else with the last one."""
        if not self.is_running:
            last = self.services.preferences.current.collect_folder
            if folder is not None:
                self.choose_folder(folder)
            elif last and self.setup.folder is None:
                self.choose_folder(Path(last))
            self.setup.refresh()
        elif folder is not None and folder != self.setup.folder:
            self.messages.note("正在收集另一个文件夹，停止或等它结束再换。")
        super().bring_up()
        where = self.start_button if self.setup.is_ready else self.setup.browse_button
        (self.run.stop_button if self.is_running else where).setFocus()

    def choose_folder(self, folder: Path) -> None:
        if not self.is_running:
            self.setup.choose_folder(folder)

    # A run

    def start(self) -> None:
        """Collect the folder, beside the window."""
        setup, context = self.setup, self.services.context
        folder, out, slips = setup.folder, setup.out, setup.slips
        if folder is None or out is None or self.is_running:
            return
        try:
            notice = self.notice.read() if slips is not None else Notice()
        except Refusal as refusal:
            self.messages.trouble(str(refusal))
            self.notice.due_editor.setFocus()
            return
        self.services.preferences.change(collect_folder=str(folder))
        again, expected = setup.again_box.isChecked(), self.expected.names
        collection = Collection(folder, out, again, slips, notice, expected)
        lists = Lists()
        self.messages.clear()
        # What is known of this folder may be looked at meanwhile; that of another would mislead.
        self._show_result(folder == self.links.folder)
        self.run.start(
            f"正在{NAME}",
            lambda watch: collect(context, collection, watch, lists),
            lambda report: self._done(folder, report, lists),
            lambda error: self._failed(folder, error, lists),
            begins="正在查看文件夹…",
            words=Pace(with_slips=slips is not None).words,
        )

    def _end(self) -> None:
        self.setup.again_box.setChecked(False)
        self.setup.refresh()

    def _done(self, folder: Path, report: Report, lists: Lists) -> None:
        self._end()
        if not report.is_whole:
            words = (
                f"已停止，没有写汇总表。新读的 {report.read_now} 个文件已记住，"
                "再点“开始收集”会接着读，不会重读。"
            )
            self.messages.note(words)
            self.report_outside(words)
            return
        self._show(folder, report, lists, is_written=bool(report.forms))
        if not report.forms:
            self.messages.warn(f"{report.files} 个文件里没有一张能读的表，没有写汇总表。")
            self.result.show_list(UNREAD)
        elif report.message:
            self.messages.warn(report.message)
        words = f"{NAME}已完成：{report.files} 个文件，{report.forms} 张表，"
        self.report_outside(f"{words}未识别 {len(report.unread)} 处。")

    def _failed(self, folder: Path, error: Exception, lists: Lists) -> None:
        self._end()
        if isinstance(error, Unwritten):
            self._show(folder, error.report, lists, is_written=False)
            words = f"都已读完，但汇总表没有写成。{error}改好后再点“开始收集”，不会重读。"
            self.messages.trouble(words)
        else:
            self.messages.failed(NAME, error)
        self.report_outside(f"{NAME}没有完成：{self.messages.text}")

    def _show(self, folder: Path, report: Report, lists: Lists, *, is_written: bool) -> None:
        self.result.show_report(report, lists)
        self.links.show_report(folder, report, is_written=is_written)
        self._show_result(True)

    def _show_result(self, is_there: bool) -> None:
        for part in (self.result, self.links):
            part.setVisible(is_there)
        self._invitation.setVisible(not is_there)

    def _refresh(self) -> None:
        """Offer what can be done now."""
        self.setup.freeze(self.is_running)
        self.start_button.setVisible(not self.is_running)
        self.start_button.setEnabled(self.setup.is_ready)

    def _open_form(self, path: str) -> None:
        found = self.links.file(path)
        if found is not None:
            self._show_file(found)
