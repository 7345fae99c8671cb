"""Print the pages of a PDF as they are: millimetre for millimetre, scaled by nobody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from perfdesk.ui.preview_pdf import PdfPages

_INCH = 25.4
# More dots than this cost time and memory, and no eye or stamp sees them.
_FINEST = 600
_STRIP = 1024


def print_pdf(
    pdf: bytes, printer: QPrinter, progress: Callable[[int, int], bool] | None = None
) -> bool:
    """Print the pages the printer's dialog asked for; False where it could not be begun.

    `progress` is told pages done and pages in all, and stops the print by giving False.
    """
    pages = PdfPages(pdf)
    try:
        return _print(pages, printer, progress or (lambda done, count: True))
    finally:
        pages.close()


def _print(pages: PdfPages, printer: QPrinter, progress: Callable[[int, int], bool]) -> bool:
    chosen = _chosen(printer, len(pages.sizes))
    if not chosen:
        return False
    printer.setFullPage(True)
    _set_page(printer, *pages.sizes[chosen[0]])
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        for done, page in enumerate(chosen):
            if done:
                _set_page(printer, *pages.sizes[page])
                printer.newPage()
            _paint(painter, pages, page, printer.resolution())
            if not progress(done + 1, len(chosen)):
                printer.abort()
                return False
    finally:
        painter.end()
    return True


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


def _paint(painter: QPainter, pages: PdfPages, page: int, resolution: int) -> None:
    fine = min(resolution, _FINEST)
    larger = resolution / fine
    for top, strip in pages.strips(page, fine / _INCH, _STRIP):
        place = QRectF(0, top * larger, strip.width() * larger, strip.height() * larger)
        painter.drawImage(place, strip)
