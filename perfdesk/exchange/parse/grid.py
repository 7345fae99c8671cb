"""An untrusted file as a grid of texts, and the validation of what a parser made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from perfdesk.exchange.untrusted.markup import MAX_COLUMN, MAX_MERGED_AREA, MAX_ROW

CellKind: TypeAlias = Literal["text", "number", "date", "bool", "error", "formula"]
Block: TypeAlias = tuple[int, int, int, int]
_KINDS = frozenset(get_args(CellKind))


@dataclass(frozen=True, slots=True)
class GridCell:
    """What one cell shows.

    A number is a plain decimal of at most 15 digits, a percentage still a fraction (see
    `number_format`); a date is ISO; a bool TRUE or FALSE; an error its name (#REF!). The kind
    `formula` is a formula whose value nobody has calculated, with an empty text.
    """

    text: str
    kind: CellKind
    number_format: str = "General"

    @property
    def is_percent(self) -> bool:
        """Tell whether the number is shown a hundred times as large, with a %."""
        return self.kind == "number" and "%" in self.number_format


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One worksheet; rows and columns count from 1, blank cells are absent."""

    title: str
    state: Literal["visible", "hidden"]
    cells: Mapping[tuple[int, int], GridCell]
    merges: tuple[Block, ...]


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
    for row, column, kind, text, code in map(_list, _list(plain.get("cells"))):
        place = _number(row, MAX_ROW), _number(column, MAX_COLUMN)
        if _text(kind) not in _KINDS or place in cells:
            raise ValueError(f"cell {place}")
        code = formats[_number(code, len(formats) - 1, least=0)]
        cells[place] = GridCell(_text(text), cast(CellKind, kind), code)
    merges = tuple(_block(_list(merge)) for merge in _list(plain.get("merges")))
    state: Literal["visible", "hidden"] = "hidden" if plain.get("hidden") is True else "visible"
    return SheetGrid(_text(plain.get("title")), state, cells, merges)


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
