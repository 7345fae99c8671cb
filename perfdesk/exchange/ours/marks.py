"""How a workbook of ours says what it is, and which of its cells is which.

Defined names carry the fields: they follow when rows are inserted or cells are moved, in
Excel, WPS and LibreOffice alike. A hidden sheet and a document property carry the
edition. Writer and reader share what is written here and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from perfdesk.models.refs import Ref

META_SHEET = "_perfdesk"
# A template's sheet that names every field, and holds no form.
GUIDE_TITLE = "填报说明"
# Below a template's form: Excel merges nothing in a row that is inserted.
NO_ROWS = "空行不够时，在最后一个空行上点右键选“插入”，填在新行各栏最左边的格里，导入时一样读入。"
PROPERTY = "perfdesk"
CODE_PROPERTY = "perfdesk-check-code"
CODE_NAME = "check_code"
# By this workbooks of ours that hold no form are known, and not collected; named after the
# first of them, which are out in files.
NO_FORM_PROPERTY = "perfdesk-summary"
FORMAT = "1"
# A workbook of several forms: a program that knows but one must not take the last for all.
SEVERAL = "2"
BEGIN = "begin"

Template = tuple[str | None, ...]


def name_of(at: Ref) -> str:
    """Name a field's cell, or the region of a table's column."""
    return f"t.{at.table}.{at.field}" if at.table else f"f.{at.field}"


def option_name(at: Ref, place: int) -> str:
    """Name the cell of one option's box; places count from 1 in the order on paper."""
    return f"o.{at.field}.{place}"


def rows_name(table: str) -> str:
    """Name a table's rows with the row above and the row below them.

    So rows that were added at either end lie inside it too.
    """
    return f"r.{table}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A defined name of ours taken apart: a field, a table's column or rows, an option's box."""

    field: str = ""
    table: str = ""
    option: int = 0


_NAME = re.compile(
    r"f\.(?P<field>[a-z][a-z0-9_]*)"
    r"|t\.(?P<table>[a-z][a-z0-9_]*)\.(?P<column>[a-z][a-z0-9_]*)"
    r"|r\.(?P<rows>[a-z][a-z0-9_]*)"
    r"|o\.(?P<choice>[a-z][a-z0-9_]*)\.(?P<place>[1-9][0-9]{0,2})"
)


def read_name(name: str) -> Mark | None:
    """Take one of our names apart; None for a name that is not ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    if found["table"]:
        return Mark(found["column"], found["table"])
    if found["rows"]:
        return Mark(table=found["rows"])
    if found["choice"]:
        return Mark(found["choice"], option=int(found["place"]))
    return Mark(found["field"])


@dataclass(frozen=True, slots=True)
class Composition:
    """How a cell that shows several fields, or a field in fixed words, was put together.

    `skips` tells for each fixed piece how often it stood inside the text before it, where
    it does not count: people do write headings into their sentences.
    """

    template: Template
    skips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What the hidden sheet says; `code` is the check code of the data when it was exported.

    `compositions` are found by the names of the fields in one cell, joined by a blank.
    For a cell in a table only what holds for all rows is kept.
    """

    form: str
    edition: str
    program: str
    names: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    compositions: dict[str, Composition] = field(default_factory=dict)
    format: str = FORMAT
    code: str = ""

    def rows(self) -> list[tuple[str, str, str]]:
        """Write it as rows of the hidden sheet."""
        head = [("format", self.format), ("form", self.form), ("edition", self.edition)]
        rows = [(key, value, "") for key, value in [*head, ("program", self.program)]]
        rows += [("code", self.code, "")] if self.code else []
        rows += [("name", name, "") for name in self.names]
        rows += [("option", name, text) for name, text in self.options.items()]
        for names, made in self.compositions.items():
            data = json.dumps([made.template, made.skips], ensure_ascii=False)
            rows.append(("composition", names, data))
        return rows


def prefix_of(place: int) -> str:
    """Begin the names of a workbook's form by its place, counted from 1."""
    return f"s{place}."


# LibreOffice writes the names of an .xls with _ for the dots.
_PREFIX = re.compile(r"(s[1-9][0-9]{0,2})[._](?=[fotr][._]|check_code)")


def without_prefix(name: str) -> tuple[str, str]:
    """Take the prefix off a name; it is blank for the name of a form by itself."""
    found = _PREFIX.match(name)
    return (f"{found[1]}.", name[found.end() :]) if found else ("", name)


