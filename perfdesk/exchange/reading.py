"""The one door in: untrusted bytes become a grid, and the grid the forms in it.

The gate judges the bytes, a parser makes a grid of them, whatever kind they are, and the forms in
the grid are known by their names where we wrote it, else by their words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from perfdesk.exchange.incoming.incoming import Incoming
from perfdesk.exchange.labels.failed_rows import failed_rows
from perfdesk.exchange.labels.read import read_by_words
from perfdesk.exchange.omissions import report_omissions, sheets_left
from perfdesk.exchange.ours.recognise import NotOurForm
from perfdesk.exchange.ours.several import read_forms
from perfdesk.exchange.parse import biff, docx, ods, web, xlsx
from perfdesk.exchange.parse.grid import WorkbookGrid, as_grid
from perfdesk.exchange.parse.text import decode, read_plain
from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.gate import ContainerKind, admit_any
from perfdesk.exchange.untrusted.refusal import BROKEN, PASSWORD, Refused
from perfdesk.models.form import Edition

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".docx", ".txt", ".csv", ".html", ".htm")
_PARSERS: dict[ContainerKind, Callable[[bytes], object]] = {
    "xlsx": xlsx.parse,
    "xls": biff.parse,
    "ods": ods.parse,
    "docx": docx.parse,
}


def read_grid(path: Path) -> WorkbookGrid:
    """Read a file of any known kind, told by its contents; where `read_bytes` may be called."""
    return read_bytes(*admit_any(path))


def read_grid_apart(path: Path, cancelled: Callable[[], bool] = lambda: False) -> WorkbookGrid:
    """Read a file of any known kind for this process, which must not fall over.

    The parser runs in a process with limits. Raises `Refused`.
    """
    kind, data = admit_any(path)
    parser = _PARSERS.get(kind)
    if parser is None:
        return read_pasted_apart(decode(data), cancelled)
    return _grid_of(pool.read_one(parser, data, cancelled=cancelled))


def read_bytes(kind: ContainerKind, data: bytes) -> WorkbookGrid:
    """Read what the gate admitted in this process, which must be one that may fall over.

    Raises `Refused`, and what parsers raise at damaged bytes.
    """
    parser = _PARSERS.get(kind)
    return _grid_of(parser(data)) if parser else read_pasted(decode(data))


def read_pasted(text: str) -> WorkbookGrid:
    """Read a text, or the web page that it is, where `read_bytes` may be called."""
    return _grid_of(web.parse(text.encode())) if web.is_page(text) else read_plain(text)


def read_pasted_apart(text: str, cancelled: Callable[[], bool] = lambda: False) -> WorkbookGrid:
    """Read a text for this process; a web page is parsed in a process with limits."""
    if not web.is_page(text):
        return read_plain(text)
    return _grid_of(pool.read_one(web.parse, text.encode(), cancelled=cancelled))


def _grid_of(plain: Any) -> WorkbookGrid:
    if isinstance(plain, dict) and plain.get("trouble") == "password":
        raise Refused(PASSWORD)
    try:
        return as_grid(plain)
    except ValueError as error:
        raise Refused(BROKEN, str(error)) from error


def forms_in(
    grid: WorkbookGrid,
    editions: Mapping[str, Edition],
    form: str = "",
    preferred: Collection[str] = (),
) -> tuple[Incoming, ...]:
    """Read all forms of a grid; raises `NotOurForm` where there is none.

    `form` names a form or an edition as which a grid made elsewhere is to be read; `preferred` are
    the editions at hand, one of which is taken where several fit alike.
    """
    found = _forms_in(grid, editions, form, preferred)
    found += _on_sheets_left(grid, editions, found)
    report_omissions(grid, found)
    for each in found:
        edition = editions[f"{each.document.form}/{each.document.edition}"]
        each.returned.extend(failed_rows(grid, edition, each))
    return found


def _on_sheets_left(
    grid: WorkbookGrid, editions: Mapping[str, Edition], found: tuple[Incoming, ...]
) -> tuple[Incoming, ...]:
    """Read by their words the sheets beside ours: copies of them, or another form."""
    left = sheets_left(grid, found)
    if not left:
        return ()
    keys = [f"{each.document.form}/{each.document.edition}" for each in found]
    more: list[Incoming] = []
    for sheet in left:
        try:
            more += read_by_words(WorkbookGrid({}, {}, (sheet,)), list(editions.values()), keys)
        except NotOurForm:
            continue
    return tuple(more)


def _forms_in(
    grid: WorkbookGrid, editions: Mapping[str, Edition], form: str, preferred: Collection[str]
) -> tuple[Incoming, ...]:
    try:
        return read_forms(grid, editions)
    except NotOurForm as unknown:
        wanted = [
            edition
            for key, edition in editions.items()
            if form in ("", key, edition.form) and unknown.key in ("", key)
        ]
        if not unknown.by_words or not wanted:
            raise
        try:
            return tuple(read_by_words(grid, wanted, preferred))
        except NotOurForm as nothing:
            raise (unknown if unknown.key else nothing) from nothing
