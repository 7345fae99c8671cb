"""Take what was read through a pipe: plain JSON data there, and believed only so far back.

The document travels as the project file it would become, and is read back as strictly as one.
"""

from __future__ import annotations

from typing import Any

from perfdesk.exchange.incoming.incoming import (
    Incoming,
    Note,
    Place,
    ReturnedRow,
    ReturnedSheet,
    Strange,
    Understood,
)
from perfdesk.exchange.untrusted.refusal import BLOATED, Refused
from perfdesk.models.document import Project
from perfdesk.models.refs import Ref
from perfdesk.storage.project_file import UnreadableProject, read_project, write_project


def as_plain(incoming: Incoming) -> dict[str, Any]:
    """Write what was read as plain data; refuses more than a project can hold."""
    document = write_project(Project([incoming.document]))
    try:
        read_project(document)
    except UnreadableProject as error:
        raise Refused(BLOATED, str(error)) from error
    return {
        "document": document.decode(),
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


def from_plain(plain: Any) -> Incoming:
    """Read it back; raises KeyError, TypeError or ValueError for what cannot be."""
    [document] = read_project(_text(plain["document"]).encode()).documents
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
