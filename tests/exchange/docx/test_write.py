"""A report as Word: figures, fields and texts as they are in the file."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document as open_docx
from docx.oxml.ns import qn

from perfdesk.commands import finalising
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.editions import find_edition
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import has_report, write_word
from perfdesk.commands.projects import new_project, open_sample
from perfdesk.exchange.docx.write import write_report
from perfdesk.models.refs import Ref
from perfdesk.models.report import Heading, Paragraph, Report, ReportCell, ReportTable, Run
from tests import libreoffice
from tests.conftest import RESOURCES

TEMPLATE = RESOURCES / "report.docx"

# Texts that would be markup, a field, or no XML at all, were they not only texts.
HOSTILE = (
    "<w:p>",
    "R&D",
    "{ TOC \\o }",
    '"><w:fldSimple w:instr="AUTHOR"/>',
    "a\tb",
    "x\x00\x0b\x1fy",
    "\ufffe",
    "\ud800",
    "]]>",
)


def sample(context: Context) -> Opened:
    return open_sample(context, next(context.samples.glob("两个实有*.perfdesk")))


def word(context: Context, opened: Opened) -> bytes:
    evaluation = judge(context, opened.edition, opened.document)
    return write_word(context, JudgedForm(opened.edition, opened.document, evaluation))


def finalise(context: Context, opened: Opened) -> None:
    evaluation = judge(context, opened.edition, opened.document)
    finalising.finalise(context, JudgedForm(opened.edition, opened.document, evaluation)).apply(
        opened.document
    )


def body(data: bytes) -> Any:
    return open_docx(BytesIO(data)).element.body


def texts(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def instructions(element: Any) -> list[str]:
    return [each.text.strip() for each in element.iter(qn("w:instrText"))]


def captions(data: bytes) -> list[str]:
    found = []
    for paragraph in body(data).iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) == "Caption":
            found.append(texts(paragraph))
    return found


def small(*pieces: str) -> Report:
    cells = tuple(ReportCell(1, column, text) for column, text in enumerate(pieces[:2]))
    return Report(
        pieces[0],
        (Paragraph((Run(pieces[0]),), "cover_title"),),
        (
            Heading(0, "", pieces[0]),
            Heading(1, "一、", pieces[1]),
            *(Paragraph((Run(each),)) for each in pieces),
            ReportTable(1, pieces[0], (1, 1), 2, 1, cells),
        ),
        draft=False,
    )


def test_every_table_has_a_number_of_its_own(context: Context) -> None:
    data = word(context, sample(context))
    numbers = [re.match(r"表 ([0-9]+)", each) for each in captions(data)]
    assert [each and int(each[1]) for each in numbers] == list(range(1, len(numbers) + 1))
    assert len(numbers) == len(list(body(data).iter(qn("w:tbl"))))


def test_every_reference_leads_to_a_bookmark_that_reads_the_same(context: Context) -> None:
    whole = body(word(context, sample(context)))
    marks = {each.get(qn("w:name")) for each in whole.iter(qn("w:bookmarkStart"))}
    asked = [each.split()[1] for each in instructions(whole) if each.startswith(("REF", "PAGEREF"))]
    assert set(asked) <= marks
    assert len(asked) > 20


def test_bookmarks_have_names_and_numbers_of_their_own(context: Context) -> None:
    starts = list(body(word(context, sample(context))).iter(qn("w:bookmarkStart")))
    for key in ("w:name", "w:id"):
        assert len({each.get(qn(key)) for each in starts}) == len(starts)


def test_the_contents_are_there_before_word_makes_them(context: Context) -> None:
    whole = body(word(context, sample(context)))
    assert sum(each.startswith("TOC ") for each in instructions(whole)) == 1
    entries, headings = [], []
    for paragraph in whole.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))
        if style.startswith("TOC"):
            entries.append(re.sub(r"[0-9]+$", "", texts(paragraph)))
        if style in ("Heading1", "Heading2", "Heading3"):
            headings.append(texts(paragraph))
    assert entries == headings


def test_fields_are_opened_and_closed_in_order(context: Context) -> None:
    depth = 0
    for mark in body(word(context, sample(context))).iter(qn("w:fldChar")):
        depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(qn("w:fldCharType"))]
        assert depth >= 0
    assert depth == 0


def test_the_same_report_gives_the_same_bytes(context: Context) -> None:
    assert word(context, sample(context)) == word(context, sample(context))


def test_tables_fit_the_text_and_repeat_their_heads(context: Context) -> None:
    for table in body(word(context, sample(context))).iter(qn("w:tbl")):
        widths = [int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))]
        assert sum(widths) <= round(156 * 1440 / 25.4) + len(widths)
        rows = list(table.iter(qn("w:tr")))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for row in rows:
            spans = [each.get(qn("w:val")) for each in row.iter(qn("w:gridSpan"))]
            cells = len(list(row.iter(qn("w:tc"))))
            assert cells + sum(int(each) - 1 for each in spans) == len(widths)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_a_person_is_only_a_text(text: str) -> None:
    plain, hostile = (write_report(small(each, "乙", each), TEMPLATE) for each in ("甲", text))
    assert instructions(body(hostile)) == instructions(body(plain))
    tags = [[each.tag for each in body(data).iter()] for data in (plain, hostile)]
    assert tags[0] == tags[1]
    shown = texts(body(hostile))
    assert re.sub(r"[\x00-\x1f\ufffe\ud800]+", "", text).replace("\t", " ")[:1] in shown


def test_what_xml_cannot_hold_is_shown_as_lost(context: Context) -> None:
    opened = sample(context)
    opened.document.put(Ref("summary"), "前\x00后")
    assert "前\ufffd后" in texts(body(word(context, opened)))


def test_a_mark_stands_where_something_is_still_to_be_filled_in(context: Context) -> None:
    opened = sample(context)
    opened.document.put(Ref("background"), "")
    whole = body(word(context, opened))
    marked = [
        run for run in whole.iter(qn("w:r")) if run.find(f".//{qn('w:highlight')}") is not None
    ]
    assert [texts(run) for run in marked] == ["〔待填：立项背景〕"]


def test_a_report_is_marked_a_draft_until_its_form_is_finalised(context: Context) -> None:
    def headers(data: bytes) -> str:
        with ZipFile(BytesIO(data)) as file:
            return "".join(file.read(name).decode() for name in file.namelist() if "header" in name)

    opened = sample(context)
    assert "草稿" in headers(word(context, opened))
    finalise(context, opened)
    assert "草稿" not in headers(word(context, opened))
    opened.document.put(Ref("score", "scores", "r1"), "9")
    assert "草稿" in headers(word(context, opened))


def test_a_form_without_a_report_says_so(context: Context) -> None:
    opened = new_project(find_edition(context, "monitoring_key"))
    assert not has_report(context, opened.edition)
    with pytest.raises(Refusal, match="没有 Word 报告"):
        word(context, opened)


# --- witnesses from outside --------------------------------------------------------------------


def as_pdf(data: bytes, folder: Path) -> str:
    """Let LibreOffice draw a document and give the text of its pages."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed here")
    (folder / "report.docx").write_bytes(data)
    libreoffice.convert("pdf", folder / "report.docx", into=folder)
    if not (folder / "report.pdf").exists():
        pytest.skip("this LibreOffice has no Writer")
    drawn = subprocess.run(
        ["pdftotext", "-layout", "report.pdf", "-"], cwd=folder, capture_output=True, check=True
    )
    return drawn.stdout.decode()


