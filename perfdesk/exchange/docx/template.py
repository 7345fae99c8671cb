"""The template of reports, a Word file: paper and styles as an office may change them in Word.

Styles are found by their names; their ids are Word's own, which a Chinese Word writes anew.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Length

from perfdesk.exchange.docx.xml import paragraph

BODY, CONTENTS_TITLE, CAPTION = "报告正文", "目录标题", "caption"
AFTER_TABLE, FOOT, DRAFT = "表后", "页码", "草稿标记"
STYLE_OF = {
    "body": BODY,
    "item": "报告条目",
    "indicator": "指标标题",
    "cover_top": "封面首行",
    "cover_title": "封面标题",
    "cover_first": "封面首项",
    "cover_line": "封面各项",
    "cover_date": "封面日期",
}
"""The style of each look that a report names; any other is set as body text."""
_SIDES = {"left": "左", "center": "中", "right": "右"}
# A single line of Chinese type, and the size of one that says none.
_SINGLE, _SIZE = 1.3, 10.5


class UnusableTemplate(ValueError):
    """Say in Chinese what is the matter with a template."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The room for text on a page, and the body text that fills it, in points."""

    width: float
    height: float
    line: float
    size: float


class Template:
    """A template as opened; a report is written into its `document`, and has its `paper`."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self.document: Document = docx.Document(str(path))
            self._section = self.document.sections[-1]
        except (PackageNotFoundError, BadZipFile, KeyError, IndexError, ValueError) as error:
            raise UnusableTemplate(f"“{self._name}”打不开，或不是 Word 的 .docx 文件。") from error
        self._styles = {each.element.name_val: each for each in self.document.styles}
        self.paper = self._measured()

    def paragraph(self, style: str, *runs: Any) -> Any:
        return paragraph(self._style(style).style_id, *runs)

    def page(self) -> tuple[Any, Any]:
        """Give the size of the paper and its margins, as a section of a document has them."""
        section: Any = self._section._sectPr
        return deepcopy(section.pgSz), deepcopy(section.pgMar)

    def _measured(self) -> Paper:
        section, body = self._section, self._style(BODY)
        lengths = (
            *(section.page_width, section.left_margin, section.right_margin),
            *(section.page_height, section.top_margin, section.bottom_margin),
        )
        if any(each is None for each in lengths):
            raise UnusableTemplate(f"“{self._name}”没有写明纸张大小和页边距。")
        width, left, right, height, top, bottom = (each.pt for each in lengths if each is not None)
        size = body.font.size.pt if body.font.size else _SIZE
        spacing = body.paragraph_format.line_spacing
        line = spacing.pt if isinstance(spacing, Length) else (spacing or 1) * size * _SINGLE
        return Paper(width - left - right, height - top - bottom, line, size)

    def _style(self, name: str) -> Any:
        if name not in self._styles:
            raise UnusableTemplate(f"“{self._name}”里没有样式“{name}”，请恢复它的名称。")
        return self._styles[name]


def cell_style(size: float, align: str) -> str:
    return f"表格{size:g}磅{_SIDES[align]}"