def meta_rows(metas: Sequence[tuple[str, Meta]]) -> list[tuple[str, str, str]]:
    """Write what the hidden sheet says of one form, or of several with the prefix of each."""
    if [prefix for prefix, _ in metas] == [""]:
        return metas[0][1].rows()
    rows = [("format", SEVERAL, "")]
    for prefix, meta in metas:
        rows.append((BEGIN, prefix, ""))
        rows += [row for row in meta.rows() if row[0] != "format"]
    return rows


def read_meta(rows: Iterable[Sequence[str]]) -> Meta:
    """Read the rows of the hidden sheet; what is damaged is left out."""
    single: dict[str, str] = {}
    names: list[str] = []
    options: dict[str, str] = {}
    compositions: dict[str, Composition] = {}
    for kind, name, text in rows:
        if kind == "name":
            names.append(name)
        elif kind == "option":
            options[name] = text
        elif kind == "composition":
            made = _read_composition(text)
            if made:
                compositions[name] = made
        else:
            single[kind] = name
    return Meta(
        single.get("form", ""),
        single.get("edition", ""),
        single.get("program", ""),
        tuple(names),
        options,
        compositions,
        single.get("format", ""),
        single.get("code", ""),
    )


def _read_composition(text: str) -> Composition | None:
    try:
        template, skips = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(template, list) or not isinstance(skips, list):
        return None
    if not all(piece is None or isinstance(piece, str) for piece in template):
        return None
    if not all(isinstance(skip, int) and 0 <= skip < 40_000 for skip in skips):
        return None
    return Composition(tuple(template), tuple(skips))


def compose(template: Template, parts: Sequence[str]) -> Composition:
    """Say how a text was put together from its parts, so that it can be taken apart again."""
    skips: list[int] = []
    waiting = iter(parts)
    before = ""
    for place, piece in enumerate(template):
        if piece is None:
            before += next(waiting)
            continue
        text = before + piece
        # The last piece is looked for from the end, and a piece of nothing stands everywhere.
        counts = bool(piece) and place < len(template) - 1
        places = range(len(before)) if counts else ()
        skips.append(sum(text.startswith(piece, at) for at in places))
        before = ""
    return Composition(template, tuple(skips))


@dataclass(frozen=True, slots=True)
class SplitText:
    """A text taken apart: a part for each field, fixed pieces not found, text left over."""

    parts: tuple[str, ...]
    missing: tuple[str, ...] = ()
    loose: str = ""


def split_text(text: str, made: Composition) -> SplitText:
    """Take a composite text apart along its fixed pieces.

    Where a piece is gone, the text of both fields beside it goes to the first, so that
    nothing is lost; the caller tells the clerk.
    """
    parts: list[str] = []
    missing: list[str] = []
    loose = ""
    start, owner, fixed = 0, -1, 0
    for place, piece in enumerate(made.template):
        if piece is None:
            parts.append("")
            owner = len(parts) - 1 if owner < 0 else owner
            continue
        skip = made.skips[fixed] if fixed < len(made.skips) else 0
        fixed += 1
        is_last = place == len(made.template) - 1
        found = _find_last(text, piece, start) if is_last else _find(text, piece, start, skip)
        if found is None:
            missing.append(piece.strip())
            continue
        between = text[start : found[0]]
        if owner < 0:
            loose += between
        else:
            parts[owner] = between
        start, owner = found[1], -1
    if owner < 0:
        loose += text[start:]
    else:
        parts[owner] = text[start:]
    return SplitText(tuple(parts), tuple(piece for piece in missing if piece), loose.strip())


def _find(text: str, piece: str, start: int, skip: int) -> tuple[int, int] | None:
    """Find a piece past `skip` others; where they are fewer by now, the last of them."""
    at, found = start - 1, None
    for _ in range(skip + 1):
        at = text.find(piece, at + 1)
        if at < 0:
            break
        found = (at, at + len(piece))
    return found or _find_loosely(text, piece, start)


def _find_last(text: str, piece: str, start: int) -> tuple[int, int] | None:
    at = text.rfind(piece, start)
    return (at, at + len(piece)) if at >= 0 else _find_loosely(text, piece, start)


def _find_loosely(text: str, piece: str, start: int) -> tuple[int, int] | None:
    """Find a piece in which only blanks and line ends were changed."""
    marks = [re.escape(mark) for mark in piece if not mark.isspace()]
    # A piece of blanks alone would be found everywhere.
    found = re.compile(r"\s*".join(marks)).search(text, start) if marks else None
    return found.span() if found else None
