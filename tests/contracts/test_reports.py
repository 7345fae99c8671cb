"""What every report keeps: whole in itself, and one figure for one thing wherever it stands."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from perfdesk.commands.context import Context
from perfdesk.commands.projects import open_sample
from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.compose import compose
from perfdesk.forms.load import load_examples
from perfdesk.forms.load_report import load_report
from perfdesk.forms.prove import document_of
from perfdesk.forms.prove_report import prove_report
from perfdesk.models.document import Document
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.report import Heading, Paragraph, Report, ReportTable, Run
from perfdesk.models.report_plan import ReportPlan
from perfdesk.paper.plan import lay_out
from perfdesk.rules.evaluate.engine import evaluate
from tests.conftest import RESOURCES

CATALOGUE = Catalogue([RESOURCES / "forms"])
WITH_REPORT = [
    each
    for each in map(CATALOGUE.__getitem__, CATALOGUE)
    if load_report(CATALOGUE.folder(each.key))
]

every_report = pytest.mark.parametrize("edition", WITH_REPORT, ids=lambda each: each.key)


def plan_of(edition: Edition) -> ReportPlan:
    plan = load_report(CATALOGUE.folder(edition.key))
    assert plan is not None
    return plan


def sound_of(edition: Edition) -> Document:
    return document_of(edition, load_examples(CATALOGUE.folder(edition.key))[0])


def composed(edition: Edition, document: Document) -> Report:
    evaluation = evaluate(edition, document)
    sheet = lay_out(edition, document, evaluation)
    return compose(plan_of(edition), edition, document, sheet)


def tables(report: Report) -> list[ReportTable]:
    return [each for each in report.body if isinstance(each, ReportTable)]


def sentences(report: Report) -> str:
    return "\n".join(each.text for each in report.body if isinstance(each, Paragraph))


def lacking(report: Report) -> list[str]:
    return [
        piece.text
        for each in (*report.cover, *report.body)
        if isinstance(each, Paragraph)
        for piece in each.pieces
        if isinstance(piece, Run) and piece.lacking
    ]


def test_there_is_a_report() -> None:
    assert WITH_REPORT


@every_report
def test_a_report_is_whole(edition: Edition) -> None:
    assert prove_report(edition, plan_of(edition)) == ()


@every_report
def test_the_sound_copy_makes_a_report_that_lacks_nothing(edition: Edition) -> None:
    report = composed(edition, sound_of(edition))
    assert lacking(report) == []
    assert not report.draft


@every_report
def test_a_blank_form_makes_a_report_that_says_what_it_lacks(edition: Edition) -> None:
    report = composed(edition, Document(edition.form, edition.edition))
    assert lacking(report)
    assert report.draft
    # Nothing is printed half: no sentence with a figure missing before its unit.
    assert re.search(r"(?:权重|得分|预算|执行)(?:分|万元)", sentences(report)) is None


@every_report
def test_tables_are_numbered_in_order_and_every_mention_leads_to_one(edition: Edition) -> None:
    report = composed(edition, sound_of(edition))
    numbers = [each.number for each in tables(report)]
    assert numbers == list(range(1, len(numbers) + 1))
    mentioned = {int(number) for number in re.findall(r"表 ([0-9]+)", sentences(report))}
    assert mentioned <= set(numbers)


@every_report
def test_headings_count_without_a_gap(edition: Edition) -> None:
    counts = [0] * 5
    numerals = "一二三四五六七八九十"
    for each in composed(edition, sound_of(edition)).body:
        if isinstance(each, Heading):
            counts[each.level] += 1
            counts[each.level + 1 :] = [0] * (4 - each.level)
            wanted = {1: numerals, 2: numerals}.get(each.level)
            count = counts[each.level]
            if each.level:
                assert (wanted[count - 1] if wanted else str(count)) in each.number


# --- the sample, of which the printed report contradicts itself --------------------------------


@pytest.fixture
def report(context: Context) -> Report:
    opened = open_sample(context, next(context.samples.glob("两个实有*.perfdesk")))
    return composed(opened.edition, opened.document)


def cells(table: ReportTable) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): cell.text for cell in table.cells}


def test_the_sample_says_one_total_and_one_grade_everywhere(report: Report) -> None:
    text = sentences(report)
    assert set(re.findall(r"项目总得分([0-9.]+)分", text)) == {"85"}
    assert set(re.findall(r"绩效评级为“(.)”", text)) == {"良"}
    totals = {
        cells(table)[cell.row, len(table.columns) - 1]
        for table in tables(report)
        for cell in table.cells
        if cell.text == "合计" and cell.columns == 3
    }
    assert totals == {"85"}


def test_the_sample_says_one_rate_of_each_level_everywhere(report: Report) -> None:
    said: dict[str, set[tuple[str, ...]]] = {}
    for pattern in (
        r"从(\w+)看，权重([0-9.]+)分，得分([0-9.]+)分，得分率([0-9.]+%)",
        r"^(\w+)类指标权重([0-9.]+)分，得分([0-9.]+)分，得分率([0-9.]+%)",
    ):
        for name, *figures in re.findall(pattern, sentences(report), re.MULTILINE):
            said.setdefault(name, set()).add(tuple(figures))
    for table in tables(report):
        grid = cells(table)
        if grid.get((3, 0)) == "得分率":
            for column in range(1, len(table.columns) - 1):
                figures = tuple(grid[row, column] for row in (1, 2, 3))
                said[grid[0, column].split()[1]].add(figures)
        for name in said:
            if table.caption.startswith(f"{name}类指标"):
                weight, score = grid[table.rows - 1, 3], grid[table.rows - 1, 4]
                assert {each[:2] for each in said[name]} == {(weight, score)}
    assert said == {
        "项目决策": {("10", "8", "80%")},
        "项目过程": {("20", "17", "85%")},
        "项目产出": {("34", "26", "76.47%")},
        "项目效益": {("36", "34", "94.44%")},
    }


def test_subtotals_are_the_sums_of_the_rows_above_them(report: Report) -> None:
    details = next(each for each in tables(report) if "得分明细表" in each.caption)
    grid, run = cells(details), [Decimal(0), Decimal(0)]
    checked = 0
    for row in range(details.heads, details.rows - 1):
        figures = [Decimal(grid[row, column]) for column in (3, 4)]
        if grid.get((row, 1)) == "小计":
            assert figures == run
            run, checked = [Decimal(0), Decimal(0)], checked + 1
        else:
            run = [left + right for left, right in zip(run, figures, strict=True)]
    assert checked == 4


def test_one_changed_score_changes_every_place_that_speaks_of_it(context: Context) -> None:
    opened = open_sample(context, next(context.samples.glob("两个实有*.perfdesk")))
    row = opened.document.rows("scores")[0].id
    opened.document.put(Ref("score", "scores", row), "0")
    opened.document.put(Ref("lost_reason", "scores", row), "没有立项依据。")
    text = sentences(composed(opened.edition, opened.document))
    assert set(re.findall(r"项目总得分([0-9.]+)分", text)) == {"83"}
    assert len(re.findall(r"权重10分，得分6分，得分率60%", text)) == 3
    assert "A11 立项依据充分性，权重2分，得分0分" in text
    assert "扣分原因：没有立项依据。本项扣2分，得0分。" in text


def test_a_blank_score_leaves_no_half_total(context: Context) -> None:
    opened = open_sample(context, next(context.samples.glob("两个实有*.perfdesk")))
    opened.document.put(Ref("score", "scores", opened.document.rows("scores")[0].id), "")
    report = composed(opened.edition, opened.document)
    assert re.search(r"项目总得分[0-9]", sentences(report)) is None
    assert any("项目总得分" in mark for mark in lacking(report))
    assert report.draft
