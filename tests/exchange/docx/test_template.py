"""An office changes the looks of reports in Word; whatever Word makes of it is understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import write_word
from perfdesk.commands.projects import open_sample
from perfdesk.exchange.docx.template import Template
from perfdesk.exchange.docx.write import write_report
from perfdesk.models.report import Heading, Paragraph, Report, ReportCell, ReportTable, Run
from tests.conftest import RESOURCES

TEMPLATE = RESOURCES / "report.docx"
REPORT = Report(
    "报告",
    (Paragraph((Run("封面"),), "cover_title"),),
    (
        Heading(0, "", "正文"),
        Heading(1, "一、", "情况"),
        Paragraph((Run("完成了全部工作。"),)),
        ReportTable(1, "明细", (1, 3), 1, 1, (ReportCell(0, 0, "甲"), ReportCell(0, 1, "乙"))),
    ),
    draft=True,
)


def changed(folder: Path, change: Callable[[Any], None]) -> Path:
    """Change the template as somebody does in Word."""
    document = open_docx(str(TEMPLATE))
    change(document)
    path = folder / "report.docx"
    document.save(str(path))
    return path


def renamed_ids(document: Any) -> None:
    """Number the ids of styles anew, as a Chinese Word does."""
    ids = {each.styleId: f"a{n}" for n, each in enumerate(document.styles.element.style_lst)}
    for root in (document.styles.element, document.element):
        for each in root.iter():
            for name in ("w:styleId", "w:val"):
                value = each.get(qn(name))
                is_id = name == "w:styleId" or each.tag in map(qn, ("w:basedOn", "w:next"))
                if value in ids and (is_id or each.tag == qn("w:pStyle")):
                    each.set(qn(name), ids[value])


def styles_used(data: bytes) -> list[str]:
    """Name the style of each paragraph by what Word calls it."""
    document = open_docx(BytesIO(data))
    return [each.style.name for each in document.paragraphs if each.style is not None]


def test_the_styles_are_found_whatever_their_ids_are(tmp_path: Path) -> None:
    path = changed(tmp_path, renamed_ids)
    assert styles_used(write_report(REPORT, path)) == styles_used(write_report(REPORT, TEMPLATE))
    assert {"封面标题", "Heading 1", "报告正文"} <= set(styles_used(write_report(REPORT, path)))


def test_a_changed_style_is_that_of_the_report(tmp_path: Path) -> None:
    def larger(document: Any) -> None:
        document.styles["报告正文"].font.size = Pt(18)

    written = open_docx(BytesIO(write_report(REPORT, changed(tmp_path, larger))))
    assert written.styles["报告正文"].font.size == Pt(18)


def test_tables_are_as_wide_as_the_text_of_the_template(tmp_path: Path) -> None:
    def narrower(document: Any) -> None:
        document.sections[-1].left_margin = document.sections[-1].right_margin = Mm(50)

    path = changed(tmp_path, narrower)
    written = open_docx(BytesIO(write_report(REPORT, path)))
    grid = written.element.body.iter(qn("w:gridCol"))
    assert sum(int(each.get(qn("w:w"))) for each in grid) == pytest.approx(110 / 25.4 * 1440, abs=3)
    margins = [each.left_margin for each in written.sections]
    assert margins == [open_docx(str(path)).sections[-1].left_margin] * 3


def test_the_words_of_the_template_are_not_in_the_report() -> None:
    words = [each.text for each in open_docx(str(TEMPLATE)).paragraphs]
    assert len(words) > 20
    texts = {each.text for each in open_docx(BytesIO(write_report(REPORT, TEMPLATE))).paragraphs}
    assert not texts & {each for each in words if len(each) > 6}


def test_the_template_holds_nothing_but_our_styles() -> None:
    with ZipFile(TEMPLATE) as file:
        parts = set(file.namelist())
        fonts = file.read("word/fontTable.xml").decode()
    names = ("document", "styles", "settings", "fontTable")
    assert parts == {
        *(f"word/{each}.xml" for each in names),
        *("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"),
        "docProps/core.xml",
    }
    document = open_docx(str(TEMPLATE))
    shown = {each.style.name for each in document.paragraphs if each.style is not None}
    own = {each.name for each in document.styles if each.type == 1 and each.name != "Normal"}
    assert own == shown
    assert len(re.findall("<w:font ", fonts)) == 6


def test_what_can_be_taken_for_a_template_says_what_it_lacks(
    context: Context, tmp_path: Path
) -> None:
    def renamed(document: Any) -> None:
        document.styles["目录标题"].element.find(qn("w:name")).set(qn("w:val"), "目录")

    def without_paper(document: Any) -> None:
        section = document.sections[-1]._sectPr
        section.remove(section.pgSz)

    no_word, empty = tmp_path / "no.docx", tmp_path / "none.docx"
    no_word.write_bytes(b"PK")
    opened = open_sample(context, next(context.samples.glob("两个实有*.perfdesk")))
    evaluation = judge(context, opened.edition, opened.document)
    form = JudgedForm(opened.edition, opened.document, evaluation)

    def said(template: Path | None) -> str:
        here = replace(context, report_template=template)
        with pytest.raises(Refusal) as refused:
            write_word(here, form)
        return str(refused.value)

    assert "没有样式“目录标题”" in said(changed(tmp_path, renamed))
    assert "纸张大小" in said(changed(tmp_path, without_paper))
    assert "打不开" in said(no_word)
    assert "打不开" in said(empty)
    assert "缺少" in said(None)


def test_the_room_for_text_is_that_of_official_papers() -> None:
    paper = Template(TEMPLATE).paper
    assert int(paper.height / paper.line) == 22
    assert int(paper.width / paper.size) >= 27
