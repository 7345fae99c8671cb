"""Whatever was done to a form, its entries come back, or what is missing is named."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from perfdesk.commands.form import JudgedForm
from perfdesk.commands.workbooks import write_excel
from perfdesk.exchange.incoming.differences import differences
from perfdesk.exchange.incoming.incoming import Incoming
from perfdesk.exchange.parse import docx, xlsx
from perfdesk.exchange.parse.grid import as_grid
from perfdesk.exchange.parse.text import decode
from perfdesk.exchange.reading import forms_in, read_pasted
from perfdesk.exchange.untrusted.gate import admit_any
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.rules.evaluate.engine import evaluate
from tests.conftest import RESOURCES, make_context
from tests.exchange.labels.disfigured import Case, cases, disfigure, know_labels

CATALOGUE = Catalogue([RESOURCES / "forms"])
CASES = cases()


@cache
def sound(key: str) -> Document:
    return document_of(CATALOGUE[key], load_examples(CATALOGUE.folder(key))[0])


@cache
def exported(key: str) -> bytes:
    edition, document = CATALOGUE[key], sound(key)
    with TemporaryDirectory() as folder:
        context = make_context(Path(folder), CATALOGUE)
        return write_excel(context, JudgedForm(edition, document, evaluate(edition, document)))


def labels_of(edition: Edition) -> set[str]:
    """Give what is printed on the form for nobody to fill in."""
    texts = {
        cell.text.strip("：")
        for band in edition.layout.bands
        for row in band.rows
        for cell in row.cells
        if "{" not in cell.text
    }
    levels = {n for f in edition.frameworks for one, two in f.levels.items() for n in (one, *two)}
    return (
        (texts | {its_field.label for _, its_field in edition.walk()} | {"一级指标", "二级指标"})
        - levels
        - {""}
    )


@cache
def read_case(case: Case) -> tuple[Incoming, ...]:
    """Read without the worker, whose start would be most of the time."""
    know_labels(labels_of(CATALOGUE[case.edition]) - set(sound(case.edition).texts()))
    data = disfigure(case, exported)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"表{case.suffix}"
        path.write_bytes(data)
        kind, admitted = admit_any(path)
    parsers = {"xlsx": xlsx.parse, "docx": docx.parse}
    if kind in parsers:
        return forms_in(as_grid(json.loads(json.dumps(parsers[kind](admitted)))), CATALOGUE)
    return forms_in(read_pasted(decode(admitted)), CATALOGUE)


def recovery(case: Case, found: tuple[Incoming, ...]) -> tuple[int, list[str], int]:
    """Count the entries of a case, list those that did not come back, count those named."""
    total, lost, named = 0, [], 0
    wanted = [case.edition, *([case.with_edition] if case.with_edition else [])]
    waiting = list(found)
    for key in wanted:
        edition, document = CATALOGUE[key], sound(key)
        total += len(list(document.entries()))
        incoming = next(
            (i for i in waiting if f"{i.document.form}/{i.document.edition}" == key), None
        )
        if incoming is None:
            lost.append(f"{key} not found")
            continue
        waiting.remove(incoming)
        told = "".join(note.where + note.message for note in incoming.notes)
        for each in differences(edition, document, incoming.document):
            plain = case.suffix == ".txt"  # a line feed in a copied cell is a blank
            if plain and each.before.split() == each.after.split():
                continue
            lost.append(f"{each.what} {each.label}: {each.before!r:.40} -> {each.after!r:.40}")
            named += each.label in told
    lost += [f"extra form {i.document.form}" for i in waiting]
    return total, lost, named


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.name}-{c.edition}".replace(" ", "_"))
def test_what_was_disfigured_comes_back_or_is_named(case: Case) -> None:
    _, lost, named = recovery(case, read_case(case))
    assert len(lost) == named, lost
    missing = {label for label in case.missing if any(label in each for each in lost)}
    assert len(lost) == len(case.missing) == len(missing)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.name}-{c.edition}".replace(" ", "_"))
def test_nothing_of_a_form_is_listed_as_not_understood(case: Case) -> None:
    assert [each.text for found in read_case(case) for each in found.strange] == []
