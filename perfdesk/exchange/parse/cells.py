"""Read one cell of a workbook as the text a person would have typed into the form.

Excel turns 98% into 0.98 and 2024/8/31 into 45535; here they are turned back, by the kind
of the field they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from perfdesk.exchange.parse.grid import GridCell
from perfdesk.exchange.parse.number_formats import as_date
from perfdesk.models.form import Field
from perfdesk.models.sheet import BOX_EMPTY, BOX_TICKED
from perfdesk.models.values import Kind, canonical, written

_TICKS = frozenset(BOX_TICKED + "☒✓✔√■●▣◼🗹")
_BOXES = _TICKS | frozenset(BOX_EMPTY + "□○◻▢")


@dataclass(frozen=True, slots=True)
class CellReading:
    """The text of a cell; `doubt` says in Chinese what to look at, `lost` that it is no text."""

    text: str
    doubt: str = ""
    lost: bool = False


def read_cell(cell: GridCell, field: Field) -> CellReading:
    match cell.kind:
        case "number":
            return _told(cell, _number(cell, field), field)
        case "date":
            return _date(cell, field)
        case "error":
            return CellReading("", f"单元格里是 Excel 的错误值 {cell.text}，没有读入。", lost=True)
        case "formula":
            doubt = "单元格里的公式还没有算出结果，没有读入。请在 Excel 中打开并保存一次再导入。"
            return CellReading("", doubt, lost=True)
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n")
    return _told(cell, CellReading(text if text.strip() else ""), field)


def _told(cell: GridCell, reading: CellReading, field: Field) -> CellReading:
    """Say what the sheet shows where that is another value than what is read."""
    shown = cell.shown
    if not shown or reading.doubt or not reading.text:
        return reading
    if canonical(field.kind, shown, field.unit) == canonical(field.kind, reading.text, field.unit):
        return reading
    doubt = f"表里显示的是“{cell.shown}”，存的是 {reading.text}，按存的读入，请核对。"
    return replace(reading, doubt=doubt)


def join_readings(readings: Sequence[CellReading]) -> CellReading:
    """Make one reading of what stands in several cells, line by line."""
    if len(readings) == 1:
        return readings[0]
    return CellReading(
        "\n".join(reading.text for reading in readings if reading.text),
        "".join(reading.doubt for reading in readings),
        any(reading.lost for reading in readings),
    )


def _number(cell: GridCell, field: Field) -> CellReading:
    number = Decimal(cell.text)
    if cell.is_percent:
        return CellReading(f"{canonical(Kind.PERCENT, _plain(number * 100))}%")
    if field.kind is Kind.PERCENT:
        if abs(number) > 1:
            return CellReading(f"{canonical(Kind.PERCENT, cell.text)}%")
        text = f"{canonical(Kind.PERCENT, _plain(number * 100))}%"
        return CellReading(text, f"单元格不是百分数格式，{cell.text} 按 {text} 读入，请核对。")
    if field.kind is Kind.AMOUNT:
        return CellReading(canonical(Kind.AMOUNT, cell.text, field.unit))
    # The days from 1954 to 2119, as Excel counts them: a date that lost its format.
    if field.kind is Kind.DATE and 20_000 < number < 80_000:
        return CellReading(as_date(number, from_1904=False) or cell.text)
    return CellReading(cell.text)


def _date(cell: GridCell, field: Field) -> CellReading:
    day, _, time = cell.text.partition("T")
    try:
        plain = written(Kind.DATE, date.fromisoformat(day)) + (f" {time}" if time else "")
    except ValueError:
        plain = cell.text
    if field.kind is Kind.DATE:
        doubt = f"表里显示的是“{cell.shown}”，按“{plain}”读入，请核对。"
        is_whole = not cell.shown or len(re.findall(r"[0-9]+", cell.shown)) >= 3
        return CellReading(day, "" if is_whole else doubt)
    shown = cell.shown or plain
    return CellReading(shown, f"Excel 把这里的内容当成了日期，按“{shown}”读入，请核对。")


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def is_ticked(text: str) -> bool:
    """Tell whether the box in an option's cell is ticked."""
    return any(mark in _TICKS for mark in text)


def has_boxes(text: str) -> bool:
    return any(mark in _BOXES for mark in text)


def ticked(text: str, choices: tuple[str, ...]) -> list[str]:
    """List the choices ticked in a text such as 是☐ 否☑, with boxes before or after."""
    words = "|".join(re.escape(choice) for choice in sorted(choices, key=len, reverse=True))
    boxes = "".join(sorted(_BOXES))
    before = re.match(rf"\s*[{boxes}]", text) is not None
    pattern = rf"([{boxes}]?)\s*({words})" if before else rf"({words})\s*([{boxes}]?)"
    found = []
    for match in re.finditer(pattern, text):
        box, choice = match.groups() if before else reversed(match.groups())
        if box and is_ticked(box):
            found.append(choice)
    return found
