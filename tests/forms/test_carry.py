"""Carrying a form over to the next stage: what is the same stays, and a change is noticed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from perfdesk.commands.context import Context, Opened
from perfdesk.commands.form import judge
from perfdesk.commands.forms import carry
from perfdesk.forms.load import load_examples
from perfdesk.forms.prove import document_of
from perfdesk.models.document import Project, Row
from perfdesk.models.refs import Ref

YEARS = [
    ("goal_declaration", "monitoring", "self_evaluation"),
    ("goal_declaration", "monitoring_key", "self_evaluation"),
    ("goal_declaration", "monitoring", "self_evaluation/variant-20-80"),
    ("goal_declaration", "monitoring_key", "self_evaluation/variant-20-80"),
]
KEPT = ("level1", "level2", "name", "target_value")


def declared(context: Context) -> Opened:
    edition = context.catalogue.find("goal_declaration")
    document = document_of(edition, load_examples(context.catalogue.folder(edition.key))[0])
    return Opened(Project([document]), document, edition)


def stages(context: Context, year: tuple[str, ...]) -> list[Opened]:
    found = [declared(context)]
    for form in year[1:]:
        found.append(carry(context, found[-1], form)[0])
    return found


def indicators(opened: Opened) -> list[tuple[str, ...]]:
    rows = opened.document.rows("indicators")
    return [tuple(row.cells.get(name, "") for name in KEPT) for row in rows]


def across(context: Context, opened: Opened) -> list[tuple[str, Ref]]:
    found = judge(context, opened.edition, opened.document, opened.project, glyphs=False)
    return [
        (each.code, each.at)
        for each in found.findings
        if each.code in ("stages_differ", "indicator_renamed")
    ]


@pytest.mark.parametrize("year", YEARS, ids=" ".join)
def test_a_year_keeps_names_targets_and_the_project(
    year: tuple[str, ...], context: Context
) -> None:
    found = stages(context, year)
    for earlier, later in pairwise(found):
        assert indicators(later) == indicators(earlier) != []
        assert later.document.text(Ref("project_name")) != ""
        assert across(context, later) == []


@pytest.mark.parametrize("year", YEARS, ids=" ".join)
def test_the_budget_of_the_year_is_the_same_in_yuan(
    year: tuple[str, ...], context: Context
) -> None:
    first, *_, last = stages(context, year)
    declared_in_ten_thousands = Decimal(first.document.text(Ref("annual_total")))
    budget = Decimal(last.document.text(Ref("initial_budget", "funds", "total")))
    assert budget == declared_in_ten_thousands * 10_000 > 0


@pytest.mark.parametrize("year", YEARS, ids=" ".join)
def test_a_renamed_indicator_and_a_changed_target_are_noticed(
    year: tuple[str, ...], context: Context
) -> None:
    last = stages(context, year)[-1]
    first, second = last.document.rows("indicators")[:2]
    renamed, changed = (
        Ref("name", "indicators", first.id),
        Ref("target_value", "indicators", second.id),
    )
    last.document.put(renamed, last.document.text(renamed) + "情况")
    last.document.put(changed, "≥12.5%")
    noticed = across(context, last)
    assert ("indicator_renamed", renamed) in noticed
    assert ("stages_differ", changed) in noticed


@pytest.mark.parametrize("year", YEARS, ids=" ".join)
def test_an_evaluation_starts_with_the_goals_of_any_stage(
    year: tuple[str, ...], context: Context
) -> None:
    for stage in stages(context, year):
        later, _ = carry(context, stage, "post_evaluation")
        goals = [row.cells["goal_name"] for row in later.document.rows("goals")]
        assert goals == [name for _, _, name, _ in indicators(stage)]
        assert later.document.text(Ref("project_name")) != ""
        assert across(context, later) == []
        later.project.documents.remove(later.document)


def test_a_row_without_a_name_here_is_not_taken(context: Context) -> None:
    """A mid-term indicator has no place in a form of the year."""
    start = declared(context)
    rows = start.document.tables["indicators"]
    rows.insert(0, Row("mid", {"level1": "产出指标", "mid_name": "三年完成数"}))
    later, _ = carry(context, replace(start), "monitoring")
    assert len(indicators(later)) == len(rows) - 1
    assert all(name for _, _, name, _ in indicators(later))
