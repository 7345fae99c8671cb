"""Reckon check codes: for paper, for files, and for the project file, which notes them down."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.commands.context import Context
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.models.check_code import normalised
from perfdesk.models.document import Document, Project
from perfdesk.models.form import Edition
from perfdesk.storage.check_code import check_code

# The key under which a document in a project file notes its code.
KEY = "check_code"


def code_of(edition: Edition, document: Document) -> str:
    """Give the check code of a document; blank while nothing is entered."""
    return check_code(edition, document) if any(map(str.strip, document.texts())) else ""


def coded(context: Context, project: Project) -> Project:
    """Give the project as it is written, each form with its code; the given one is unchanged.

    A form that this program does not have keeps whatever code it came with.
    """
    return replace(project, documents=[_coded(context, each) for each in project.documents])


def _coded(context: Context, document: Document) -> Document:
    if why_unfit(context, document):
        return document
    return noted(document, code_of(find_edition(context, key_of(document)), document))


def noted(document: Document, code: str) -> Document:
    """Give the document as it is written, with its code as just reckoned."""
    extra = {key: value for key, value in document.extra.items() if key != KEY}
    return replace(document, extra={KEY: code, **extra} if code else extra)


def check_codes(context: Context, project: Project) -> tuple[str, ...]:
    """Take the noted codes out of a project as read; say which forms they no longer fit.

    Another program may have changed the file. That is allowed, and only said: the code in a
    project file informs, it guards nothing.
    """
    found = []
    for document in project.documents:
        if KEY not in document.extra or why_unfit(context, document):
            continue
        noted = document.extra.pop(KEY)
        edition = find_edition(context, key_of(document))
        now = code_of(edition, document)
        if isinstance(noted, str) and normalised(noted) not in (None, now):
            found.append(
                f"“{edition.short_title}”上次由本程序保存以后，被别的程序改过："
                f"当时的校验码为 {noted}，现在为 {now or '空'}。请核对内容。"
            )
    return tuple(found)
