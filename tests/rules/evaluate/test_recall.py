"""What is kept between keystrokes never shows: any edits end in what a first look finds."""

from __future__ import annotations

import functools
import gc
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.edits import InsertRow, MoveRow, RemoveRow, SetCell
from perfdesk.models.finding import Evaluation
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.compiled import CompiledCheck
from perfdesk.rules.evaluate.engine import evaluate, in_order
from perfdesk.rules.evaluate.recall import by_row
from perfdesk.rules.evaluate.rows import Around, Line
from perfdesk.rules.formula.cells import Cells
from perfdesk.session import Session
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])
KEYS = sorted(CATALOGUE.keys())


@functools.cache
def edition_and_sound_copy(key: str) -> tuple[Edition, Document]:
    edition = CATALOGUE[key]
    return edition, document_of(edition, load_examples(CATALOGUE.folder(key))[0])


COMPILED = ("perfdesk.rules.evaluate.compiled", "perfdesk.rules.formula.compiler")
KEPT = [
    each
    for each in gc.get_objects()
    if isinstance(each, functools._lru_cache_wrapper)
    and each.__module__.startswith("perfdesk.rules.")
    and each.__module__ not in COMPILED
]


def forget() -> None:
    """Empty whatever the rules keep of documents; compiled editions may stay."""
    for each in KEPT:
        each.cache_clear()


def spelled(evaluation: Evaluation) -> str:
    """Write an evaluation out: figures that are equal may be written in two ways."""
    return repr((tuple(evaluation.computed.items()), evaluation.findings))


TEXTS = st.sampled_from(
    (
        *("", " ", "0", "1", "1.0", "1.00", "12", "90%", "≥23个居", "23个居", "893000", "大约三个"),
        *("2024-08-31", "是", "无偏差", "执行率为99.22%。", "产出指标", "数量指标", "A1 甲"),
    )
)


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, int, int, int, str]]:
    """Draw steps that fit any edition: what to do, and numbers to choose table, row and place."""
    kinds = st.sampled_from(("cell", "cell", "cell", "insert", "remove", "move", "undo", "redo"))
    numbers = st.integers(0, 999)
    return draw(st.lists(st.tuples(kinds, numbers, numbers, numbers, TEXTS), max_size=12))


def take(session: Session, step: tuple[str, int, int, int, str]) -> None:
    """Take one step, where the document has a place for it."""
    kind, first, second, third, text = step
    edition, document = session.edition, session.document
    growing = [name for name, table in edition.tables.items() if not table.rows]
    table = growing[first % len(growing)]
    ids = document.row_ids(table)
    if kind == "cell":
        cells = list(edition.walk())
        owner, field = cells[second % len(cells)]
        rows = document.row_ids(owner)
        if rows or not owner:
            row = rows[third % len(rows)] if owner else ""
            session.apply(SetCell(Ref(field.name, owner, row), text))
    elif kind == "insert":
        cells_of_row = dict(document.rows(table)[second % len(ids)].cells) if ids else {}
        new = Row(document.new_row_id(table), cells_of_row)
        session.apply(InsertRow(table, third % (len(ids) + 1), new))
    elif kind == "remove" and ids:
        session.apply(RemoveRow(table, ids[second % len(ids)]))
    elif kind == "move" and ids:
        session.apply(MoveRow(table, ids[second % len(ids)], third % len(ids)))
    elif kind == "undo":
        session.undo()
    elif kind == "redo":
        session.redo()


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=12)
@given(walk=walks())
def test_after_any_edits_all_is_found_that_a_first_look_finds(
    key: str, walk: list[tuple[str, int, int, int, str]]
) -> None:
    edition, sound = edition_and_sound_copy(key)
    document = sound.copy()
    session = Session(Project([document]), document, edition, evaluate, lambda: 0.0)
    untouched, seen = spelled(session.evaluation), []
    for step in walk:
        take(session, step)
        session.seal()
        seen.append((session.document.copy(), spelled(session.evaluation)))
    while session.can_undo:
        session.undo()
    assert spelled(session.evaluation) == untouched
    for earlier, warm in seen:
        forget()
        assert spelled(evaluate(edition, earlier)) == warm


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=8)
@given(walk=walks())
def test_rows_passed_over_have_nothing_to_say(
    key: str, walk: list[tuple[str, int, int, int, str]]
) -> None:
    edition, sound = edition_and_sound_copy(key)
    document = sound.copy()
    session = Session(Project([document]), document, edition, evaluate, lambda: 0.0)
    for step in walk:
        take(session, step)
    forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CompiledCheck, "concerns", lambda *_: True)
        all_asked = spelled(evaluate(edition, document))
    forget()
    assert spelled(evaluate(edition, document)) == all_asked


