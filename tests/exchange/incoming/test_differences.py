"""What differs is found, said in words, and turned into an edit that touches nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.exchange.incoming.differences import Difference, as_edit, differences, same_data
from perfdesk.exchange.incoming.row_matching import match_rows, staying
from perfdesk.models.document import Document, Row
from perfdesk.models.edits import Batch, Edit, SetCell
from perfdesk.models.form import Field, Framework
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind
from tests.exchange.small_form import (
    DOCUMENTS,
    EDITION,
    ROW_CELLS,
    document,
    with_rows,
)

ROWS = [
    {"level1": "产出指标", "title": "居民区治理网格", "target": "23个居", "reason": "无"},
    {"level1": "产出指标", "title": "物码生成、发放及安装数量", "target": "16667张"},
    {"level1": "效益指标", "title": "使用人满意度", "target": "≥85%"},
]


def sample(*rows: dict[str, str], **cells: str) -> Document:
    return with_rows(document(name="人房共管", amount="90万元", **cells), *(rows or ROWS))


def edits_of(edit: Edit) -> tuple[Edit, ...]:
    assert isinstance(edit, Batch)
    return edit.edits


@st.composite
def variants(draw: st.DrawFn) -> tuple[Document, Document]:
    """Draw a document and another, often made of the same rows in another order."""
    before = draw(DOCUMENTS)
    after = draw(DOCUMENTS)
    if draw(st.booleans()):
        rows = [dict(row.cells) for row in before.rows("indicators")]
        kept = draw(st.permutations(rows))[: draw(st.integers(0, len(rows)))]
        added = draw(st.lists(ROW_CELLS, max_size=2))
        for cells in added:
            kept.insert(draw(st.integers(0, len(kept))), {k: v for k, v in cells.items() if v})
        for cells in kept:
            if draw(st.booleans()):
                cells["reason"] = "改过"
        after = with_rows(after, *kept)
    return before, after


@settings(deadline=None, max_examples=50)
@given(variants())
def test_the_edit_of_all_differences_gives_the_other_document_and_its_undo_the_first(
    pair: tuple[Document, Document],
) -> None:
    before, after = pair
    work = before.copy()
    undo = as_edit(EDITION, before, after).apply(work)
    assert differences(EDITION, work, after) == ()
    assert same_data(EDITION, work, after)
    undo.apply(work)
    # An edit that empties a table leaves it out; a table without rows is the same table.
    assert {k: v for k, v in work.tables.items() if v} == {
        k: v for k, v in before.tables.items() if v
    }
    assert work.cells == before.cells


@settings(deadline=None, max_examples=50)
@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(made: Document) -> None:
    assert differences(EDITION, made, made.copy()) == ()
    assert same_data(EDITION, made, made.copy())
    assert as_edit(EDITION, made, made.copy()) == Batch(())


@settings(deadline=None, max_examples=50)
@given(variants())
def test_documents_are_the_same_exactly_when_nothing_differs(
    pair: tuple[Document, Document],
) -> None:
    before, after = pair
    assert same_data(EDITION, before, after) == (differences(EDITION, before, after) == ())


@settings(deadline=None, max_examples=50)
@given(variants(), st.data())
def test_any_choice_of_differences_can_be_applied(
    pair: tuple[Document, Document], data: st.DataObject
) -> None:
    before, after = pair
    found = differences(EDITION, before, after)
    chosen = [one for one in found if data.draw(st.booleans())]
    work = before.copy()
    as_edit(EDITION, before, after, chosen).apply(work)
    changed = {one.at for one in chosen if one.what == "cell"}
    for one in found:
        if one.what == "cell" and one.at not in changed:
            assert work.text(one.at) == before.text(one.at)


def test_equal_figures_written_otherwise_do_not_differ() -> None:
    one = sample(share="99.22%", signed="2024-08-31")
    other = sample(share="９９．２２", signed="2024年8月31日")
    other.cells["amount"] = "900,000.00"
    assert same_data(EDITION, one, other)


def test_blank_rows_and_row_ids_do_not_count_but_their_order_does() -> None:
    one, other = sample(), sample()
    other.tables["indicators"].insert(1, Row("r9", {"title": "  "}))
    other.tables["indicators"][0].id = "x7"
    assert same_data(EDITION, one, other)
    other.tables["indicators"].reverse()
    assert not same_data(EDITION, one, other)


def test_a_changed_cell_is_named_by_table_row_title_and_column() -> None:
    after = sample(ROWS[0], ROWS[1] | {"reason": "设备晚到"}, ROWS[2])
    assert differences(EDITION, sample(), after) == (
        Difference(
            "cell",
            Ref("reason", "indicators", "r2"),
            "绩效指标第2行“物码生成、发放及安装数量”·偏差原因",
            "",
            "设备晚到",
        ),
    )


def test_figures_are_shown_as_they_are_printed() -> None:
    after = sample()
    after.cells["amount"] = "893000.00"
    [found] = differences(EDITION, sample(), after)
    assert (found.before, found.after) == ("900,000.00", "893,000.00")


def test_a_renamed_row_is_a_change_not_another_row() -> None:
    after = sample(ROWS[0], ROWS[1] | {"title": "物码生成、发放和安装数量"}, ROWS[2])
    [found] = differences(EDITION, sample(), after)
    assert (found.what, found.at) == ("cell", Ref("title", "indicators", "r2"))


def test_inserted_removed_and_moved_rows_are_called_so() -> None:
    new = {"title": "新设的一项指标", "target": "5次"}
    inserted = differences(EDITION, sample(), sample(ROWS[0], new, ROWS[1], ROWS[2]))
    assert [(one.what, one.before) for one in inserted] == [("inserted", "")]
    assert inserted[0].after == "三级指标：新设的一项指标；年度指标值：5次"
    removed = differences(EDITION, sample(), sample(ROWS[0], ROWS[2]))
    assert [(one.what, one.at.row) for one in removed] == [("removed", "r2")]
    moved = differences(EDITION, sample(), sample(ROWS[2], ROWS[0], ROWS[1]))
    assert [(o.what, o.at.row, o.before, o.after) for o in moved] == [
        ("moved", "r3", "第3行", "第1行")
    ]


def test_rows_keep_their_ids_and_what_the_program_does_not_know() -> None:
    before = sample()
    before.tables["indicators"][1].extra["later"] = 1
    after = sample(ROWS[1] | {"reason": "设备晚到"}, ROWS[0], ROWS[2])
    work = before.copy()
    as_edit(EDITION, before, after).apply(work)
    assert sorted(work.row_ids("indicators")) == ["r1", "r2", "r3"]
    assert work.rows("indicators")[0].extra == {"later": 1}


def test_only_what_differs_is_touched() -> None:
    before, after = sample(), sample()
    after.cells["amount"] = "900000"
    after.cells["name"] = "另一个名称"
    edit = as_edit(EDITION, before, after)
    assert edits_of(edit) == (SetCell(Ref("name"), "另一个名称"),)


def test_a_chosen_insertion_goes_behind_the_nearest_row_that_is_there() -> None:
    news = [{"title": f"全新的第{n}项内容", "target": f"{n}次"} for n in (1, 2)]
    after = sample(ROWS[0], *news, ROWS[1], ROWS[2])
    found = differences(EDITION, sample(), after)
    work = sample()
    as_edit(EDITION, sample(), after, [found[1]]).apply(work)
    titles = [row.cells["title"] for row in work.rows("indicators")]
    assert titles == [ROWS[0]["title"], news[1]["title"], ROWS[1]["title"], ROWS[2]["title"]]


@pytest.mark.parametrize(
    "unread",
    [Ref("name"), Ref("target", "indicators"), Ref("", "indicators")],
    ids=["field", "column", "table"],
)
def test_what_was_not_read_is_left_alone(unread: Ref) -> None:
    after = sample(*({k: v for k, v in row.items() if k != "target"} for row in ROWS))
    del after.cells["name"]
    left = {one.at for one in differences(EDITION, sample(), after, [unread])}
    everything = {one.at for one in differences(EDITION, sample(), after)}
    about = {
        at
        for at in everything
        if at == unread or (at.table == unread.table != "" and unread.field in ("", at.field))
    }
    assert about
    assert left == everything - about


def test_computed_cells_never_differ() -> None:
    after = sample()
    after.cells["rate"] = "1%"
    after.tables["indicators"][0].cells["rate"] = "1%"
    assert differences(EDITION, sample(), after) == ()


def test_no_framework_chosen_is_the_first_one() -> None:
    chooser = Field("framework", "指标体系", Kind.FRAMEWORK)
    head = replace(EDITION.sections[0], fields=(*EDITION.sections[0].fields, chooser))
    frameworks = (Framework("新", {}, {}), Framework("旧", {}, {}))
    edition = replace(EDITION, sections=(head, EDITION.sections[1]), frameworks=frameworks)
    one, other = sample(), sample(framework="新")
    assert same_data(edition, one, other)
    assert not same_data(edition, one, sample(framework="旧"))


@given(st.permutations(list(range(8))))
def test_the_rows_that_stay_ascend_and_no_longer_run_exists(order: list[int]) -> None:
    kept = [place for place in order if place in staying(order)]
    assert kept == sorted(kept)
    longest = max(_longest(order, start) for start in range(len(order)))
    assert len(kept) == longest


def _longest(order: list[int], start: int) -> int:
    after = [_longest(order, n) for n in range(start + 1, len(order)) if order[n] > order[start]]
    return 1 + max(after, default=0)


def test_each_row_is_matched_once() -> None:
    rows = [("同名", str(n % 2)) for n in range(6)]
    found = match_rows(rows, rows[::-1], 0)
    assert sorted(found) == sorted(found.values()) == list(range(6))
    assert all(rows[here] == rows[::-1][there] for there, here in found.items())
