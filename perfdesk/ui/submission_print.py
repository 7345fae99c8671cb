"""Print the list of what was found through the system's dialog."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from perfdesk.session import Session
from perfdesk.ui.jobs import Jobs
from perfdesk.ui.message_strip import MessageStrip
from perfdesk.ui.preview_print import PrinterRefusedError, print_pages
from perfdesk.ui.program import Program
from perfdesk.ui.settling import settle


def print_findings(
    window: QWidget,
    program: Program,
    session: Session,
    title: str,
    jobs: Jobs,
    strip: MessageStrip,
) -> None:
    """Ask for a printer, draw the list beside the window, and print it strip by strip."""
    settle()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(f"{title} 差错说明单")
    dialog = QPrintDialog(printer, window)
    is_wanted = bool(dialog.exec())
    dialog.deleteLater()
    if not is_wanted:
        return
    edition, evaluation = session.edition, session.evaluation
    document = session.document.copy()
    jobs.run(
        "正在准备差错说明单",
        lambda: program.findings_pdf(edition, document, evaluation),
        lambda pdf: _print(window, pdf, printer, strip),
        lambda error: strip.failed("打印", error),
    )


def _print(window: QWidget, pdf: bytes, printer: QPrinter, strip: MessageStrip) -> None:
    steps = print_pages(pdf, printer)
    # One strip each time nothing else is to be done: the window can be used meanwhile.
    idle = QTimer(window)

    def step() -> None:
        try:
            page, count = next(steps)
        except StopIteration:
            strip.say("差错说明单已送到打印机。")
        except PrinterRefusedError:
            strip.trouble("打印机没有开始打印。请检查打印机，或先保存为 PDF。")
        else:
            strip.say(f"正在打印第 {page} 页，共 {count} 页")
            return
        idle.stop()
        idle.deleteLater()

    idle.timeout.connect(step)
    idle.start(0)
