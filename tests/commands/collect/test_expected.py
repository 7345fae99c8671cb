"""Who was to send something and did not is named; who is only named otherwise is not missed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from perfdesk import cli
from perfdesk.commands.collect.agree import Listed
from perfdesk.commands.collect.expected import compare_expected, names_in, read_expected
from perfdesk.commands.collect.run import Collection, collect
from perfdesk.commands.context import Context, Refusal
from perfdesk.models.document import Project
from perfdesk.storage.project_file import read_project, write_project

pytestmark = pytest.mark.usefixtures("shared_worker")


def form(unit: str, path: str = "一.perfdesk") -> Listed:
    return Listed(path, 0, "表", "表", unit, "项目", "", "")


def compared(expected: list[str], *units: str, **more: object) -> dict[str, str]:
    forms = [form(unit, f"{place}.perfdesk") for place, unit in enumerate(units)]
    return {each.unit: each.what for each in compare_expected(expected, forms, ())}


def test_who_sent_something_is_not_listed_however_the_name_is_spaced() -> None:
    assert compared(["华漕镇", "马桥镇（本级）"], "华 漕镇", "马桥镇(本级)") == {}


def test_who_sent_nothing_is_missing() -> None:
    assert compared(["华漕镇", "马桥镇"], "马桥镇") == {"华漕镇": "未交"}


@pytest.mark.parametrize(
    "expected, found",
    [
        ("华漕镇", "上海市闵行区华漕镇人民政府"),
        ("上海市闵行区华漕镇人民政府", "华漕镇"),
        ("华漕镇（本级）", "华漕镇人民政府"),
        ("华漕镇人民政府", "华漕镇(汇总)"),
    ],
)
def test_a_longer_or_shorter_name_may_be_the_same_and_is_named(expected: str, found: str) -> None:
    (line,) = compare_expected([expected], [form(found)], ())
    assert (line.unit, line.what) == (expected, "可能已交")
    assert found in line.remark


def test_a_unit_that_is_expected_itself_does_not_stand_for_another() -> None:
    found = compared(["华漕镇", "华漕镇平安办"], "华漕镇平安办")
    assert found == {"华漕镇": "未交"}


def test_a_folder_named_after_a_unit_speaks_for_it_whatever_the_forms_say() -> None:
    (line,) = compare_expected(["华漕镇"], [form("", "华漕镇/一.perfdesk")], ())
    assert line.what == "可能已交"
    assert "未填单位" in line.remark


def test_files_that_could_not_be_read_are_told_of_the_unit_that_sent_them() -> None:
    (line,) = compare_expected(["华漕镇"], [], [("华漕镇/坏.xlsx", "坏了。")])
    assert line.what == "交了没读成"
    assert "华漕镇/坏.xlsx" in line.remark


def test_who_was_not_expected_is_named_last() -> None:
    assert list(compared(["华漕镇"], "马桥镇").items()) == [
        ("华漕镇", "未交"),
        ("马桥镇", "名单外"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "华漕镇\n马桥镇\n华漕镇\n",
        "1、华漕镇\n2. 马桥镇\n",
        "华漕镇、马桥镇",
        "序号\t单位名称\t联系人\n1\t华漕镇\t张三\n2\t马桥镇\t李四\n",
        "一栏表\n\n单位\n华漕镇\n马桥镇\n合计\n",
    ],
)
def test_names_are_read_however_they_are_written_down(text: str, tmp_path: Path) -> None:
    assert names_in(text) == ("华漕镇", "马桥镇")
    path = tmp_path / "名单.txt"
    path.write_text(text, encoding="utf-8")
    assert read_expected(path) == ("华漕镇", "马桥镇")


def test_a_column_of_a_workbook_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["各单位报送表"], ["序号", "预算单位", "金额"], [1, "华漕镇", 3], [2, "马桥镇", 4]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    assert read_expected(tmp_path / "名单.xlsx") == ("华漕镇", "马桥镇")


def test_a_file_without_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "名单.txt"
    path.write_text("12\n34\n", encoding="utf-8")
    with pytest.raises(Refusal, match="没有找到单位名称"):
        read_expected(path)


@pytest.fixture
def folder(context: Context, tmp_path: Path) -> Path:
    root = tmp_path / "各单位"
    root.mkdir()
    for name in ("居民小区综合治理建设", "人房共管服务项目"):
        project = read_project((context.samples / f"{name}.perfdesk").read_bytes())
        (root / f"{name}.perfdesk").write_bytes(write_project(Project(project.documents[:1])))
    return root


def test_the_summary_of_a_year_is_the_list_of_the_next(context: Context, folder: Path) -> None:
    first = collect(context, Collection(folder, folder.parent / "去年.xlsx", jobs=1))
    assert "未交单位" not in openpyxl.load_workbook(first.out).sheetnames
    names = read_expected(first.out)
    assert len(names) == first.units == 2
    (folder / "居民小区综合治理建设.perfdesk").unlink()
    second = collect(
        context, Collection(folder, folder.parent / "今年.xlsx", jobs=1, expected=names)
    )
    assert second.expected == 2
    assert [each.what for each in second.missing] == ["未交"]
    page = openpyxl.load_workbook(second.out)["未交单位"]
    assert [cell.value for cell in page[4]][:2] == [second.missing[0].unit, "未交"]
    what, count, how = [cell.value for cell in openpyxl.load_workbook(second.out)["一览"][4]][:3]
    assert (what, count) == ("未交", "1 个")
    assert how.startswith(second.missing[0].unit)


def test_a_name_on_the_list_never_becomes_a_formula(context: Context, folder: Path) -> None:
    names = ('=HYPERLINK("http://x","点我")',)
    report = collect(
        context, Collection(folder, folder.parent / "汇总.xlsx", jobs=1, expected=names)
    )
    cell = openpyxl.load_workbook(report.out)["未交单位"]["A4"]
    assert (cell.value, cell.data_type) == (names[0], "s")


def test_the_command_line_names_who_is_missing(
    context: Context, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名单.txt"
    path.write_text("没交镇\n", encoding="utf-8")
    out = tmp_path / "汇总.xlsx"
    command = ["collect", str(folder), "-o", str(out), "--expect", str(path), "--json"]
    assert cli.run(command, context) == cli.FOUND
    told = capsys.readouterr()
    assert "未交 1 个（没交镇）" in told.err
    assert '"unit": "没交镇"' in told.out
