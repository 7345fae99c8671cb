"""Compare what a file says of computed cells with what its entries give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.models.form import Edition, Field
from perfdesk.models.values import canonical, parse, shorten, written
from perfdesk.rules.evaluate.engine import calculated

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.incoming import Incoming, Note


def stated_otherwise(edition: Edition, incoming: Incoming) -> list[Note]:
    """List the computed cells that a file states differently; they are never taken in.

    Where its inputs are not known, nothing can be said of a result.
    """
    from perfdesk.exchange.incoming.incoming import Note

    if not incoming.stated:
        return []
    _, computed = calculated(edition, incoming.document)
    notes = []
    for at, text in incoming.stated.items():
        result = computed.get(at)
        field = edition.field(at)
        if result is None or not result.text.strip():
            continue
        if _as_printed(field, text) == _as_printed(field, result.text):
            continue
        if _is_unrun(text, result.text):
            continue
        label = edition.label(at, incoming.document.cells)
        place = edition.tables[at.table].label + "·" if at.table else ""
        message = f"文件里写的是 {shorten(text)}，按所填内容计算应为 {result.text}，以计算为准。"
        notes.append(Note(f"“{place}{label}”", message))
    return notes


def _is_unrun(text: str, result: str) -> bool:
    """Tell whether a formula for a word was never run: an .xls then holds a zero for it."""
    return text == "0" and not any(mark.isdecimal() for mark in result)


def _as_printed(field: Field, text: str) -> str:
    """Bring a figure to the places that paper has: a workbook holds all that a division gave."""
    printed = written(field.kind, parse(field.kind, text, field.unit).value)
    return canonical(field.kind, printed or text, field.unit)
