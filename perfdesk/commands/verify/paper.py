"""See which forms the pages of a PDF or of a picture carry, and whose pages are whose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from perfdesk.commands.carriers import attached_to, codes_on
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.editions import key_of
from perfdesk.commands.verify.evidence import Carried, Carrier, Claim, Kind
from perfdesk.commands.verify.forms import from_document, from_marks, noted
from perfdesk.models.document import Document
from perfdesk.paper.page_mark import PageMark
from perfdesk.storage.project_file import UnreadableProject, read_project
from perfdesk.storage.trouble import shown

_Cancelled = Callable[[], bool]
_PDF = ".pdf"


def look_at_paper(context: Context, path: Path, cancelled: _Cancelled) -> Carrier:
    """Say what a PDF carries, or a scan or photo of pages."""
    is_pdf = path.suffix.casefold() == _PDF
    notes: list[str] = []
    try:
        documents = _documents(attached_to(path, cancelled).texts) if is_pdf else []
        marks: Sequence[PageMark] = ()
        try:
            found = codes_on(path, cancelled)
        except Refusal:
            if not documents:
                raise
            notes.append("页上的二维码没有读成，只看了 PDF 里附带的数据。")
        else:
            marks = found.marks
            printed = _documents(found.texts)
            documents += [each for each in printed if not _is_among(context, each, documents)]
            if found.trouble:
                notes.append(found.trouble)
    except UnreadableProject as error:
        raise Refusal(f"“{shown(path.name)}”里的填报数据读不出来：{error}") from error
    if not documents and not marks:
        raise Refusal("".join((f"“{shown(path.name)}”", *notes)) + _nothing_there(is_pdf))
    forms, mixed = _put_together(context, documents, marks)
    if is_pdf and not documents:
        notes.append(
            "这个 PDF 里没有附带数据（打印后扫描的，或经别的程序处理过），只能核对校验码。"
        )
    if mixed:
        notes.append(mixed)
    return Carrier(
        path.name, Kind.PDF if is_pdf else Kind.PICTURE, forms, tuple(notes), bool(mixed)
    )


def _nothing_there(is_pdf: bool) -> str:
    if is_pdf:
        return (
            "里没有填报数据，页上也没有读到本程序的二维码。请核对文件；"
            "扫描件请用 200 dpi 以上重新扫描，或照页脚输入校验码。"
        )
    return (
        "上没有读到本程序的二维码。请对准页脚的二维码重新拍（离近一些、放平、不反光），"
        "或照页脚输入校验码。"
    )


def _is_among(context: Context, document: Document, others: Iterable[Document]) -> bool:
    """Tell whether the same data are there already, as when a data page is attached as well."""
    one = from_document(context, document, ())
    return any(
        one.key == key_of(each) and one.reckoned == from_document(context, each, ()).reckoned
        for each in others
    )


def _put_together(
    context: Context, documents: Sequence[Document], marks: Sequence[PageMark]
) -> tuple[tuple[Carried, ...], str]:
    """Find whose pages are whose; say in Chinese where pages of several prints are mixed."""
    free = list(from_marks(context, marks))
    forms = []
    for document in documents:
        form = from_document(context, document, ())
        own = [each for each in free if (each.key, each.code) == (form.key, form.reckoned)]
        free = [each for each in free if each not in own]
        forms.append(_with_pages(form, own, noted(document)))
    # What is left over belongs to the only data of its form where it cannot stand for itself.
    for place, form in enumerate(forms):
        if sum(each.key == form.key for each in forms) == 1:
            has_none = not any(claim.pages for claim in form.claims)
            own = [
                each
                for each in free
                if each.key == form.key and (has_none or each.claims[0].missing)
            ]
            free = [each for each in free if each not in own]
            forms[place] = _with_pages(form, own, form.claims)
    whole = (*forms, *free)
    return whole, _mixed(whole)


def _with_pages(form: Carried, pages: Sequence[Carried], claims: tuple[Claim, ...]) -> Carried:
    more = tuple(claim for each in pages for claim in each.claims)
    remarks = tuple(remark for each in pages for remark in each.remarks)
    # The file's own word adds nothing where the pages say the same.
    noted = {claim.code for claim in more}
    kept = tuple(claim for claim in claims if claim.pages or claim.code not in noted)
    return replace(form, claims=(*more, *kept), remarks=(*form.remarks, *remarks))


def _mixed(forms: Sequence[Carried]) -> str:
    prints: dict[str, dict[str, Claim]] = {}
    for form in forms:
        for claim in form.claims:
            if claim.pages:
                prints.setdefault(form.title, {})[claim.code] = claim
    noted = [
        f"“{title}”的各页有 {len(found)} 个不同的校验码："
        f"{'；'.join(claim.words for claim in found.values())}。"
        "不同次打印的页混在了一起，请换成同一次打印的各页。"
        for title, found in prints.items()
        if len(found) > 1 and any(claim.missing for claim in found.values())
    ]
    return "".join(noted)


def _documents(texts: Iterable[bytes]) -> list[Document]:
    """Read what is ours among what is attached; of ours, one that is damaged is refused."""
    ours = (read_project(text) for text in texts if b'"perfdesk"' in text[:200])
    return [each for project in ours for each in project.documents]
