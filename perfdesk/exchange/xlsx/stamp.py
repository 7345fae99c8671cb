"""Stamp a workbook as ours: names for its cells, form and edition on a hidden sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk import __version__
from perfdesk.exchange.ours import marks
from perfdesk.exchange.xlsx.style import CODE_FONT
from perfdesk.exchange.xlsx.text import escaped
from perfdesk.models.sheet import Sheet, SheetCell


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of a band in its place on the worksheet; rows and columns count from 1."""

    cell: SheetCell
    top: int
    left: int
    bottom: int
    right: int


def name_cells(
    book: Workbook,
    page: Worksheet,
    sheet: Sheet,
    blocks: Sequence[Placed],
    tables: Mapping[str, tuple[int, int]],
    prefix: str = "",
) -> marks.Meta:
    """Name the cells of a form, and give what the hidden sheet is to say of it.

    `tables` are the first and last rows of each table, rows printed empty included. The
    names of a workbook's several forms begin with a `prefix` for each.
    """
    regions: dict[str, list[Placed]] = {}
    options: dict[str, str] = {}
    compositions: dict[str, marks.Composition] = {}
    for block in blocks:
        cell = block.cell
        if cell.option:
            place = sum(name.startswith(f"o.{cell.refs[0].field}.") for name in options) + 1
            name = marks.option_name(cell.refs[0], place)
            options[name] = cell.option
            regions[name] = [block]
            continue
        names = list(dict.fromkeys(marks.name_of(at) for at in cell.refs))
        for name in names:
            regions.setdefault(name, []).append(block)
        if any(cell.template):
            compositions[" ".join(names)] = _composition(cell)
    areas = {name: _around(found) for name, found in regions.items()}
    for table, (top, bottom) in tables.items():
        areas[marks.rows_name(table)] = (max(1, top - 1), 1, bottom + 1, 1)
    for name, (top, left, bottom, right) in areas.items():
        first, last = get_column_letter(left), get_column_letter(right)
        target = f"{quote_sheetname(page.title)}!${first}${top}:${last}${bottom}"
        book.defined_names[prefix + name] = DefinedName(prefix + name, attr_text=target)
    if sheet.code:
        below = max((block.bottom for block in blocks), default=0) + 2
        _write_code(book, page, sheet.code, below, prefix)
    form, _, edition = sheet.edition.partition("/")
    return marks.Meta(
        form, edition, __version__, tuple(areas), options, compositions, code=sheet.code
    )


def stamp(book: Workbook, metas: Sequence[tuple[str, marks.Meta]]) -> None:
    """Say forms, editions and check codes on the hidden sheet and as properties.

    The metas come with the prefix of their names, which is blank for a form by itself.
    """
    hidden = book.create_sheet(marks.META_SHEET)
    for row in marks.meta_rows(metas):
        hidden.append([escaped(text) or None for text in row])
    keep_as_text(hidden)
    hidden.sheet_state = "veryHidden"
    keys = " ".join(f"{meta.form}/{meta.edition}" for _, meta in metas)
    _set_property(book, marks.PROPERTY, keys)
    if any(meta.code for _, meta in metas):
        _set_property(book, marks.CODE_PROPERTY, " ".join(meta.code or "-" for _, meta in metas))


def keep_as_text(page: Worksheet) -> None:
    """Make everything on a worksheet text, whatever it looks like, also when it is edited."""
    for cells in page.iter_rows():
        for cell in cells:
            if cell.value is not None:
                cell.data_type, cell.quotePrefix = "s", True


def _set_property(book: Workbook, name: str, value: str) -> None:
    prop = StringProperty(name=name, value=value)
    book.custom_doc_props.append(prop)  # type: ignore[attr-defined]


def _write_code(book: Workbook, page: Worksheet, code: str, row: int, prefix: str) -> None:
    """Say the code below the form, where it is seen and not printed: the foot of the page has it.

    A row stays free above it: rows added at the end of a table must not run into it.
    """
    cell = page.cell(row, 1)
    cell.value, cell.data_type = f"校验码 {code}", "s"
    cell.font = CODE_FONT
    name = prefix + marks.CODE_NAME
    target = f"{quote_sheetname(page.title)}!$A${row}"
    book.defined_names[name] = DefinedName(name, attr_text=target)


def _around(blocks: Sequence[Placed]) -> tuple[int, int, int, int]:
    return (
        min(block.top for block in blocks),
        min(block.left for block in blocks),
        max(block.bottom for block in blocks),
        max(block.right for block in blocks),
    )


def _composition(cell: SheetCell) -> marks.Composition:
    """Say how to take a cell apart, knowing its parts where it has a span for each piece."""
    texts = [span.text for span in cell.spans]
    # One composition serves all rows of a table, whatever stands in each.
    if cell.refs[0].table:
        return marks.Composition(cell.template)
    if len(texts) == len(cell.template) and all(
        piece is None or piece == text for piece, text in zip(cell.template, texts, strict=True)
    ):
        parts = [text for piece, text in zip(cell.template, texts, strict=True) if piece is None]
        return marks.compose(cell.template, parts)
    return marks.Composition(cell.template)
