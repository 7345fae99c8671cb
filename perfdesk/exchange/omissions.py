"""Say what a file shows that no form took: on its cells, in hidden rows, on sheets of its own.

Parsers note what they saw and did not read, or read otherwise; here it reaches the form whose
sheet it is, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfdesk.exchange.incoming.incoming import Incoming, Note, Place, column_letters
from perfdesk.exchange.ours.marks import GUIDE_TITLE, META_SHEET, read_name, without_prefix
from perfdesk.exchange.parse.grid import SheetGrid, WorkbookGrid

_MOST_LINES = 12


def sheets_of(incoming: Incoming) -> set[str]:
    """Name the sheets on which something of a form was read."""
    places = (*incoming.places.values(), *(each.place for each in incoming.understood))
    return {place.sheet for place in places}


def sheets_left(grid: WorkbookGrid, found: Sequence[Incoming]) -> tuple[SheetGrid, ...]:
    """Give the sheets that are seen, hold something, and are of none of the forms."""
    taken = set().union(*map(sheets_of, found)) | {META_SHEET, GUIDE_TITLE}
    taken |= {place[0] for name, place in grid.names.items() if read_name(without_prefix(name)[1])}
    return tuple(
        sheet
        for sheet in grid.sheets
        if sheet.title not in taken and sheet.state == "visible" and sheet.cells
    )


def report_omissions(grid: WorkbookGrid, found: Sequence[Incoming]) -> None:
    """Add to the notes of each form what its sheets show and it did not take."""
    if not found:
        return
    for sheet in grid.sheets:
        of_sheet = [each for each in found if sheet.title in sheets_of(each)]
        for incoming in of_sheet:
            incoming.notes.extend(_of_cells(sheet))
            incoming.notes.extend(_hidden(sheet))
    for sheet in sheets_left(grid, found):
        message = "认不出是哪张表，这个工作表没有读入。请核对它是不是要交的表。"
        first = min(sheet.cells)
        lost = (Place(sheet.title, *first),)
        found[0].notes.append(Note(f"工作表“{sheet.title}”", message, lost))
    for sheet in grid.sheets:
        if sheet.state == "hidden" and any(sheet.title in sheets_of(each) for each in found):
            message = "这个工作表是隐藏的，里面的内容照样读入了，请核对。"
            found[0].notes.append(Note(f"工作表“{sheet.title}”", message))


def _of_cells(sheet: SheetGrid) -> Iterable[Note]:
    for (row, column), message in sorted(sheet.notes.items()):
        place = Place(sheet.title, row, column)
        yield Note(place.address, message, () if (row, column) in sheet.cells else (place,))


def _hidden(sheet: SheetGrid) -> Iterable[Note]:
    rows = sorted({row for row, _ in sheet.cells} & sheet.hidden_rows)
    columns = sorted({column for _, column in sheet.cells} & sheet.hidden_columns)
    for what, lines in (("行", list(map(str, rows))), ("列", list(map(column_letters, columns)))):
        if lines:
            some = "、".join(lines[:_MOST_LINES]) + (" 等" if len(lines) > _MOST_LINES else "")
            message = f"第 {some} {what}是隐藏的，里面的内容照样读入了，请核对。"
            yield Note(f"工作表“{sheet.title}”", message)
