"""What stands below a label is its value up to the next matter: a case for each rule."""

from __future__ import annotations

from contextlib import suppress

import pytest

from perfdesk.exchange.labels import below
from perfdesk.exchange.labels.below import texts_below
from perfdesk.exchange.labels.labels import find_labels
from perfdesk.exchange.labels.reading import FormReading
from perfdesk.exchange.labels.texts import GridText
from perfdesk.forms.catalogue import Catalogue
from tests.exchange.labels.form_grids import form_grid

REPORT, MONITORING = "post_evaluation/minhang-2024", "monitoring/minhang-2023"
GOAL, DONE = "预期总体目标", "跟踪期完成情况"
BACKGROUND, FIRST, SECOND = "（一）项目背景", "道路年久失修，多处破损。", "居民多次反映。"
POLICIES = ("层级", "政策依据", "核心要求", "与项目的关联")
Lines = tuple[tuple[str, ...], ...]

# The rule that decides last, the edition, the lines, the label, and what is its value.
CASES: tuple[tuple[str, str, Lines, str, list[str]], ...] = (
    (
        "_is_page_number",
        REPORT,
        ((BACKGROUND,), (FIRST,), ("- 3 -",), (SECOND,)),
        BACKGROUND,
        [FIRST, SECOND],
    ),
    (
        "_is_caption",
        REPORT,
        ((BACKGROUND,), (FIRST,), ("表3 依据",), POLICIES),
        BACKGROUND,
        [FIRST],
    ),
    ("_has_nothing_of_its_own", REPORT, ((BACKGROUND,), (FIRST,), (FIRST,)), BACKGROUND, [FIRST]),
    (
        "_ends_section",
        REPORT,
        ((BACKGROUND,), (FIRST,), ("（二）周边情况",), (SECOND,)),
        BACKGROUND,
        [FIRST],
    ),
    (
        "_begins_with_label",
        REPORT,
        ((BACKGROUND,), (FIRST,), ("立项目的  改善出行",), (SECOND,)),
        BACKGROUND,
        [FIRST],
    ),
    (
        "_is_moved_left",
        MONITORING,
        (("", GOAL, DONE), ("修好道路", "修了一半")),
        DONE,
        ["修了一半"],
    ),
    ("_is_read_already", MONITORING, ((GOAL, DONE), ("修好道路", "项目名称")), DONE, []),
    ("_stands_elsewhere", MONITORING, ((GOAL, DONE), ("修路",), ("", "修完")), DONE, []),
    (
        "_is_row_of_several",
        MONITORING,
        ((GOAL, DONE), ("一修", "二修"), ("一改", "二改"), ("一建", "二建")),
        GOAL,
        ["一修", "一改"],
    ),
    (
        "_is_part",
        MONITORING,
        ((GOAL,), ("修好道路",), ("改好水管",)),
        GOAL,
        ["修好道路", "改好水管"],
    ),
)


def reading(catalogue: Catalogue, key: str, lines: Lines) -> FormReading:
    grid = form_grid(catalogue[key], lines)
    return FormReading(grid, find_labels(grid))


def cell(form: FormReading, text: str) -> GridText:
    return next(each for each in form.texts.walk() if each.text == text)


@pytest.mark.parametrize(
    ("rule", "key", "lines", "label", "value"), CASES, ids=[case[0] for case in CASES]
)
def test_the_value_of_a_label_ends_where_another_matter_begins(
    catalogue: Catalogue, rule: str, key: str, lines: Lines, label: str, value: list[str]
) -> None:
    form = reading(catalogue, key, lines)
    assert [each.text for each in texts_below(form, cell(form, label))] == value


def test_each_rule_has_a_case_that_it_decides(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [case[0] for case in CASES] == [fits.__name__ for fits, _ in below._RULES]
    for number, (_, key, lines, label, value) in enumerate(CASES[:-1]):
        without = (*below._RULES[:number], *below._RULES[number + 1 :])
        with monkeypatch.context() as patched:
            patched.setattr(below, "_RULES", without)
            form, found = reading(catalogue, key, lines), None
            with suppress(IndexError):  # what a later rule need not expect
                found = [each.text for each in texts_below(form, cell(form, label))]
            assert found != value, CASES[number][0]


def test_a_page_number_within_a_text_is_accounted_for(catalogue: Catalogue) -> None:
    form = reading(catalogue, REPORT, ((BACKGROUND,), (FIRST,), ("- 3 -",), (SECOND,)))
    texts_below(form, cell(form, BACKGROUND))
    assert form.accounted_for == {cell(form, "- 3 -").at}
