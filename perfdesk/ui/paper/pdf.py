"""Pictures of the pages of a PDF, as pdfium draws them.

pdfium is one machine for the whole process and bears one caller at a time; every call
stands behind the lock of this module.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import pypdfium2

_PDFIUM = threading.Lock()
_POINT = 25.4 / 72


class PdfPages:
    """A PDF opened for drawing; close it when done, its pages take memory outside Python."""

    def __init__(self, pdf: bytes) -> None:
        # Late: the window must stand before the library is read from the disk.
        import pypdfium2

        with _PDFIUM:
            self._file: pypdfium2.PdfDocument = pypdfium2.PdfDocument(pdf)
            pages = range(len(self._file))
            self._points: list[tuple[float, float]] = [
                self._file.get_page_size(page) for page in pages
            ]

    @property
    def sizes(self) -> list[tuple[float, float]]:
        """Give width and height of each page in millimetres."""
        return [(width * _POINT, height * _POINT) for width, height in self._points]

    def draw(self, page: int, dots: float) -> QImage:
        """Draw a page with so many dots to the millimetre."""
        with _PDFIUM:
            return self._draw(page, dots, 0, 0)

    def strips(self, page: int, dots: float, rows: int) -> Iterator[tuple[int, QImage]]:
        """Draw a page in strips, each with its top row; a whole page for print is 140 MB."""
        # Rounded as pdfium rounds, so that the last strip ends with the page.
        height = ceil(self._points[page][1] * dots * _POINT)
        for top in range(0, height, rows):
            with _PDFIUM:
                strip = self._draw(page, dots, top, max(height - top - rows, 0))
            yield top, strip

    def _draw(self, page: int, dots: float, above: int, below: int) -> QImage:
        scale = dots * _POINT
        opened = self._file[page]
        # What is cut off is rounded up to whole rows; half a row less makes it exact.
        cut = [max(rows - 0.5, 0) / scale for rows in (below, above)]
        bitmap = opened.render(
            scale=scale, crop=(0, cut[0], 0, cut[1]), prefer_bgrx=True, draw_annots=False
        )
        image = QImage(
            bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        bitmap.close()
        opened.close()
        return image

    def close(self) -> None:
        """Give the memory back."""
        with _PDFIUM:
            self._file.close()
