"""What becomes of a text in a workbook: whole and exact, or refused with its cell."""

from __future__ import annotations

import re

from perfdesk.models.refs import Ref
from perfdesk.models.sheet import SheetCell
from perfdesk.models.values import shorten

# Excel cuts longer texts silently, and openpyxl does it before Excel can.
MAX_TEXT = 32_767


class Unwritable(Exception):
    """Say to the clerk which cell Excel cannot hold, and what to do; `at` names it."""

    def __init__(self, message: str, at: Ref | None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


def written_texts(cell: SheetCell) -> list[str]:
    """Write the texts of a cell's spans; raises `Unwritable` for what Excel cannot hold."""
    at = cell.refs[0] if cell.refs else None
    texts = [escaped(span.text, at) for span in cell.spans]
    if sum(len(text) for text in texts) > MAX_TEXT:
        raise Unwritable(
            f"“{_words(cell.text)}”有 {len(cell.text):,} 个字，"
            f"Excel 一个单元格最多 {MAX_TEXT:,} 个，不能完整导出。请缩短后再导出。",
            at,
        )
    return texts


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def escaped(text: str, at: Ref | None = None) -> str:
    """Write a text as workbooks do: what XML cannot hold, and what looks like it, as _xHHHH_."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if any("\ud800" <= mark <= "\udfff" for mark in lines):
        raise Unwritable(
            f"“{_words(text)}”里有半个字符（残缺的编码），Excel 存不下。请删去显示不出的字再导出。",
            at,
        )
    plain = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", lines)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def list_text(text: str) -> str:
    """Write a text for a list as a cell can hold it; one that is too long is cut, and says so."""
    whole = text.encode("utf-8", "replace").decode()
    plain = escaped(whole)
    return plain if len(plain) <= MAX_TEXT else f"{escaped(whole[:4000])}……（过长，未全部列出）"


def _words(text: str) -> str:
    return shorten(text.encode("utf-8", "replace").decode())
