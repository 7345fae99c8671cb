"""A Word document becomes the rows that a reader sees."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from perfdesk.exchange.parse.docx import parse
from perfdesk.exchange.parse.grid import SheetGrid, as_grid

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def sheet_of(data: bytes) -> SheetGrid:
    [sheet] = as_grid(parse(data)).sheets
    return sheet


def written(body: str) -> SheetGrid:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
    return sheet_of(data.getvalue())


def text_of(body: str) -> str:
    cells = written(f"<w:p>{body}</w:p>").cells
    return cells[1, 1].text if cells else ""


def test_paragraphs_and_tables_stand_one_below_the_other_with_their_merges() -> None:
    document = Document()
    document.add_paragraph("标题")
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖"
    data = BytesIO()
    document.save(data)
    sheet = sheet_of(data.getvalue())
    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (1, 1): "标题",
        (2, 1): "00",
        (2, 2): "横",
        (3, 1): "竖",
        (3, 2): "11",
        (3, 3): "12",
        (4, 2): "21",
        (4, 3): "22",
    }
    assert set(sheet.merges) == {(1, 1, 1, 3), (2, 2, 2, 3), (3, 1, 4, 1)}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", "甲\t乙\n丙"),
        ("<w:del><w:r><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>加</w:t></w:r></w:ins>", "加"),
        ('<w:r><w:sym w:char="F0FE"/><w:t>是</w:t><w:sym w:char="F0A8"/></w:r>', "☑是☐"),
        ('<w:r><w:checkBox><w:checked w:val="1"/></w:checkBox></w:r>', "☑"),
        ('<w:r><w:checkBox><w:default w:val="0"/></w:checkBox></w:r>', "☐"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", ""),
    ],
)
def test_what_is_seen_is_read_and_nothing_else(body: str, text: str) -> None:
    assert text_of(body) == text


def test_a_table_in_a_cell_stands_below_its_row() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    outer = f"<w:p><w:r><w:t>外</w:t></w:r></w:p>{inner}"
    sheet = written(f"<w:tbl><w:tr><w:tc>{outer}</w:tc></w:tr></w:tbl>")
    assert {p: c.text for p, c in sheet.cells.items()} == {(1, 1): "外", (2, 1): "内"}


def test_tables_within_tables_without_end_are_refused() -> None:
    body = "<w:p/>"
    for _ in range(20):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    with pytest.raises(MemoryError):
        written(body)
