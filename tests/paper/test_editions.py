"""Random Chinese text in every layout of every edition."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document, Row
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition, Field
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Sheet
from perfdesk.models.values import Kind
from perfdesk.paper.fonts import load_faces
from perfdesk.paper.pdf import draw
from perfdesk.paper.plan import lay_out
from perfdesk.paper.printable import printable
from perfdesk.paper.typeset import TypesetPage, typeset
from tests.paper.proof import alone_or_split, faults, lost_texts, marks_out_of_place

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
CATALOGUE = Catalogue([RESOURCES / "forms"])
FACES = load_faces(RESOURCES / "fonts")
TEXTS = (Kind.TEXT, Kind.LONG_TEXT, Kind.INDICATOR_VALUE)
# What a person may type anywhere: words, figures with units, marks of both ends and double ones.
_PIECES = (
    *"镇街道项目预算执行绩效目标完成情况居民社区服务费用租赁安装维护采购支付合同质量时效成本喆堃镕珺𬱖",
    *("，", "。", "；", "、", "：", "？", "！", "……", "——", "·", "～"),
    *("“人房共管”", "（以下简称中心）", "《条例》", "【试行】", "‘一户一档’。", "〔2020〕10号"),
    *(
        "2024年8月31日",
        "25.50万元",
        "99.22%",
        "≥98%",
        "16,667张",
        "31,905,962.95",
        "第3页",
        "23 个",
    ),
    *("PDA", "GB/T 15834", "perfdesk", "CO₂", " 字", "　字", "\n正文", "①", "①②"),
)

every_edition = pytest.mark.parametrize("key", list(CATALOGUE))


def wild_text(chance: random.Random, characters: int) -> str:
    """Make a text of about so many characters, with anything next to anything."""
    parts = ["正"]
    size = 1
    while size < characters:
        parts.append(chance.choice(_PIECES))
        size += len(parts[-1])
    return "".join(parts)


def filled(edition: Edition, seed: int, longest: int, rows: int) -> Document:
    """Fill every text of a form, one of them with `longest` characters; amounts are large."""
    chance = random.Random(seed)
    document = Document(edition.form, edition.edition)
    document.tables = {
        name: [Row(each.name) for each in table.rows]
        or [Row(f"r{n}") for n in range(rows if name == edition.framework_table else 2)]
        for name, table in edition.tables.items()
    }
    cells = [
        (Ref(field.name, table, row.id), field)
        for table, field in edition.walk()
        for row in (document.rows(table) if table else [Row("")])
    ]
    texts = [at for at, field in cells if field.kind in TEXTS and not field.is_computed]
    giant = chance.choice(texts)
    for at, field in cells:
        if field.is_computed or (at.table and not field.exists_in(at.row)):
            continue
        few = chance.choice((1, 2, 4, 6, 10, 16, 30, 60 if rows < 30 else 20))
        document.put(at, _entry(chance, field, longest if at == giant else few))
    return document


def _entry(chance: random.Random, field: Field, characters: int) -> str:
    if field.kind in TEXTS:
        return wild_text(chance, characters)
    if field.kind is Kind.CHOICE:
        return chance.choice(field.choices)
    plain = {Kind.AMOUNT: "31905962.95", Kind.PERCENT: "99.22", Kind.DATE: "2024-8-31"}
    return plain.get(field.kind, "")


def on_paper(edition: Edition, document: Document) -> tuple[Sheet, tuple[TypesetPage, ...]]:
    # What is computed is not what is tried here, and takes longer than the paper.
    sheet = lay_out(edition, document, Evaluation({}, ()))
    return sheet, typeset(sheet, FACES)


def all_faults(sheet: Sheet, pages: tuple[TypesetPage, ...]) -> list[str]:
    return [
        *faults(pages, sheet.page),
        *marks_out_of_place(pages, FACES),
        *alone_or_split(pages, sheet, FACES),
        *lost_texts(pages, sheet),
    ]


def reads_as_set(sheet: Sheet, pages: tuple[TypesetPage, ...]) -> bool:
    """Tell whether a reader of the file copies every character in order, then the page's foot."""
    with PdfDocument(draw(pages, sheet, FACES)) as document:
        copied = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    drawn = [
        "".join(
            printable("".join(line.text for piece in page.pieces for line in piece.lines)).split()
        )
        for page in pages
    ]
    return all(text.startswith(body) for text, body in zip(copied, drawn, strict=True))


@every_edition
@settings(max_examples=8, phases=[Phase.generate])
@given(
    seed=st.integers(0, 2**32),
    longest=st.sampled_from((1, 40, 300, 1000, 2500, 5000)),
    rows=st.integers(1, 40),
)
def test_any_text_stands_whole_in_its_cell(key: str, seed: int, longest: int, rows: int) -> None:
    edition = CATALOGUE[key]
    sheet, pages = on_paper(edition, filled(edition, seed, longest, rows))
    assert all_faults(sheet, pages)[:5] == []


@every_edition
@pytest.mark.parametrize("longest", [1, 5000])
def test_every_character_is_read_back_in_order(key: str, longest: int) -> None:
    edition = CATALOGUE[key]
    sheet, pages = on_paper(edition, filled(edition, longest, longest, 12))
    assert reads_as_set(sheet, pages)


@every_edition
@pytest.mark.parametrize("rows", [1, 2, 16, 17, 90, 300])
def test_any_number_of_indicators_comes_out_whole(key: str, rows: int) -> None:
    edition = CATALOGUE[key]
    sheet, pages = on_paper(edition, filled(edition, rows, 30, rows))
    assert all_faults(sheet, pages)[:5] == []


def characters_in(data: bytes) -> list[list[tuple[str, float, float, float]]]:
    """Give each page's characters with their middles and sizes, in points from the top left."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        return [
            [
                (c["text"], (c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2, c["size"])
                for c in page.chars
            ]
            for page in file.pages
        ]


@every_edition
def test_what_is_drawn_stands_in_the_cell_that_it_was_set_in(key: str) -> None:
    edition = CATALOGUE[key]
    sound = document_of(edition, load_examples(CATALOGUE.folder(key))[0])
    sheet, pages = on_paper(edition, sound)
    pages = pages[:2]
    for page, drawn in zip(pages, characters_in(draw(pages, sheet, FACES)), strict=True):
        wanted = [
            (piece, character)
            for piece in page.pieces
            for line in piece.lines
            for character in line.text
        ]
        for (piece, character), (found, x, y, size) in zip(wanted, drawn, strict=False):
            assert found == character
            # The blank half of a mark that ends its line may lie across the rule, its ink not.
            assert piece.x - 1e-3 <= x * 25.4 / 72 <= piece.x + piece.width + size * 25.4 / 288
            assert piece.y <= y * 25.4 / 72 <= piece.y + piece.height


@every_edition
def test_amounts_of_eight_figures_are_never_cut(key: str) -> None:
    edition = CATALOGUE[key]
    _, pages = on_paper(edition, filled(edition, 8, 8, 3))
    amounts = [
        piece.texts
        for page in pages
        for piece in page.pieces
        if piece.cell.kind is Kind.AMOUNT and piece.cell.text
    ]
    assert all(len(texts) == 1 for texts in amounts)
