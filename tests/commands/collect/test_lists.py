"""The lists for the window say what the workbook says, and hold no form whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.commands.collect.lists import Lists
from perfdesk.commands.collect.places import slips_of, summary_of, written_at
from perfdesk.commands.collect.run import Collection, Unwritten, collect
from perfdesk.commands.context import Context
from perfdesk.models import summary_columns
from perfdesk.models.columns import Column, Shape, in_window
from perfdesk.models.document import Document, Project
from perfdesk.storage.project_file import read_project, write_project

pytestmark = pytest.mark.usefixtures("shared_worker")


def sample(context: Context, name: str) -> Document:
    return read_project((context.samples / f"{name}.perfdesk").read_bytes()).documents[0]


def put(path: Path, document: Document) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_project(Project([document])))


@pytest.fixture
def folder(context: Context, tmp_path: Path) -> Path:
    root = tmp_path / "各单位"
    put(root / "甲" / "一.perfdesk", sample(context, "居民小区综合治理建设"))
    put(root / "甲" / "二.perfdesk", sample(context, "居民小区综合治理建设"))
    put(root / "乙" / "三.perfdesk", sample(context, "人房共管服务项目"))
    changed = sample(context, "人房共管服务项目")
    long = next(name for name, text in changed.cells.items() if len(text) > 40)
    changed.cells[long] += "另行说明。"
    put(root / "乙" / "四.perfdesk", changed)
    (root / "坏.perfdesk").write_bytes(b"{}")
    return root


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    lines = list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_the_lists_are_those_of_the_workbook(context: Context, folder: Path) -> None:
    lists, out = Lists(), folder.parent / "汇总.xlsx"
    report = collect(context, Collection(folder, out, jobs=1), lists=lists)
    assert [(each.path, each.unit, each.errors) for each in lists.forms] == [
        (row["文件"], row["单位"], row["错误"]) for row in rows(out, "汇总")
    ]
    assert len(lists.problems) == len(rows(out, "问题清单"))
    assert {(each.form.path, each.finding.message) for each in lists.problems} == {
        (row["文件"], row["发现的问题"]) for row in rows(out, "问题清单")
    }
    assert [each.unit for each in lists.units] == [row["单位"] for row in rows(out, "按单位")]
    assert [each.what for each in lists.clashes] == [row["种类"] for row in rows(out, "重复与冲突")]
    assert report.repeated == sum(each.is_copy for each in lists.forms) == 1


@pytest.mark.parametrize(
    ("sheet", "columns", "of"),
    [
        ("汇总", summary_columns.FORMS, "forms"),
        ("按单位", summary_columns.UNITS, "units"),
        ("问题清单", summary_columns.PROBLEMS, "problems"),
        ("重复与冲突", summary_columns.CLASHES, "clashes"),
    ],
)
def test_a_column_holds_the_same_in_the_window_and_in_the_workbook(
    context: Context, folder: Path, sheet: str, columns: Sequence[Column], of: str
) -> None:
    lists, out = Lists(), folder.parent / "汇总.xlsx"
    collect(context, Collection(folder, out, jobs=1), lists=lists)
    lines = getattr(lists, of)
    shown = [each for each in in_window(columns) if each.width]
    assert len(shown) >= 9

    def in_cell(column: Column, line: object) -> str | float | None:
        value = column.get(line)
        if isinstance(value, Decimal):
            value = float(value / 100 if column.shape is Shape.PERCENT else value)
        return value or None

    def written(each: Sequence[object]) -> str:
        return repr(each)

    said = [[in_cell(column, line) for column in shown] for line in lines]
    there = [[row[column.title] or None for column in shown] for row in rows(out, sheet)]
    assert sorted(said, key=written) == sorted(there, key=written)


def test_problems_stand_by_their_weight(context: Context, folder: Path) -> None:
    lists = Lists()
    collect(context, Collection(folder, folder.parent / "汇总.xlsx", jobs=1), lists=lists)
    levels = [each.finding.level for each in lists.problems]
    weights = ["error", "warning", "reading", "note"]
    assert levels == sorted(levels, key=weights.index)
    assert len(set(levels)) > 2


def test_every_counted_form_names_the_class_it_is_counted_in(
    context: Context, folder: Path
) -> None:
    lists = Lists()
    report = collect(context, Collection(folder, folder.parent / "汇总.xlsx", jobs=1), lists=lists)
    rates, scores = report.spreads
    for label, count in rates.classes:
        assert sum(each.rate_class == label for each in lists.forms) == count
    for label, count in scores.classes:
        assert sum(each.score_class == label for each in lists.forms) == count
    assert rates.total == 3


def test_what_was_read_is_listed_though_the_workbook_cannot_be_written(
    context: Context, folder: Path
) -> None:
    lists, out = Lists(), folder.parent / "汇总.xlsx"
    out.mkdir()
    with pytest.raises(Unwritten) as caught:
        collect(context, Collection(folder, out, jobs=1), lists=lists)
    assert caught.value.report.forms == len(lists.forms) == 4
    assert str(caught.value).endswith("。")


def test_a_summary_is_proposed_beside_the_folder_and_slips_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "各单位"
    out = summary_of(folder)
    assert out == tmp_path / "各单位-汇总.xlsx"
    assert slips_of(out) == tmp_path / "各单位-退回修改通知"
    root = Path(tmp_path.anchor)
    assert summary_of(root).parent == root
    assert written_at(out) is None
    out.write_bytes(b"")
    assert written_at(out) is not None


def test_a_summary_inside_the_folder_is_never_read_again(context: Context, folder: Path) -> None:
    before = collect(context, Collection(folder, folder / "汇总.xlsx", jobs=1))
    after = collect(context, Collection(folder, folder / "汇总.xlsx", jobs=1))
    assert (after.files, after.forms, after.unread) == (before.files, before.forms, before.unread)
