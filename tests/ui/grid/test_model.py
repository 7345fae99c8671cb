"""What is done to a table arrives in the document, and the view is told exactly."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from perfdesk.models.edits import SetCell
from perfdesk.models.refs import Ref
from perfdesk.ui.grid.model import TableModel
from perfdesk.ui.opened.bridge import Bridge
from tests.ui.grid.sample import COSTS, INDICATORS, make_session, picture

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
COLUMNS = [column.name for column in INDICATORS.columns]


def make_model(lines):
    model = TableModel(Bridge(make_session(lines)), INDICATORS)
    model.tester = QAbstractItemModelTester(model, FATAL)
    return model


@pytest.fixture
def model(qapp):
    return make_model(["甲|一|指标一", "甲|一|指标二", "乙|二|指标三"])


def bridge_of(model) -> Bridge:
    return model._bridge


BEFORE = """\
甲|一|指标一
甲|一|指标二
乙|二|指标三
*"""


def test_every_table_ends_with_an_empty_row(model):
    assert picture(model) == BEFORE
    assert picture(make_model([])) == "*"


def test_writing_into_the_empty_row_adds_a_row(model):
    assert model.setData(model.index(3, 2), "指标四")
    assert picture(model) == BEFORE[:-1] + "||指标四\n*"


def test_one_action_is_one_step_back(model):
    model.write({(2, 2): "改", (3, 2): "指标四", (5, 0): "丙"})
    assert picture(model) == "甲|一|指标一\n甲|一|指标二\n乙|二|改\n||指标四\n\n丙\n*"
    bridge_of(model).session.undo()
    assert picture(model) == BEFORE
    bridge_of(model).session.redo()
    assert picture(model) == "甲|一|指标一\n甲|一|指标二\n乙|二|改\n||指标四\n\n丙\n*"


def test_blank_cells_of_a_block_add_no_rows(model):
    assert not model.write({(3, 0): "", (4, 2): ""})
    assert picture(model) == BEFORE


def test_a_row_added_inside_a_merged_cell_belongs_to_it(model):
    model.insert_row(1, like=0)
    assert picture(model) == "甲|一|指标一\n甲|一\n甲|一|指标二\n乙|二|指标三\n*"
    assert model.cells.run(0, 0) == (0, 2)


def test_duplicates_stand_below_the_copied_rows(model):
    model.duplicate_rows(0, 1)
    assert picture(model).splitlines()[:4] == ["甲|一|指标一", "甲|一|指标二"] * 2


def test_rows_move_together_past_their_neighbour(model):
    model.move_rows(1, 2, -1)
    assert picture(model) == "甲|一|指标二\n乙|二|指标三\n甲|一|指标一\n*"
    assert not model.move_rows(0, 1, -1)
    assert not model.move_rows(2, 3, 1)


def test_the_cursor_stays_in_the_row_that_it_filled(model):
    place = QPersistentModelIndex(model.index(3, 2))
    model.setData(model.index(3, 2), "指标四")
    assert place.row() == 3 and place.data() == "指标四"
    bridge_of(model).session.undo()
    assert place.isValid() and place.row() == 3 and place.data() == ""


def test_undo_keeps_every_other_row_where_it_is_pointed_at(model):
    last = QPersistentModelIndex(model.index(2, 2))
    model.remove_rows([0, 1])
    assert last.data() == "指标三"
    bridge_of(model).session.undo()
    assert (last.row(), last.data()) == (2, "指标三")


def test_one_keystroke_tells_of_one_cell(model):
    told = []
    model.dataChanged.connect(lambda a, b: told.append((a.row(), a.column(), b.row(), b.column())))
    bridge_of(model).set_text(Ref("actual_value", "indicators", "r2"), "5")
    assert told == [(1, 5, 1, 5)]


def test_a_change_elsewhere_tells_nothing(model):
    told = []
    model.dataChanged.connect(lambda *_: told.append(1))
    bridge_of(model).apply(SetCell(Ref("project_name"), "某项目"))
    assert told == []


def test_a_change_in_a_merged_column_repaints_what_was_merged(model):
    told = []
    model.dataChanged.connect(lambda a, b: told.append((a.row(), b.row())))
    bridge_of(model).set_text(Ref("level1", "indicators", "r3"), "甲")
    assert min(a for a, _ in told) == 0 and max(b for _, b in told) == 3
    assert model.cells.run(1, 0) == (0, 2)


def test_findings_show_after_the_cell_was_left(model):
    bridge_of(model).set_text(Ref("name", "indicators", "r1"), "")
    index = model.index(0, 2)
    assert model.cells.severity(0, 2) is None
    model.visit(index)
    assert model.cells.severity(0, 2) == "error"
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "请填写&lt;b&gt;三级指标&lt;/b&gt;" in tip and "<b>" not in tip


def test_headings_follow_the_framework(model):
    told = []
    model.headerDataChanged.connect(lambda *where: told.append(where))
    assert model.headerData(0, Qt.Orientation.Horizontal) == "一级指标"
    bridge_of(model).set_text(Ref("framework"), "旧")
    assert model.headerData(0, Qt.Orientation.Horizontal) == "一级目标" and told


def test_levels_are_offered_from_the_framework_of_the_row(model):
    assert model.cells.offers(0, 0)[:2] == ("成本指标", "产出指标")
    assert "时效指标" in model.cells.offers(0, 1)
    bridge_of(model).set_text(Ref("level1", "indicators", "r1"), "满意度指标")
    assert model.cells.offers(0, 1) == ("服务对象满意度指标",)
    assert model.cells.offers(0, 2) == ()


def test_a_computed_cell_is_shown_and_cannot_be_written(qapp):
    model = TableModel(Bridge(make_session([])), COSTS)
    model.write({(0, 0): "甲", (0, 1): "1234567", (0, 3): "9"})
    assert picture(model) == "甲|1,234,567.00||2,469,134.00\n*"
    assert not model.flags(model.index(0, 3)) & Qt.ItemFlag.ItemIsEditable
    told = []
    model.dataChanged.connect(lambda a, _b: told.append(a.column()))
    model.write({(0, 1): "5"})
    assert sorted(told) == [1, 3]


class TestTyping:
    def test_every_keystroke_is_in_the_document(self, model):
        typing = model.typing(model.index(2, 2), whole_run=True)
        for text in ("指", "指标", "指标九"):
            typing.set_text(text)
            assert model.index(2, 2).data() == text
        typing.end()

    def test_esc_brings_back_what_stood_there(self, model):
        typing = model.typing(model.index(0, 0), whole_run=True)
        typing.set_text("丙")
        assert picture(model).startswith("丙|一|指标一\n丙|一|指标二")
        typing.revert()
        assert picture(model) == BEFORE

    def test_only_one_row_of_a_merged_cell_can_be_changed(self, model):
        model.typing(model.index(1, 0), whole_run=False).set_text("丙")
        assert picture(model).startswith("甲|一|指标一\n丙|一|指标二")

    def test_the_empty_row_takes_letters_and_gives_them_back(self, model):
        typing = model.typing(model.index(3, 2), whole_run=True)
        typing.set_text("指")
        typing.set_text("指标四")
        assert picture(model) == BEFORE[:-1] + "||指标四\n*"
        typing.revert()
        assert picture(model) == BEFORE

    def test_a_row_undone_under_the_fingers_comes_anew(self, model):
        typing = model.typing(model.index(3, 2), whole_run=True)
        typing.set_text("指")
        bridge_of(model).session.undo()
        assert picture(model) == BEFORE
        typing.set_text("指标")
        assert picture(model) == BEFORE[:-1] + "||指标\n*"

    def test_a_new_row_left_blank_goes_again(self, model):
        typing = model.typing(model.index(3, 2), whole_run=True)
        typing.set_text("指")
        typing.set_text("")
        typing.end()
        assert picture(model) == BEFORE


def test_work_grows_with_rows_not_with_their_square(qapp):
    def questions(count):
        model = TableModel(Bridge(make_session(["甲|一|指标"] * count)), INDICATORS)
        asked = 0

        def count_rows(first, last):
            nonlocal asked
            asked += last.row() - first.row() + 1

        model.dataChanged.connect(count_rows)
        model.write({(row, 5): "5" for row in range(count)})
        model.remove_rows(range(count))
        return asked

    assert questions(400) <= 4 * questions(100) + 8


texts = st.sampled_from(["", "甲", "乙", "两\n行"])
rows = st.integers(0, 6)


class Tables(RuleBasedStateMachine):
    """The same actions on the model and on a list of lists."""

    def __init__(self):
        super().__init__()
        self.model = make_model(["甲|一|指标一", "甲|一|指标二"])
        self.told = TableModelMirror(self.model)
        self.plain = [["甲", "一", "指标一"], ["甲", "一", "指标二"]]
        self.done, self.undone = [], []

    def act(self, changed, after):
        assert changed == (after is not None)
        if after is not None:
            self.done.append(self.plain)
            self.undone.clear()
            self.plain = after

    @rule(block=st.dictionaries(st.tuples(rows, st.integers(0, 2)), texts, max_size=5))
    def write(self, block):
        after = [list(row) for row in self.plain]
        used = [row for (row, _), text in block.items() if text]
        while len(after) <= max(used, default=-1):
            after.append(["", "", ""])
        for (row, column), text in block.items():
            if row < len(after):
                after[row][column] = text
        self.act(self.model.write(block), None if after == self.plain else after)

    @rule(place=rows)
    def insert(self, place):
        place = min(place, len(self.plain))
        like = place - 1 if place else None
        levels = self.plain[like][:2] if like is not None else ["", ""]
        after = [*self.plain[:place], [*levels, ""], *self.plain[place:]]
        self.act(self.model.insert_row(place, like), after)

    @rule(places=st.sets(rows, max_size=4))
    def remove(self, places):
        after = [row for nth, row in enumerate(self.plain) if nth not in places]
        same = len(after) == len(self.plain)
        self.act(self.model.remove_rows(sorted(places)), None if same else after)

    @rule(first=rows, more=st.integers(0, 2))
    def duplicate(self, first, more):
        copied = self.plain[first : first + more + 1]
        place = first + len(copied)
        after = [*self.plain[:place], *copied, *self.plain[place:]] if copied else None
        self.act(self.model.duplicate_rows(first, first + more), after)

    @rule(first=rows, more=st.integers(0, 2), step=st.sampled_from([-1, 1]))
    def move(self, first, more, step):
        last = min(first + more, len(self.plain) - 1)
        block, rest = self.plain[first : last + 1], [*self.plain[:first], *self.plain[last + 1 :]]
        place = first + step
        possible = block and place >= 0 and place + len(block) <= len(self.plain)
        after = [*rest[:place], *block, *rest[place:]] if possible else None
        self.act(self.model.move_rows(first, first + more, step), after)

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        bridge_of(self.model).session.undo()
        self.undone.append(self.plain)
        self.plain = self.done.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        bridge_of(self.model).session.redo()
        self.done.append(self.plain)
        self.plain = self.undone.pop()

    @invariant()
    def both_hold_the_same(self):
        shown = [
            [self.model.index(row, column).data() for column in range(3)]
            for row in range(self.model.rowCount())
        ]
        assert shown == [*self.plain, ["", "", ""]]
        assert self.told.texts == shown


class TableModelMirror:
    """What a view knows that reads a cell only when it is told to."""

    def __init__(self, model):
        self.model = model
        self.texts = [self.read(row) for row in range(model.rowCount())]
        # A view may ask for anything at any time, also before a change is over.
        for signal in (
            model.rowsAboutToBeInserted,
            model.rowsAboutToBeRemoved,
            model.rowsAboutToBeMoved,
            model.headerDataChanged,
        ):
            signal.connect(lambda *_: self.look_around())
        model.rowsInserted.connect(self.inserted)
        model.rowsRemoved.connect(self.removed)
        model.rowsMoved.connect(self.moved)
        model.dataChanged.connect(self.changed)

    def read(self, row):
        return [self.model.index(row, column).data() for column in range(3)]

    def look_around(self):
        for row in range(self.model.rowCount()):
            first, last = self.model.cells.run(row, 0)
            assert first <= row <= last

    def inserted(self, _parent, first, last):
        self.look_around()
        self.texts[first:first] = [self.read(row) for row in range(first, last + 1)]

    def removed(self, _parent, first, last):
        self.look_around()
        del self.texts[first : last + 1]

    def moved(self, _parent, start, _end, _to, place):
        self.look_around()
        row = self.texts.pop(start)
        self.texts.insert(place - (place > start), row)

    def changed(self, first, last):
        self.look_around()
        for row in range(first.row(), last.row() + 1):
            self.texts[row] = self.read(row)


@pytest.mark.usefixtures("qapp")
class TestTables(Tables.TestCase):
    settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
