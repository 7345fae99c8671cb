"""Make an entry of what stands beside a label: money in its unit, dates, ticked choices."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import itemgetter

from perfdesk.exchange.labels.label_words import core, plain, squeezed
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.parse.cells import has_boxes, read_cell, ticked
from perfdesk.exchange.parse.grid import GridCell
from perfdesk.models.form import Field
from perfdesk.models.values import Kind, canonical, parse, shorten

_DATES = frozenset([Kind.DATE, Kind.MONTH])
_DASHES = frozenset("-—－–_/\\ 　·")
_TICKED_BRACKET = re.compile(r"[(（\[【]\s*[√✓✔☑xX×●vV]\s*[)）\]】]")
_EMPTY_BRACKET = re.compile(r"[(（\[【]\s{0,4}[)）\]】]")
_DATE = re.compile(
    r"[0-9]{4}\s*(?:年|[-/.])\s*[0-9]{1,2}(?:\s*(?:月|[-/.])\s*[0-9]{1,2}\s*日?|\s*月)?"
)
# Thousands kept apart by blanks are one figure.
_GROUPED = re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
_MONEY_UNITS = ("元", "万元")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered in a field; `note` says what was made of it, `lost` that nothing was."""

    text: str
    note: str = ""
    lost: bool = False


def entry_of(field: Field, cells: Sequence[GridText], unit: str = "") -> Entry:
    """Read the texts that belong to one field; `unit` is the unit of money the head states."""
    readings = [read_cell(cell.content, field) for cell in cells]
    lost = [reading for reading in readings if reading.lost]
    if lost:
        return Entry("", lost[0].doubt, lost=True)
    doubts = "".join(reading.doubt for reading in readings)
    if field.choices:
        return _choice(field, " ".join(reading.text for reading in readings))
    texts = [(c.row, r.text.strip()) for c, r in zip(cells, readings, strict=True)]
    texts = [(row, text) for row, text in texts if text]
    if len(texts) > 1 and field.kind is not Kind.LONG_TEXT:
        return _of_several(field, [text for _, text in texts], unit)
    lines = [" ".join(t for _, t in line) for _, line in groupby(texts, key=itemgetter(0))]
    return _converted(field, "\n".join(lines), unit, "" if field.is_computed else doubts)


def _of_several(field: Field, texts: Sequence[str], unit: str) -> Entry:
    """Put one line together from several cells; figures only where they make one, as with 元."""
    shown = "、".join(f"“{shorten(text)}”" for text in texts[:4])
    if field.kind.is_figure or field.kind in _DATES:
        joined = "".join(texts)
        if parse(field.kind, joined, field.unit).value is None:
            return Entry("", f"这里有{shown}几处内容，分不清是哪一个，没有读入。", lost=True)
        return _converted(field, joined, unit, "")
    joined = reduce(_run_on, texts)
    return _converted(field, joined, unit, f"由几格的文字{shown}拼成，请核对。")


def _run_on(before: str, after: str) -> str:
    """Join two pieces of a line, with a blank only between letters or figures."""
    has_room = before[-1] < "\u2e80" and after[0] < "\u2e80"
    return f"{before} {after}" if has_room else before + after


def entry_of_text(field: Field, text: str, unit: str = "") -> Entry:
    """Read what stands behind a label in its own cell."""
    if field.choices:
        return _choice(field, text)
    return _converted(field, read_cell(GridCell(text.strip(), "text"), field).text, unit, "")


def _converted(field: Field, text: str, unit: str, note: str) -> Entry:
    if field.kind.is_figure and all(mark in _DASHES for mark in text):
        return Entry("")
    foreign = unit in _MONEY_UNITS and field.unit in _MONEY_UNITS and unit != field.unit
    if field.kind is Kind.AMOUNT and foreign and parse(Kind.AMOUNT, text).value is not None:
        bare = text.replace(" ", "")
        if bare[-1:] not in "元万亿":
            figure = canonical(Kind.AMOUNT, f"{bare}{unit}", field.unit)
            if parse(Kind.AMOUNT, figure, field.unit).value is not None:
                note_on_unit = f"表上的单位是{unit}，{text} 换算为 {figure} {field.unit}读入。"
                return Entry(figure, note_on_unit)
    return Entry(text, note)


def _choice(field: Field, text: str) -> Entry:
    shown = _EMPTY_BRACKET.sub("☐", _TICKED_BRACKET.sub("☑", text))
    if "×" in shown and not has_boxes(shown.replace("☐", "").replace("□", "")):
        shown = shown.replace("×", "☒")
    if has_boxes(shown):
        found = ticked(shown, field.choices)
        if len(found) > 1:
            both = "、".join(f"“{one}”" for one in found)
            return Entry("", f"同时勾选了{both}，没有读入。请只选一项。", lost=True)
        return Entry(found[0] if found else "")
    for choice in field.choices:
        if plain(choice) == plain(text) or (core(choice) and core(choice) == core(text)):
            return Entry(choice)
    entered = text.strip()
    # 是 否 with neither marked is a form nobody has filled in.
    unmarked = all(plain(choice) in plain(entered) for choice in field.choices)
    return Entry("" if unmarked and not field.open_choices else entered)


def without_head(field: Field, text: str, head_words: Collection[str]) -> str:
    """Take the column's own head off a text into which a scan has run it."""
    first, _, rest = text.strip().partition(" ")
    if _is_of_head(text, head_words):
        return ""
    is_measure = field.kind.is_figure or field.kind is Kind.INDICATOR_VALUE
    is_run_in = is_measure and _is_of_head(first, head_words)
    return rest.strip() if is_run_in else text


def _is_of_head(text: str, head_words: Collection[str]) -> bool:
    """Tell whether a text is a head, or the last line of one."""
    word = plain(text).casefold()
    return word in head_words or (len(word) > 2 and any(head.endswith(word) for head in head_words))


def holds_several_rows(field: Field, text: str) -> bool:
    if not field.kind.is_figure or _GROUPED.fullmatch(text.strip()):
        return False
    pieces = text.split()
    are_figures = all(parse(field.kind, each, field.unit).value is not None for each in pieces)
    return len(pieces) > 1 and are_figures


def split_slots(
    fields: Sequence[Field], pieces: Sequence[str], text: str
) -> tuple[tuple[str, ...], bool]:
    """Take a text apart that shows one or several fields between fixed words.

    Returns a text for each field, and whether it was understood.
    """
    body = _without_end(text, pieces[-1] if pieces else "")
    if all(field.kind in _DATES for field in fields):
        dates = _DATE.findall(body)
        if len(dates) == len(fields):
            return tuple(" ".join(each.split()) for each in dates), True
        nothing = not re.search(r"[0-9]{4}", body)
        return ("",) * len(fields), nothing
    if len(fields) == 1:
        return (body.strip().strip("_＿").strip(),), True
    parts = [body]
    for piece in pieces[1:-1]:
        head, found, tail = parts[-1].partition(piece.strip())
        if not found:
            return ("",) * len(fields), False
        parts[-1:] = [head, tail]
    return tuple(part.strip() for part in parts), len(parts) == len(fields)


def _without_end(text: str, piece: str) -> str:
    end = plain(piece).casefold()
    found_in = squeezed(text)
    if end and found_in.text.endswith(end):
        return text[: found_in.places[len(found_in.text) - len(end)]]
    return text
