"""What the worker read comes through the pipe whole, and nothing else comes through it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.commands.intake_reading import as_sent, from_sent
from perfdesk.exchange.incoming.incoming import (
    Incoming,
    Note,
    Place,
    ReturnedRow,
    ReturnedSheet,
    Strange,
    Understood,
)
from perfdesk.exchange.untrusted.refusal import BLOATED, Refused
from perfdesk.models.document import Document, Row
from perfdesk.models.refs import Ref

# A form comes as the project it becomes: no half of a surrogate pair, and no blank entry.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ENTRIES = st.dictionaries(TEXTS, TEXTS.filter(bool), max_size=3)
PLACES = st.builds(Place, TEXTS, st.integers(1, 10**6), st.integers(1, 10**6))
REFS = st.builds(Ref, TEXTS, TEXTS, TEXTS)
NAMES = st.text("abcdefgh-_0123456789", min_size=1, max_size=9)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    tables = draw(st.dictionaries(TEXTS, st.lists(ENTRIES, min_size=1, max_size=3), max_size=3))
    return Document(
        draw(NAMES),
        draw(NAMES),
        draw(ENTRIES),
        {
            name: [Row(f"r{place}", cells) for place, cells in enumerate(rows)]
            for name, rows in tables.items()
        },
    )


ROWS = st.builds(
    ReturnedRow,
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(TEXTS, max_size=3).map(tuple),
    st.frozensets(st.integers(0, 99), max_size=3),
)
SHEETS = st.builds(
    ReturnedSheet,
    TEXTS,
    st.lists(st.lists(TEXTS, max_size=3).map(tuple), max_size=2).map(tuple),
    st.lists(ROWS, max_size=3).map(tuple),
)
FOUND = st.builds(
    Incoming,
    documents(),
    st.dictionaries(REFS, TEXTS, max_size=3),
    st.lists(st.builds(Note, TEXTS, TEXTS, st.lists(PLACES, max_size=2).map(tuple)), max_size=3),
    st.sets(REFS, max_size=3),
    TEXTS,
    st.lists(st.builds(Understood, REFS, TEXTS, TEXTS, PLACES), max_size=3),
    st.lists(st.builds(Strange, TEXTS, PLACES), max_size=3),
    st.dictionaries(REFS, PLACES, max_size=3),
    st.lists(SHEETS, max_size=2),
)
BACK = ReturnedRow("表 A7", ("丁",), ("戊",), frozenset({0}))
WHOLE = as_sent(
    Incoming(
        Document("a", "b", {"name": "甲"}, {"t": [Row("r1", {"title": "乙"})]}),
        {Ref("rate"): "98%"},
        [Note("甲", "乙", (Place("表", 1, 2),))],
        {Ref("", "t")},
        "7K3F-9QX2-MD4T",
        [Understood(Ref("name"), "项目名称", "甲", Place("表", 3, 4))],
        [Strange("丙", Place("表", 5, 6))],
        {Ref("name"): Place("表", 3, 4)},
        [ReturnedSheet("表", (("头",),), (BACK,))],
    )
)


def through(plain: Any) -> Any:
    return json.loads(json.dumps(plain))


@given(FOUND)
def test_whatever_was_read_comes_through_the_pipe_whole(found: Incoming) -> None:
    assert from_sent(through(as_sent(found))) == found


def places_in(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the ways to every piece of plain data."""
    keys = (
        range(len(plain)) if isinstance(plain, list) else plain if isinstance(plain, dict) else ()
    )
    return [path, *(way for key in keys for way in places_in(plain[key], (*path, key)))]


JUNK = (None, True, 1.5, -(10**30), "文", [], {}, [[]], [None], {"a": 1}, ["a", "b", "c", "d", "e"])


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_another_answer_is_refused_as_such_or_read_as_one(junk: object) -> None:
    whole = through(WHOLE)
    refused = 0
    for path in places_in(whole):
        answer: Any = {"": deepcopy(whole)}
        *way, last = ("", *path)
        inner = answer
        for step in way:
            inner = inner[step]
        inner[last] = junk
        try:
            assert isinstance(from_sent(answer[""]), Incoming)
        except (KeyError, TypeError, ValueError):
            refused += 1
    assert refused


@pytest.mark.parametrize("key", WHOLE)
def test_an_answer_without_a_part_is_refused(key: str) -> None:
    with pytest.raises(KeyError):
        from_sent({name: part for name, part in through(WHOLE).items() if name != key})


def test_more_rows_than_a_project_holds_are_refused_before_they_travel() -> None:
    rows = [Row(f"r{place}", {"title": "甲"}) for place in range(5_001)]
    with pytest.raises(Refused) as caught:
        as_sent(Incoming(Document("a", "b", {}, {"t": rows})))
    assert caught.value.message == BLOATED
