"""A document keeps texts and rows, and a copy of it is its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.document import Document, Row
from perfdesk.models.edits import InsertRow, MoveRow, RemoveRow, SetCell
from perfdesk.models.refs import Ref, cell_name, split_cell_name


def filled() -> Document:
    rows = [Row("r1", {"name": "甲"}, {"colour": "红"}), Row("r7", {"name": "乙"})]
    return Document("form", "edition", {"title": "题"}, {"items": rows}, {"later": [1]})


def test_a_copy_shares_nothing_an_edit_can_change() -> None:
    document = filled()
    for edit in (
        SetCell(Ref("title"), "改"),
        SetCell(Ref("other"), "新"),
        SetCell(Ref("name", "items", "r1"), "改"),
        InsertRow("items", 0, Row("r8")),
        InsertRow("costs", 0, Row("r1")),
        RemoveRow("items", "r7"),
        MoveRow("items", "r7", 0),
    ):
        copy = document.copy()
        edit.apply(copy)
        assert copy != document
        assert document == filled()


def test_a_new_row_id_is_new_and_the_same_each_time() -> None:
    document = filled()
    assert document.new_row_id("items") == document.new_row_id("items") == "r8"
    assert document.new_row_id("costs") == "r1"


def test_entries_are_every_filled_cell() -> None:
    assert list(filled().entries()) == [
        (Ref("title"), "题"),
        (Ref("name", "items", "r1"), "甲"),
        (Ref("name", "items", "r7"), "乙"),
    ]


def test_a_row_that_is_gone_is_not_found() -> None:
    with pytest.raises(KeyError):
        filled().text(Ref("name", "items", "r2"))
    with pytest.raises(KeyError):
        filled().place("costs", "r1")


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


@given(names, names, st.integers(1, 99_999))
def test_a_cell_name_comes_apart_as_it_was_written(table: str, field: str, place: int) -> None:
    assert split_cell_name(f"{table}[{place}].{field}") == (table, place, field)
    assert split_cell_name(field) == ("", 0, field)


def test_rows_are_named_by_place_and_known_by_id() -> None:
    document = filled()
    assert cell_name(Ref("name", "items", "r7"), document) == "items[2].name"
    MoveRow("items", "r7", 0).apply(document)
    assert cell_name(Ref("name", "items", "r7"), document) == "items[1].name"
    assert cell_name(Ref("name", "items", "gone"), document) == "items[].name"


@given(st.text())
def test_what_is_no_cell_name_is_refused(text: str) -> None:
    try:
        table, place, field = split_cell_name(text)
    except ValueError:
        return
    assert text == (f"{table}[{place}].{field}" if table else field)


@pytest.mark.parametrize(
    "text",
    ["", "a[0].b", "a[-1].b", "a[1]b", "a[1].", "a[99999999].b", "A", "a.b", "a[1].b\n", "名"],
)
def test_near_misses_are_no_cell_names(text: str) -> None:
    with pytest.raises(ValueError):
        split_cell_name(text)
