"""Read an untrusted file whole, down to the forms in it, in a separate process.

What a grid means is looked for by its words and names, and its writer chose those too: so the
gate, the parser and the search all run under the worker's limits, and only forms come back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.reader import FormFault
from perfdesk.models.document import Project
from perfdesk.models.form import Edition
from perfdesk.storage.project_file import UnreadableProject, read_project, write_project

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.incoming import Incoming
    from perfdesk.paper.fonts import Faces

_DAMAGED = "读取的结果不完整，请再试一次。"


class NotRead(Exception):
    """Say in one Chinese sentence why nothing was read."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What is to be read: the file at `path`, or a text where there is none.

    `form` names the only form wanted, blank for any; of editions that fit alike one of the
    `preferred` is taken.
    """

    form: str = ""
    preferred: Collection[str] = ()
    path: Path | None = None
    text: str = ""


def read_apart(
    context: Context, request: ReadRequest, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Incoming, ...]:
    """Read all forms of a file, or of a text, in a process of its own; raises `NotRead`."""
    from perfdesk.exchange.untrusted import pool
    from perfdesk.exchange.untrusted.refusal import Refused

    task = {
        "path": str(request.path) if request.path else "",
        "text": request.text,
        "form": request.form,
        "preferred": list(request.preferred),
        "forms": [str(root) for root in context.catalogue.roots],
    }
    try:
        answer: Any = pool.read_one(read, json.dumps(task).encode(), cancelled=cancelled)
    except Refused as error:
        raise NotRead(error.message) from error
    try:
        if refused := answer["refused"]:
            raise NotRead(str(refused))
        return tuple(map(from_sent, answer["forms"]))
    except (KeyError, TypeError, ValueError) as error:
        raise NotRead(_DAMAGED) from error


def read(data: bytes) -> dict[str, object]:
    """Be the reader inside the worker: `data` says what is to be read, and with which editions."""
    from perfdesk.exchange.ours.recognise import NotOurForm
    from perfdesk.exchange.untrusted.refusal import Refused

    task = json.loads(data)
    try:
        return {"refused": "", "forms": [as_sent(each) for each in _forms(task)]}
    except (Refused, NotOurForm) as error:
        return {"refused": error.message}
    except FormFault as fault:
        return {"refused": f"没有导入，有一张表单的定义有误：{fault}。"}


def as_sent(incoming: Incoming) -> dict[str, object]:
    """Write a form for the pipe, its document as the project it will become.

    Refuses more than a project can hold.
    """
    from perfdesk.exchange.incoming.incoming import as_plain
    from perfdesk.exchange.untrusted.refusal import BLOATED, Refused

    document = write_project(Project([incoming.document]))
    try:
        read_project(document)
    except UnreadableProject as error:
        raise Refused(BLOATED, str(error)) from error
    return {"document": document.decode(), **as_plain(incoming)}


def from_sent(plain: Any) -> Incoming:
    """Read a form back as strictly as a project file; raises KeyError, TypeError or ValueError."""
    from perfdesk.exchange.incoming.incoming import from_plain

    [document] = read_project(str(plain["document"]).encode()).documents
    return from_plain(document, plain)


def _forms(task: dict[str, Any]) -> tuple[Incoming, ...]:
    from perfdesk.exchange.ours.recognise import NotOurForm
    from perfdesk.exchange.reading import forms_in, read_grid, read_pasted

    grid = read_grid(Path(task["path"])) if task["path"] else read_pasted(task["text"])
    context, wanted = reading_context(task["forms"]), (task["form"], task["preferred"])
    try:
        return forms_in(grid, context.catalogue, *wanted)
    except FormFault as fault:
        # A faulty edition is in the way only of its own workbooks.
        try:
            return forms_in(grid, sound_editions(context), *wanted)
        except NotOurForm:
            raise fault from None


def reading_context(folders: list[str]) -> Context:
    """Make the context of a process that only reads: editions, and nothing else."""
    unused, catalogue = Path(), Catalogue([Path(folder) for folder in folders])

    def read_faces() -> Faces:
        raise AssertionError("a process that only reads draws nothing")

    return Context(
        lambda: catalogue,
        read_faces,
        fonts=unused,
        samples=unused,
        data=unused,
        now=lambda: datetime.now(UTC),
    )


def sound_editions(context: Context) -> dict[str, Edition]:
    """Give every edition that has no fault, by key."""
    found = {}
    for key in context.catalogue:
        with suppress(Refusal):
            found[key] = find_edition(context, key)
    return found
