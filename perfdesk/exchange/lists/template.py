"""An empty list to be filled in: a row for each project, headed so that nothing needs mapping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from perfdesk.exchange.books.list_sheet import HEAD_ROW, ListSheet
from perfdesk.exchange.lists.targets import Target, project_target, row_targets, targets_of
from perfdesk.exchange.xlsx.file import list_bytes, sheet_title
from perfdesk.exchange.xlsx.style import set_normal_font
from perfdesk.models.columns import Column
from perfdesk.models.form import Edition
from perfdesk.models.values import Kind

_HOW_TO_FILL = "一行一个项目，填好后用“成批生成”读入。列可以删减、换顺序，也可以加自己的列。"
_HOW_IN_ROWS = "一行一条，写明是哪个项目的；同一项目接连几行时，名称只写第一行也可以。"
_WIDTHS = {Kind.LONG_TEXT: 40.0, Kind.TEXT: 20.0, Kind.CHOICE: 14.0, Kind.INDICATOR_VALUE: 16.0}
_NARROW = 16.0
# Excel keeps the choices of a cell in one text of so many characters.
_LONGEST_LIST = 255
_LAST_ROW = 2000


def write_list_template(edition: Edition) -> bytes:
    """Write the workbook, with a second sheet for the rows of the form's main table."""
    book = cast(Any, Workbook(write_only=True))
    set_normal_font(book)
    of_project = [
        each for each in targets_of(edition) if not (each.is_of_rows or each.field.is_computed)
    ]
    _add(book, "项目", edition.title, _HOW_TO_FILL, of_project)
    of_rows = [each for each in row_targets(edition) if each.at.table == edition.framework_table]
    named = project_target(edition)
    if of_rows and named is not None:
        label = edition.tables[edition.framework_table].label
        columns = [named, *(each for each in of_rows if not each.field.is_computed)]
        _add(book, label, edition.title, _HOW_IN_ROWS, columns)
    return list_bytes(book, edition.title)


def _add(book: Any, name: str, title: str, subtitle: str, targets: Sequence[Target]) -> None:
    title_of = sheet_title(name, book.sheetnames)
    columns = [Column(_heading(each), _WIDTHS.get(each.field.kind, _NARROW)) for each in targets]
    page = ListSheet(book, title_of, f"{title}：{name}", subtitle, columns)
    for place, each in enumerate(targets, 1):
        choices = ",".join(each.field.choices)
        # A comma parts the choices there, so one that has a comma cannot be offered.
        if each.field.choices and len(choices) <= _LONGEST_LIST and '"' not in choices:
            letter = get_column_letter(place)
            offered = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            offered.showErrorMessage = not each.field.open_choices
            offered.add(f"{letter}{HEAD_ROW + 1}:{letter}{_LAST_ROW}")
            page.page.data_validations.append(offered)


def _heading(target: Target) -> str:
    return target.field.label if target.is_of_rows else target.heading
