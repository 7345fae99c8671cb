"""Offer in a workbook what a cell may hold: its choices as a list, its hint as a prompt.

Nothing is ever refused: a warning can be answered with yes, as everywhere in the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.exchange.parse.cells import has_boxes
from perfdesk.exchange.xlsx.stamp import Placed, keep_as_text
from perfdesk.exchange.xlsx.text import escaped
from perfdesk.models.form import Edition, Field, Framework
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import BOX_EMPTY, BOX_TICKED, SheetCell
from perfdesk.models.values import Kind

LISTS_SHEET = "_perfdesk_lists"
# Excel's own limits, for a list written into the rule and for what a prompt says.
_LONGEST_LIST, _LONGEST_PROMPT, _LONGEST_HEAD = 255, 255, 32
_HOW = {
    Kind.AMOUNT: "直接填数字；写明单位也可以，如 3.65万元，导入时换算。",
    Kind.PERCENT: "填百分数，如 98%。",
    Kind.NUMBER: "填数字。",
    Kind.POINTS: "填分数。",
    Kind.DATE: "填年月日，例如 2024-08-31。",
    Kind.MONTH: "填年月，例如 2024-8月。",
}
# The formula by which an edition says that something is required in any case.
ALWAYS = "True"
_BOXES = "点右边的箭头，选打 ☑ 的一项。"
_OPEN = "可以从列表中选，也可以直接填写。"
_COMPOSED = "在原有文字之间填写，不要删去原有文字。"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form, and the framework that its indicators follow."""

    edition: Edition
    framework: Framework | None = None

    def of(self, cell: SheetCell) -> list[Field]:
        """List the fields that a cell shows, each once."""
        refs = dict.fromkeys(Ref(at.field, at.table) for at in cell.refs)
        return [self.edition.field(at) for at in refs]

    def choices(self, cell: SheetCell, its_field: Field) -> tuple[str, ...]:
        """List what a cell may hold, as it is to stand there."""
        if cell.option:
            return (f"{cell.option} {BOX_EMPTY}", f"{cell.option} {BOX_TICKED}")
        if its_field.choices and has_boxes(cell.text):
            return tuple(_ticking(cell.text, choice) for choice in its_field.choices)
        if its_field.level and self.framework:
            levels = self.framework.levels
            below = (name for names in levels.values() for name in names)
            return tuple(dict.fromkeys(levels if its_field.level == 1 else below))
        return its_field.choices


def _ticking(boxes: str, choice: str) -> str:
    """Tick one choice in a text such as 是☐ 否☐."""
    empty = boxes.replace(BOX_TICKED, BOX_EMPTY)
    before, found, after = empty.partition(f"{choice} {BOX_EMPTY}")
    return f"{before}{choice} {BOX_TICKED}{after}" if found else empty


@dataclass(slots=True)
class Lists:
    """Lists too long to be written into a rule; they stand on a hidden sheet.

    The Excel of old offices takes the cells of another sheet only by a name.
    """

    known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def formula(self, items: tuple[str, ...]) -> str:
        """Say in a rule what may be chosen."""
        written = ",".join(items)
        plain = not any(mark in item for item in items for mark in ',"') and items[0][0] != "="
        if plain and len(written) <= _LONGEST_LIST:
            return f'"{written}"'
        return self.known.setdefault(items, f"l.{len(self.known) + 1}")

    def write_to(self, book: Workbook) -> None:
        """Write the lists down, one in each column."""
        if not self.known:
            return
        page = book.create_sheet(LISTS_SHEET)
        for column, (items, name) in enumerate(self.known.items(), 1):
            for row, item in enumerate(items, 1):
                page.cell(row, column).value = escaped(item)
            letter = get_column_letter(column)
            target = f"{LISTS_SHEET}!${letter}$1:${letter}${len(items)}"
            book.defined_names[name] = DefinedName(name, attr_text=target)
        keep_as_text(page)
        page.sheet_state = "veryHidden"


@dataclass(frozen=True, slots=True)
class _Offer:
    items: tuple[str, ...] = ()
    is_closed: bool = False
    head: str = ""
    prompt: str = ""


def offer(
    page: Worksheet, fields: Fields, blocks: Sequence[Placed], lists: Lists, *, with_hints: bool
) -> None:
    """Put lists, and hints where they are asked for, to the cells that are to be filled in."""
    places: dict[_Offer, list[str]] = defaultdict(list)
    for block in blocks:
        found = _offer(fields, block.cell, with_hints)
        if found is not None:
            places[found].append(f"{get_column_letter(block.left)}{block.top}")
    for offered, cells in places.items():
        rule = _rule(offered, lists)
        for each in cells:
            rule.add(each)
        page.add_data_validation(rule)


def _offer(fields: Fields, cell: SheetCell, with_hints: bool) -> _Offer | None:
    shown = fields.of(cell)
    if not shown or (len(shown) > 1 and not with_hints):
        return None
    first = shown[0]
    if len(shown) > 1 or any(cell.template):
        words = "；".join(filter(None, (each.hint for each in shown)))
        prompt = _short(f"{_COMPOSED}{words}", _LONGEST_PROMPT)
        return _Offer(prompt=prompt) if with_hints else None
    if first.is_computed:
        prompt = "由程序计算，不用填写。"
        return _Offer(head=_head(first), prompt=prompt) if with_hints else None
    items = fields.choices(cell, first)
    is_closed = bool(items) and not (first.open_choices or has_boxes("".join(items)))
    if not with_hints:
        return _Offer(items, is_closed) if items else None
    return _Offer(items, is_closed, _head(first), _short(_hint(first, items), _LONGEST_PROMPT))


def _hint(its_field: Field, items: Sequence[str]) -> str:
    if has_boxes("".join(items)):
        how = _BOXES
    elif items:
        how = _OPEN if its_field.open_choices else ""
    else:
        how = _HOW.get(its_field.kind, "")
    unit = f"单位：{its_field.unit}。" if its_field.kind is Kind.AMOUNT and its_field.unit else ""
    example = f"例：{its_field.example}" if its_field.example and not items else ""
    needed = "必填。" if its_field.required == ALWAYS else ""
    return "\n".join(filter(None, (f"{needed}{unit}{its_field.hint}", how, example)))


def _head(its_field: Field) -> str:
    return _short(its_field.label.replace("\n", ""), _LONGEST_HEAD)


def _short(text: str, most: int) -> str:
    """Cut a text at Excel's limit."""
    whole = escaped(text)
    return whole if len(whole) <= most else f"{whole[: most - 1]}…"


def _rule(offered: _Offer, lists: Lists) -> DataValidation:
    rule = DataValidation(allow_blank=True)
    if offered.items:
        rule.type, rule.formula1 = "list", lists.formula(offered.items)
        rule.showErrorMessage = offered.is_closed
        rule.errorStyle = "warning"
        rule.errorTitle, rule.error = "不在列表中", "表上没有这一项。确实要这样填吗？"
    if offered.prompt:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = offered.head or None, offered.prompt
    return rule
