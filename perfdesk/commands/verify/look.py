"""核验: look into a PDF, a workbook, a project file, a scan or a typed code, and say what it says.

    carrier = look_into(context, "表.pdf")         also a code: "7K3F-9QX2-MD4T"
    comparison = compare_carriers(carrier, other)  see matching.py

An untrusted file is read by the roads of opening and importing, with their limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.carriers import is_carrier
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.intake import read_excels
from perfdesk.commands.verify.evidence import Carried, Carrier, Claim, Kind
from perfdesk.commands.verify.forms import from_document, from_marks, noted
from perfdesk.commands.verify.paper import look_at_paper
from perfdesk.models.check_code import normalised, why_not
from perfdesk.models.document import Project
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten
from perfdesk.paper.page_mark import read_page_mark
from perfdesk.storage.project_file import UnreadableProject, read_project
from perfdesk.storage.reading import read
from perfdesk.storage.trouble import CannotRead, shown

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.incoming import Incoming

_Cancelled = Callable[[], bool]
_PROJECT = ".perfdesk"
_LONGEST = 30
_OTHER_PICTURES = (".bmp", ".tif", ".tiff", ".heic", ".heif", ".webp", ".gif")
_SUFFIXES = (
    *(_PROJECT, ".pdf", ".png", ".jpg", ".jpeg", *_OTHER_PICTURES),
    *(".xlsx", ".xls", ".et", ".ods", ".docx", ".doc", ".wps", ".csv", ".zip"),
)


def look_into(
    context: Context, given: Path | str, form: str = "", cancelled: _Cancelled = lambda: False
) -> Carrier:
    """Say what a file carries, or a code as a person types it.

    A text is taken for a code unless it names a file, or looks as if it should. With `form`,
    only forms of that name count.
    """
    if isinstance(given, str) and not _is_there(Path(given)) and not _names_a_file(given):
        try:
            return look_at_code(context, given)
        except Refusal as refusal:
            raise Refusal(
                f"“{shorten(given, _LONGEST)}”不是文件，也不是校验码：{refusal}"
            ) from refusal
    path = Path(given)
    carrier = _look_into_file(context, path, cancelled)
    if not form:
        return carrier
    wanted = tuple(each for each in carrier.forms if form in (each.key, each.key.split("/")[0]))
    if not wanted:
        there = "、".join(dict.fromkeys(each.key for each in carrier.forms))
        raise Refusal(f"“{shown(path.name)}”里没有表单“{form}”，有：{there}。")
    return replace(carrier, forms=wanted)


def look_at_code(context: Context, text: str) -> Carrier:
    """Take a code as it was typed, or the whole text of a page's QR code; refuses what is neither.

    Marks that are easily misread are forgiven; a wrong last mark is said.
    """
    if mark := read_page_mark(text.strip()):
        return Carrier(mark.text, Kind.CODE, tuple(from_marks(context, [mark])))
    code = normalised(text)
    if code is None:
        raise Refusal(why_not(text))
    return Carrier(code, Kind.CODE, (Carried("", "校验码", (Claim(code),)),))


def look_at_project(context: Context, name: str, project: Project) -> Carrier:
    """Say what a project carries that is open in the window."""
    forms = tuple(from_document(context, each, ()) for each in project.documents)
    return Carrier(name, Kind.OPEN, forms)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _names_a_file(text: str) -> bool:
    if normalised(text) or read_page_mark(text.strip()):
        return False
    return "/" in text or "\\" in text or Path(text).suffix.casefold() in _SUFFIXES


def _look_into_file(context: Context, path: Path, cancelled: _Cancelled) -> Carrier:
    suffix = path.suffix.casefold()
    if is_carrier(path):
        return look_at_paper(context, path, cancelled)
    if suffix in _OTHER_PICTURES:
        raise Refusal(f"“{shown(path.name)}”：这种图片读不了。请另存为 PNG、JPG 或 PDF 再试。")
    if suffix == _PROJECT:
        return _project(context, path)
    return _workbook(context, path, cancelled)


# --- files that hold data -----------------------------------------------------------------------


def _project(context: Context, path: Path) -> Carrier:
    try:
        project = read_project(read(path).data)
    except CannotRead as error:
        raise Refusal(str(error)) from error
    except UnreadableProject as error:
        raise Refusal(f"“{shown(path.name)}”：{error}") from error
    forms = tuple(from_document(context, each, noted(each)) for each in project.documents)
    return Carrier(path.name, Kind.PROJECT, forms)


def _workbook(context: Context, path: Path, cancelled: _Cancelled) -> Carrier:
    found = read_excels(context, path, cancelled=cancelled)
    forms = tuple(_from_workbook(context, edition, incoming) for edition, incoming in found)
    return Carrier(path.name, Kind.WORKBOOK, forms)


def _from_workbook(context: Context, edition: Edition, incoming: Incoming) -> Carried:
    claims = (Claim(incoming.code),) if incoming.code else ()
    form = from_document(context, incoming.document, claims, is_printed=False)
    lost = _lost(edition, incoming.unread)
    remarks = [f"{note.where}：{note.message}" for note in incoming.notes]
    if lost:
        remarks.append(f"有 {len(lost)} 项没有读到，校验码算不准：{'、'.join(lost[:8])}。")
    if not incoming.code:
        remarks.append("里面没有写校验码：不是本程序导出的，或码已被删去。")
    unread = frozenset(incoming.unread) if lost else frozenset()
    return replace(form, unread=unread, remarks=(*form.remarks, *remarks))


def _lost(edition: Edition, unread: Iterable[Ref]) -> list[str]:
    """Name the entries that a workbook did not bring; computed cells are none."""
    gone = {(at.table, at.field) for at in unread}
    return [
        field.label
        for table, field in edition.walk()
        if not field.is_computed and gone & {(table, field.name), (table or "-", "")}
    ]