@pytest.mark.outside
@pytest.mark.slow
def test_libreoffice_shows_every_word_and_the_same_figures(
    context: Context, tmp_path: Path
) -> None:
    # Final: the words at the head of a draft would stand between the lines of a paragraph.
    opened = sample(context)
    finalise(context, opened)
    data = word(context, opened)
    pages = as_pdf(data, tmp_path)
    shown = re.sub(r"\s", "", re.sub(r"—\s*[0-9]+\s*—", "", pages))
    for paragraph in body(data).iterchildren(qn("w:p")):
        text = re.sub(r"\s", "", texts(paragraph))
        # A contents entry ends in a page number behind dots.
        assert re.sub(r"[0-9]+$", "", text) in shown
    assert set(re.findall(r"项目总得分([0-9.]+)分", shown)) == {"85"}
    for rate in ("80%", "85%", "76.47%", "94.44%"):
        assert shown.count(f"得分率{rate}") >= 3
    numbers = re.findall(r"^\f? *表 ?([0-9]+) ", pages, re.MULTILINE)
    assert len(numbers) == len(set(numbers)) == len(captions(data))


@pytest.mark.outside
@pytest.mark.slow
def test_the_contents_name_pages_close_to_the_real_ones(context: Context, tmp_path: Path) -> None:
    said: dict[str, int] = {}
    pages = as_pdf(word(context, sample(context)), tmp_path).split("\f")
    for page in pages:
        for title, number in re.findall(r"^ *(.+?)\.{4,}([0-9]+) *$", page, re.MULTILINE):
            said.setdefault(re.sub(r"\s", "", title), int(number))
    far = []
    for page in pages:
        foot = re.search(r"—\s*([0-9]+)\s*—", page)
        for line in page.splitlines() if foot else ():
            title = re.sub(r"\s", "", line)
            if foot and title in said and abs(said.pop(title) - int(foot[1])) > 1:
                far.append(title)
    assert far == []
