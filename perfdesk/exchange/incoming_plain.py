"""Take what was read through a pipe: plain JSON data there, and believed only so far back.

The document travels as the project file it would become, and is read back as strictly as one.
"""

from __future__ import annotations

from typing import Any

from perfdesk.exchange.incoming import Incoming, Note, Strange, Understood
from perfdesk.exchange.refusal import BLOATED, Refused
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
        "notes": [[each.where, each.message] for each in incoming.notes],
        "unread": sorted(map(_plain, incoming.unread)),
        "code": incoming.code,
        "understood": [[*_plain(u.at), u.label, u.text, u.where] for u in incoming.understood],
        "strange": [[each.text, each.where] for each in incoming.strange],
    }


def from_plain(plain: Any) -> Incoming:
    """Read it back; raises KeyError, TypeError or ValueError for what cannot be."""
    [document] = read_project(plain["document"].encode()).documents
    return Incoming(
        document,
        {Ref(*at): text for *at, text in _lines(plain, "stated", 4)},
        [Note(*line) for line in _lines(plain, "notes", 2)],
        {Ref(*line) for line in _lines(plain, "unread", 3)},
        _text(plain["code"]),
        [Understood(Ref(*line[:3]), *line[3:]) for line in _lines(plain, "understood", 6)],
        [Strange(*line) for line in _lines(plain, "strange", 2)],
    )


def _plain(at: Ref) -> list[str]:
    return [at.field, at.table, at.row]


def _lines(plain: Any, name: str, length: int) -> list[list[str]]:
    lines = [list(map(_text, line)) for line in plain[name]]
    if any(len(line) != length for line in lines):
        raise ValueError(name)
    return lines


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise TypeError("no text")
    return plain
