"""Draw QR codes as black rectangles, so that they stay sharp at any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

QUIET = 4  # modules of white around a code, by its standard
# Trying all eight masks takes four times as long, and any of them can be read.
_MASK = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code as drawing operators in a square of `size` modules, its lower left corner at 0, 0."""

    size: int
    drawing: str


@lru_cache(maxsize=512)
def qr_code(content: str | bytes) -> QrCode:
    """Make a code that stands some damage (level M); raises ValueError for too much.

    The last few are kept: the preview draws the same pages again after every pause.
    """
    import segno

    made = segno.make(content, error="m", mode="byte", mask=_MASK, micro=False, boost_error=False)
    size = len(made.matrix)
    bars = [
        f"{start} {size - 1 - row} {length} 1 re"
        for row, modules in enumerate(made.matrix)
        for start, length in _runs(modules)
    ]
    # One path for all: bars filled one by one would show white seams on a screen.
    return QrCode(size, "\n".join([*bars, "f"]))


def draw_qr(canvas: Any, code: QrCode, x: float, y: float, side: float) -> None:
    """Draw a code with its lower left corner at (x, y), in points, without the white around it."""
    scale = side / code.size
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.transform(scale, 0, 0, scale, x, y)
    canvas.addLiteral(code.drawing)
    canvas.restoreState()


def _runs(modules: bytearray) -> Iterator[tuple[int, int]]:
    start = 0
    for dark, run in groupby(modules):
        length = len(list(run))
        if dark:
            yield start, length
        start += length
