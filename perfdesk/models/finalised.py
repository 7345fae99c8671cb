"""What fixes a document and ties paper to it: 定稿, and the copies that were printed.

Times are ISO with minutes; they say when, and count for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

How = Literal["print", "pdf"]


@dataclass(frozen=True, slots=True)
class Final:
    """The data that a document was finalised with, by their check code.

    `at` is blank where the time is not known: a PDF carries the code only. `extra` holds keys
    of the file that this version does not know.
    """

    code: str
    at: str = ""
    extra: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Print:
    """One copy that left the program: with which data, when, how many pages, on paper or as PDF."""

    code: str
    at: str
    pages: int
    how: How
    draft: bool
    extra: dict[str, Any] = field(default_factory=dict, hash=False)


def final_to_json(final: Final) -> dict[str, Any]:
    at = {"at": final.at} if final.at else {}
    return {"code": final.code, **at, **final.extra}


def final_from_json(data: Any) -> Final:
    """Read a final back; raises KeyError, TypeError or ValueError for what is none."""
    held = _of(dict, data)
    at = _moment(held["at"]) if "at" in held else ""
    return Final(_code(held), at, _others(held, ("code", "at")))


def print_to_json(printed: Print) -> dict[str, Any]:
    return {
        "code": printed.code,
        "at": printed.at,
        "pages": printed.pages,
        "how": printed.how,
        "draft": printed.draft,
        **printed.extra,
    }


def print_from_json(data: Any) -> Print:
    """Read a printed copy back; raises KeyError, TypeError or ValueError for what is none."""
    held = _of(dict, data)
    pages, how = _of(int, held["pages"]), _of(str, held["how"])
    if pages < 1 or how not in get_args(How):
        raise ValueError(data)
    known = ("code", "at", "pages", "how", "draft")
    draft = _of(bool, held["draft"])
    return Print(_code(held), _moment(held["at"]), pages, how, draft, _others(held, known))


def _code(data: Mapping[str, Any]) -> str:
    code: str = _of(str, data["code"])
    if not code.strip():
        raise ValueError(data)
    return code


def _moment(value: Any) -> str:
    at: str = _of(str, value)
    datetime.fromisoformat(at)
    return at


def _others(data: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in known}


def _of(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value
