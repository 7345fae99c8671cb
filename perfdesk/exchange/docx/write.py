"""Write a report as a Word document: cover, contents, and the body with its tables.

What stands in the report was decided in forms/compose.py; here it gets the paper and the styles
of a template. The same report always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.oxml.ns import qn

from perfdesk import __version__
from perfdesk.exchange.docx.pages import guess_pages
from perfdesk.exchange.docx.table import table_elements, table_mark
from perfdesk.exchange.docx.template import (
    AFTER_TABLE,
    BODY,
    CONTENTS_TITLE,
    DRAFT,
    FOOT,
    STYLE_OF,
    Template,
)
from perfdesk.exchange.docx.xml import (
    bookmark,
    element,
    field_end,
    field_runs,
    field_start,
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


def write_report(report: Report, template_file: Path) -> bytes:
    """Write a report as the bytes of a .docx; raises UnusableTemplate."""
    template = Template(template_file)
    document = template.document
    body: Any = document.element.body
    for old in list(body):
        body.remove(old)
    headings = [each for each in report.body if isinstance(each, Heading)]
    for each in report.cover:
        body.append(_paragraph(each, template))
    body.append(_section_end(template, report))
    for made in _contents(headings, guess_pages(report.body, template.paper), template):
        body.append(made)
    body.append(_section_end(template, report))
    opened = False
    for block in report.body:
        for made in _elements(block, headings, template, first=not opened):
            body.append(made)
        opened = True
    body.append(_section(template, report, numbered=True))
    _describe(document, report)
    return _packed(document)


# --- blocks ----------------------------------------------------------------------------------


def _elements(
    block: Block, headings: list[Heading], template: Template, *, first: bool
) -> Iterator[Any]:
    match block:
        case Heading():
            yield _heading(block, _place(block, headings), template, first=first)
        case Paragraph():
            yield _paragraph(block, template)
        case ReportTable():
            yield from table_elements(block, template)


def _place(heading: Heading, headings: list[Heading]) -> int:
    return next(at for at, each in enumerate(headings) if each is heading)


def _heading(heading: Heading, place: int, template: Template, *, first: bool) -> Any:
    words = iter([text_run(_words(heading))])
    marked = bookmark(_mark(place), _HEADING_MARKS + place, words)
    made = template.paragraph(f"heading {heading.level + 1}", *marked)
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


def _paragraph(block: Paragraph, template: Template) -> Any:
    runs: list[Any] = []
    for piece in block.pieces:
        if isinstance(piece, TableMention):
            mark, words = table_mark(piece.number), table_words(piece.number)
            runs += field_runs(f"REF {mark} \\h", words)
        else:
            runs.append(text_run(piece.text, marked=piece.lacking))
    return template.paragraph(STYLE_OF.get(block.look, BODY), *runs)


# --- contents --------------------------------------------------------------------------------


def _contents(headings: list[Heading], pages: list[int], template: Template) -> Iterator[Any]:
    """Give the contents as Word would make them, so that they are there before it does."""
    yield template.paragraph(CONTENTS_TITLE, text_run("目　录"))
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
        yield template.paragraph(f"toc {heading.level + 1}", *runs)


# --- sections, header, footer ------------------------------------------------------------------


def _section_end(template: Template, report: Report) -> Any:
    made = template.paragraph(AFTER_TABLE)
    made.find(qn("w:pPr")).append(_section(template, report, numbered=False))
    return made


def _section(template: Template, report: Report, *, numbered: bool) -> Any:
    section = element("sectPr")
    if report.draft:
        words = template.paragraph(DRAFT, text_run("草稿（表单定稿后重新生成）"))
        section.append(_reference(template, "header", words))
    number = [text_run("— "), *field_runs("PAGE", "1"), text_run(" —")] if numbered else []
    section.append(_reference(template, "footer", template.paragraph(FOOT, *number)))
    section.append(element("type", val="nextPage"))
    for each in template.page():
        section.append(each)
    if numbered:
        section.append(element("pgNumType", start=1))
    return section


def _reference(template: Template, kind: str, words: Any) -> Any:
    story = template.document.part
    add = story.add_header_part if kind == "header" else story.add_footer_part
    part, name = add()  # type: ignore[no-untyped-call]
    for old in list(part.element):
        part.element.remove(old)
    part.element.append(words)
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
    settings: Any = document.settings.element
    update = element("updateFields", val="true")
    compatibility = settings.find(qn("w:compat"))
    if compatibility is None:
        settings.append(update)
    else:
        compatibility.addprevious(update)
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
