"""Take a workbook of several forms apart, so that each is read like one by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from perfdesk.exchange.incoming.incoming import Incoming, Note
from perfdesk.exchange.ours.marks import (
    BEGIN,
    CODE_PROPERTY,
    FORMAT,
    META_SHEET,
    PROPERTY,
    SEVERAL,
    read_name,
    without_prefix,
)
from perfdesk.exchange.ours.read import read_workbook
from perfdesk.exchange.ours.recognise import NotOurForm
from perfdesk.exchange.parse.grid import GridCell, SheetGrid, WorkbookGrid
from perfdesk.models.form import Edition


def read_forms(grid: WorkbookGrid, editions: Mapping[str, Edition]) -> tuple[Incoming, ...]:
    """Read all forms of a workbook of ours; raises `NotOurForm` where there is none.

    Of forms that are not understood the first one's notes say why.
    """
    found: list[Incoming] = []
    refused: list[NotOurForm] = []
    for part in each_form(grid):
        try:
            found.append(read_workbook(part, editions))
        except NotOurForm as error:
            refused.append(error)
    if not found:
        raise refused[0]
    messages = dict.fromkeys(f"其中一张表没有读入：{error}" for error in refused)
    notes = [Note("工作簿", each) for each in messages]
    found[0].notes[:0] = notes
    return tuple(found)


def each_form(grid: WorkbookGrid) -> tuple[WorkbookGrid, ...]:
    """Give a workbook for each form of one; a form by itself comes back as it is."""
    parts: dict[str, _FormPart] = defaultdict(_FormPart)
    for name, place in grid.names.items():
        prefix, own = without_prefix(name)
        if prefix or read_name(own):
            parts[prefix].names[own] = place
    for prefix, cells in _sections(grid).items():
        parts[prefix].meta = cells
    if set(parts) <= {""}:
        return (grid,)
    titles = {prefix: {place[0] for place in part.names.values()} for prefix, part in parts.items()}
    return tuple(
        _by_itself(grid, prefix, parts[prefix], titles) for prefix in sorted(parts, key=_place)
    )


@dataclass(slots=True)
class _FormPart:
    names: dict[str, tuple[str, int, int, int, int]] = field(default_factory=dict)
    meta: list[tuple[str, str, str]] = field(default_factory=list)


def _place(prefix: str) -> int:
    return int(prefix[1:-1]) if prefix else 0


def _sections(grid: WorkbookGrid) -> dict[str, list[tuple[str, str, str]]]:
    """Read what the hidden sheet says of each form, by the prefix of its names."""
    sections: dict[str, list[tuple[str, str, str]]] = {}
    for sheet in grid.sheets:
        if sheet.title != META_SHEET:
            continue
        current: list[tuple[str, str, str]] = []
        is_several = False
        for row in sorted({row for row, _ in sheet.cells}):
            kind, name, text = (_text(sheet, row, column) for column in (1, 2, 3))
            if (kind, name) == ("format", SEVERAL):
                is_several = True
            elif is_several and kind == BEGIN and without_prefix(f"{name}f.x")[0] == name:
                current = sections.setdefault(name, [("format", FORMAT, "")])
            elif is_several:
                current.append((kind, name, text))
    return sections


def _text(sheet: SheetGrid, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return cell.text if cell else ""


def _by_itself(
    grid: WorkbookGrid, prefix: str, part: _FormPart, titles: Mapping[str, set[str]]
) -> WorkbookGrid:
    """Make the workbook that the form would have been by itself."""
    others = set().union(*(found for name, found in titles.items() if name != prefix))
    left_out = (others - titles[prefix]) | ({META_SHEET} if prefix else set())
    sheets = [sheet for sheet in grid.sheets if sheet.title not in left_out]
    if part.meta:
        sheets.append(_meta_sheet(part.meta))
    properties = dict(grid.properties)
    for key in (PROPERTY, CODE_PROPERTY) if prefix else ():
        values = properties.pop(key, "").split(" ")
        if _place(prefix) <= len(values):
            properties[key] = values[_place(prefix) - 1]
    return replace(grid, properties=properties, names=part.names, sheets=tuple(sheets))


def _meta_sheet(rows: list[tuple[str, str, str]]) -> SheetGrid:
    cells = {
        (row, column): GridCell(text, "text")
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
        if text
    }
    return SheetGrid(META_SHEET, "hidden", cells, ())
