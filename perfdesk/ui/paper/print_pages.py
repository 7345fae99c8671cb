"""Print the pages of a PDF as they are: millimetre for millimetre, scaled by nobody."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from perfdesk.ui.paper.pdf import PdfPages

_INCH = 25.4
# More dots than this cost time and memory, and no eye or stamp sees them.
_FINEST = 600
# Rows of dots painted at a time: some 40 milliseconds, so that the window can be used between.
_STRIP = 128


class PrinterRefusedError(Exception):
    """The printer would not begin, or has none of the pages it was asked for."""


def print_pages(pdf: bytes, printer: QPrinter) -> Generator[tuple[int, int], None, None]:
    """Print the pages the printer's dialog asked for, one strip at each step.

    Each step gives the page in hand, counted from 1, and how many there are. Closing the
    iterator before its end gives the print up. Raises PrinterRefusedError.
    """
    pages = PdfPages(pdf)
    painter = QPainter()
    try:
        yield from _print(pages, printer, painter)
    except GeneratorExit:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
        pages.close()


def _print(pages: PdfPages, printer: QPrinter, painter: QPainter) -> Iterator[tuple[int, int]]:
    chosen = _chosen(printer, len(pages.sizes))
    if not chosen:
        raise PrinterRefusedError
    printer.setFullPage(True)
    _set_page(printer, *pages.sizes[chosen[0]])
    if not painter.begin(printer):
        raise PrinterRefusedError
    for nth, page in enumerate(chosen):
        if nth:
            _set_page(printer, *pages.sizes[page])
            printer.newPage()
        for _ in _paint(painter, pages, page, printer.resolution()):
            yield nth + 1, len(chosen)


def _chosen(printer: QPrinter, count: int) -> list[int]:
    pages = list(range(count))
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
        last = printer.toPage() or count
        pages = pages[printer.fromPage() - 1 : last]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return pages * copies


def _set_page(printer: QPrinter, width: float, height: float) -> None:
    across = width > height
    size = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Millimeter)
    turned = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, turned, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)


def _paint(painter: QPainter, pages: PdfPages, page: int, resolution: int) -> Iterator[None]:
    fine = min(resolution, _FINEST)
    larger = resolution / fine
    for top, strip in pages.strips(page, fine / _INCH, _STRIP):
        place = QRectF(0, top * larger, strip.width() * larger, strip.height() * larger)
        painter.drawImage(place, strip)
        yield
