"""One open project in the window: its pages, its findings, its files, and what keys ask of them."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from perfdesk.commands import Opened
from perfdesk.desktop import Started
from perfdesk.ui.bridge import Bridge
from perfdesk.ui.findings_dock import FindingsDock
from perfdesk.ui.form_page import MakeTable
from perfdesk.ui.icons import Icons
from perfdesk.ui.jobs import Jobs
from perfdesk.ui.message_strip import MessageStrip
from perfdesk.ui.program import Program
from perfdesk.ui.project_files import ProjectFiles
from perfdesk.ui.settling import settle
from perfdesk.ui.workspace import MakePreview, Printing, Workspace

__all__ = ["Desk", "MakePreview", "MakeTable"]

_DOCK_WIDTH = 300
_THREE_PANES = 1280


class Desk(QObject):
    """Hold what comes and goes with an open project."""

    def __init__(
        self,
        window: QMainWindow,
        program: Program,
        opened: Opened,
        started: Started,
        icons: Icons,
        jobs: Jobs,
        strip: MessageStrip,
        make_table: MakeTable,
        make_preview: MakePreview,
    ) -> None:
        super().__init__(window)
        self._window, self._program, self._strip = window, program, strip
        self.session = started.session
        self._dock_gave_way = False
        self.bridge = Bridge(started.session, self)
        self.workspace = Workspace(self.bridge, icons, make_table, make_preview)
        self.dock = FindingsDock(self.bridge, icons, window)
        self.files = ProjectFiles(program, opened, self.bridge, jobs, strip, window)
        self.files.setParent(self)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        window.resizeDocks([self.dock], [_DOCK_WIDTH], Qt.Orientation.Horizontal)

    def clear(self) -> None:
        """Take everything out of the window and end the session."""
        self.files.close()
        self._program.finish(self.session)
        self._window.removeDockWidget(self.dock)
        for part in (self.workspace, self.dock, self):
            part.deleteLater()

    def check_all(self) -> None:
        """Show every finding, and say how many there are."""
        settle()
        self.bridge.check_all()
        self.dock.show()
        counts = self.bridge.counts()
        if any(counts.values()):
            said = "，".join(f"{one.word} {count} 处" for one, count in counts.items() if count)
            self._strip.say(f"检查完毕：{said}。按 F8 逐个查看。")
        else:
            self._strip.say("检查完毕，没有发现问题。")

    def walk(self, step: int) -> None:
        """Go to the next or previous finding; check first where none is shown."""
        if not self.bridge.shown:
            self.check_all()
        self.dock.walk(step)

    def fill_in(self) -> None:
        """Put in the figure that the chosen finding expects."""
        finding = self.dock.chosen()
        if finding is None or not self.bridge.fill(finding):
            self._strip.say("先在检查结果中选一条带“填入”的问题。")

    def toggle_findings(self) -> None:
        """Show or hide 检查结果."""
        self.dock.setVisible(self.dock.isHidden())

    def toggle_paper(self) -> None:
        """Put the paper beside the form, or back on its tab.

        A window too narrow for three panes lends the place of 检查结果 meanwhile.
        """
        beside = not self.workspace.is_paper_beside
        if beside and self._window.width() < _THREE_PANES and not self.dock.isHidden():
            self._dock_gave_way = True
            self.dock.hide()
        self.workspace.put_paper_beside(beside)
        if not beside and self._dock_gave_way:
            self._dock_gave_way = False
            self.dock.show()

    def toggle_hint(self) -> None:
        """Show what is to be filled in where the cursor stands."""
        if not self.workspace.toggle_hint():
            self._strip.say("把光标放到要填的栏目里，再按 F1 看填报说明。")

    def print_paper(self) -> None:
        """Print through the system's dialog."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        settle()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.files.title)
        dialog = QPrintDialog(printer, self._window)
        if dialog.exec():
            cast(Printing, self.workspace.preview()).print_to(printer)
        dialog.deleteLater()
