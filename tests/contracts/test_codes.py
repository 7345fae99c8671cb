"""What paper and files carry, for every edition: a code on each page, and the data themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from perfdesk.commands.codes import coded
from perfdesk.commands.context import Context
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.intake import read_excel
from perfdesk.commands.output import draw_paper
from perfdesk.commands.projects import open_project, save_project
from perfdesk.commands.workbooks import write_excel
from perfdesk.exchange.incoming.differences import same_data
from perfdesk.exchange.pdf_read import find_codes
from perfdesk.models.document import Project
from perfdesk.models.form import Edition
from perfdesk.paper.page_mark import PageMark
from perfdesk.rules.evaluate.engine import evaluate
from perfdesk.storage.check_code import check_code
from perfdesk.storage.project_file import read_project, write_project
from tests import libreoffice
from tests.contracts.paper_texts import copied
from tests.contracts.test_editions import EDITIONS, copy_of, every_edition

pytestmark = pytest.mark.usefixtures("shared_worker")

SAFE = 10 / 25.4 * 72


@every_edition
def test_every_page_says_form_code_and_number(
    edition: Edition, context: Context, tmp_path: Path
) -> None:
    document = copy_of(edition, "sound")
    code = check_code(edition, document)
    paper = draw_paper(context, JudgedForm(edition, document, evaluate(edition, document)))
    count = len(paper.pages)
    for number, text in enumerate(copied(paper.pdf), 1):
        assert text.endswith(f"校验码{code}第{number}页共{count}页")
    assert find_codes(paper.pdf, is_pdf=True).marks == tuple(
        PageMark(edition.key, code.replace("-", ""), number, count)
        for number in range(1, count + 1)
    )


@every_edition
def test_the_foot_stands_clear_of_the_form_and_of_the_edge(
    edition: Edition, context: Context
) -> None:
    document = copy_of(edition, "sound")
    paper = draw_paper(context, JudgedForm(edition, document, evaluate(edition, document)))
    bottom = edition.layout.page.bottom
    lowest = max(piece.y + piece.height for page in paper.pages for piece in page.pieces)
    assert lowest <= edition.layout.page.height - bottom + 1e-6
    scale = 4
    with PdfDocument(paper.pdf) as drawn:
        for page in drawn:
            picture = page.render(scale=scale, grayscale=True).to_pil()
            edge = picture.height - round(SAFE * scale) + scale
            foot = picture.crop((0, edge, picture.width, picture.height))
            assert foot.getextrema()[0] == 255, "ink where printers leave the paper blank"
            # A line of white between the form and the code: its quiet zone.
            top = picture.height - round(bottom / 25.4 * 72 * scale)
            gap = picture.crop((0, top + 2 * scale, picture.width, top + 3 * scale))
            assert gap.getextrema()[0] == 255


@every_edition
def test_a_pdf_carries_the_document(edition: Edition, context: Context, tmp_path: Path) -> None:
    document = copy_of(edition, "sound")
    path = tmp_path / "表.pdf"
    evaluation = evaluate(edition, document)
    path.write_bytes(draw_paper(context, JudgedForm(edition, document, evaluation)).pdf)
    with PdfDocument(path) as file:
        attached = bytes(file.get_attachment(0).get_data())
        assert file.count_attachments() == 1
    assert attached == write_project(coded(context, Project([document])))
    opened = open_project(context, path)
    assert opened.document == document
    assert (opened.path, opened.digest, opened.note) == (None, None, "")


@every_edition
def test_a_blank_form_carries_nothing(edition: Edition, context: Context) -> None:
    document = copy_of(edition, "blank")
    paper = draw_paper(
        context, JudgedForm(edition, document, evaluate(edition, document), blank=True)
    )
    assert paper.code == ""
    with PdfDocument(paper.pdf) as file:
        assert file.count_attachments() == 0
    assert not any("校验码" in text for text in copied(paper.pdf))


@every_edition
def test_a_project_file_notes_the_code(edition: Edition, context: Context, tmp_path: Path) -> None:
    document = copy_of(edition, "sound")
    path = tmp_path / "项目.perfdesk"
    save_project(context, Project([document]), path, None)
    noted = json.loads(path.read_bytes())["documents"][0]["check_code"]
    assert noted == check_code(edition, document)
    assert open_project(context, path).document == document
    assert check_code(edition, read_project(path.read_bytes()).documents[0]) == noted


@every_edition
def test_a_workbook_says_the_code_and_brings_the_same_back(
    edition: Edition, context: Context, tmp_path: Path
) -> None:
    document = copy_of(edition, "sound")
    path = tmp_path / "表.xlsx"
    path.write_bytes(
        write_excel(context, JudgedForm(edition, document, evaluate(edition, document)))
    )
    _, incoming = read_excel(context, path)
    assert incoming.code == check_code(edition, document) == check_code(edition, incoming.document)


def test_workbooks_saved_again_by_libreoffice_keep_the_code(
    context: Context, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    codes = {}
    for number, edition in enumerate(EDITIONS):
        document = copy_of(edition, "sound")
        data = write_excel(context, JudgedForm(edition, document, evaluate(edition, document)))
        (tmp_path / f"{number}.xlsx").write_bytes(data)
        codes[f"{number}.xlsx"] = document
    libreoffice.convert("xlsx", *(tmp_path / name for name in codes), into=again)
    for name, document in codes.items():
        edition, incoming = read_excel(context, again / name)
        assert incoming.code == check_code(edition, document)
        assert check_code(edition, incoming.document) == incoming.code
        assert same_data(edition, incoming.document, document)
