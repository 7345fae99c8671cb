"""A workbook is the form: it shows every character elsewhere, on no more pages than on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from perfdesk.commands.form import JudgedForm
from perfdesk.commands.output import draw_papers
from perfdesk.commands.workbooks import write_excels
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.paper.fonts import Faces
from perfdesk.rules.evaluate.engine import evaluate
from tests.conftest import make_context
from tests.contracts.paper_texts import long_text, with_long_texts, with_many_rows
from tests.contracts.shown_texts import Shown, drawn, lost, pages_of
from tests.contracts.test_editions import EDITIONS, copy_of
from tests.opened import opened

pytestmark = [pytest.mark.outside, pytest.mark.slow]
COPIES = ("sound", "blank", "long", "very long", "rows", "one row", "no row")


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook, its pages as LibreOffice shows them, and how many pages the paper has."""

    copy: str
    file: Path
    pages: list[Shown]
    on_paper: int
    code: str


def document_for(edition: Edition, copy: str) -> Document:
    sound = copy_of(edition, "sound")
    match copy:
        case "blank":
            return copy_of(edition, "blank")
        case "long":
            # No more than a row takes that Excel does not make into several.
            document = with_long_texts(edition, sound, 60)
            for name, field in edition.fields.items():
                if field.kind is Kind.LONG_TEXT and not field.is_computed:
                    document.put(Ref(name), long_text(400, len(name)))
            return document
        case "very long":
            # Longer ones would part cells without rules, of which LibreOffice prints no empty page.
            return with_long_texts(edition, sound, 380)
        case "rows":
            return with_many_rows(edition, sound, 60)
        case "one row" | "no row":
            for name, table in edition.tables.items():
                if not table.rows:
                    sound.tables[name] = sound.rows(name)[: int(copy == "one row")]
    return sound


@pytest.fixture(scope="module")
def every_made(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, faces: Faces
) -> list[Made]:
    """Write every copy of every edition, and draw all of them at one go."""
    folder = tmp_path_factory.mktemp("workbooks")
    context = make_context(folder, catalogue)
    files, told = [], []
    for edition in EDITIONS:
        for copy in COPIES:
            document = document_for(edition, copy)
            is_blank = copy == "blank"
            judged_form = JudgedForm(edition, document, evaluate(edition, document), is_blank)
            pdf, [paper] = draw_papers(context, [judged_form])
            file = folder / f"{edition.form}-{edition.edition}-{copy.replace(' ', '-')}.xlsx"
            file.write_bytes(write_excels(context, [judged_form]))
            files.append(file)
            with PdfDocument(pdf) as pages:
                told.append((copy, len(pages), paper.code))
    return [
        Made(copy, file, pages_of(pdf), count, code)
        for file, pdf, (copy, count, code) in zip(files, drawn(folder, files), told, strict=True)
    ]


def test_every_character_is_seen_whole(every_made: list[Made]) -> None:
    for made in every_made:
        # A row that Excel makes into several may end a page in the middle of a line.
        whole = made.copy != "very long"
        seen = [page.whole if whole else page.half for page in made.pages]
        assert "".join(lost(made.file, seen)) == "", made.file.stem


def test_a_text_in_too_low_a_row_would_be_noticed(every_made: list[Made], tmp_path: Path) -> None:
    made = next(each for each in every_made if each.copy == "long")
    book = load_workbook(made.file)
    tallest = max(book.worksheets[0].row_dimensions.values(), key=lambda row: row.height or 0)
    tallest.height = 12
    file = tmp_path / "low.xlsx"
    book.save(file)
    [pdf] = drawn(tmp_path, [file])
    assert sum(lost(file, [page.half for page in pages_of(pdf)]).values()) > 20


def test_a_form_takes_no_more_pages_than_on_paper(every_made: list[Made]) -> None:
    # Long texts take more: the room is that of the widest and highest face that may be there.
    ordinary = [made for made in every_made if made.copy not in ("long", "very long", "rows")]
    assert [made.file.stem for made in ordinary if len(made.pages) > made.on_paper] == []


def test_nothing_is_shrunk_and_every_page_has_its_number_and_code(every_made: list[Made]) -> None:
    for made in every_made:
        whole = set(_sizes(made.file))
        for number, page in enumerate(made.pages, 1):
            plain = "".join(page.text.split())
            assert f"第{number}页共{len(made.pages)}页" in plain, made.file.stem
            assert made.code in plain
            # Figures too wide for their cell are set smaller by themselves.
            usual = page.sizes.most_common(1)[0][0]
            # LibreOffice takes some 2% off a sheet of very many rows that fits the width.
            assert any(0.97 * size < usual < 1.03 * size for size in whole), made.file.stem


def _sizes(file: Path) -> Iterator[float]:
    for row in opened(file).worksheets[0].iter_rows():
        for cell in row:
            if cell.value is not None:
                yield float(cell.font.sz)
