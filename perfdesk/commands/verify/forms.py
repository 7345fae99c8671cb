"""Take one form out of a carrier: from its data, or from what the QR codes of its pages say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from perfdesk.commands.codes import KEY, code_of
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import find_edition, key_of, why_unfit
from perfdesk.commands.finalising import is_draft, why_broken
from perfdesk.commands.verify.evidence import Carried, Claim, spans
from perfdesk.models.check_code import normalised
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.severity import Severity
from perfdesk.models.values import Kind, shorten
from perfdesk.paper.page_mark import PageMark
from perfdesk.rules.evaluate.engine import evaluate

_MOST_NAMES, _LONGEST_NAME = 3, 40


def from_document(
    context: Context, document: Document, claims: tuple[Claim, ...], *, is_printed: bool = True
) -> Carried:
    """Give a form of which the data are there, with the codes that are claimed for them.

    What is not printed, as a workbook, is never called a draft.
    """
    key = key_of(document)
    if why := why_unfit(context, document):
        return Carried(key, f"表单“{key}”", claims, remarks=(why,))
    edition = find_edition(context, key)
    reckoned = code_of(edition, document)
    evaluation = evaluate(edition, document)
    draft = is_printed and bool(reckoned) and is_draft(document, evaluation, reckoned)
    remarks = _remarks(context, document, reckoned, evaluation.count(Severity.ERROR), draft)
    names = _names(edition, document)
    return Carried(
        key, edition.title, claims, edition, document, reckoned, names, frozenset(), draft, remarks
    )


def from_marks(context: Context, marks: Iterable[PageMark]) -> Iterator[Carried]:
    """Give one form for each print of which pages are there."""
    prints: dict[tuple[str, str, int], list[int]] = {}
    for mark in marks:
        prints.setdefault((mark.edition, mark.code, mark.count), []).append(mark.page)
    for (key, marked, count), pages in prints.items():
        code = normalised(marked)
        if code is None:
            continue  # a code whose last mark is wrong was not made by this program
        claim = Claim(code, tuple(sorted(pages)), count)
        lack = f"共 {count} 页，缺第 {spans(claim.missing)} 页。" if claim.missing else ""
        yield Carried(key, _title(context, key), (claim,), remarks=(lack,) if lack else ())


def noted(document: Document) -> tuple[Claim, ...]:
    """Give the code that a project file notes for a document, if any."""
    noted = document.extra.get(KEY)
    code = normalised(noted) if isinstance(noted, str) else None
    return (Claim(code),) if code else ()


def _remarks(
    context: Context, document: Document, reckoned: str, errors: int, draft: bool
) -> tuple[str, ...]:
    if not reckoned:
        return ("这是一张空表，没有校验码。",)
    end = "，打印件是草稿。" if draft else "。"
    if errors:
        return (f"数据里还有 {errors} 处错误{end}",)
    if not draft:
        return ()
    return (why_broken(document, context.now()) or f"还没有定稿{end}",)


def _names(edition: Edition, document: Document) -> tuple[tuple[str, str], ...]:
    """Say whose form it is: the short texts that stay the same from stage to stage."""
    lasting = (
        (each.label, shorten(document.cells.get(each.name, "").strip(), _LONGEST_NAME))
        for each in edition.fields.values()
        if each.lasting and each.kind is Kind.TEXT
    )
    return tuple(pair for pair in lasting if pair[1])[:_MOST_NAMES]


def _title(context: Context, key: str) -> str:
    if key in context.catalogue:
        with suppress(Refusal):
            return find_edition(context, key).title
    return f"表单“{key}”（本程序没有）"
