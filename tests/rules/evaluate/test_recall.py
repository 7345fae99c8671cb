"""What is kept between keystrokes never shows: any edits end in what a first look finds."""

from __future__ import annotations

import functools
import gc
import random
import weakref
from decimal import Decimal

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
from perfdesk.rules.evaluate import recall, verdicts
from perfdesk.rules.evaluate.compiled import Demand
from perfdesk.rules.evaluate.engine import Evaluator, evaluate
from perfdesk.rules.evaluate.order import in_form, with_more
from perfdesk.rules.evaluate.rows import ReadRow
from perfdesk.rules.evaluate.state import State
from perfdesk.session import Session
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])
KEYS = sorted(CATALOGUE.keys())


@functools.cache
def edition_and_sound_copy(key: str) -> tuple[Edition, Document]:
    edition = CATALOGUE[key]
    return edition, document_of(edition, load_examples(CATALOGUE.folder(key))[0])


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
    session = Session(
        Project([document]), document, edition, Evaluator(edition).evaluate, lambda: 0.0
    )
    untouched, seen = spelled(session.evaluation), []
    for step in walk:
        take(session, step)
        session.seal()
        seen.append((session.document.copy(), spelled(session.evaluation)))
    while session.can_undo:
        session.undo()
    assert spelled(session.evaluation) == untouched
    for earlier, warm in seen:
        assert spelled(evaluate(edition, earlier)) == warm


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=8)
@given(walk=walks())
def test_rows_passed_over_have_nothing_to_say(
    key: str, walk: list[tuple[str, int, int, int, str]]
) -> None:
    edition, sound = edition_and_sound_copy(key)
    sparing, thorough = Evaluator(edition), Evaluator(edition)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recall, "foresight", lambda demand: None)
        thorough.evaluate(sound)
    document = sound.copy()
    session = Session(Project([document]), document, edition, sparing.evaluate, lambda: 0.0)
    for step in walk:
        take(session, step)
        assert spelled(thorough.evaluate(document)) == spelled(session.evaluation)


# Equal figures that are written in two ways: what is kept of the one is not the other's.
@pytest.mark.parametrize("key", KEYS)
def test_a_figure_written_with_more_places_is_another_figure(key: str) -> None:
    edition, sound = edition_and_sound_copy(key)
    figures = (Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT, Kind.POINTS, Kind.INDICATOR_VALUE)
    cells = [(table, each.name) for table, each in edition.walk() if each.kind in figures]
    for table, name in cells:
        for row in sound.row_ids(table)[:1] if table else ("",):
            evaluator = Evaluator(edition)
            for text in ("1.0", "1.00", "1.0"):
                document = sound.copy()
                document.put(Ref(name, table, row), text)
                seen = spelled(evaluator.evaluate(document))
                assert spelled(evaluate(edition, document)) == seen


def test_two_forms_of_one_edition_do_not_mix() -> None:
    edition, sound = edition_and_sound_copy("monitoring_key/minhang-2024")
    other = sound.copy()
    other.put(Ref("actual_value", "indicators", "r2"), "1个居")
    own = spelled(evaluate(edition, sound)), spelled(evaluate(edition, other))
    assert own[0] != own[1]
    evaluator = Evaluator(edition)
    for _ in range(2):
        both = evaluator.evaluate(sound), evaluator.evaluate(other)
        assert (spelled(both[0]), spelled(both[1])) == own


def test_findings_stand_in_one_order_however_they_were_gathered() -> None:
    edition, sound = edition_and_sound_copy("monitoring_key/minhang-2024")
    document = sound.copy()
    for row in document.row_ids("indicators"):
        document.put(Ref("actual_value", "indicators", row), "约3")
    found = evaluate(edition, document).findings
    shuffled = random.Random(7).sample(found, len(found))
    assert len(found) > 10
    assert tuple(sorted(shuffled, key=in_form(edition, document))) == found
    assert with_more(edition, document, found[::2], found[1::2]) == found


def large(rows: int) -> tuple[Edition, Document]:
    """Give a form with many indicators of different names and words."""
    edition, sound = edition_and_sound_copy("monitoring_key/minhang-2024")
    document = sound.copy()
    pattern = document.rows("indicators")
    document.tables["indicators"] = [
        Row(f"n{n}", pattern[n % len(pattern)].cells | {"name": f"第{n}类设施完好率"})
        for n in range(rows)
    ]
    return edition, document


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the rows of indicators that were judged by something."""
    found: list[str] = []
    judge = verdicts.judge

    def judging(state: State, demand: Demand, rows: list[ReadRow]) -> object:
        if demand.table == "indicators":
            found.extend(row.id for row in rows)
        return judge(state, demand, rows)

    monkeypatch.setattr(recall, "judge", judging)
    return found


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (Ref("actual_value", "indicators", "n7"), "12个居"),
        (Ref("name", "indicators", "n7"), "另一个名称"),
        (Ref("target_value", "indicators", "n7"), "≥77%"),
        (Ref("goal_account"), "全年共服务居民1200人次。"),
        (Ref("measures"), "加强管理。"),
    ],
)
def test_a_key_asks_only_the_rows_it_can_matter_to(at: Ref, text: str, asked: list[str]) -> None:
    edition, document = large(300)
    evaluator = Evaluator(edition)
    evaluator.evaluate(document)
    asked.clear()
    document.put(at, text)
    evaluator.evaluate(document)
    assert set(asked) <= {at.row}


def test_a_name_given_twice_asks_the_row_that_has_it_too(asked: list[str]) -> None:
    edition, document = large(300)
    evaluator = Evaluator(edition)
    evaluator.evaluate(document)
    asked.clear()
    document.put(Ref("name", "indicators", "n7"), document.row("indicators", "n9").cells["name"])
    found = evaluator.evaluate(document).findings
    assert {each.at.row for each in found if each.code == "indicator_twice"} == {"n7", "n9"}
    assert set(asked) == {"n7", "n9"}


def test_memory_is_as_large_as_the_document_and_goes_with_it() -> None:
    edition, document = large(60)
    evaluator = Evaluator(edition)
    sizes = []
    for key in range(120):
        document.put(Ref("name", "indicators", "n7"), f"名称{key}")
        document.put(Ref("target_value", "indicators", "n8"), f"≥{key}%")
        document.put(Ref("goal_account"), f"第{key}句。第{key}年。" * 3)
        document.put(Ref("current_budget"), f"{Decimal(900_000 + key)}")
        evaluator.evaluate(document)
        if key in (20, 119):
            gc.collect()
            sizes.append(len(gc.get_objects()))
    assert sizes[1] < sizes[0] * 1.02
    gone = weakref.ref(evaluator)
    del evaluator
    assert gone() is None


def test_an_evaluation_that_was_broken_off_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition, document = large(20)
    evaluator = Evaluator(edition)
    evaluator.evaluate(document)
    document.put(Ref("name", "indicators", "n7"), "")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(recall, "judge", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        evaluator.evaluate(document)
    assert spelled(evaluator.evaluate(document)) == spelled(evaluate(edition, document))
