"""What a reader of a workbook's pages sees: LibreOffice draws it as PDF, clipped text left out."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import apply_matrix_pt

from tests import libreoffice
from tests.opened import opened

Box = tuple[float, float, float, float]
_ABREAST = 10
_NEAR = 0.6  # points: what the eye does not miss
# The ink of a character, as parts of its size below and above the baseline.
_BELOW, _ABOVE, _MIDDLE = 0.06, 0.70, 0.32


@dataclass(frozen=True, slots=True)
class Shown:
    """One page: its characters that are seen whole, or half, and the sizes of letters in points.

    Of a line that the page's end cuts through the one half is seen here, the other overleaf.
    """

    whole: Counter[str]
    half: Counter[str]
    text: str
    sizes: Counter[float]


def drawn(folder: Path, files: Sequence[Path]) -> list[Path]:
    """Draw workbooks as PDF, a few at each start of LibreOffice; skips the test without it."""
    for first in range(0, len(files), _ABREAST):
        libreoffice.convert("pdf", *files[first : first + _ABREAST], into=folder)
    return [folder / f"{file.stem}.pdf" for file in files]


def pages_of(file: Path) -> list[Shown]:
    """Read the pages of a PDF."""
    resources = PDFResourceManager()
    device = _Device(resources)
    interpreter = _Interpreter(resources, device)
    found = []
    with file.open("rb") as stream:
        for page in PDFPage.get_pages(stream):
            device.characters.clear()
            interpreter.process_page(page)
            seen = [each for each in device.characters if each.is_seen(_BELOW, _ABOVE)]
            half = [each for each in device.characters if each.is_seen(-_MIDDLE, _MIDDLE)]
            text = "".join(each.text for each in seen)
            sizes = Counter(each.size for each in seen)
            halves = letters("".join(each.text for each in half))
            found.append(Shown(letters(text), halves, text, sizes))
    return found


def lost(workbook: Path, seen: Iterable[Counter[str]]) -> Counter[str]:
    """Count the characters of a workbook's texts that are not among those seen."""
    shown: Counter[str] = sum(seen, Counter())
    book = opened(workbook)
    wanted: Counter[str] = Counter()
    for page in book.worksheets:
        if page.sheet_state == "visible":
            area = str(page.print_area).rsplit("!", 1)[-1].replace("$", "")
            cells = (cell.value for row in page[area] for cell in row)
            wanted.update(letters("".join(text for text in cells if isinstance(text, str))))
    return wanted - shown


def letters(text: str) -> Counter[str]:
    """Count the characters of a text without blanks, however wide they are written."""
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    x: float
    y: float
    width: float
    size: float
    clip: Box | None

    def is_seen(self, below: float, above: float) -> bool:
        """Tell whether it is inside its clipping from so far below the baseline to above it."""
        if self.clip is None or not self.text.strip():
            return True
        left, bottom, right, top = self.clip
        return (
            self.y - below * self.size >= bottom - _NEAR
            and self.y + above * self.size <= top + _NEAR
            and self.x >= left - _NEAR
            and self.x + self.width <= right + _NEAR
        )


class _Device(PDFPageAggregator):
    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.clip: Box | None = None
        self.characters: list[_Character] = []

    def render_char(self, *arguments: Any, **more: Any) -> float:
        advance = super().render_char(*arguments, **more)
        item = self.cur_item._objs[-1]
        assert isinstance(item, LTChar)
        x, y = item.matrix[4:6]
        size = round(arguments[2] * abs(item.matrix[0]), 1)
        width = item.x1 - item.x0
        self.characters.append(_Character(item.get_text(), x, y, width, size, self.clip))
        return advance


class _Interpreter(PDFPageInterpreter):
    """Pdfminer takes no notice of clipping; here each character knows what it is clipped to."""

    device: _Device

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._clips: list[Box | None] = []
        self._clips_next = False
        self.device.clip = None

    def do_q(self) -> None:
        super().do_q()
        self._clips.append(self.device.clip)

    def do_Q(self) -> None:
        super().do_Q()
        self.device.clip = self._clips.pop() if self._clips else None

    def do_W(self) -> None:
        self._clips_next = True

    do_W_a = do_W

    def do_n(self) -> None:
        points = [
            apply_matrix_pt(self.ctm, (float(step[at]), float(step[at + 1])))  # type: ignore[arg-type]
            for step in self.curpath
            for at in range(1, len(step) - 1, 2)
        ]
        if self._clips_next and points:
            xs, ys = zip(*points, strict=True)
            box = min(xs), min(ys), max(xs), max(ys)
            old = self.device.clip
            if old:
                box = (*map(max, old[:2], box[:2]), *map(min, old[2:], box[2:]))
            self.device.clip = box
        self._clips_next = False
        super().do_n()
