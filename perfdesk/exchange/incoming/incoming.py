"""What a file from outside was understood to hold, before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from perfdesk.models.document import Document
from perfdesk.models.refs import Ref

PASTED, DOCUMENT = "粘贴的文字", "Word 正文"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the file: its sheet, row and column, counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Write the place on its sheet; texts have lines and no cells."""
        if self.sheet in (PASTED, DOCUMENT):
            return f"第{self.row}行"
        return f"{column_letters(self.column)}{self.row}"

    @property
    def address(self) -> str:
        return f"{self.sheet} {self.cell}"


def column_letters(column: int) -> str:
    """Write a column's number, from 1, as Excel does."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should look at: where it stands, and what it is, in Chinese.

    `lost` are the places of what was not read because of it.
    """

    where: str
    message: str
    lost: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """One cell that was read: which of ours it is, what was entered, and where it stood."""

    at: Ref
    label: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Strange:
    """A text of which nobody knows what it is, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row as it stood in the sender's file at `place`, and why it was not taken.

    `marked` are the places in `texts` of what is at fault.
    """

    place: str
    texts: tuple[str, ...]
    reasons: tuple[str, ...]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """The rows of one sheet that come back, under the heads they had there."""

    name: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[ReturnedRow, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A workbook as a document.

    `stated` are the texts of computed cells, to compare and never to import. `unread` are
    cells of which the workbook says nothing, so that a comparison leaves them alone: a
    field, a cell in a row, a column (no row), or a whole table (no field). `code` is the check
    code of the data when the workbook was exported, blank where it does not say. `understood`
    and `strange` tell cell by cell what was read, where a form was known by its words. `places`
    are where entries stood, and `returned` the rows that failed.
    """

    document: Document
    stated: dict[Ref, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unread: set[Ref] = field(default_factory=set)
    code: str = ""
    understood: list[Understood] = field(default_factory=list)
    strange: list[Strange] = field(default_factory=list)
    places: dict[Ref, Place] = field(default_factory=dict)
    returned: list[ReturnedSheet] = field(default_factory=list)


# --- through the pipe from the process that reads ----------------------------------------------


def as_plain(incoming: Incoming) -> dict[str, Any]:
    """Write all but the document as plain data; that travels as the project it will become."""
    return {
        "stated": [[*_plain(at), text] for at, text in incoming.stated.items()],
        "notes": [
            [each.where, each.message, list(map(_placed, each.lost))] for each in incoming.notes
        ],
        "unread": sorted(map(_plain, incoming.unread)),
        "code": incoming.code,
        "understood": [
            [*_plain(each.at), each.label, each.text, _placed(each.place)]
            for each in incoming.understood
        ],
        "strange": [[each.text, _placed(each.place)] for each in incoming.strange],
        "places": [[*_plain(at), _placed(place)] for at, place in incoming.places.items()],
        "returned": [
            [sheet.name, sheet.head, [_row(row) for row in sheet.rows]]
            for sheet in incoming.returned
        ],
    }


def from_plain(document: Document, plain: Any) -> Incoming:
    """Read it back; raises KeyError, TypeError or ValueError for what cannot be."""
    return Incoming(
        document,
        {_ref(at): _text(text) for *at, text in plain["stated"]},
        [
            Note(_text(where), _text(message), tuple(map(_place, lost)))
            for where, message, lost in plain["notes"]
        ],
        {_ref(at) for at in plain["unread"]},
        _text(plain["code"]),
        [
            Understood(_ref(at), _text(label), _text(text), _place(place))
            for *at, label, text, place in plain["understood"]
        ],
        [Strange(_text(text), _place(place)) for text, place in plain["strange"]],
        {_ref(at): _place(place) for *at, place in plain["places"]},
        [
            ReturnedSheet(_text(name), tuple(map(_texts, head)), tuple(map(_returned, rows)))
            for name, head, rows in plain["returned"]
        ],
    )


def _plain(at: Ref) -> list[str]:
    return [at.field, at.table, at.row]


def _ref(plain: Any) -> Ref:
    field, table, row = plain
    return Ref(_text(field), _text(table), _text(row))


def _placed(place: Place) -> list[object]:
    return [place.sheet, place.row, place.column]


def _place(plain: Any) -> Place:
    sheet, row, column = plain
    return Place(_text(sheet), _number(row), _number(column))


def _row(row: ReturnedRow) -> list[object]:
    return [row.place, row.texts, row.reasons, sorted(row.marked)]


def _returned(plain: Any) -> ReturnedRow:
    place, texts, reasons, marked = plain
    return ReturnedRow(
        _text(place), _texts(texts), _texts(reasons), frozenset(map(_number, marked))
    )


def _texts(plain: Any) -> tuple[str, ...]:
    return tuple(map(_text, plain))


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise TypeError("no text")
    return plain


def _number(plain: object) -> int:
    if type(plain) is not int:
        raise TypeError("no whole number")
    return plain
