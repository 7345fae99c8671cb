"""Read one file of a collected folder whole: find its forms, judge them, sum them up.

This runs in one of the processes of exchange/untrusted/pool.py, which may fall over.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfdesk.commands.collect.sum_up import sum_up
from perfdesk.commands.context import Context
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.intake_reading import reading_context, sound_editions
from perfdesk.commands.stated_results import stated_otherwise
from perfdesk.models.collected import READING, CollectedFile, CollectedFinding, as_plain
from perfdesk.models.document import Document, Project
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import shorten
from perfdesk.storage.project_file import UnreadableProject, read_project
from perfdesk.storage.reading import digest, read
from perfdesk.storage.trouble import CannotRead

if TYPE_CHECKING:
    from perfdesk.exchange.incoming.incoming import Strange
    from perfdesk.exchange.parse.grid import WorkbookGrid
    from perfdesk.exchange.untrusted.gate import ContainerKind

PROJECT, PDF = ".perfdesk", ".pdf"
SUFFIXES = (PROJECT, PDF, ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".docx")
_WITH_CELLS = ("xlsx", "xls", "ods")
_MOST_SHOWN = 3
_SELDOM = 50_000
_PRINT_ONLY = "这是几个项目合在一起的打印稿，里面没有填报数据。请改收各项目自己的文件。"
_BLANK = "是一张空表，什么也没有填。请核对是否发错了文件。"


def make_reader(settings: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    """Make what reads a file for a pool: `settings` name the folders of the editions."""
    context = reading_context(settings["forms"])
    # Editions and modules stay for good; looking through them for cycles is lost time.
    gc.freeze()
    gc.set_threshold(_SELDOM)

    def read_one(task: dict[str, Any]) -> object:
        path = Path(task["path"])
        if task.get("digest") and _digest(path) == task["digest"]:
            return {"same": True}
        return as_plain(read_file(context, path))

    return read_one


def _digest(path: Path) -> str:
    with suppress(CannotRead):
        return read(path).digest
    return ""


def read_file(context: Context, path: Path) -> CollectedFile:
    """Read a file and judge its forms; whatever is wrong with it is in `troubles`.

    A list of ours, such as a summary, has neither.
    """
    try:
        found = _read_forms(context, path)
    except _Unread as trouble:
        return CollectedFile(trouble.digest, troubles=(str(trouble),))
    forms, troubles = [], []
    project = Project([each.document for each in found.forms if each.document])
    for each in found.forms:
        document = each.document
        if document is None:
            troubles.append(each.trouble)
        elif why := why_unfit(context, document):
            troubles.append(why)
        elif _is_blank(edition := find_edition(context, key_of(document)), document):
            troubles.append(f"“{edition.short_title}”{_BLANK}")
        else:
            # Characters that the fonts lack are looked for only where it is printed.
            evaluation = judge(context, edition, document, project, glyphs=False)
            form = JudgedForm(edition, document, evaluation)
            forms.append(sum_up(form, each.places, each.notes, by_words=each.by_words))
    return CollectedFile(found.digest, tuple(forms), tuple(troubles))


def _is_blank(edition: Edition, document: Document) -> bool:
    """Tell whether nothing is filled in; the framework, which words the headings, is no entry."""
    framework = document.cells.get(edition.framework_field, "")
    return {text.strip() for text in document.texts()} <= {"", framework.strip()}


class _Unread(Exception):
    """Say why a file gives nothing; `digest` is blank where not even its bytes were read."""

    def __init__(self, message: str, digest: str = "") -> None:
        super().__init__(message)
        self.digest = digest


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of a file, and where its cells stand; where there is none, why."""

    document: Document | None
    places: dict[Ref, tuple[str, str]]
    notes: tuple[CollectedFinding, ...] = ()
    trouble: str = ""
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    digest: str
    forms: tuple[_Form, ...]


def _read_forms(context: Context, path: Path) -> _Found:
    suffix = path.suffix.casefold()
    if suffix == PROJECT:
        return _project(path)
    return _pdf(path) if suffix == PDF else _workbook(context, path)


def _project(path: Path) -> _Found:
    try:
        loaded = read(path)
    except CannotRead as error:
        raise _Unread(str(error)) from error
    try:
        project = read_project(loaded.data)
    except UnreadableProject as error:
        raise _Unread(str(error), loaded.digest) from error
    return _Found(loaded.digest, tuple(_Form(each, {}) for each in project.documents))


