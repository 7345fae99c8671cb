"""Draw what stands below the form on every page: its check code, its number, its QR code."""

from __future__ import annotations

from typing import Any

from perfdesk.models.sheet import Sheet
from perfdesk.paper.fonts import SONG, Faces
from perfdesk.paper.measure import MM_PER_POINT
from perfdesk.paper.page_mark import PageMark
from perfdesk.paper.qr import QUIET, draw_qr, qr_code

SAFE = 10.0  # millimetres along the edges of the paper that some printers leave blank
_MODULE = 0.4  # a code of 33 modules is 13 mm wide: read from a photo, and no eyesore
_LEAST_MODULE = 0.3
_SIZE = 9.0


def foot_texts(sheet: Sheet, number: int, count: int) -> tuple[str, str]:
    """Give the words at the foot of a page: its code, blank where it has none, and its number."""
    return f"校验码 {sheet.code}" if sheet.code else "", f"第 {number} 页 共 {count} 页"


def draw_foot(canvas: Any, faces: Faces, sheet: Sheet, number: int, count: int) -> None:
    """Draw the foot of a page; a sheet without a code, a blank form, has only its number.

    A bottom margin too low for a QR code that can be read has none.
    """
    paper = sheet.page
    height = min(SAFE + 1, paper.bottom / 2) / MM_PER_POINT
    code, page = foot_texts(sheet, number, count)
    if code:
        faces.draw(canvas, paper.left / MM_PER_POINT, height, code, SONG, _SIZE)
    middle = paper.width / MM_PER_POINT / 2
    faces.draw(canvas, middle - faces.width(page, SONG, _SIZE) / 2, height, page, SONG, _SIZE)
    if code:
        _draw_mark(canvas, sheet, number, count)


def _draw_mark(canvas: Any, sheet: Sheet, number: int, count: int) -> None:
    paper = sheet.page
    mark = PageMark(sheet.edition, sheet.code.replace("-", ""), number, count)
    code = qr_code(mark.text)
    module = min(_MODULE, (paper.bottom - SAFE) / (code.size + QUIET))
    if module < _LEAST_MODULE:
        return
    side = module * code.size
    x = paper.width - max(paper.right, SAFE) - side
    draw_qr(canvas, code, x / MM_PER_POINT, SAFE / MM_PER_POINT, side / MM_PER_POINT)
