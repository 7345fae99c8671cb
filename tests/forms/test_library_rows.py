"""Indicators into rows and rows into indicators, by what the edition says of its columns."""

from __future__ import annotations

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.library import Library, read_library, search
from perfdesk.forms.library_rows import (
    added,
    all_indicator_columns,
    indicator_columns,
    learned,
    neighbours,
)
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition
from perfdesk.models.library import KnownIndicator
from tests.conftest import RESOURCES


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(RESOURCES / "library")


def rows(edition: Edition, document: Document) -> list[str]:
    where = indicator_columns(edition)
    assert where
    names = (where.level1, where.level2, where.name, where.target)
    return [
        "|".join(row.cells.get(name, "") for name in names) for row in document.rows(where.table)
    ]


def named(library: Library, *names: str) -> list[KnownIndicator]:
    return [each for name in names for each in library.indicators if each.name == name]


def document_of(edition: Edition, *lines: str, framework: str = "") -> Document:
    where = indicator_columns(edition)
    assert where
    columns = (where.level1, where.level2, where.name, where.target)
    made = [
        Row(f"r{nth}", dict(zip(columns, line.split("|"), strict=True)))
        for nth, line in enumerate(lines, 1)
    ]
    cells = {edition.framework_field: framework} if framework else {}
    return Document(edition.form, edition.edition, cells, {where.table: made})


def test_rows_come_below_the_last_of_their_level_without_figures(
    library: Library, edition: Edition
) -> None:
    document = document_of(
        edition, "产出指标|数量指标|甲|3个", "产出指标|时效指标|乙|及时", "自定|自定|丙|"
    )
    chosen = named(library, "加梯楼栋居民满意度", "加装电梯补贴发放台数", "加装电梯补贴发放准确率")
    edit = added(library, edition, document, chosen)
    before = document.copy()
    undo = edit.apply(document)
    assert rows(edition, document) == [
        "产出指标|数量指标|甲|3个",
        "产出指标|数量指标|加装电梯补贴发放台数|=__台",
        "产出指标|质量指标|加装电梯补贴发放准确率|=__%",
        "产出指标|时效指标|乙|及时",
        "满意度指标|服务对象满意度指标|加梯楼栋居民满意度|≥__%",
        "自定|自定|丙|",
    ]
    undo.apply(document)
    assert document == before


def test_what_the_table_has_is_not_added_twice(library: Library, edition: Edition) -> None:
    document = document_of(edition, "产出指标|数量指标|加装电梯补贴发放台数|=3台")
    chosen = named(library, "加装电梯补贴发放台数")
    assert added(library, edition, document, chosen).edits == ()


def test_every_edition_takes_an_indicator_in_every_framework(
    library: Library, catalogue: Catalogue
) -> None:
    known = named(library, "小区居民满意度")
    tried = 0
    for key in catalogue:
        edition = catalogue[key]
        if indicator_columns(edition) is None:
            continue
        for framework in edition.frameworks:
            document = document_of(edition, framework=framework.name)
            added(library, edition, document, known).apply(document)
            level1, level2, name, _ = rows(edition, document)[0].split("|")
            assert level2 in framework.levels[level1] and name == known[0].name
            tried += 1
    assert tried >= 3


@pytest.mark.parametrize(
    ("present", "given"),
    [
        ({}, {"level1": "产出指标", "level2": "质量指标", "target_value": "=__%"}),
        ({"level1": "产出指标"}, {"level2": "质量指标", "target_value": "=__%"}),
        ({"level1": "效益指标"}, {"target_value": "=__%"}),
        ({"level2": "数量指标"}, {"target_value": "=__%"}),
        ({"level2": "质量指标", "target_value": "=100%"}, {"level1": "产出指标"}),
    ],
)
def test_only_blank_neighbours_are_filled_and_none_against_the_row(
    library: Library, edition: Edition, present: dict[str, str], given: dict[str, str]
) -> None:
    [known] = named(library, "加装电梯补贴发放准确率")
    where = indicator_columns(edition)
    assert where
    assert neighbours(library, known, edition.frameworks[0], where, present) == given


def test_learning_keeps_names_kinds_and_units_but_no_figures(
    library: Library, edition: Edition
) -> None:
    document = document_of(
        edition,
        "产出指标|数量指标|物码生成数量|30000张",
        "自定|自定|别的|≥98%",
        "||  |",
        framework=edition.frameworks[0].name,
    )
    assert learned(library, edition, document, "本单位") == (
        KnownIndicator("物码生成数量", "本单位", "数量", value="__张", is_own=True),
        KnownIndicator("别的", "本单位", "", "自定", "自定", "≥__%", is_own=True),
    )
    one = learned(library, edition, document, "本单位", rows={"r2"})
    assert [each.name for each in one] == ["别的"]


def test_a_table_of_two_terms_has_a_set_for_each(library: Library, catalogue: Catalogue) -> None:
    sets = {key: all_indicator_columns(catalogue[key]) for key in catalogue}
    assert all(
        found[:1] == (indicator_columns(catalogue[key]),) for key, found in sets.items() if found
    )
    key, (annual, mid) = next((key, found) for key, found in sets.items() if len(found) == 2)
    assert {annual.name, annual.level2, annual.target}.isdisjoint(
        {mid.name, mid.level2, mid.target}
    )
    edition = catalogue[key]
    cells = {mid.level2: "数量指标", mid.name: "甲", mid.target: "≥3个", annual.name: "乙"}
    document = Document(edition.form, edition.edition, {}, {mid.table: [Row("r1", cells)]})
    found = learned(library, edition, document, "本单位")
    assert [(each.name, each.kind, each.value) for each in found] == [
        ("乙", "", ""),
        ("甲", "数量", "≥__个"),
    ]


def test_the_sound_copy_can_be_learned_and_added_again(
    library: Library, edition: Edition, sound: Document
) -> None:
    found = learned(library, edition, sound, "本单位")
    fresh = Document(edition.form, edition.edition, dict(sound.cells))
    added(library, edition, fresh, found).apply(fresh)
    again = learned(library, edition, fresh, "本单位")
    assert sorted(each.name for each in again) == sorted(each.name for each in found)
    assert search(library, found[0].name) == ()
