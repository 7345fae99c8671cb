"""Bring back what paper carries: a document from a PDF of ours, or from a scan of its data page.

    project, note = read_carrier(context, path)

Nothing in such a file is trusted: what it carries is read as strictly as a project file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.models.check_code import normalised
from perfdesk.models.document import Document, Project
from perfdesk.storage.project_file import UnreadableProject, read_project, write_project
from perfdesk.storage.reading import read
from perfdesk.storage.trouble import CannotRead, shown

if TYPE_CHECKING:
    from perfdesk.exchange.pdf_read import Attached, FoundCodes

_PDF, _PICTURES = ".pdf", (".png", ".jpg", ".jpeg")
_Cancelled = Callable[[], bool]
_Found = TypeVar("_Found")


def is_carrier(path: Path) -> bool:
    """Tell by its name whether a file is a PDF or a picture of paper."""
    return path.suffix.casefold() in (_PDF, *_PICTURES)


def read_carrier(
    context: Context, path: Path, form: str = "", cancelled: _Cancelled = lambda: False
) -> tuple[Project, str]:
    """Give the documents that a PDF or a scanned data page carries, and a word on what was there.

    With `form`, only those of that form. The word is blank where one document was found in a
    PDF, as is usual.
    """
    project, note = _read_carrier(context, path, cancelled)
    known = [each for each in project.documents if form in ("", each.form, key_of(each))]
    if not known:
        there = "、".join(dict.fromkeys(map(key_of, project.documents)))
        raise Refusal(f"“{shown(path.name)}”里没有表单“{form}”，有：{there}。没有导入任何内容。")
    return Project(known), note


def _read_carrier(context: Context, path: Path, cancelled: _Cancelled) -> tuple[Project, str]:
    try:
        if path.suffix.casefold() == _PDF:
            attached = attached_to(path, cancelled)
            if documents := _distinct(attached.texts):
                return Project(documents), _on_attached(context, documents, attached.codes)
        found = codes_on(path, cancelled)
        documents = _distinct(found.texts)
    except UnreadableProject as error:
        raise Refusal(f"“{shown(path.name)}”里的填报数据读不出来：{error}") from error
    if documents:
        return Project(documents), f"已从数据页的二维码读入 {len(documents)} 份填报数据，请核对。"
    raise Refusal(f"“{shown(path.name)}”里没有填报数据{_why_empty(context, path, found)}")


def codes_on(path: Path, cancelled: _Cancelled = lambda: False) -> FoundCodes:
    """Read the QR codes of ours on the pages of a PDF or in a picture."""
    from perfdesk.exchange.pdf_read import find_codes

    is_pdf = path.suffix.casefold() == _PDF
    return _read(partial(find_codes, is_pdf=is_pdf, cancelled=cancelled), path)


def attached_to(path: Path, cancelled: _Cancelled) -> Attached:
    """Read what a PDF has attached, ours or not, and the check codes that its pages print."""
    from perfdesk.exchange.pdf_read import attached_data

    return _read(partial(attached_data, cancelled=cancelled), path)


def _read(reader: Callable[[bytes], _Found], path: Path) -> _Found:
    from perfdesk.exchange.pdf_read import MAX_FILE
    from perfdesk.exchange.untrusted.refusal import Refused

    try:
        return reader(read(path, max_bytes=MAX_FILE).data)
    except CannotRead as error:
        raise Refusal(str(error)) from error
    except Refused as error:
        raise Refusal(f"“{shown(path.name)}”：{error.message}") from error


def _on_attached(context: Context, documents: list[Document], printed: tuple[str, ...]) -> str:
    """Say how many were there, and which pages have lost what belongs to them."""
    note = ""
    if len(documents) > 1:
        note = f"这个 PDF 里有 {len(documents)} 份填报数据，已全部读入。"
    present = {
        code_of(find_edition(context, key_of(each)), each)
        for each in documents
        if not why_unfit(context, each)
    }
    if lost := [code for code in printed if code not in present]:
        note += (
            f"页上还印有校验码 {'、'.join(lost)}，它的数据不在这个 PDF 里"
            "（可能是合并时丢失的），没有读入。"
        )
    return note


def _distinct(texts: Iterable[bytes]) -> list[Document]:
    """Read the documents of all texts, each once: merged pages may bring the same data twice.

    What others attached is none of our business; of ours, one that is damaged is refused.
    """
    ours = (read_project(text) for text in texts if b'"perfdesk"' in text[:200])
    documents = (each for project in ours for each in project.documents)
    return list({write_project(Project([each])): each for each in documents}.values())


def _why_empty(context: Context, path: Path, found: FoundCodes) -> str:
    if found.trouble:
        return f"：{found.trouble}"
    if not found.marks:
        if path.suffix.casefold() == _PDF:
            return (
                "：它不是本程序输出的，或是打印后扫描、经别的程序合并过的。"
                "请打开原来的项目文件或 PDF，或导入 Excel。"
            )
        return "，也没有看到本程序的二维码。请扫描数据页（300 dpi），或打开原来的项目文件。"
    codes = dict.fromkeys(_named(context, mark.edition, mark.code) for mark in found.marks)
    return (
        f"，但页上的二维码写着：{'；'.join(codes)}。"
        "请打开原来的项目文件或 PDF，或导入 Excel；也可以用校验码核对是不是同一份数据。"
    )


def _named(context: Context, edition: str, code: str) -> str:
    title = f"表单“{edition}”"
    if edition in context.catalogue:
        with suppress(Refusal):
            title = f"“{find_edition(context, edition).title}”（{edition}）"
    return f"{title}，校验码 {normalised(code) or code}"
