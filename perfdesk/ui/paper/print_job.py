"""Send a PDF to a printer beside the typing, a strip at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from perfdesk.ui.kit.message_bar import MessageStrip
from perfdesk.ui.paper.print_pages import PrinterRefusedError, print_pages


def ask_printer(window: QWidget, name: str) -> QPrinter | None:
    """Ask for a printer by the system's dialog; None where the clerk thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, window)
    is_wanted = bool(dialog.exec())
    dialog.deleteLater()
    return printer if is_wanted else None


def send(
    window: QWidget,
    pdf: bytes,
    printer: QPrinter,
    strip: MessageStrip,
    name: str,
    done: Callable[[int], None] = lambda _: None,
) -> None:
    """Print, and say how far it is; `done` hears how many pages went out, once all have."""
    steps = print_pages(pdf, printer)
    # One strip each time nothing else is to be done: the window can be used meanwhile.
    idle = QTimer(window)
    sent = 0

    def step() -> None:
        nonlocal sent
        try:
            page, sent = next(steps)
        except StopIteration:
            strip.say(f"{name}已送到打印机。")
            done(sent)
        except PrinterRefusedError:
            strip.trouble("打印机没有开始打印。请检查打印机，或先保存为 PDF。")
        except Exception as error:
            strip.failed("打印", error)
        else:
            strip.say(f"正在打印第 {page} 页，共 {sent} 页")
            return
        idle.stop()
        idle.deleteLater()

    idle.timeout.connect(step)
    idle.start(0)
