"""A report as composed: headings, paragraphs and tables with every figure and number in them.

Whatever writes it (see exchange/docx/write.py) adds looks and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `lacking` marks where something is still to be filled in."""

    text: str
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class TableMention:
    """A reference to a table by its number."""

    number: int


Piece = Run | TableMention


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 0 opens a part on a new page, 1 to 4 are 一、（一）1.（1）.

    `number` is written before the title, blank for parts.
    """

    level: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `look` is the name of a look: body, item, cover_title, cover_line …"""

    pieces: tuple[Piece, ...]
    look: str = "body"

    @property
    def text(self) -> str:
        """Give the paragraph's whole text, with 表 n where a table is mentioned."""
        return "".join(
            each.text if isinstance(each, Run) else table_words(each.number) for each in self.pieces
        )


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One cell of a table, merged or not; places count from 0."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    align: str = "center"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with its caption; `columns` are widths that keep their proportion.

    The first `heads` rows stand again on every page.
    """

    number: int
    caption: str
    columns: tuple[float, ...]
    rows: int
    heads: int
    cells: tuple[ReportCell, ...]
    unit: str = ""


Block = Heading | Paragraph | ReportTable


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `draft` says that the form it is made of is one."""

    title: str
    cover: tuple[Paragraph, ...]
    body: tuple[Block, ...]
    draft: bool


def table_words(number: int) -> str:
    """Write a table's number as captions and sentences do."""
    return f"表 {number}"


_DIGITS = "〇一二三四五六七八九"


def heading_number(level: int, count: int) -> str:
    """Number a heading as official documents do: 一、（一）1.（1）; parts have none."""
    match level:
        case 1:
            return f"{_chinese(count)}、"
        case 2:
            return f"（{_chinese(count)}）"
        case 3:
            return f"{count}."
        case 4:
            return f"（{count}）"
    return ""


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_chinese(tens)}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
