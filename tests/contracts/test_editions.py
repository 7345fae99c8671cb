"""What every edition keeps: whole in itself, whole on paper, the same after every journey."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest

from perfdesk.commands.context import Context
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.intake import read_excel
from perfdesk.commands.output import draw_paper
from perfdesk.commands.workbooks import write_excel
from perfdesk.exchange.incoming.differences import differences, same_data
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of, prove
from perfdesk.models.document import Document, Project
from perfdesk.models.finding import Origin
from perfdesk.models.form import Edition
from perfdesk.models.values import Kind
from perfdesk.paper.pdf import draw
from perfdesk.paper.plan import lay_out
from perfdesk.paper.typeset import typeset
from perfdesk.rules.evaluate.engine import evaluate
from perfdesk.storage.project_file import read_project, write_project
from tests.conftest import RESOURCES
from tests.contracts.paper_texts import faults_on_paper, with_long_texts, with_many_rows

pytestmark = pytest.mark.usefixtures("shared_worker")

CATALOGUE = Catalogue([RESOURCES / "forms"])
EDITIONS = [CATALOGUE[key] for key in CATALOGUE]
COPIES = ("sound", "blank", "long", "rows")

every_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: each.key)
every_copy = pytest.mark.parametrize("copy", COPIES)


def copy_of(edition: Edition, copy: str) -> Document:
    sound = document_of(edition, load_examples(CATALOGUE.folder(edition.key))[0])
    match copy:
        case "blank":
            return Document(edition.form, edition.edition)
        case "long":
            return with_long_texts(edition, sound, 3_000)
        case "rows":
            return with_many_rows(edition, sound, 300)
    return sound


def test_there_are_editions() -> None:
    assert EDITIONS


@every_edition
def test_an_edition_is_whole(edition: Edition) -> None:
    assert prove(edition, *load_examples(CATALOGUE.folder(edition.key))) == ()


@every_edition
def test_a_blank_form_misses_things_and_nothing_is_wrong_with_it(edition: Edition) -> None:
    findings = evaluate(edition, copy_of(edition, "blank")).findings
    assert {each.origin for each in findings} == {Origin.MISSING}


@every_copy
@every_edition
def test_a_project_file_brings_the_document_back(edition: Edition, copy: str) -> None:
    project = Project([copy_of(edition, copy)])
    data = write_project(project)
    assert read_project(data) == project
    assert write_project(read_project(data)) == data


@every_copy
@every_edition
def test_nothing_is_cut_on_paper(edition: Edition, copy: str, context: Context) -> None:
    document = copy_of(edition, copy)
    sheet = lay_out(edition, document, evaluate(edition, document))
    pages = typeset(sheet, context.faces)
    data = draw(pages, sheet, context.faces)
    assert list(faults_on_paper(edition, document, sheet, pages, data))[:5] == []


@every_copy
@every_edition
def test_the_same_document_gives_the_same_files(
    edition: Edition, copy: str, context: Context
) -> None:
    document = copy_of(edition, copy)
    evaluation = evaluate(edition, document)
    one, other = (draw_paper(context, JudgedForm(edition, document, evaluation)).pdf for _ in "12")
    assert one == other
    if copy in ("sound", "blank"):
        book, again = (
            write_excel(context, JudgedForm(edition, document, evaluation)) for _ in "12"
        )
        assert book == again


def frameworks(edition: Edition) -> list[str]:
    return ["", *(each.name for each in edition.frameworks)]


@every_copy
@every_edition
def test_a_workbook_brings_the_same_entries_back(
    edition: Edition, copy: str, context: Context, tmp_path: Path
) -> None:
    came_back(edition, copy_of(edition, copy), context, tmp_path)


@pytest.mark.parametrize(
    ("edition", "framework"),
    [
        pytest.param(each, name, id=f"{each.key}-{name}")
        for each in EDITIONS
        for name in frameworks(each)
    ],
)
def test_a_workbook_brings_the_framework_back(
    edition: Edition, framework: str, context: Context, tmp_path: Path
) -> None:
    document = copy_of(edition, "sound")
    for field in edition.fields.values():
        if field.kind is Kind.FRAMEWORK:
            document.cells.pop(field.name, None)
            document.cells |= {field.name: framework} if framework else {}
    came_back(edition, document, context, tmp_path)


@every_edition
def test_a_workbook_brings_odd_texts_back(
    edition: Edition, context: Context, tmp_path: Path
) -> None:
    document = copy_of(edition, "sound")
    odd = (
        "<b>粗</b>",
        "R&D",
        "=1+1",
        "{x}",
        "+1",
        "-1",
        "@a",
        "'a",
        "1e5",
        "0012",
        "2024-1",
        "_x000D_",
    )
    texts = cycle(odd)
    for at, _ in list(document.entries()):
        if edition.field(at).kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.INDICATOR_VALUE):
            document.put(at, next(texts))
    came_back(edition, document, context, tmp_path)


def came_back(edition: Edition, document: Document, context: Context, folder: Path) -> None:
    """Send a document out as a workbook and in again, and find it unchanged."""
    path = folder / "表.xlsx"
    path.write_bytes(
        write_excel(context, JudgedForm(edition, document, evaluate(edition, document)))
    )
    found, incoming = read_excel(context, path)
    assert found is context.catalogue[edition.key]
    assert incoming.notes == []
    assert differences(edition, document, incoming.document) == ()
    assert same_data(edition, document, incoming.document)
