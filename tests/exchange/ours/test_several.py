"""One workbook holds several forms, and each of them comes back as if it were alone."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from perfdesk.exchange.incoming.differences import differences
from perfdesk.exchange.ours.read import Incoming, NotOurForm, read_workbook
from perfdesk.exchange.ours.several import each_form, read_forms
from perfdesk.exchange.xlsx.write import Form, write_forms, write_workbook
from perfdesk.models.document import Document
from tests.exchange.small_form import (
    EDITION,
    EDITIONS,
    document,
    grid_of,
    heights,
    paper,
    with_rows,
)

ONE = with_rows(document(name="甲", amount="1", since="2024-01-01"), {"title": "一"})
TWO = with_rows(document(name="乙", background="背景"), {"title": "二"}, {"title": "三"})
THREE = document(name="丙", regular="否")
ALL = (ONE, TWO, THREE)


def written(*documents: Document, codes: tuple[str, ...] = ("", "", "")) -> bytes:
    sheets = [replace(paper(each), code=code) for each, code in zip(documents, codes, strict=False)]
    return write_forms([Form(sheet, heights(sheet), EDITION) for sheet in sheets])


def read(data: bytes) -> tuple[Incoming, ...]:
    return read_forms(grid_of(data), EDITIONS)


def saved(book: Workbook) -> bytes:
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_each_form_comes_back_in_its_order() -> None:
    came = read(written(*ALL))
    assert [differences(EDITION, m, c.document) for m, c in zip(ALL, came, strict=True)] == [()] * 3
    assert [each.notes for each in came] == [[], [], []]


def test_sheets_and_names_are_told_apart() -> None:
    book = load_workbook(BytesIO(written(*ALL)))
    assert book.sheetnames == ["小表", "小表 2", "小表 3", "_perfdesk"]
    names = [name.casefold() for name in book.defined_names]
    assert len(set(names)) == len(names)
    assert {name.split(".")[0] for name in names} == {"s1", "s2", "s3"}


def test_each_form_keeps_its_own_code() -> None:
    codes = ("73EGYYVH5B15", "", "99TTF0F8EW02")
    came = read(written(*ALL, codes=codes))
    alone = replace(paper(ONE), code=codes[0])
    [plain] = read(write_workbook(alone, heights(alone)))
    assert came[0].code == plain.code != ""
    assert came[1].code == ""


def test_a_form_by_itself_is_written_and_read_as_ever() -> None:
    sheet = paper(ONE)
    assert written(ONE) == write_forms([Form(sheet, heights(sheet), EDITION)])
    grid = grid_of(written(ONE))
    assert each_form(grid) == (grid,)
    assert differences(EDITION, ONE, read_workbook(grid, EDITIONS).document) == ()


def test_rows_inserted_above_one_form_leave_the_others_alone() -> None:
    book = load_workbook(BytesIO(written(ONE, TWO)))
    page = book.worksheets[0]
    page[name_at(book, "s1.f.name")].value = "改"
    came = read(saved(book))
    assert [each.document.cells["name"] for each in came] == ["改", "乙"]


def name_at(book: Workbook, name: str) -> str:
    return book.defined_names[name].attr_text.split("!")[1].split(":")[0].replace("$", "")


def test_a_sheet_that_was_deleted_is_said_and_the_others_are_read() -> None:
    book = load_workbook(BytesIO(written(*ALL)))
    del book["小表 2"]
    for name in [name for name in book.defined_names if name.startswith("s2.")]:
        del book.defined_names[name]
    came = read(saved(book))
    assert [each.document.cells["name"] for each in came] == ["甲", "丙"]
    assert "没有读入" in came[0].notes[0].message


def test_without_the_hidden_sheet_each_is_known_by_the_property() -> None:
    book = load_workbook(BytesIO(written(ONE, THREE)))
    del book["_perfdesk"]
    came = read(saved(book))
    assert [each.document.cells["name"] for each in came] == ["甲", "丙"]
    del book.custom_doc_props["perfdesk"]
    assert [each.document.cells["name"] for each in read(saved(book))] == ["甲", "丙"]


def test_names_of_a_converted_workbook_are_known() -> None:
    grid = grid_of(written(ONE, TWO))
    converted = {name.replace(".", "_"): place for name, place in grid.names.items()}
    came = read_forms(replace(grid, names=converted), EDITIONS)
    assert [each.document.cells["name"] for each in came] == ["甲", "乙"]
    assert differences(EDITION, TWO, came[1].document) == ()


def test_an_older_program_says_that_it_does_not_know_several_forms() -> None:
    with pytest.raises(NotOurForm, match="更新版本"):
        read_workbook(grid_of(written(ONE, TWO)), EDITIONS)


def test_a_workbook_without_any_form_is_refused() -> None:
    with pytest.raises(NotOurForm):
        read(saved(Workbook()))


@pytest.mark.parametrize("name", ["", "s0.", "sx.", "s1", "s999999.", "f."])
def test_whatever_the_hidden_sheet_says_is_survived(name: str) -> None:
    book = load_workbook(BytesIO(written(ONE, TWO)))
    page = book["_perfdesk"]
    page["B2"].value = name
    came = read(saved(book))
    assert "乙" in [each.document.cells.get("name") for each in came]
