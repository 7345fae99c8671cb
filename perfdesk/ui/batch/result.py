"""What a run of 成批生成 made: projects with their findings, rows that came back, ways out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from perfdesk.models.batch_lines import PROJECTS, BatchLine
from perfdesk.models.columns import in_window
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.kit.layout import button, grow, hbox, vbox
from perfdesk.ui.kit.list_model import ListModel
from perfdesk.ui.kit.list_view import ListView
from perfdesk.ui.kit.opening_outside import open_outside
from perfdesk.ui.kit.plain import label

if TYPE_CHECKING:
    from perfdesk.commands.batch.report import BatchReport


_COLUMNS = in_window(PROJECTS, "项目 名单中的位置 情况 错误 警告 第一处问题或退回的原因 文件")


class BatchResult(QWidget):
    """Show what came of a run; a project is opened by Enter or a double click."""

    trouble = Signal(str)
    open_wanted = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._report: BatchReport | None = None
        self.summary = label(wrap=True, selectable=True, size=1.1, bold=True)
        self.view = ListView("生成的项目", ListModel(_COLUMNS, icons))
        self.view.activated_line.connect(self._open_project)
        self.report_button = self._button("打开报告", lambda report: report.report)
        self.rows_button = self._button("打开退回的行", lambda report: report.returned_rows)
        self.printed_button = self._button("打开合成的 PDF", lambda report: report.printed)
        self.folder_button = self._button("打开文件夹", lambda report: report.folder)
        links = self.report_button, self.rows_button, self.printed_button, self.folder_button
        buttons = hbox(*links, grow())
        self.setLayout(vbox(self.summary, grow(self.view), buttons, margin=(0, 1, 0, 0)))

    def _button(self, words: str, path: Callable[[BatchReport], Path | None]) -> QPushButton:
        def do() -> None:
            found = path(self._report) if self._report is not None else None
            if found is not None:
                open_outside(found, self.trouble.emit)

        return button(words, do)

    def show_report(self, report: BatchReport) -> None:
        from perfdesk.commands.batch.report import project_line, returned_line, summed_up

        self._report = report
        self.summary.setText(summed_up(report))
        returned = map(returned_line, report.returned)
        self.view.lines.show_lines([*returned, *map(project_line, report.made)])
        self.report_button.setEnabled(report.report is not None)
        self.rows_button.setVisible(report.returned_rows is not None)
        self.printed_button.setVisible(report.printed is not None)

    def _open_project(self, line: BatchLine) -> None:
        from perfdesk.commands.batch.project import PROJECT

        project = line.files.get(PROJECT)
        if self._report is None or project is None:
            return
        path = self._report.folder / project
        if path.exists():
            self.open_wanted.emit(path)
        else:
            self.trouble.emit(f"“{path}”不在原处了，可能已被移走或改名。")
