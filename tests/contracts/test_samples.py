"""The samples: they open, and check finds what a careful reader finds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.commands.context import Context
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.intake import compare, read_excel
from perfdesk.commands.projects import open_sample, sample_projects
from perfdesk.commands.workbooks import write_excel
from perfdesk.exchange.incoming.differences import same_data
from perfdesk.models.document import Document
from perfdesk.models.finding import Evaluation, Severity
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref, cell_name
from perfdesk.rules.evaluate.engine import evaluate
from tests.conftest import RESOURCES

pytestmark = pytest.mark.usefixtures("shared_worker")

SAMPLES = sorted((RESOURCES / "samples").glob("*.perfdesk"))

# What a careful finance officer finds in the first copy, as (check, cell).
MUST_SHOW = {
    "the town's name was left empty": ("missing", "town_name"),
    "16667 planned, 20000 done, called 无偏差": ("deviation_stated", "indicators[3].deviation"),
    "a percentage target answered in words": (
        "figure_answered_in_words",
        "indicators[5].actual_value",
    ),
    "an adjustment of September in a period to August": ("date_after_period", "arrangement"),
    "the same, where the remarks repeat it": ("date_after_period", "remarks"),
    "99% of the money at 67% of the yearly quantity": (
        "money_ahead_of_output",
        "indicators[3].actual_value",
    ),
    "0.30万元 in words, 7,000 in the table": ("decrease_in_words", "arrangement"),
    "3 of 23 residents' committees": ("count_in_words", "indicators[2].actual_value"),
}


def sample_a() -> Path:
    return next(path for path in SAMPLES if "人房共管" in path.stem)


def found(document: Document, evaluation: Evaluation) -> set[tuple[str, str]]:
    return {(each.code, cell_name(each.at, document)) for each in evaluation.findings}


def test_every_form_but_the_declaration_has_a_sample(context: Context) -> None:
    """The sources hold no filled declaration."""
    forms = {open_sample(context, path).edition.form for path in SAMPLES}
    assert {key.partition("/")[0] for key in context.catalogue} - forms == {"goal_declaration"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_a_sample_opens_as_a_new_project_and_travels_whole(
    path: Path, context: Context, tmp_path: Path
) -> None:
    opened = open_sample(context, path)
    assert (opened.path, opened.digest) == (None, None)
    evaluation = judge(context, opened.edition, opened.document)
    book = tmp_path / "表.xlsx"
    book.write_bytes(write_excel(context, JudgedForm(opened.edition, opened.document, evaluation)))
    edition, incoming = read_excel(context, book)
    assert incoming.notes == []
    assert same_data(edition, opened.document, incoming.document)
    assert compare(edition, opened.document, incoming) == ()


def test_the_samples_are_listed_by_their_projects_names(context: Context) -> None:
    names = [name for name, _ in sample_projects(context)]
    assert len(names) == len(SAMPLES)
    assert all(names)


@pytest.mark.parametrize("what", MUST_SHOW)
def test_sample_a_shows(what: str, context: Context) -> None:
    opened = open_sample(context, sample_a())
    evaluation = evaluate(opened.edition, opened.document)
    assert MUST_SHOW[what] in found(opened.document, evaluation)


def test_the_corrected_copy_shows_none_of_it(edition: Edition, sound: Document) -> None:
    evaluation = evaluate(edition, sound)
    assert found(sound, evaluation).isdisjoint(MUST_SHOW.values())
    assert {each.severity for each in evaluation.findings} <= {Severity.NOTE}


def test_the_corrected_copy_is_the_sample_corrected(sound: Document, context: Context) -> None:
    opened = open_sample(context, sample_a())
    for name in ("project_name", "current_budget", "executed", "adjusted_budget", "decrease"):
        assert opened.document.text(Ref(name)) == sound.text(Ref(name))


def test_the_rate_is_right_and_says_of_what(context: Context) -> None:
    opened = open_sample(context, sample_a())
    evaluation = evaluate(opened.edition, opened.document)
    rate = evaluation.computed[Ref("execution_rate")]
    assert rate.value == Decimal("99.22")
    assert rate.figures == "893,000.00 ÷ 900,000.00"
    (finding,) = (each for each in evaluation.findings if each.at == Ref("execution_rate"))
    assert finding.severity is Severity.NOTE
    assert "以当年预算数 900,000.00 元为基数，计算无误" in finding.message


def test_every_finding_says_what_to_do_and_on_what_basis(context: Context) -> None:
    for path in SAMPLES:
        opened = open_sample(context, path)
        for each in evaluate(opened.edition, opened.document).findings:
            assert each.message.endswith("。")
            assert each.code not in each.message
            assert each.label
            if each.code not in ("missing", "unreadable", "level_unknown"):
                assert each.basis


# What a careful reader finds in the tables of 2023 and in the self-evaluation.
SAID = {
    ("修缮工程", "rate_truncated", "funds[1].execution_rate"): "截断而非四舍五入",
    ("修缮工程", "later_than_period", "indicators[6].actual_value"): "12月底",
    ("综合服务", "rate_within_rounding", "funds[1].execution_rate"): "9.26",
    ("综合服务", "reason_contradicts", "indicators[6].deviation_reason"): "完成至第三季度",
    ("综合服务", "later_than_period", "indicators[9].actual_value"): "12月底",
    ("综合服务", "sure_but_adjusting", "budget_likelihood"): "还要调整预算",
    ("综合治理", "lost_digit", "funds[1].annual_budget"): "3,475,364.00",
    ("综合治理", "weights_sum", "total_weight"): "85",
}


@pytest.mark.parametrize(("name", "code", "at"), SAID)
def test_a_sample_shows(name: str, code: str, at: str, context: Context) -> None:
    opened = open_sample(context, next(each for each in SAMPLES if name in each.stem))
    messages = [
        each.message
        for each in evaluate(opened.edition, opened.document).findings
        if (each.code, cell_name(each.at, opened.document)) == (code, at)
    ]
    assert len(messages) == 1
    assert SAID[name, code, at] in messages[0]


def test_the_self_evaluation_scores_its_rate(context: Context) -> None:
    opened = open_sample(context, next(each for each in SAMPLES if "治理" in each.stem))
    computed = evaluate(opened.edition, opened.document).computed
    assert computed[Ref("execution_rate", "funds", "total")].text == "93.74%"
    assert computed[Ref("score", "funds", "total")].text == "9.37"
