"""Write a report as a Word document: cover, contents, and the body with its tables.

What stands in the report was decided in forms/compose.py; here it gets paper and looks
(docx_style.py). The same report always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml.ns import qn

from perfdesk import __version__
from perfdesk.exchange.docx import style
from perfdesk.exchange.docx.pages import guess_pages
from perfdesk.exchange.docx.table import table_elements, table_mark
from perfdesk.exchange.docx.xml import (
    bookmark,
    element,
    field_end,
    field_runs,
    field_start,
    paragraph,
    plain,
    text_run,
)
from perfdesk.models.report import (
    Block,
    Heading,
    Paragraph,
    Report,
    ReportTable,
    TableMention,
    table_words,
)

_SAME_MOMENT = datetime(2000, 1, 1)
_CONTENTS_LEVELS = 3
_HEADING_MARKS = 1000  # bookmarks of headings are numbered behind those of tables


def write_report(report: Report) -> bytes:
    """Write a report as the bytes of a .docx."""
    document = docx.Document()
    style.dress(document)
    body = document.element.body
    for old in list(body):
        body.remove(old)
    headings = [each for each in report.body if isinstance(each, Heading)]
    for each in report.cover:
        body.append(_paragraph(each))
    body.append(_section_end(document, report, numbered=False))
    for made in _contents(headings, guess_pages(report.body)):
        body.append(made)
    body.append(_section_end(document, report, numbered=False))
    opened = False
    for block in report.body:
        for made in _elements(block, headings, first=not opened):
            body.append(made)
        opened = True
    body.append(_section(document, report, numbered=True))
    _describe(document, report)
    return _packed(document)


# --- blocks ----------------------------------------------------------------------------------


def _elements(block: Block, headings: list[Heading], *, first: bool) -> Iterator[Any]:
    match block:
        case Heading():
            yield _heading(block, _place(block, headings), first=first)
        case Paragraph():
            yield _paragraph(block)
        case ReportTable():
            yield from table_elements(block)


def _place(heading: Heading, headings: list[Heading]) -> int:
    return next(at for at, each in enumerate(headings) if each is heading)


def _heading(heading: Heading, place: int, *, first: bool) -> Any:
    words = iter([text_run(_words(heading))])
    marked = bookmark(_mark(place), _HEADING_MARKS + place, words)
    made = paragraph(f"Heading{heading.level + 1}", *marked)
    if first:
        # The section before it has begun the page already.
        made.find(qn("w:pPr")).append(element("pageBreakBefore", val="0"))
    return made


def _words(heading: Heading) -> str:
    title = heading.title
    # Two characters stand apart, as 摘　要 does on official papers.
    return "　".join(title) if heading.level == 0 and len(title) == 2 else heading.number + title


def _mark(place: int) -> str:
    return f"_Toc{place + 1:06d}"


def _paragraph(block: Paragraph) -> Any:
    runs: list[Any] = []
    for piece in block.pieces:
        if isinstance(piece, TableMention):
            mark, words = table_mark(piece.number), table_words(piece.number)
            runs += field_runs(f"REF {mark} \\h", words)
        else:
            runs.append(text_run(piece.text, marked=piece.lacking))
    return paragraph(style.STYLE_OF.get(block.look, style.STYLE_OF["body"]), *runs)


# --- contents --------------------------------------------------------------------------------


def _contents(headings: list[Heading], pages: list[int]) -> Iterator[Any]:
    """Give the contents as Word would make them, so that they are there before it does."""
    yield paragraph("ContentsTitle", text_run("目　录"))
    listed = [(place, each) for place, each in enumerate(headings) if each.level < _CONTENTS_LEVELS]
    for number, (place, heading) in enumerate(listed):
        runs = (
            list(field_start(f'TOC \\o "1-{_CONTENTS_LEVELS}" \\h \\z \\u')) if not number else []
        )
        link = element("hyperlink", anchor=_mark(place), history=1)
        link.append(text_run(_words(heading)))
        tab = element("r")
        tab.append(element("tab"))
        link.append(tab)
        for run in field_runs(f"PAGEREF {_mark(place)} \\h", str(pages[place])):
            link.append(run)
        runs.append(link)
        if number == len(listed) - 1:
            runs.append(field_end())
        yield paragraph(f"TOC{heading.level + 1}", *runs)


# --- sections, header, footer ------------------------------------------------------------------


def _section_end(document: Document, report: Report, *, numbered: bool) -> Any:
    made = paragraph("AfterTable")
    made.find(qn("w:pPr")).append(_section(document, report, numbered=numbered))
    return made


def _section(document: Document, report: Report, *, numbered: bool) -> Any:
    section = element("sectPr")
    if report.draft:
        section.append(_reference(document, "header", _draft_words()))
    section.append(_reference(document, "footer", _page_number() if numbered else []))
    section.append(element("type", val="nextPage"))
    width, height = (style.twips_of_mm(side) for side in style.PAGE)
    section.append(element("pgSz", w=width, h=height))
    sides = {
        "top": style.TOP,
        "right": style.RIGHT,
        "bottom": style.BOTTOM,
        "left": style.LEFT,
        "header": 15,
        "footer": 25,
        "gutter": 0,
    }
    section.append(element("pgMar", **{k: style.twips_of_mm(v) for k, v in sides.items()}))
    if numbered:
        section.append(element("pgNumType", start=1))
    return section


def _draft_words() -> list[Any]:
    return [paragraph("Draft", text_run("草稿（表单定稿后重新生成）"))]


def _page_number() -> list[Any]:
    return [paragraph("Foot", text_run("— "), *field_runs("PAGE", "1"), text_run(" —"))]


def _reference(document: Document, kind: str, blocks: list[Any]) -> Any:
    story = document.part
    add = story.add_header_part if kind == "header" else story.add_footer_part
    part, name = add()  # type: ignore[no-untyped-call]
    for old in list(part.element):
        part.element.remove(old)
    for block in blocks or [paragraph("Foot")]:
        part.element.append(block)
    made = element(f"{kind}Reference", type="default")
    made.set(qn("r:id"), name)
    return made


# --- the file --------------------------------------------------------------------------------


def _describe(document: Document, report: Report) -> None:
    about = document.core_properties
    about.title = plain(report.title)[:255]
    about.author = about.last_modified_by = f"perfdesk {__version__}"
    about.comments = ""
    about.created = about.modified = _SAME_MOMENT
    about.revision = 1
    # Page numbers in the contents are reckoned; Word is asked to put in its own.
    compatibility = document.settings.element.find(qn("w:compat"))
    compatibility.addprevious(element("updateFields", val="true"))
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _packed(document: Document) -> bytes:
    """Save with every date in the archive fixed, so that equal reports give equal bytes."""
    raw, fixed = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
