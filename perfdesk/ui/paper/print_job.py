"""Send a PDF to a printer beside the typing, a strip at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit.services import Services
from perfdesk.ui.paper.print_pages import PrinterRefusedError, print_pages


def ask_printer(window: QWidget, name: str) -> QPrinter | None:
    """Ask for a printer by the system's dialog; None where the clerk thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, window)
    is_wanted = bool(dialog.exec())
    dialog.deleteLater()
    return printer if is_wanted else None


class PrintJob(QObject):
    """Print when nothing else is to be done; it goes by itself when it is over.

    `moved` tells how far it is, in words; `sent` how many pages went out, once all have;
    `failed` brings the error.
    """

    moved = Signal(str)
    sent = Signal(int)
    failed = Signal(object)

    def __init__(self, pdf: bytes, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = print_pages(pdf, printer)
        self._count = 0
        # One strip each time nothing else is to be done: the window can be used meanwhile.
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._step)
        self._idle.start()

    def _step(self) -> None:
        try:
            page, self._count = next(self._steps)
        except StopIteration:
            self._end()
            self.sent.emit(self._count)
        except Exception as error:
            self._end()
            self.failed.emit(error)
        else:
            self.moved.emit(f"正在打印第 {page} 页，共 {self._count} 页")

    def stop(self) -> None:
        """Print no more pages."""
        self._steps.close()
        self._end()

    def _end(self) -> None:
        self._idle.stop()
        self.deleteLater()


def send(
    services: Services,
    pdf: bytes,
    printer: QPrinter,
    name: str,
    done: Callable[[int], None] = lambda _: None,
) -> None:
    """Print, and say how far it is; `done` hears how many pages went out, once all have."""
    job, messages = PrintJob(pdf, printer, services.window), services.messages

    def sent(pages: int) -> None:
        messages.say(f"{name}已送到打印机。")
        done(pages)

    def failed(error: Exception) -> None:
        if isinstance(error, PrinterRefusedError):
            messages.trouble("打印机没有开始打印。请检查打印机，或先保存为 PDF。")
        else:
            messages.failed("打印", error)

    job.moved.connect(messages.say)
    job.sent.connect(sent)
    job.failed.connect(failed)
