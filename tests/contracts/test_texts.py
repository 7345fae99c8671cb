"""The long texts of sound forms and of the samples: what is said of them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import cell_name
from perfdesk.rules.evaluate.engine import evaluate
from perfdesk.storage.project_file import read_project
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])
EDITIONS = [CATALOGUE[key] for key in CATALOGUE]
SAMPLES = sorted((RESOURCES / "samples").glob("*.perfdesk"))
# What checks of texts ask; a check that calls one of them is of a text.
ASKING = (
    "_contradicting(",
    "amount_unknown(",
    "done_after(",
    "parts_unequal(",
    "reckoned_wrong(",
    "misnumbered(",
    "doubled",
    "unpaired(",
    "gap_left(",
    "repealed_law(",
    "other_town(",
    "other_year(",
    "typed_number_of(",
    "points_taken(",
)
# The mistakes that stand in the texts of the samples.
SAID = {
    "人房共管服务项目": {
        ("date_after_period", "arrangement"),
        ("decrease_in_words", "arrangement"),
        ("approved_in_words", "arrangement"),
        ("count_in_words", "indicators[2].actual_value"),
        ("date_after_period", "remarks"),
    }
}


def said_of_texts(edition: Edition, document: Document) -> set[tuple[str, str]]:
    codes = {check.code for check in edition.checks if any(each in check.holds for each in ASKING)}
    assert codes
    return {
        (each.code, cell_name(each.at, document))
        for each in evaluate(edition, document).findings
        if each.code in codes
    }


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: each.key)
def test_nothing_is_said_of_the_texts_of_a_sound_form(edition: Edition) -> None:
    sound = document_of(edition, load_examples(CATALOGUE.folder(edition.key))[0])
    assert said_of_texts(edition, sound) == set()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_of_a_sample_that_is_said_which_is_wrong_in_it(path: Path) -> None:
    for document in read_project(path.read_bytes()).documents:
        edition = CATALOGUE[f"{document.form}/{document.edition}"]
        assert said_of_texts(edition, document) == SAID.get(path.stem, set())
