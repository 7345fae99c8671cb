"""Lay findings out as the page that goes back and forth with a form (差错说明单).

One form is one part of the list; a notice over many files has a part for each. Like every
other paper of the program it is a sheet, and is typeset, drawn and written as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perfdesk.models.finding import Finding, Origin, Severity
from perfdesk.models.sheet import Band, Page, Sheet, SheetCell, SheetRow, Span, Style
from perfdesk.models.values import shorten

TITLE = "差错说明单"

_PAGE = Page(297, 210, 13, 15, 12, 12)
_COLUMNS = (9.0, 47.0, 11.0, 78.0, 30.0, 30.0, 30.0, 38.0)
_HEADS = (
    "序号",
    "位置（页签、栏目）",
    "级别",
    "发现的问题",
    "现填",
    "应为",
    "依据",
    "说明（答复）",
)
_FACTS = (26.0, 65.0, 26.0, 65.0, 26.0, 65.0)
_FACTS_ABREAST = 3
_SIGNERS = ("填报人", "审核人", "日期")
_SIGN = (91.0, 91.0, 91.0)
_LONGEST = 60  # characters of what stands in a cell; a narrative is not copied out

_TITLE = Style("hei_bold", 16, "center")
_FACT_LABEL = Style("hei_bold", 9, "center")
_FACT = Style("song", 9)
_VERDICT = Style("hei_bold", 10, padding=1.6)
_HEAD = Style("hei_bold", 9, "center")
_GROUP = Style("hei_bold", 9, padding=1.6)
_TEXT = Style("song", 9, leading=1.3)
_MIDDLE = Style("song", 9, "center", leading=1.3)
_SMALL = Style("song", 8, leading=1.3)
_SIGNED = Style("song", 10.5, padding=0.5)

# Room to answer by hand, where nothing is answered yet (millimetres).
_ROOM, _ROW = 13.0, 8.0
_SEVERE = {
    Severity.ERROR: "错误：改正后才能定稿",
    Severity.WARNING: "警告：请核对，有误的改正，无误的说明理由",
    Severity.NOTE: "提示：供核对",
}
_ANSWERED = "已说明"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding, and where it stands in words: tab, row, field, each on a line."""

    place: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class FormFindings:
    """The findings of one form; `caption` names it in a list over several."""

    entries: tuple[Entry, ...]
    caption: str = ""


def lay_out_findings(
    facts: Sequence[tuple[str, str]],
    verdict: str,
    parts: Sequence[FormFindings],
    *,
    title: str = TITLE,
    signers: Sequence[str] = _SIGNERS,
) -> Sheet:
    """Lay findings out in groups: errors, warnings, what is answered, notes.

    `facts` (label and text) say what form of what project it is about; `verdict` is the
    one sentence that sums it up.
    """
    listed = [_part(part, f"findings_{number}") for number, part in enumerate(parts, 1)]
    bands = (_head(facts, verdict, title), *listed, _sign(signers))
    return Sheet(title, title, _PAGE, bands)


def _head(facts: Sequence[tuple[str, str]], verdict: str, title: str) -> Band:
    width = len(_FACTS)
    cells = [_cell(0, 0, title, _TITLE, columns=width, borders="")]
    rows = [SheetRow(13, with_next=True)]
    for first in range(0, len(facts), _FACTS_ABREAST):
        at = len(rows)
        abreast = list(facts[first : first + _FACTS_ABREAST])
        for place, (label, text) in enumerate(abreast):
            is_last = place == len(abreast) - 1
            cells.append(_cell(at, 2 * place, label, _FACT_LABEL))
            over = width - 2 * place - 1 if is_last else 1
            cells.append(_cell(at, 2 * place + 1, text, _FACT, columns=over))
        rows.append(SheetRow(7.5, with_next=True))
    cells.append(_cell(len(rows), 0, verdict, _VERDICT, columns=width, borders="lr"))
    rows.append(SheetRow(9, with_next=True))
    return Band("head", _FACTS, tuple(rows), tuple(cells))


def _part(part: FormFindings, name: str) -> Band:
    width = len(_COLUMNS)
    rows: list[SheetRow] = []
    cells: list[SheetCell] = []

    def add(row: SheetRow, *made: SheetCell) -> None:
        cells.extend(replace(cell, row=len(rows)) for cell in made)
        rows.append(row)

    if part.caption:
        add(SheetRow(8, head=True), _cell(0, 0, part.caption, _VERDICT, columns=width))
    heads = (_cell(0, at, text, _HEAD) for at, text in enumerate(_HEADS))
    add(SheetRow(8, head=True), *heads)
    number = 0
    for caption, entries in _groups(part.entries):
        heading = f"{caption}（{len(entries)} 处）"
        add(SheetRow(7, with_next=True), _cell(0, 0, heading, _GROUP, columns=width))
        for entry in entries:
            number += 1
            is_open = not entry.finding.answer and entry.finding.severity is not Severity.NOTE
            add(SheetRow(_ROOM if is_open else _ROW), *_entry(number, entry))
    if not part.entries:
        add(SheetRow(12), _cell(0, 0, "未发现问题。", _MIDDLE, columns=width))
    return Band(name, _COLUMNS, tuple(rows), tuple(cells))


def _groups(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Part the entries: what is still to be done first, what needs nothing last."""
    for severity in (Severity.ERROR, Severity.WARNING, None, Severity.NOTE):
        found = [
            each
            for each in entries
            if (None if each.finding.is_quiet else each.finding.severity) is severity
        ]
        if found:
            yield (_SEVERE[severity] if severity else _ANSWERED), found


def _entry(number: int, entry: Entry) -> Iterator[SheetCell]:
    finding = entry.finding
    is_blank = finding.origin is Origin.MISSING and not finding.actual
    texts = (
        str(number),
        entry.place,
        finding.severity.word,
        finding.message,
        "（未填）" if is_blank else shorten(finding.actual, _LONGEST),
        finding.expected or finding.fill,
        basis_words(finding),
        _reply(finding),
    )
    styles = (_MIDDLE, _TEXT, _MIDDLE, _TEXT, _TEXT, _TEXT, _SMALL, _TEXT)
    for at, (text, style) in enumerate(zip(texts, styles, strict=True)):
        yield _cell(0, at, text, style)


def basis_words(finding: Finding) -> str:
    """Name what a finding rests on, and when the document itself was not at hand."""
    return f"{finding.basis}（请以原文件为准）" if finding.verify else finding.basis


def _reply(finding: Finding) -> str:
    if finding.old_answer:
        return f"原说明：{finding.old_answer}\n数字已变，请重新说明："
    return finding.answer


def _sign(signers: Sequence[str]) -> Band:
    texts = [f"{each}：" for each in signers]
    cells = tuple(_cell(1, at, text, _SIGNED, borders="") for at, text in enumerate(texts))
    rows = (SheetRow(2), SheetRow(10))
    gap = _cell(0, 0, "", _SIGNED, columns=len(_SIGN), borders="")
    return Band("sign", _SIGN[: len(cells)], rows, (replace(gap, columns=len(cells)), *cells), True)


def _cell(
    row: int, column: int, text: str, style: Style, *, columns: int = 1, borders: str = "tblr"
) -> SheetCell:
    return SheetCell(row, column, (Span(text),), style, columns=columns, borders=borders)
