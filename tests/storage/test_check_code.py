from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.check_code import ALPHABET, normalised, why_not
from perfdesk.models.document import Document, Row
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.storage.check_code import canonical_form, check_code

CATALOGUE = Catalogue([Path(__file__).resolve().parents[2] / "resources" / "forms"])
# A form with fields, a table that grows, fixed rows and a framework.
EDITION = CATALOGUE[next(key for key in CATALOGUE if CATALOGUE[key].framework_field)]
FIXED = next(CATALOGUE[k] for k in CATALOGUE if any(t.rows for t in CATALOGUE[k].tables.values()))


def sound(edition=EDITION) -> Document:
    return document_of(edition, load_examples(CATALOGUE.folder(edition.key))[0])


CODE = check_code(EDITION, sound())
codes = st.text(ALPHABET, min_size=11, max_size=11).map(
    lambda marks: next(code for last in ALPHABET if (code := normalised(marks + last)))
)


def test_a_code_is_three_groups_of_four() -> None:
    assert [len(group) for group in CODE.split("-")] == [4, 4, 4]
    assert set(CODE) <= {*ALPHABET, "-"}
    assert normalised(CODE) == CODE


def test_published_codes_never_change() -> None:
    """A code stands on signed paper: no version of the program may reckon another one."""
    document = Document("some_form", "some-edition", {"project_name": "甲"})
    assert check_code(EDITION, document) == "FG3A-J2VW-A9FK"
    assert canonical_form(EDITION, document).startswith(b'{"cells":{')


# --- a code as people write it ------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        f" {CODE.replace('-', ' ')} ",
        CODE.replace("-", "—"),
        f"校验码：{CODE}",
        "".join(chr(ord(mark) + 0xFEE0) for mark in CODE),
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == CODE
    assert why_not(typed) == ""


@given(codes)
def test_letters_that_look_like_figures_are_taken_for_them(code: str) -> None:
    for figure, letters in (("0", "Oo"), ("1", "IiLl")):
        for letter in letters:
            assert normalised(code.replace(figure, letter)) == code


@given(codes)
def test_one_wrong_mark_is_always_found(code: str) -> None:
    marks = code.replace("-", "")
    for place, mark in enumerate(marks):
        for wrong in ALPHABET:
            if wrong != mark:
                assert normalised(marks[:place] + wrong + marks[place + 1 :]) is None


@given(codes)
def test_two_marks_exchanged_are_always_found(code: str) -> None:
    marks = code.replace("-", "")
    for one, other in combinations(range(len(marks)), 2):
        if marks[one] != marks[other]:
            swapped = list(marks)
            swapped[one], swapped[other] = marks[other], marks[one]
            assert normalised("".join(swapped)) is None


@pytest.mark.parametrize("typed", ["", "7K3F", CODE + "0", "你好", "UUUU-UUUU-UUUU"])
def test_what_is_no_code_is_said_why(typed: str) -> None:
    assert normalised(typed) is None
    assert why_not(typed).endswith("。")


# --- what counts as the same data ------------------------------------------------------------


def test_the_order_of_keys_and_the_ids_of_rows_do_not_count() -> None:
    document = sound()
    document.cells = dict(reversed(document.cells.items()))
    document.tables = {
        name: [Row(f"x{row.id}", dict(reversed(row.cells.items()))) for row in rows]
        if not EDITION.tables[name].rows
        else rows
        for name, rows in reversed(document.tables.items())
    }
    assert check_code(EDITION, document) == CODE


def test_empty_rows_and_blanks_do_not_count() -> None:
    document = sound()
    for name, rows in document.tables.items():
        if not EDITION.tables[name].rows:
            rows.insert(0, Row("leer", {EDITION.tables[name].columns[0].name: "  "}))
    for name, text in document.cells.items():
        document.cells[name] = f"{text}\r\n"
    assert check_code(EDITION, document) == CODE


def test_what_is_no_entry_does_not_count() -> None:
    document = sound()
    document.extra["finalised"] = {"time": "…"}
    document.cells["nobody_knows_me"] = "甲"
    for table, field in EDITION.walk():
        if field.is_computed and not table:
            document.cells[field.name] = "1"
    assert check_code(EDITION, document) == CODE


@pytest.mark.parametrize(
    "same",
    [
        ("36453.4", "36,453.40", "３６４５３．４", "¥36453.40", "3.64534万元"),
        ("36500", "3.65万元", "36,500.00元"),
    ],
)
def test_an_amount_counts_by_value(same: tuple[str, ...]) -> None:
    name = amount_field()
    found = set()
    for text in same:
        document = sound()
        document.cells[name] = text
        found.add(check_code(EDITION, document))
    assert len(found) == 1
    assert found != {CODE}


def amount_field() -> str:
    return next(
        each.name
        for each in EDITION.fields.values()
        if each.kind is Kind.AMOUNT and each.unit == "元" and not each.is_computed
    )


def test_any_changed_cell_gives_another_code() -> None:
    for edition in (EDITION, FIXED):
        first = check_code(edition, sound(edition))
        entries = [at for at, _ in sound(edition).entries() if not edition.field(at).is_computed]
        assert len(entries) > 10
        for at in entries:
            document = sound(edition)
            document.put(at, f"另{document.text(at)}")
            assert check_code(edition, document) != first, at


@given(st.sampled_from([at for at, _ in sound().entries()]), st.text(min_size=1))
def test_the_code_changes_exactly_with_the_entries(at: Ref, text: str) -> None:
    from perfdesk.exchange.incoming.differences import same_data

    document = sound()
    document.put(at, text)
    same = same_data(EDITION, document, sound())
    # Half a pair of surrogates is no character; every file holds U+FFFD for it.
    if text.isprintable():
        assert (check_code(EDITION, document) == CODE) is same


def test_the_order_of_rows_counts() -> None:
    document = sound()
    table = next(
        n for n, rows in document.tables.items() if not EDITION.tables[n].rows and rows[1:]
    )
    document.tables[table].reverse()
    assert check_code(EDITION, document) != CODE


def test_an_entry_of_one_cell_is_no_entry_of_another() -> None:
    texts = [f.name for f in EDITION.fields.values() if f.kind is Kind.LONG_TEXT][:2]
    found = {
        check_code(EDITION, Document(EDITION.form, EDITION.edition, {name: "甲"})) for name in texts
    }
    assert len(found) == 2


def test_half_a_character_counts_as_what_a_project_file_makes_of_it() -> None:
    document, read = sound(), sound()
    document.put(Ref("project_name"), "半\ud83d个")
    read.put(Ref("project_name"), "半\ufffd个")
    assert check_code(EDITION, document) == check_code(EDITION, read)


def test_another_edition_gives_another_code() -> None:
    document = sound()
    document.edition += "x"
    assert check_code(EDITION, document) != CODE
