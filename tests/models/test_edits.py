"""Every edit gives the way back, and travels as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from perfdesk.models.answers import Answer
from perfdesk.models.document import Document, Row
from perfdesk.models.edits import (
    AddPrint,
    Batch,
    Edit,
    InsertRow,
    MoveRow,
    RemoveRow,
    SetAnswer,
    SetCell,
    SetFinal,
    edit_from_json,
    edit_to_json,
)
from perfdesk.models.finalised import Final, Print
from perfdesk.models.refs import Ref

NAMES = st.sampled_from(("甲", "乙", "丙"))
TABLES = st.sampled_from(("items", "costs"))
TEXTS = st.text(max_size=4)
FINALS = st.none() | st.builds(Final, st.sampled_from(("甲", "乙")), st.just("2024-11-21T14:02"))
ANSWERS = st.none() | st.builds(Answer, st.text(max_size=3), st.text(max_size=3))


class Undoing(RuleBasedStateMachine):
    """Edit at random, and take edits back in the order in which undo does."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document("form", "edition")
        self.back: list[tuple[Document, Edit]] = []

    def apply(self, edit: Edit) -> None:
        before = self.document.copy()
        self.back.append((before, edit.apply(self.document)))

    def some_row(self, data: Any, table: str) -> str:
        return data.draw(st.sampled_from(self.document.row_ids(table)))

    @rule(name=NAMES, text=TEXTS)
    def set_a_field(self, name: str, text: str) -> None:
        self.apply(SetCell(Ref(name), text))

    @rule(table=TABLES, name=NAMES, text=TEXTS, data=st.data())
    def set_a_cell_of_a_row(self, table: str, name: str, text: str, data: Any) -> None:
        if self.document.rows(table):
            self.apply(SetCell(Ref(name, table, self.some_row(data, table)), text))

    @rule(name=NAMES, answer=ANSWERS)
    def answer_a_field(self, name: str, answer: Answer | None) -> None:
        self.apply(SetAnswer("code", Ref(name), answer))

    @rule(table=TABLES, name=NAMES, answer=ANSWERS, data=st.data())
    def answer_a_cell_of_a_row(
        self, table: str, name: str, answer: Answer | None, data: Any
    ) -> None:
        if self.document.rows(table):
            at = Ref(name, table, self.some_row(data, table))
            self.apply(SetAnswer("code", at, answer))

    @rule(final=FINALS)
    def finalise(self, final: Final | None) -> None:
        self.apply(SetFinal(final))

    @rule(table=TABLES, place=st.integers(0, 5), text=TEXTS)
    def insert(self, table: str, place: int, text: str) -> None:
        row = Row(self.document.new_row_id(table), {"甲": text} if text else {}, {"x": 1})
        self.apply(InsertRow(table, place, row))

    @rule(table=TABLES, data=st.data())
    def remove(self, table: str, data: Any) -> None:
        if self.document.rows(table):
            self.apply(RemoveRow(table, self.some_row(data, table)))

    @rule(table=TABLES, place=st.integers(0, 5), data=st.data())
    def move(self, table: str, place: int, data: Any) -> None:
        if self.document.rows(table):
            self.apply(MoveRow(table, self.some_row(data, table), place))

    @rule(table=TABLES, name=NAMES, text=TEXTS)
    def several_at_once(self, table: str, name: str, text: str) -> None:
        row = Row(self.document.new_row_id(table))
        edits = (
            InsertRow(table, 0, row),
            SetCell(Ref(name, table, row.id), text),
            SetCell(Ref(name), text + "!"),
            MoveRow(table, row.id, 1),
        )
        self.apply(Batch(edits))

    @rule(table=TABLES)
    def several_of_which_one_fails(self, table: str) -> None:
        before = self.document.copy()
        row = Row(self.document.new_row_id(table), {"甲": "半"})
        broken = Batch((InsertRow(table, 0, row), SetCell(Ref("乙"), "半"), RemoveRow(table, "?")))
        with pytest.raises(KeyError):
            broken.apply(self.document)
        assert self.document == before

    @precondition(lambda self: self.back)
    @rule()
    def take_back(self) -> None:
        before, undo = self.back.pop()
        after = self.document.copy()
        redo = undo.apply(self.document)
        assert self.document == before
        again = self.document.copy()
        redo.apply(again)
        assert again == after

    @invariant()
    def no_cell_is_blank_and_no_table_empty(self) -> None:
        assert all(text for _, text in self.document.entries())
        assert all(self.document.tables.values())
        for table in self.document.tables:
            ids = self.document.row_ids(table)
            assert len(set(ids)) == len(ids)

    def teardown(self) -> None:
        while self.back:
            self.take_back()
        assert self.document == Document("form", "edition")


TestUndoing = Undoing.TestCase
TestUndoing.settings = settings(max_examples=40)


