"""Read whatever an office sends into one kind of grid: workbook, Word document, text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from perfdesk.exchange.parse import biff, docx, ods, xlsx
from perfdesk.exchange.parse.grid import WorkbookGrid, as_grid
from perfdesk.exchange.parse.text import decode, read_pasted
from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.gate import ContainerKind, admit_any
from perfdesk.exchange.untrusted.refusal import BROKEN, PASSWORD, Refused

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".docx", ".txt", ".csv", ".html", ".htm")
_PARSERS: dict[ContainerKind, Callable[[bytes], object]] = {
    "xlsx": xlsx.parse,
    "xls": biff.parse,
    "ods": ods.parse,
    "docx": docx.parse,
}


def read_any(path: Path) -> WorkbookGrid:
    """Read a file of any known kind, told by its contents; where `read_here` may be called."""
    return read_here(*admit_any(path))


def read_grid_apart(path: Path, cancelled: Callable[[], bool] = lambda: False) -> WorkbookGrid:
    """Read a file of any known kind for this process, which must not fall over.

    The parser runs in a process with limits. Raises `Refused`.
    """
    kind, data = admit_any(path)
    parser = _PARSERS.get(kind)
    if parser is None:
        return read_pasted(decode(data))
    return _grid_of(pool.read_one(parser, data, cancelled=cancelled))


def read_here(kind: ContainerKind, data: bytes) -> WorkbookGrid:
    """Read what the gate admitted in this process, which must be one that may fall over.

    Raises `Refused`, and what parsers raise at damaged bytes.
    """
    parser = _PARSERS.get(kind)
    return _grid_of(parser(data)) if parser else read_pasted(decode(data))


def _grid_of(plain: Any) -> WorkbookGrid:
    if isinstance(plain, dict) and plain.get("trouble") == "password":
        raise Refused(PASSWORD)
    try:
        return as_grid(plain)
    except ValueError as error:
        raise Refused(BROKEN, str(error)) from error
