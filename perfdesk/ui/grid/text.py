"""Lay out the text of a cell once, for measuring and for painting alike."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

PADDING = 6
_WRAP = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


class Laid:
    """A text broken into lines over a width."""

    def __init__(self, text: str, font: QFont, width: float, align: Qt.AlignmentFlag) -> None:
        self.layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption(align)
        option.setWrapMode(_WRAP)
        self.layout.setTextOption(option)
        self.layout.setCacheEnabled(True)
        self.layout.beginLayout()
        self.height = 0.0
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, self.height))
            self.height += line.height()
        self.layout.endLayout()


class Texts:
    """Keep the texts laid out for one font, as many as a long table shows at once."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = QFontMetricsF(font)
        # The widest that a character gets; rarely passed, and then the row is cut by a hair.
        self._widest = max(metrics.horizontalAdvance("国"), metrics.maxWidth() / 4)
        self._line = metrics.height()
        self.lay_out = lru_cache(maxsize=4096)(self._lay_out)

    def _lay_out(self, text: str, width: int, align: Qt.AlignmentFlag) -> Laid:
        return Laid(text, self.font, width, align)

    def height(self, text: str, width: int) -> float:
        """Measure how high a text stands in a width; short ones are not laid out for it."""
        if len(text) * self._widest <= width and "\n" not in text:
            return self._line
        return self.lay_out(text, width, Qt.AlignmentFlag.AlignLeft).height