# Equal figures that are written in two ways: what is kept of the one is not the other's.
@pytest.mark.parametrize("key", KEYS)
def test_a_figure_written_with_more_places_is_another_figure(key: str) -> None:
    edition, sound = edition_and_sound_copy(key)
    figures = (Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT, Kind.POINTS, Kind.INDICATOR_VALUE)
    cells = [(table, each.name) for table, each in edition.walk() if each.kind in figures]
    for table, name in cells:
        for row in sound.row_ids(table)[:1] if table else ("",):
            warm = []
            for text in ("1.0", "1.00"):
                document = sound.copy()
                document.put(Ref(name, table, row), text)
                warm.append((document, spelled(evaluate(edition, document))))
            for document, seen in warm[1:]:
                forget()
                assert spelled(evaluate(edition, document)) == seen


def test_two_forms_of_one_edition_do_not_mix() -> None:
    edition, sound = edition_and_sound_copy("monitoring_key/minhang-2024")
    other = sound.copy()
    other.put(Ref("actual_value", "indicators", "r2"), "1个居")
    own = spelled(evaluate(edition, sound)), spelled(evaluate(edition, other))
    assert own[0] != own[1]
    for _ in range(2):
        assert (spelled(evaluate(edition, sound)), spelled(evaluate(edition, other))) == own


def test_findings_stand_in_one_order_however_they_were_gathered() -> None:
    edition, sound = edition_and_sound_copy("monitoring_key/minhang-2024")
    document = sound.copy()
    for row in document.row_ids("indicators"):
        document.put(Ref("actual_value", "indicators", row), "约3")
    found = evaluate(edition, document).findings
    shuffled = random.Random(7).sample(found, len(found))
    assert len(found) > 10
    assert in_order(edition, document, shuffled) == found


def line(name: str) -> Line:
    return Line(name, {}, Cells(), {})


def test_only_rows_that_changed_are_asked_again() -> None:
    asked: list[str] = []

    @by_row
    def follow(what: str, around: Around, row: Line) -> str:
        asked.append(row.id)
        return what + row.id

    edition, _ = edition_and_sound_copy(KEYS[0])
    around, elsewhere = (Around(edition, name, Cells(), Cells()) for name in ("", "二"))
    a, b, c, d = map(line, "abcd")
    assert list(follow("-", around, (a, b, c))) == ["-a", "-b", "-c"]
    assert list(follow("-", around, (a, b, c))) == ["-a", "-b", "-c"]
    assert asked == ["a", "b", "c"]
    # A row moved, one gone, one new, and one there twice.
    assert list(follow("-", around, (c, d, a, a))) == ["-c", "-d", "-a", "-a"]
    assert asked == ["a", "b", "c", "d"]
    # Equal to look at, yet another row.
    assert list(follow("-", around, (line("a"),))) == ["-a"]
    assert list(follow("+", around, (a,))) == ["+a"]
    assert list(follow("-", elsewhere, (a,))) == ["-a"]
    assert asked == ["a", "b", "c", "d", "a", "a", "a"]
