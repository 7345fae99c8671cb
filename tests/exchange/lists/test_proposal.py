"""What a column is proposed for: sure where words say it, a guess where they are alike."""

from __future__ import annotations

import random
from io import BytesIO

import openpyxl
import pytest

from perfdesk.exchange.books.list_sheet import HEAD_ROW
from perfdesk.exchange.lists.grid import ListColumn
from perfdesk.exchange.lists.proposal import How, Proposal, propose
from perfdesk.exchange.lists.targets import project_target, row_targets, targets_of
from perfdesk.exchange.lists.template import write_list_template
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.form import Edition
from perfdesk.models.refs import path_of, ref_of
from tests.conftest import RESOURCES

KEYS = tuple(Catalogue([RESOURCES / "forms"]))


def proposed(edition: Edition, *headings: str, **known: str) -> list[tuple[str, How]]:
    columns = [
        ListColumn(n, each, tuple(each.split("·")), key=each) for n, each in enumerate(headings)
    ]
    found = propose(edition, columns, targets_of(edition), known)
    return [(each.target.path if each.target else "", each.how) for each in found]


@pytest.fixture
def self_evaluation(catalogue: Catalogue) -> Edition:
    return catalogue.find("self_evaluation")


@pytest.mark.parametrize("key", KEYS)
def test_the_empty_list_of_every_form_needs_no_mapping(catalogue: Catalogue, key: str) -> None:
    edition = catalogue.find(key)
    book = openpyxl.load_workbook(BytesIO(write_list_template(edition)))
    for place, page in enumerate(book.worksheets):
        heads = [str(cell.value) for cell in page[HEAD_ROW]]
        columns = [ListColumn(n, head, (head,), key=head) for n, head in enumerate(heads)]
        offered = row_targets(edition) if place else targets_of(edition)
        found = propose(edition, columns, offered, {})
        wanted = [each for each in offered if not each.field.is_computed]
        if place:
            table = edition.framework_table
            wanted = [e for e in wanted if e.at.table == table or e is project_target(edition)]
        else:
            wanted = [each for each in wanted if not each.is_of_rows]
        assert [each.target for each in found] == wanted
        assert {each.how for each in found} == {How.SURE}


@pytest.mark.parametrize("key", KEYS)
def test_no_two_cells_of_a_form_are_called_alike(catalogue: Catalogue, key: str) -> None:
    targets = targets_of(catalogue.find(key))
    assert len({each.label for each in targets}) == len(targets)
    assert [path_of(ref_of(each.path)) for each in targets] == [each.path for each in targets]


def test_a_column_of_fixed_rows_is_of_the_row_that_sums_them_up(self_evaluation: Edition) -> None:
    assert proposed(self_evaluation, "年初预算", "2024年全年预算数（元）", "执行数") == [
        ("funds.total.initial_budget", How.SURE),
        ("funds.total.annual_budget", How.SURE),
        ("funds.total.annual_execution", How.SURE),
    ]


def test_row_and_column_may_stand_in_either_order(self_evaluation: Edition) -> None:
    at = "funds.current_year.annual_execution"
    for head in ("财政拨款·执行数", "执行数·财政拨款", "其中：当年财政拨款执行数"):
        assert proposed(self_evaluation, head) == [(at, How.SURE)], head


def test_what_is_only_alike_is_a_guess(self_evaluation: Edition) -> None:
    assert proposed(self_evaluation, "调整后预算", "完成情况") == [
        ("funds.total.annual_budget", How.GUESS),
        ("actual_account", How.GUESS),
    ]


def test_a_computed_cell_is_offered_only_where_nothing_else_has_the_name(
    self_evaluation: Edition,
) -> None:
    assert proposed(self_evaluation, "预算执行率")[0][0] == "funds.total.execution_rate"
    found = proposed(self_evaluation, "三级指标", "分值")
    assert [path for path, _ in found] == ["indicators.name", "indicators.weight"]


def test_of_two_cells_called_alike_that_of_the_budget_is_a_guess(catalogue: Catalogue) -> None:
    edition = catalogue.find("goal_declaration")
    assert proposed(edition, "财政拨款") == [("annual_fiscal", How.GUESS)]
    assert proposed(edition, "年度·财政拨款") == [("annual_fiscal", How.SURE)]
    assert proposed(edition, "中期·财政拨款") == [("mid_fiscal", How.SURE)]


def test_a_row_is_not_made_without_what_it_is_about(catalogue: Catalogue) -> None:
    edition = catalogue.find("monitoring_key")
    assert proposed(edition, "序号", "项目名称")[0] == ("", How.UNKNOWN)


def test_no_cell_is_of_two_columns(self_evaluation: Edition) -> None:
    paths = [path for path, _ in proposed(self_evaluation, "年初预算", "年初预算数", "年初数")]
    assert paths.count("funds.total.initial_budget") == 1


def test_the_order_of_columns_says_nothing(self_evaluation: Edition) -> None:
    heads = [
        "项目名称",
        "预算单位",
        "年初预算数",
        "年初预算",
        "执行数",
        "执行率",
        "备注",
        "预期目标",
    ]
    whole = dict(zip(heads, proposed(self_evaluation, *heads), strict=True))
    shuffled = heads[:]
    random.Random(7).shuffle(shuffled)
    found = dict(zip(shuffled, proposed(self_evaluation, *shuffled), strict=True))
    assert found == whole


def test_what_is_remembered_goes_before_words(self_evaluation: Edition) -> None:
    found = proposed(self_evaluation, "年初预算数", "备注", 备注="department", 年初预算数="")
    assert found == [("", How.REMEMBERED), ("department", How.REMEMBERED)]


def test_what_is_remembered_of_cells_that_are_gone_is_passed_over(
    self_evaluation: Edition,
) -> None:
    assert proposed(self_evaluation, "项目名称", 项目名称="nothing.here") == [
        ("project_name", How.SURE)
    ]


def test_a_proposal_says_nothing_of_strange_words(self_evaluation: Edition) -> None:
    columns = [ListColumn(1, "完全无关的话", ("完全无关的话",))]
    found = propose(self_evaluation, columns, targets_of(self_evaluation), {})
    assert found == (Proposal(None, How.UNKNOWN),)
