"""A session: whatever was done can be undone, done again, and is told as it is."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from perfdesk.models.answers import Answer
from perfdesk.models.document import Document, Project, Row
from perfdesk.models.edits import (
    AddPrint,
    Batch,
    InsertRow,
    MoveRow,
    RemoveRow,
    SetAnswer,
    SetCell,
    SetFinal,
)
from perfdesk.models.finalised import Final, Print
from perfdesk.models.finding import Evaluation, said_at_cells
from perfdesk.models.refs import Ref
from perfdesk.rules.evaluate.engine import Evaluator, evaluate
from perfdesk.session import Cause, Change, Evaluate, Session
from perfdesk.storage.project_file import write_project
from tests.rules.evaluate.test_engine import amount, small

EDITION = small(
    amount("a"),
    amount("b"),
    amount("total", "a + b + sum(items.cost)"),
    table=(amount("cost"), amount("share", "cost / total")),
)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def make(judge: Evaluate | None = None) -> tuple[Session, Clock]:
    clock, document = Clock(), Document("small", "one")
    judge = judge or Evaluator(EDITION).evaluate
    return Session(Project([document]), document, EDITION, judge, clock), clock


def saved(document: Document) -> bytes:
    return write_project(Project([document]))


NAMES = st.sampled_from(("a", "b"))
TEXTS = st.sampled_from(("", "1", "2", "x", " ", "无"))


class Working(RuleBasedStateMachine):
    """Do what a clerk does, and hold the session against a plain list of states."""

    def __init__(self) -> None:
        super().__init__()
        self.session, self.clock = make()
        self.told: list[Change] = []
        self.session.listen(self.told.append)
        self.start = self.session.document.copy()
        self.saved = self.start.copy()

    def apply(self, edit: Any) -> None:
        before, count = self.session.document.copy(), len(self.told)
        changed = self.session.apply(edit)
        assert changed == (len(self.told) > count)
        if not changed:
            assert self.session.document == before
        else:
            assert self.told[-1].cause is Cause.EDIT
            assert self.told[-1].edit == edit
            assert not self.session.can_redo

    @rule(name=NAMES, text=TEXTS, pause=st.sampled_from((0.1, 5.0)))
    def type(self, name: str, text: str, pause: float) -> None:
        self.clock.seconds += pause
        self.apply(SetCell(Ref(name), text))

    @rule(text=TEXTS, data=st.data(), pause=st.sampled_from((0.1, 5.0)))
    def type_in_a_row(self, text: str, data: Any, pause: float) -> None:
        if ids := self.session.document.row_ids("items"):
            self.clock.seconds += pause
            self.apply(SetCell(Ref("cost", "items", data.draw(st.sampled_from(ids))), text))

    @rule(final=st.sampled_from((None, Final("A"), Final("B"))))
    def finalise(self, final: Final | None) -> None:
        self.apply(SetFinal(final))

    @rule(pages=st.integers(1, 9))
    def print(self, pages: int) -> None:
        fact = AddPrint(Print("A", "2024-11-21T14:02", pages, "print", draft=True))
        could = self.session.can_undo, self.session.can_redo
        self.session.note(fact)
        assert (self.told[-1].cause, self.told[-1].fact) == (Cause.NOTE, fact)
        assert (self.session.can_undo, self.session.can_redo) == could
        assert self.session.is_dirty
        # Whatever is undone from now on, the copy has been printed.
        self.start.prints = self.session.document.prints

    @rule(name=NAMES, reason=st.sampled_from(("", "理由", "另一理由")))
    def answer(self, name: str, reason: str) -> None:
        """Answer whatever is found at a field, or take it back: also where nothing is found."""
        findings = self.session.evaluation.findings
        codes = [each.code for each in findings if each.at == Ref(name)] or ["code"]
        answer = (
            Answer(reason, said_at_cells(findings).get((codes[0], Ref(name)), ""))
            if reason
            else None
        )
        self.apply(SetAnswer(codes[0], Ref(name), answer))

    @rule(place=st.integers(0, 3))
    def insert(self, place: int) -> None:
        row = Row(self.session.document.new_row_id("items"))
        place = min(place, len(self.session.document.rows("items")))
        self.apply(InsertRow("items", place, row))

    @rule(place=st.integers(0, 3), data=st.data())
    def move(self, place: int, data: Any) -> None:
        if ids := self.session.document.row_ids("items"):
            self.apply(MoveRow("items", data.draw(st.sampled_from(ids)), min(place, len(ids) - 1)))

    @rule(data=st.data())
    def remove(self, data: Any) -> None:
        if ids := self.session.document.row_ids("items"):
            self.apply(RemoveRow("items", data.draw(st.sampled_from(ids))))

    @rule(one=TEXTS, other=TEXTS)
    def paste(self, one: str, other: str) -> None:
        self.apply(Batch((SetCell(Ref("a"), one), SetCell(Ref("b"), other))))

    @rule()
    def leave_the_cell(self) -> None:
        self.session.seal()

    @rule()
    def save(self) -> None:
        self.session.mark_saved()
        self.saved = self.session.document.copy()
        assert not self.session.is_dirty

    @rule()
    def undo_and_redo(self) -> None:
        if self.session.can_undo:
            after = self.session.document.copy()
            self.session.undo()
            assert self.told[-1].cause is Cause.UNDO
            assert self.session.can_redo
            self.session.redo()
            assert self.told[-1].cause is Cause.REDO
            assert self.session.document == after

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        after, steps = self.session.document.copy(), 0
        while self.session.can_undo:
            self.session.undo()
            steps += 1
        assert self.session.document == self.start
        for _ in range(steps):
            self.session.redo()
        assert self.session.document == after

    @invariant()
    def what_is_not_dirty_stands_in_the_file(self) -> None:
        if not self.session.is_dirty:
            assert self.session.document == self.saved

    @invariant()
    def what_is_told_is_what_is_there(self) -> None:
        assert self.session.evaluation == evaluate(EDITION, self.session.document)
        if self.told:
            assert self.told[-1].evaluation is self.session.evaluation


def test_the_way_back_to_a_state_is_counted_and_nothing_is_changed() -> None:
    session, clock = make()
    for text in ("1", "2", "3"):
        clock.seconds += 5
        session.apply(SetCell(Ref("a"), text))
    before = session.document.copy()

    def back_to(text: str) -> int:
        return session.steps_back_to(lambda document: document.text(Ref("a")) == text)

    assert [back_to(text) for text in ("2", "1", "", "4", "3")] == [1, 2, 3, 0, 0]
    assert session.document == before


TestWorking = Working.TestCase
TestWorking.settings = settings(max_examples=40, stateful_step_count=30)


def steps(session: Session) -> list[str]:
    """Undo everything and give the text of cell a after each step."""
    texts = []
    while session.can_undo:
        session.undo()
        texts.append(session.document.text(Ref("a")))
    return texts


def type_in(session: Session, clock: Clock, text: str, pause: float = 0.2) -> None:
    for end in range(1, len(text) + 1):
        clock.seconds += pause
        session.apply(SetCell(Ref("a"), text[:end]))


def test_a_burst_of_typing_is_one_step_however_long_it_lasts() -> None:
    session, clock = make()
    type_in(session, clock, "一二三四五六七八九十")
    assert steps(session) == [""]
    session.redo()
    assert session.document.text(Ref("a")) == "一二三四五六七八九十"


def test_a_pause_begins_a_new_step() -> None:
    session, clock = make()
    type_in(session, clock, "一二")
    clock.seconds += 1.01
    session.apply(SetCell(Ref("a"), "一二三"))
    assert steps(session) == ["一二", ""]


def test_a_sealed_burst_another_cell_an_undo_and_a_save_begin_a_new_step() -> None:
    for between in ("seal", "cell", "save", "undo"):
        session, clock = make()
        type_in(session, clock, "一")
        if between == "seal":
            session.seal()
        elif between == "cell":
            session.apply(SetCell(Ref("b"), "乙"))
        elif between == "save":
            session.mark_saved()
        else:
            session.apply(SetCell(Ref("b"), "乙"))
            session.undo()
        session.apply(SetCell(Ref("a"), "一二"))
        assert steps(session)[0] == "一", between


def test_typing_into_merged_cells_is_one_step() -> None:
    session, clock = make()
    for row in ("r1", "r2"):
        session.apply(InsertRow("items", 0, Row(row)))
    session.seal()
    before = session.document.copy()
    refs = [Ref("cost", "items", row) for row in ("r1", "r2")]
    for text in ("1", "12", "123"):
        clock.seconds += 0.2
        session.apply(Batch(tuple(SetCell(at, text) for at in refs)))
    assert [session.document.text(at) for at in refs] == ["123", "123"]
    session.undo()
    assert session.document == before
    session.redo()
    assert [session.document.text(at) for at in refs] == ["123", "123"]


def test_a_row_comes_and_goes_with_the_letters_typed_into_it() -> None:
    session, clock = make()
    session.apply(InsertRow("items", 0, Row("r1", {"cost": "1"})))
    for text in ("12", "123"):
        clock.seconds += 0.2
        session.apply(SetCell(Ref("cost", "items", "r1"), text))
    session.undo()
    assert not session.document.rows("items")
    session.redo()
    assert session.document.text(Ref("cost", "items", "r1")) == "123"
    session.undo()
    assert not session.can_undo


def test_a_batch_is_never_merged_with_typing() -> None:
    session, clock = make()
    type_in(session, clock, "一")
    session.apply(Batch((SetCell(Ref("a"), "二"),)))
    session.apply(SetCell(Ref("a"), "三"))
    assert steps(session) == ["二", "一", ""]


def test_edits_that_change_nothing_are_dropped_and_not_told() -> None:
    session, _ = make()
    session.apply(SetCell(Ref("a"), "1"))
    session.apply(InsertRow("items", 0, Row("r1")))
    told: list[Change] = []
    session.listen(told.append)
    before = saved(session.document)
    for edit in (
        SetCell(Ref("a"), "1"),
        SetCell(Ref("b"), ""),
        SetCell(Ref("cost", "items", "r1"), ""),
        MoveRow("items", "r1", 0),
        Batch(()),
        Batch((SetCell(Ref("a"), "1"), Batch((SetCell(Ref("b"), ""),)))),
    ):
        assert not session.apply(edit)
    assert told == []
    assert saved(session.document) == before
    assert steps(session) == ["1", ""]


def test_an_edit_that_fails_leaves_no_step_and_tells_nobody() -> None:
    session, _ = make()
    told: list[Change] = []
    session.listen(told.append)
    try:
        session.apply(Batch((SetCell(Ref("a"), "1"), RemoveRow("items", "gone"))))
    except KeyError:
        pass
    else:
        raise AssertionError("it should have failed")
    assert not session.can_undo
    assert told == []
    assert session.document == Document("small", "one")


def test_dirty_means_that_the_file_holds_something_else() -> None:
    session, _ = make()
    assert not session.is_dirty
    session.apply(SetCell(Ref("a"), "1"))
    assert session.is_dirty
    session.undo()
    assert not session.is_dirty
    session.redo()
    session.mark_saved()
    assert not session.is_dirty
    session.undo()
    assert session.is_dirty
    session.apply(SetCell(Ref("a"), "2"))
    session.undo()
    assert session.is_dirty, "the saved state was thrown away with the redo"
    session.mark_saved()
    session.mark_unsaved()
    assert session.is_dirty
    session.mark_saved()
    assert not session.is_dirty


def test_a_listener_hears_until_it_stops_also_while_being_told() -> None:
    session, _ = make()
    heard: list[str] = []

    def once(_: Change) -> None:
        heard.append("once")
        stop_once()

    stop_once = session.listen(once)
    stop_other = session.listen(lambda change: heard.append("other"))
    session.apply(SetCell(Ref("a"), "1"))
    session.apply(SetCell(Ref("a"), "2"))
    stop_other()
    session.check_again()
    assert heard == ["once", "other", "other"]


def test_checking_again_tells_what_other_means_find() -> None:
    evaluations = [Evaluation({}, ()), Evaluation({}, ())]
    session, _ = make(lambda document: evaluations[-1])
    told: list[Change] = []
    session.listen(told.append)
    evaluations.append(Evaluation({}, ()))
    session.check_again()
    assert told == [Change(Cause.CHECK, None, evaluations[-1])]
    assert session.evaluation is evaluations[-1]
    assert not session.is_dirty
