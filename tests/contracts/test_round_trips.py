"""Out as a workbook and in again, whoever saved it in between: the same, or told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context
from perfdesk.commands.form import JudgedForm
from perfdesk.commands.intake import read_excel, read_excels
from perfdesk.commands.projects import open_sample
from perfdesk.commands.workbooks import write_excel, write_excels, write_template
from perfdesk.exchange.incoming.differences import differences
from perfdesk.exchange.incoming.incoming import Incoming
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document, Project
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.engine import evaluate
from perfdesk.storage.project_file import write_project
from tests import libreoffice
from tests.conftest import RESOURCES
from tests.contracts.adversarial import adversarial
from tests.exchange.labels.disfigured import as_docx, page_of
from tests.opened import opened

pytestmark = pytest.mark.usefixtures("shared_worker")

CATALOGUE = Catalogue([RESOURCES / "forms"])
EDITIONS = [CATALOGUE[key] for key in CATALOGUE]
every_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: each.key)


def sound(edition: Edition) -> Document:
    return document_of(edition, load_examples(CATALOGUE.folder(edition.key))[0])


def samples(context: Context) -> dict[str, Document]:
    """Give the samples as they are, faults and all."""
    paths = sorted(context.samples.glob("*.perfdesk"))
    return {f"sample {path.stem}": open_sample(context, path).document for path in paths}


def documents(context: Context, *, labels: bool) -> dict[str, Document]:
    """Give all that travels: samples as they are, sound copies, and what tries every cell."""
    found = samples(context)
    for edition in EDITIONS:
        found[f"sound {edition.key}"] = sound(edition)
        found[f"adversarial {edition.key}"] = adversarial(edition, escapes=False, labels=labels)
    return found


def edition_of(document: Document) -> Edition:
    return CATALOGUE[f"{document.form}/{document.edition}"]


_EXPORTED: dict[bytes, bytes] = {}


def exported(context: Context, document: Document) -> bytes:
    """Write a document as a workbook; what several tests send out is written once."""
    as_file = write_project(Project([document]))
    if as_file not in _EXPORTED:
        edition = edition_of(document)
        form = JudgedForm(edition, document, evaluate(edition, document))
        _EXPORTED[as_file] = write_excel(context, form)
    return _EXPORTED[as_file]


def convert(folder: Path, names: Sequence[str], suffix: str) -> Path:
    """Open and save many files with LibreOffice at once."""
    again = folder / f"as-{suffix}"
    libreoffice.convert(suffix, *(folder / name for name in names), into=again)
    return again


def unequal(document: Document, incoming: Incoming) -> list[str]:
    """List what came back otherwise and is not told."""
    edition = edition_of(document)
    told = "".join(note.where + note.message for note in incoming.notes)
    left = {"".join(each.text.split()) for each in incoming.strange}
    return [
        f"{each.what} {each.label}: {each.before!r:.60} -> {each.after!r:.60}"
        for each in differences(edition, document, incoming.document, incoming.unread)
        if each.label not in told and "".join(each.before.split()) not in left
    ]


@every_edition
def test_whatever_is_typed_comes_back_with_the_same_code(
    edition: Edition, context: Context, tmp_path: Path
) -> None:
    document = adversarial(edition)
    path = tmp_path / "表.xlsx"
    path.write_bytes(exported(context, document))
    found, incoming = read_excel(context, path)
    assert found.key == edition.key
    assert unequal(document, incoming) == []
    assert code_of(edition, incoming.document) == code_of(edition, document)


def test_all_editions_in_one_workbook_come_back(context: Context, tmp_path: Path) -> None:
    made = [adversarial(edition, rows=12) for edition in EDITIONS]
    asked = [JudgedForm(edition_of(each), each, evaluate(edition_of(each), each)) for each in made]
    path = tmp_path / "全部.xlsx"
    path.write_bytes(write_excels(context, asked))
    found = read_excels(context, path)
    assert len(found) == len(made)
    for document, (edition, incoming) in zip(made, found, strict=True):
        assert code_of(edition, incoming.document) == code_of(edition, document)


@pytest.mark.outside
@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_what_libreoffice_saves_is_the_same_or_told(
    suffix: str, context: Context, tmp_path: Path
) -> None:
    # An .xls loses our names and is known by its words.
    travelling = documents(context, labels=suffix != "xls")
    for place, document in enumerate(travelling.values()):
        (tmp_path / f"{place}.xlsx").write_bytes(exported(context, document))
    again = convert(tmp_path, [f"{place}.xlsx" for place in range(len(travelling))], suffix)
    lost = {}
    for place, (name, document) in enumerate(travelling.items()):
        form = f"{document.form}/{document.edition}"
        _, incoming = read_excel(context, again / f"{place}.{suffix}", form)
        if untold := unequal(document, incoming):
            lost[name] = untold
        elif not (incoming.unread or incoming.notes or incoming.strange):
            same = code_of(edition_of(document), document)
            assert code_of(edition_of(document), incoming.document) == same
    assert lost == {}


@pytest.mark.slow
def test_a_form_typed_over_into_word_is_the_same_or_told(context: Context, tmp_path: Path) -> None:
    lost = {}
    for name, document in samples(context).items():
        path = tmp_path / "表.docx"
        path.write_bytes(as_docx(page_of(exported(context, document))))
        form = f"{document.form}/{document.edition}"
        _, incoming = read_excel(context, path, form)
        if untold := unequal(document, incoming):
            lost[name] = untold
    assert lost == {}


@pytest.mark.outside
@pytest.mark.slow
def test_a_filled_template_that_libreoffice_saved_comes_back(
    context: Context, tmp_path: Path
) -> None:
    made = {edition.key: adversarial(edition, escapes=False, rows=20) for edition in EDITIONS}
    for place, document in enumerate(made.values()):
        edition = edition_of(document)
        asked = JudgedForm(edition, document, evaluate(edition, document))
        book = opened(write_template(context, [asked]))
        book.save(tmp_path / f"{place}.xlsx")
    again = convert(tmp_path, [f"{place}.xlsx" for place in range(len(made))], "xlsx")
    for place, document in enumerate(made.values()):
        edition, incoming = read_excel(context, again / f"{place}.xlsx")
        assert unequal(document, incoming) == []
        assert code_of(edition, incoming.document) == code_of(edition, document)
