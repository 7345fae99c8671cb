"""Draw the data page: a whole document as QR codes, which a scan or a photo brings back."""

from __future__ import annotations

from typing import Any

from perfdesk.models.sheet import Sheet
from perfdesk.paper.data_blocks import cut
from perfdesk.paper.fonts import HEI_BOLD, SONG, Faces
from perfdesk.paper.measure import MM_PER_POINT
from perfdesk.paper.qr import draw_qr, qr_code

_WIDTH, _HEIGHT = 210.0, 297.0  # A4 upright, however the form lies
_SIDE, _STEP_X, _STEP_Y = 55.0, 63.0, 63.0
_COLUMNS = 3
_TITLE_SIZE, _WORDS_SIZE = 12.0, 9.0
_LEFT, _TOP, _FOOT = 14.5, 30.0, 11.0
_WORDS = "以下二维码载有本表填报的全部内容。把本页扫描成图片（300 dpi）后导入，可以还原填报数据。"


def draw_data_pages(
    canvas: Any, faces: Faces, sheet: Sheet, data: bytes, *, level: int = 0
) -> None:
    """Draw as many pages as the data need; most forms need one.

    `level` is theirs in the file's outline: 1 under the title of a form among several.
    """
    groups = cut(data)
    for number, blocks in enumerate(groups, 1):
        canvas.setPageSize((_WIDTH / MM_PER_POINT, _HEIGHT / MM_PER_POINT))
        title = f"数据页：{sheet.title}"
        _write(canvas, faces, title, 14, HEI_BOLD, _TITLE_SIZE)
        _write(canvas, faces, _WORDS, 21, SONG, _WORDS_SIZE)
        for place, block in enumerate(blocks):
            row, column = divmod(place, _COLUMNS)
            x, y = _LEFT + column * _STEP_X, _HEIGHT - _TOP - row * _STEP_Y - _SIDE
            code = qr_code(block)
            draw_qr(canvas, code, *(each / MM_PER_POINT for each in (x, y, _SIDE)))
        foot = f"校验码 {sheet.code}　数据页 第 {number} 页 共 {len(groups)} 页"
        _write(canvas, faces, foot, _HEIGHT - _FOOT, SONG, _WORDS_SIZE)
        key = f"data-{sheet.code}-{number}"
        canvas.bookmarkHorizontalAbsolute(key, _HEIGHT / MM_PER_POINT)
        canvas.addOutlineEntry("数据页", key, level=level)
        canvas.showPage()


def _write(canvas: Any, faces: Faces, text: str, y: float, role: str, size: float) -> None:
    faces.draw(canvas, _LEFT / MM_PER_POINT, (_HEIGHT - y) / MM_PER_POINT, text, role, size)