refs = st.builds(Ref, st.text(), st.text(), st.text())
answers = st.builds(Answer, st.text(), st.text(), st.dictionaries(st.just("by"), st.text()))
rows = st.builds(
    Row,
    st.text(),
    st.dictionaries(st.text(), st.text()),
    st.dictionaries(st.text(), st.integers()),
    st.dictionaries(st.tuples(st.text(), st.text()), answers, max_size=2),
)
codes, times = st.text(min_size=1).filter(str.strip), st.datetimes().map(str)
others = st.dictionaries(st.just("by"), st.text())
finals = st.none() | st.builds(Final, codes, st.just("") | times, others)
prints = st.builds(
    Print, codes, times, st.integers(1), st.sampled_from(("print", "pdf")), st.booleans(), others
)
leaves = st.one_of(
    st.builds(SetFinal, finals),
    st.builds(SetCell, refs, st.text()),
    st.builds(SetAnswer, st.text(), refs, st.none() | answers),
    st.builds(InsertRow, st.text(), st.integers(), rows),
    st.builds(RemoveRow, st.text(), st.text()),
    st.builds(MoveRow, st.text(), st.text(), st.integers()),
)
edits = st.recursive(
    leaves, lambda inner: st.builds(Batch, st.lists(inner, max_size=3).map(tuple)), max_leaves=6
)


@given(edits | st.builds(AddPrint, prints))
def test_an_edit_comes_back_from_json_as_it_was(edit: Edit | AddPrint) -> None:
    assert edit_from_json(json.loads(json.dumps(edit_to_json(edit)))) == edit


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"set": "甲"},
        {"set": 5, "field": "甲", "table": "", "row": ""},
        {"set": "甲", "field": None, "table": "", "row": ""},
        {"insert": "items", "place": "0", "row": "r1", "cells": {}, "extra": {}},
        {"insert": "items", "place": 0, "row": "r1", "cells": "ab", "extra": {}},
        {"insert": "items", "place": 0, "row": "r1", "cells": {"甲": 1}, "extra": {}},
        {"answer": None, "code": "甲", "field": "甲", "table": ""},
        {"answer": None, "code": 5, "field": "甲", "table": "", "row": ""},
        {"answer": "说", "code": "甲", "field": "甲", "table": "", "row": ""},
        {"answer": {"reason": "说"}, "code": "甲", "field": "甲", "table": "", "row": ""},
        {"insert": "i", "place": 0, "row": "r1", "cells": {}, "extra": {}, "answers": {}},
        {"remove": "items"},
        {"final": "甲"},
        {"final": {"at": "2024-11-21T14:02"}},
        {"final": {"code": " ", "at": "2024-11-21T14:02"}},
        {"final": {"code": "甲", "at": "下午"}},
        {"printed": {"code": "甲", "at": "2024-11-21T14:02", "pages": 2, "how": "pdf"}},
        {"batch": [{"printed": None}]},
        {"remove": ["items"], "row": "r1"},
        {"move": "items", "row": "r1", "place": True},
        {"move": "items", "row": "r1", "place": 1.5},
        {"batch": "set"},
        {"batch": [{}]},
        {"batch": 5},
        {"batch": ["set"]},
        [],
        "set",
        None,
        5,
    ],
)
def test_what_is_no_edit_is_refused(data: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        edit_from_json(data)


def test_an_inserted_row_is_not_shared_with_the_edit() -> None:
    document, row = Document("form", "edition"), Row("r1", {"甲": "前"})
    edit = InsertRow("items", 0, row)
    edit.apply(document)
    SetCell(Ref("甲", "items", "r1"), "后").apply(document)
    assert row.cells == {"甲": "前"}
    assert edit_to_json(edit)["cells"] == {"甲": "前"}


def test_an_answer_goes_with_its_row_and_comes_back_with_it() -> None:
    at, answer = Ref("甲", "items", "r1"), Answer("理由", "所指")
    document = Document("form", "edition", {}, {"items": [Row("r1", {"甲": "1"})]})
    SetAnswer("code", at, answer).apply(document)
    back = RemoveRow("items", "r1").apply(document)
    assert list(document.all_answers()) == []
    # A new row under the id that has become free is another row.
    InsertRow("items", 0, Row("r1", {"甲": "1"})).apply(document)
    assert document.answer("code", at) is None
    RemoveRow("items", "r1").apply(document)
    again = edit_from_json(json.loads(json.dumps(edit_to_json(back))))
    again.apply(document)
    assert document.answer("code", at) == answer


def test_a_blank_reason_answers_nothing() -> None:
    document = Document("form", "edition")
    SetAnswer("code", Ref("甲"), Answer(" \n", "所指")).apply(document)
    assert document == Document("form", "edition")


def test_a_row_of_an_old_journal_is_read_without_answers() -> None:
    old = {"insert": "items", "place": 0, "row": "r1", "cells": {"甲": "1"}, "extra": {}}
    assert edit_from_json(old) == InsertRow("items", 0, Row("r1", {"甲": "1"}))
