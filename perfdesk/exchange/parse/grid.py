"""An untrusted file as a grid of texts, and the validation of what a parser made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias, cast, get_args

from perfdesk.exchange.untrusted.markup import MAX_COLUMN, MAX_MERGED_AREA, MAX_ROW

CellKind: TypeAlias = Literal["text", "number", "date", "bool", "error", "formula"]
Block: TypeAlias = tuple[int, int, int, int]
_KINDS = frozenset(get_args(CellKind))
MOST_OF_A_NOTE = 200


@dataclass(frozen=True, slots=True)
class GridCell:
    """What one cell shows.

    A number is a plain decimal of at most 15 digits, a percentage still a fraction (see
    `number_format`); a date is ISO; a bool TRUE or FALSE; an error its name (#REF!). The kind
    `formula` is a formula whose value nobody has calculated, with an empty text. `shown` is what
    a person sees where that is another value than `text`: 36,453 for 36453.40.
    """

    text: str
    kind: CellKind
    number_format: str = "General"
    shown: str = ""

    @property
    def is_percent(self) -> bool:
        """Tell whether the number is shown a hundred times as large, with a %."""
        return self.kind == "number" and "%" in self.number_format

    @property
    def as_typed(self) -> str:
        """Write it as a person would type it: 98% for 0.98 in a cell of percentages."""
        if self.is_percent:
            return f"{(Decimal(self.text) * 100).normalize():f}%"
        return self.text.removesuffix("T00:00:00") if self.kind == "date" else self.text


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One worksheet; rows and columns count from 1, blank cells are absent.

    `notes` say in Chinese, by cell, what is seen there and was not read, or otherwise. Hidden
    rows and columns are among the cells.
    """

    title: str
    state: Literal["visible", "hidden"]
    cells: Mapping[tuple[int, int], GridCell]
    merges: tuple[Block, ...]
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkbookGrid:
    """What a workbook holds; blocks are (row1, column1, row2, column2), inclusive."""

    properties: Mapping[str, str]
    names: Mapping[str, tuple[str, int, int, int, int]]
    sheets: tuple[SheetGrid, ...]


def as_grid(plain: object) -> WorkbookGrid:
    """Validate what a parser made of a file; raises ValueError for what cannot be."""
    whole = _object(plain)
    formats = [_text(code) for code in _list(whole.get("formats"))]
    sheets = tuple(_sheet(_object(sheet), formats) for sheet in _list(whole.get("sheets")))
    if len({sheet.title for sheet in sheets}) < len(sheets):
        raise ValueError("two sheets of one title")
    merged = (merge for sheet in sheets for merge in sheet.merges)
    if sum((d - t + 1) * (r - c + 1) for t, c, d, r in merged) > MAX_MERGED_AREA:
        raise ValueError("merged area")
    properties = {key: _text(text) for key, text in _object(whole.get("properties")).items()}
    names = {}
    for name, target in _object(whole.get("names")).items():
        title, *corners = _list(target)
        names[name] = (_text(title), *_block(corners))
    return WorkbookGrid(properties, names, sheets)


def _sheet(plain: dict[str, object], formats: list[str]) -> SheetGrid:
    cells: dict[tuple[int, int], GridCell] = {}
    for row, column, kind, text, code, *shown in map(_list, _list(plain.get("cells"))):
        place = _place(row, column)
        if _text(kind) not in _KINDS or place in cells:
            raise ValueError(f"cell {place}")
        code = formats[_number(code, len(formats) - 1, least=0)]
        seen = _text(shown[0]) if shown else ""
        cells[place] = GridCell(_text(text), cast(CellKind, kind), code, seen)
    notes: dict[tuple[int, int], str] = {}
    for row, column, note in map(_list, _list(plain.get("notes", ()))):
        place = _place(row, column)
        notes[place] = notes.get(place, "") + _text(note)[:MOST_OF_A_NOTE]
    merges = tuple(_block(_list(merge)) for merge in _list(plain.get("merges")))
    state: Literal["visible", "hidden"] = "hidden" if plain.get("hidden") is True else "visible"
    rows = frozenset(_number(row, MAX_ROW) for row in _list(plain.get("hidden_rows", ())))
    columns = frozenset(_number(at, MAX_COLUMN) for at in _list(plain.get("hidden_columns", ())))
    return SheetGrid(_text(plain.get("title")), state, cells, merges, notes, rows, columns)


def _place(row: object, column: object) -> tuple[int, int]:
    return _number(row, MAX_ROW), _number(column, MAX_COLUMN)


def _block(corners: Sequence[object]) -> Block:
    top, left, bottom, right = (_number(corner, 1_048_576) for corner in corners)
    if top > bottom or left > right:
        raise ValueError("block upside down")
    return top, left, bottom, right


def _object(plain: object) -> dict[str, object]:
    if not isinstance(plain, dict):
        raise ValueError("no object")
    return plain


def _list(plain: object) -> Sequence[object]:
    # A tuple is what a parser in this process gives; JSON has made a list of it.
    if not isinstance(plain, list | tuple):
        raise ValueError("no list")
    return plain


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise ValueError("no text")
    return plain


def _number(plain: object, most: int, least: int = 1) -> int:
    if type(plain) is not int or not least <= plain <= most:
        raise ValueError("no number")
    return plain
