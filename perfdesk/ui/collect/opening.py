"""The ways out of 收集汇总: the workbook, the slips, the folder, a file in its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit.layout import button, grow, hbox
from perfdesk.ui.kit.opening_outside import open_outside

if TYPE_CHECKING:
    from perfdesk.commands.collect.run import Report


class ResultLinks(QWidget):
    """Open with the system's own programs what a run wrote or read; `trouble` says why not."""

    trouble = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.folder: Path | None = None
        self._out: Path | None = None
        self._slips: Path | None = None
        self.book_button = button("打开汇总表", lambda: self._open(self._out))
        self.slips_button = button("打开退回修改通知文件夹", lambda: self._open(self._slips))
        self.folder_button = button("打开文件夹", lambda: self._open(self.folder))
        self.setLayout(hbox(self.book_button, self.slips_button, self.folder_button, grow()))

    def show_report(self, folder: Path, report: Report, *, is_written: bool) -> None:
        """Lead to what a run over a folder gave."""
        self.folder, self._out, self._slips = folder, report.out, report.slips_folder
        self.book_button.setEnabled(is_written)
        self.slips_button.setVisible(bool(report.slips))

    def file(self, path: str) -> Path | None:
        """Give a collected file by its path in the folder; None, and the reason, if it is gone."""
        found = self.folder / path if self.folder is not None else None
        if found is not None and not found.exists():
            self.trouble.emit(f"“{found}”不在原处了，可能已被移走或改名。")
            return None
        return found

    def open_place(self, path: str) -> None:
        """Show the folder in which a file lies."""
        if self.folder is not None:
            self._open((self.folder / path).parent)

    def _open(self, path: Path | None) -> None:
        if path is not None:
            open_outside(path, self.trouble.emit)