def _workbook(context: Context, path: Path) -> _Found:
    from perfdesk.exchange.ours.marks import NO_FORM_PROPERTY
    from perfdesk.exchange.ours.recognise import NotOurForm
    from perfdesk.exchange.reading import read_bytes
    from perfdesk.exchange.untrusted.gate import admit_any
    from perfdesk.exchange.untrusted.refusal import BROKEN, Refused

    try:
        kind, data = admit_any(path)
    except Refused as error:
        raise _Unread(error.message, _digest(path)) from error
    named = digest(data)
    try:
        grid = read_bytes(kind, data)
        if NO_FORM_PROPERTY in grid.properties:
            return _Found(named, ())
        return _Found(named, tuple(_forms_in(context, grid, kind)))
    except (Refused, NotOurForm) as error:
        raise _Unread(error.message, named) from error
    except MemoryError:
        raise
    except Exception as error:  # mutated workbooks raise a dozen kinds; all mean the same
        raise _Unread(BROKEN, named) from error


def _forms_in(context: Context, grid: WorkbookGrid, kind: ContainerKind) -> Iterator[_Form]:
    """Read the forms of a file; of those not understood the others' notes say why."""
    from perfdesk.exchange.ours.places import find_places
    from perfdesk.exchange.ours.read import NotOurForm, read_workbook
    from perfdesk.exchange.ours.several import each_form

    lost: list[NotOurForm] = []
    parts = each_form(grid)
    for part in parts:
        try:
            incoming = read_workbook(part, context.catalogue)
        except NotOurForm as error:
            lost.append(error)
            continue
        document = incoming.document
        places = find_places(part, find_edition(context, key_of(document)), document)
        notes = tuple(CollectedFinding(READING, n.where, n.message) for n in incoming.notes)
        yield _Form(document, places, notes)
    if len(lost) == len(parts):
        yield from _by_words(context, grid, kind)
        return
    for refused in lost:
        yield _Form(None, {}, trouble=f"其中一张表没有读入：{refused}")


def _by_words(context: Context, grid: WorkbookGrid, kind: ContainerKind) -> Iterator[_Form]:
    """Read forms made elsewhere by their labels, or those of ours that lost all names."""
    from perfdesk.exchange.reading import forms_in

    for incoming in forms_in(grid, sound_editions(context)):
        edition = find_edition(context, key_of(incoming.document))
        if {each.at for each in incoming.understood} <= incoming.stated.keys():
            yield _Form(None, {}, trouble=f"“{edition.short_title}”{_BLANK}")
            continue
        notes = [*incoming.notes, *stated_otherwise(edition, incoming)]
        readings = [CollectedFinding(READING, each.where, each.message) for each in notes]
        if incoming.strange:
            readings.append(CollectedFinding(READING, edition.short_title, _left(incoming.strange)))
        places = {
            each.at: (each.place.sheet, each.place.cell) if kind in _WITH_CELLS else ("", "")
            for each in incoming.understood
        }
        yield _Form(incoming.document, places, tuple(readings), by_words=True)


def _left(strange: Sequence[Strange]) -> str:
    shown = "、".join(f"“{shorten(each.text)}”" for each in strange[:_MOST_SHOWN])
    more = "等" if len(strange) > _MOST_SHOWN else ""
    return f"文件里有 {len(strange)} 处文字没有认出，没有读入：{shown}{more}，请核对。"


def _pdf(path: Path) -> _Found:
    from base64 import b64decode

    from perfdesk.exchange.parse.pdf import attached

    try:
        loaded = read(path, max_bytes=32 * 1024 * 1024)
    except CannotRead as error:
        raise _Unread(str(error)) from error
    if not loaded.data[:1024].lstrip().startswith(b"%PDF"):
        raise _Unread("这不是 PDF 文件，扩展名写错了。请核对文件。", loaded.digest)
    try:
        answer: dict[str, Any] = attached(loaded.data)
    except MemoryError:
        raise
    except Exception as error:  # pdfium's own, and what a damaged file makes of the others
        raise _Unread("文件不完整或已损坏，读不出来。请向对方重新索取。", loaded.digest) from error
    if answer.get("locked"):
        raise _Unread("PDF 有密码。请用 PDF 阅读器去掉密码后再试。", loaded.digest)
    texts = [
        text for each in answer["attached"] if b'"perfdesk"' in (text := b64decode(each))[:200]
    ]
    if not texts and answer["is_print_only"]:
        if any(path.parent.glob(f"*{PROJECT}")):
            return _Found(loaded.digest, ())
        raise _Unread(_PRINT_ONLY, loaded.digest)
    if not texts:
        raise _Unread(_why_no_data(answer["codes"]), loaded.digest)
    try:
        documents = [one for text in dict.fromkeys(texts) for one in read_project(text).documents]
    except UnreadableProject as error:
        raise _Unread(f"PDF 里的填报数据读不出来：{error}", loaded.digest) from error
    return _Found(loaded.digest, tuple(_Form(each, {}) for each in documents))


def _why_no_data(codes: list[str]) -> str:
    printed = f"，只印着校验码 {'、'.join(codes)}" if codes else ""
    return (
        f"这个 PDF 里没有填报数据{printed}：不是本程序输出的，或是扫描件、经别的程序合并过的。"
        "请改收项目文件、Excel 或本程序输出的 PDF；扫描的数据页可用“导入”逐份读入。"
    )
