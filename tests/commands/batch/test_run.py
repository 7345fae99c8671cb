"""A list with one project in each row becomes files: none lost, none written over, none twice."""

from __future__ import annotations

import itertools
import random
import shutil
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfdesk.commands.batch import project as batch_project
from perfdesk.commands.batch.files import Wrote
from perfdesk.commands.batch.plan import Plan
from perfdesk.commands.batch.preview import preview
from perfdesk.commands.batch.read_list import (
    list_template,
    open_list,
    paste_list,
    remember,
    use_mapping,
    write_mapping,
)
from perfdesk.commands.batch.report import BatchReport
from perfdesk.commands.batch.run import Batch, make_batch
from perfdesk.commands.collect.read_file import read_file
from perfdesk.commands.collect.run import Collection, collect
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.projects import open_project, save_project
from perfdesk.commands.watch import Watch
from perfdesk.exchange.incoming.differences import same_data
from perfdesk.models.document import Document
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind, parse
from perfdesk.storage.atomic import NotSaved
from perfdesk.storage.made_files import MadeFiles
from perfdesk.storage.trouble import Cause
from tests import libreoffice
from tests.lists import HEAD, ROWS, Rows, office_list, put

pytestmark = pytest.mark.usefixtures("shared_worker")

FORM = "self_evaluation"
BUDGET = Ref("initial_budget", "funds", "total")
ADJUSTED = Ref("annual_budget", "funds", "total")
EXECUTED = Ref("annual_execution", "funds", "total")
LEFT_BEHIND = ("生成报告", "退回的行", "全部打印")


def listed(context: Context, folder: Path, rows: Rows, **more: Any) -> Plan:
    return open_list(context, put(folder, rows), FORM, **more)


def documents(plan: Plan) -> list[Document]:
    return [each.incoming.document for each in plan.read().projects]


def made_files(folder: Path) -> dict[str, bytes]:
    """Give the files of the projects, without what the run says of itself."""
    files = (each for each in folder.iterdir() if not each.stem.startswith(LEFT_BEHIND))
    return {each.name: each.read_bytes() for each in files}


def amount(document: Document, at: Ref) -> Decimal:
    value = parse(Kind.AMOUNT, document.text(at), "元").value
    assert isinstance(value, Decimal)
    return value


@pytest.fixture
def plan(context: Context, tmp_path: Path) -> Plan:
    return listed(context, tmp_path, [HEAD, *ROWS])


# --- what a list says ------------------------------------------------------------------------


def test_amounts_come_in_the_unit_of_the_form_and_a_value_s_own_unit_wins(plan: Plan) -> None:
    one, two = documents(plan)
    assert [amount(one, at) for at in (BUDGET, ADJUSTED, EXECUTED)] == [900000, 893000, 893000]
    assert [amount(two, at) for at in (BUDGET, ADJUSTED, EXECUTED)] == [125000, 120000, 120000]


def test_amounts_in_yuan_go_into_a_form_in_wan_exactly(context: Context, tmp_path: Path) -> None:
    rows = [("项目名称", "年度资金总额（元）"), ("甲", 123456.78)]
    [document] = documents(open_list(context, put(tmp_path, rows), "goal_declaration"))
    value = parse(Kind.AMOUNT, document.text(Ref("annual_total")), "万元").value
    assert value == Decimal("12.345678")


def test_a_unit_that_the_list_does_not_say_can_be_chosen(context: Context, tmp_path: Path) -> None:
    plan = listed(context, tmp_path, [("项目名称", "年初预算", "执行数（元）"), ("甲", 3, 4)])
    [document] = documents(plan.with_unit("万元"))
    assert (amount(document, BUDGET), amount(document, EXECUTED)) == (30000, 4)
    with pytest.raises(Refusal, match="角"):
        plan.with_unit("角")


def test_an_office_s_list_is_read_through_everything_around_it(
    context: Context, tmp_path: Path
) -> None:
    found = open_list(context, office_list(tmp_path), FORM).read()
    one, two, nameless = found.projects
    assert [each.name for each in found.projects] == ["道路养护", "绿化养护", ""]
    assert [each.reason for each in nameless.faults] == ["没有填项目名称。"]
    assert amount(two.incoming.document, BUDGET) == Decimal("500100.00")
    # 预算单位 is merged down over both.
    assert two.incoming.document.text(Ref("implementing_unit")) == "城建科"
    assert [each.reason for each in found.skipped] == ["合计行", "表尾的文字"]
    names = [row.cells["name"] for row in one.incoming.document.rows("indicators")]
    assert names == ["养护里程", "验收合格率"]
    second = one.incoming.document.rows("indicators")[1].cells
    assert (second["level1"], second["level2"]) == ("产出指标", "质量指标")
    assert [each.fault.reason for each in found.orphans] == ["名单里没有叫这个名称的项目。"]


@pytest.mark.outside
@libreoffice.needed
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_the_same_list_saved_otherwise_says_the_same(
    context: Context, tmp_path: Path, suffix: str
) -> None:
    path = office_list(tmp_path)
    libreoffice.convert(suffix, path, into=tmp_path)
    other = open_list(context, path.with_suffix(f".{suffix}"), FORM)
    assert documents(other) == documents(open_list(context, path, FORM))


def test_a_list_that_was_copied_says_the_same_as_its_workbook(context: Context, plan: Plan) -> None:
    lines = ("\t".join("" if c is None else str(c) for c in row) for row in (HEAD, *ROWS))
    copied = documents(paste_list(context, "\n".join(lines), FORM))
    assert len(copied) == 2
    assert all(map(partial(same_data, plan.edition), copied, documents(plan)))


def test_the_order_of_the_columns_changes_no_project(context: Context, tmp_path: Path) -> None:
    order = list(range(len(HEAD)))
    plain = documents(listed(context, tmp_path, [HEAD, *ROWS]))
    for seed in range(5):
        random.Random(seed).shuffle(order)
        rows = [[row[place] for place in order] for row in (HEAD, *ROWS)]
        again = documents(listed(context, tmp_path, rows))
        assert [list(each.cells.items()) for each in again] == [
            list(each.cells.items()) for each in plain
        ]
        assert again == plain


def test_rows_of_one_project_in_a_run_are_its_indicators(context: Context, tmp_path: Path) -> None:
    rows = [
        ("项目名称", "年初预算", "一级指标", "三级指标", "分值"),
        ("甲", 100, "产出指标", "第一", 20),
        ("甲", 100, None, "第二", 30),
        (None, None, "效益指标", "第三", 30),
        ("乙", 200, "产出指标", "别的", 50),
        ("乙", 300, "产出指标", "另一个同名项目的", 50),
    ]
    one, two, three = documents(listed(context, tmp_path, rows))
    assert [row.cells["name"] for row in one.rows("indicators")] == ["第一", "第二", "第三"]
    assert [row.cells["level1"] for row in one.rows("indicators")] == [
        *("产出指标", "产出指标", "效益指标")
    ]
    assert (amount(two, BUDGET), amount(three, BUDGET)) == (200, 300)


def test_a_cell_that_is_no_value_makes_no_project(context: Context, tmp_path: Path) -> None:
    rows = [HEAD, (1, "甲", "乙", "=1/0", 1, 1), (2, "丙", "乙", "待定", 1, 1)]
    one, two = listed(context, tmp_path, rows).read().projects
    assert ["公式还没有算出结果" in fault.reason for fault in one.faults] == [True]
    # What was typed is kept: the form finds fault with it.
    assert two.faults == [] and two.incoming.document.text(BUDGET) == "待定"


def test_rows_that_are_no_projects_are_passed_over_and_said(
    context: Context, tmp_path: Path
) -> None:
    rows = [HEAD, (1, 2, 3, 4, 5, 6, 7), *ROWS, HEAD, (4, None, None, 0, "-", "0.00"), (5,),
            (None, "城建科小计", None, 3), ("注：金额含税",)]  # fmt: skip
    found = listed(context, tmp_path, rows).read()
    assert [each.name for each in found.projects] == ["道路养护", "绿化养护"]
    assert [each.reason for each in found.skipped] == [
        "栏次行", "重复的表头", "只有序号和零，没有内容", "只有一格文字，不像项目",
        "合计行", "只有一格文字，不像项目",
    ]  # fmt: skip


def test_what_is_merged_over_two_projects_is_not_counted_twice(
    context: Context, tmp_path: Path
) -> None:
    path = put(tmp_path, [HEAD, *ROWS])
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active.merge_cells("D2:D3")
    book.save(path)
    one, two = open_list(context, path, FORM).read().projects
    assert amount(one.incoming.document, BUDGET) == 900000
    assert two.incoming.document.text(BUDGET) == ""
    assert "合并了单元格" in two.incoming.notes[0].message


def test_a_figure_that_is_computed_is_only_compared(context: Context, tmp_path: Path) -> None:
    rows = [
        ("项目名称", "全年预算数", "全年执行数", "执行率"),
        ("甲", 300, 100, 1 / 3),
        ("乙", 300, 100, 0.5),
    ]
    plan = listed(context, tmp_path, rows)
    found = plan.read()
    one, two = (preview(context, plan, found, at) for at in (0, 1))
    # A third has no end; the paper has two places.
    assert one.stated == ()
    assert ["33.33%" in each for each in two.stated] == [True]


def test_what_all_projects_have_is_entered_once(context: Context, plan: Plan) -> None:
    plan = plan.with_constant("year", "2024").with_constant("department", "")
    assert [each.text(Ref("year")) for each in documents(plan)] == ["2024", "2024"]
    for path in ("nothing", "indicators.name", "total_score"):
        with pytest.raises(Refusal):
            plan.with_constant(path, "1")


def test_a_list_without_names_says_which_column_is_missing(
    context: Context, tmp_path: Path
) -> None:
    plan = listed(context, tmp_path, [("编号", "年初预算"), ("A1", 3)])
    assert "项目名称" in plan.trouble
    with pytest.raises(Refusal, match="项目名称"):
        make_batch(context, Batch(plan, tmp_path / "出"))


def test_a_file_without_a_list_is_refused(context: Context, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有找到名单"):
        listed(context, tmp_path, [("只有一格",)])
    with pytest.raises(Refusal, match="没有名为“别的”"):
        listed(context, tmp_path, [HEAD, *ROWS], sheet="别的")


# --- what is remembered ----------------------------------------------------------------------


def test_next_month_s_list_maps_itself(context: Context, tmp_path: Path, plan: Plan) -> None:
    note = next(column for _, column, _ in plan.columns if column.heading == "备注")
    remember(context, plan.with_column(0, note.place, "expected_goal"))
    later = listed(context, tmp_path, [HEAD, (1, "丁", "城建科", 1, 1, 1, "新目标")])
    assert documents(later)[0].text(Ref("expected_goal")) == "新目标"


def test_a_mapping_that_was_handed_on_is_read_as_it_was_written(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    note = next(column for _, column, _ in plan.columns if column.heading == "备注")
    path = tmp_path / "对应.json"
    path.write_bytes(write_mapping(plan.with_column(0, note.place, "expected_goal")))
    assert use_mapping(plan, path).mapping.columns[-1] == ("备注", "expected_goal")
    other = open_list(context, tmp_path / "名单.xlsx", "monitoring")
    with pytest.raises(Refusal, match="对应表"):
        use_mapping(other, path)


def test_a_cell_chosen_for_one_column_is_taken_from_another(plan: Plan) -> None:
    changed = plan.with_column(0, 7, "project_name")
    paths = dict(changed.mapping.columns)
    assert (paths["备注"], paths["项目名称"]) == ("project_name", "")


# --- what is made ----------------------------------------------------------------------------


def test_each_project_gets_its_files_and_the_report_names_them(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    report = make_batch(context, Batch(plan, tmp_path / "出", printed=True))
    assert sorted(made_files(tmp_path / "出")) == sorted(
        f"{name}{suffix}"
        for name in ("道路养护", "绿化养护")
        for suffix in (".perfdesk", ".pdf", ".xlsx")
    )
    opened = open_project(context, tmp_path / "出" / "道路养护.perfdesk")
    assert opened.document.text(Ref("project_name")) == "道路养护"
    assert opened.note == ""
    assert report.printed is not None and report.printed.read_bytes().startswith(b"%PDF")
    assert report.report is not None
    page = openpyxl.load_workbook(report.report)["生成报告"]
    heads = {cell.value: cell.column for cell in page[3]}
    rows = list(page.iter_rows(min_row=4))
    assert [row[heads["项目"] - 1].value for row in rows] == ["道路养护", "绿化养护"]
    link = rows[0][heads["PDF"] - 1]
    assert (link.value, link.hyperlink.target) == ("道路养护.pdf", "道路养护.pdf")
    assert rows[0][heads["没有采用的内容"] - 1].value == "序号：1；备注：甲"


def test_a_run_twice_makes_the_same_bytes_and_no_file_anew(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    make_batch(context, Batch(plan, tmp_path / "一"))
    make_batch(context, Batch(plan, tmp_path / "二"))
    first = made_files(tmp_path / "一")
    assert made_files(tmp_path / "二") == first
    again = make_batch(context, Batch(plan, tmp_path / "一"))
    assert {file.wrote for made in again.made for file in made.files} == {Wrote.SAME}
    assert made_files(tmp_path / "一") == first


def test_a_run_that_was_stopped_and_goes_on_makes_what_one_run_makes(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    asked = itertools.count()
    stopped = make_batch(
        context, Batch(plan, tmp_path / "一"), Watch(cancelled=lambda: next(asked) > 0)
    )
    assert (stopped.is_whole, len(stopped.made), stopped.report) == (False, 1, None)
    assert sorted(each.suffix for each in (tmp_path / "一").iterdir()) == [
        *(".pdf", ".perfdesk", ".xlsx")
    ]
    going_on = make_batch(context, Batch(plan, tmp_path / "一"))
    assert [made.files[0].wrote for made in going_on.made] == [Wrote.SAME, Wrote.NEW]
    make_batch(context, Batch(plan, tmp_path / "二"))
    assert made_files(tmp_path / "一") == made_files(tmp_path / "二")


def test_a_project_that_somebody_edited_is_never_written_over(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    out = tmp_path / "出"
    make_batch(context, Batch(plan, out))
    path = out / "道路养护.perfdesk"
    opened = open_project(context, path)
    opened.document.put(Ref("actual_account"), "改过")
    save_project(context, opened.project, path, opened.digest)
    edited = made_files(out)
    changed = plan.with_constant("year", "2024")
    for again in (False, True):
        report = make_batch(context, Batch(changed, out, again=again))
        assert path.read_bytes() == edited[path.name]
        assert [file.wrote for file in report.made[0].files] == [Wrote.KEPT]
        assert "可能有人改过" in report.made[0].files[0].words
    # Paper of other entries beside it would contradict it.
    assert made_files(out)["道路养护.pdf"] == edited["道路养护.pdf"]


def test_what_an_earlier_run_made_is_made_anew_only_where_asked(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    out = tmp_path / "出"
    make_batch(context, Batch(plan, out))
    before = made_files(out)
    changed = plan.with_constant("year", "2024")
    kept = make_batch(context, Batch(changed, out))
    assert kept.kept == 2 and made_files(out) == before
    anew = make_batch(context, Batch(changed, out, again=True))
    assert {file.wrote for made in anew.made for file in made.files} == {Wrote.REPLACED}
    make_batch(context, Batch(changed, tmp_path / "二"))
    assert made_files(out) == made_files(tmp_path / "二")


def test_a_stranger_s_file_of_the_same_name_stays(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    out = tmp_path / "出"
    out.mkdir()
    (out / "绿化养护.pdf").write_bytes(b"other")
    (out / "生成报告.xlsx").write_bytes(b"other")
    report = make_batch(context, Batch(plan, out, again=True))
    assert (out / "绿化养护.pdf").read_bytes() == b"other"
    assert (out / "生成报告.xlsx").read_bytes() == b"other"
    assert report.report == out / "生成报告-2.xlsx"
    assert [file.wrote for file in report.made[1].files] == [Wrote.NEW, Wrote.KEPT, Wrote.NEW]


def test_only_the_kinds_that_are_wanted_are_made(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    make_batch(context, Batch(plan, tmp_path / "出", kinds=[batch_project.PDF]))
    assert {Path(name).suffix for name in made_files(tmp_path / "出")} == {".pdf"}
    again = make_batch(context, Batch(plan, tmp_path / "出", kinds=[batch_project.PDF]))
    assert {file.wrote for made in again.made for file in made.files} == {Wrote.SAME}


def test_projects_of_one_name_are_told_apart_by_their_units(
    context: Context, tmp_path: Path
) -> None:
    rows = [HEAD, (1, "工作经费", "甲科", 1, 1, 1), (2, "工作经费", "乙科", 1, 1, 1),
            (3, "工作经费", "乙科", 2, 2, 2), (4, "CON", "丙/丁", 1, 1, 1)]  # fmt: skip
    make_batch(context, Batch(listed(context, tmp_path, rows), tmp_path / "出", kinds=["project"]))
    assert sorted(made_files(tmp_path / "出")) == sorted(
        f"{name}.perfdesk"
        for name in ("工作经费（甲科）", "工作经费（乙科）", "工作经费（乙科）-2", "CON_")
    )


def test_a_bad_row_comes_back_and_can_be_mended_and_read_again(
    context: Context, tmp_path: Path
) -> None:
    report = make_batch(
        context, Batch(open_list(context, office_list(tmp_path), FORM), tmp_path / "出")
    )
    assert [made.name for made in report.made] == ["道路养护", "绿化养护"]
    assert [each.place for each in report.returned] == ["清单 第 7 行", "指标 第 5 行"]
    assert report.returned_rows is not None
    book = openpyxl.load_workbook(report.returned_rows)
    page = book["清单"]
    [row] = [row for row in page.iter_rows() if row[2].value == "3"]
    row[3].value = "补上名称"
    mended = tmp_path / "改好.xlsx"
    book.save(mended)
    plan = open_list(context, mended, FORM)
    found = plan.read()
    assert [each.name for each in found.projects] == ["补上名称"]
    # 万元 stood above the head, and comes back within it.
    assert amount(found.projects[0].incoming.document, BUDGET) == 10000
    again = make_batch(context, Batch(plan, tmp_path / "出"))
    assert [made.files[0].wrote for made in again.made] == [Wrote.NEW]


def test_a_full_disk_ends_the_run_and_says_so(
    context: Context, tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = NotSaved(Cause.FULL, "磁盘满了。")
    monkeypatch.setattr(batch_project, "save_project", lambda *_: full)
    report = make_batch(context, Batch(plan, tmp_path / "出"))
    assert (report.is_whole, report.made, report.message) == (False, (), "磁盘满了。")


def test_one_file_that_cannot_be_written_sends_its_row_back(
    context: Context, tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = batch_project.save_project

    def refuse_one(context: Context, project: object, path: Path, present: str | None) -> object:
        if path.stem == "道路养护":
            return NotSaved(Cause.BUSY, "正被占用。")
        return save(context, project, path, present)  # type: ignore[arg-type]

    monkeypatch.setattr(batch_project, "save_project", refuse_one)
    report: BatchReport = make_batch(context, Batch(plan, tmp_path / "出"))
    assert [made.name for made in report.made] == ["绿化养护"]
    assert [each.reasons for each in report.returned] == [("正被占用。",)]


def test_a_paper_that_failed_is_made_by_the_next_run(
    context: Context, tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Refusal("没有画成。")

    with monkeypatch.context() as patch:
        patch.setattr(batch_project, "draw_paper", fail)
        assert len(make_batch(context, Batch(plan, tmp_path / "出")).returned) == 2
    again = make_batch(context, Batch(plan, tmp_path / "出"))
    assert [[file.wrote for file in made.files] for made in again.made] == [
        [Wrote.SAME, Wrote.NEW, Wrote.NEW]
    ] * 2


def test_the_samples_are_not_written_to(context: Context, plan: Plan) -> None:
    with pytest.raises(Refusal, match="示例"):
        make_batch(context, Batch(plan, context.samples))


def test_texts_of_a_list_are_no_formulas_in_the_report(context: Context, tmp_path: Path) -> None:
    rows = [HEAD, (1, "甲", "=乙", 1, 1, 1)]
    path = put(tmp_path, rows)
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active["C2"].data_type = "s"
    book.save(path)
    report = make_batch(context, Batch(open_list(context, path, FORM), tmp_path / "出"))
    assert report.report is not None
    for page in openpyxl.load_workbook(report.report):
        assert {cell.data_type for row in page.iter_rows() for cell in row} <= {
            "s",
            "inlineStr",
            "n",
        }


def test_who_collects_from_the_folder_finds_each_project_and_nothing_else(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    folder, out = tmp_path / "出", tmp_path / "汇总.xlsx"
    listed_anew = listed(context, tmp_path, [HEAD, *ROWS, (3, None, "无名", 1, 1, 1, None)])
    report = make_batch(context, Batch(listed_anew, folder, printed=True))
    assert report.returned_rows is not None and report.printed is not None
    (folder / "空名单.xlsx").write_bytes(list_template(context, FORM))
    collected = collect(context, Collection(folder, out, jobs=1))
    # Each project lies there three times: as project, as PDF, as workbook.
    assert (collected.forms, collected.repeated) == (3 * len(ROWS), 2 * len(ROWS))
    assert not collected.unread
    alone = tmp_path / "只有打印稿"
    alone.mkdir()
    shutil.copy(report.printed, alone)
    found = read_file(context, alone / report.printed.name)
    assert "打印稿" in found.troubles[0] and not found.forms


def test_a_list_in_a_text_file_has_places_in_that_file(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_bytes("项目名称,年初预算数\r\n甲,1.50\r\n乙,2\r\n".encode("gb18030"))
    first, _ = open_list(context, path, FORM).read().projects
    assert first.place == "清单 第 2 行"
    assert first.incoming.document.text(BUDGET) == "1.50"


def test_a_report_that_is_held_open_is_written_beside_itself(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    # A folder of that name can neither be read nor replaced, as a file held open by Excel.
    folder = tmp_path / "出"
    (folder / "生成报告.xlsx").mkdir(parents=True)
    report = make_batch(context, Batch(plan, folder))
    assert report.is_whole and report.report == folder / "生成报告-2.xlsx"


def test_a_folder_that_takes_no_report_ends_the_run_and_says_so(
    context: Context, tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = MadeFiles.present

    def present(self: MadeFiles, name: str) -> str | None:
        if name.startswith("生成报告"):
            raise PermissionError(13, "no")
        return real(self, name)

    monkeypatch.setattr(MadeFiles, "present", present)
    report = make_batch(context, Batch(plan, tmp_path / "出"))
    assert not report.is_whole and "生成报告" in report.message and len(report.made) == 2


def test_a_wrong_column_for_the_name_does_not_make_one_endless_project(
    context: Context, tmp_path: Path
) -> None:
    rows = [("甲", "产出指标", "数量指标", f"指标{n}", "≥1个") for n in range(1_200)]
    head = ("项目名称", "一级指标", "二级指标", "三级指标", "年度指标值")
    [project] = listed(context, tmp_path, [head, *rows]).read().projects
    assert [each.reason for each in project.faults] == [
        "“绩效指标”超过 1000 行。请核对哪一列是“项目名称”。"
    ]


def test_a_list_too_wide_to_be_read_whole_is_refused(context: Context) -> None:
    head = "项目名称\t" + "\t".join(f"列{n}" for n in range(400))
    row = "甲\t" + "\t".join(map(str, range(400)))
    with pytest.raises(Refusal, match="401 列，最多读 300 列"):
        paste_list(context, f"{head}\n{row}\n", FORM)


def test_a_row_that_came_back_and_was_not_mended_comes_back_again(
    context: Context, tmp_path: Path
) -> None:
    rows = [HEAD, (1, "甲", "科", 1, 1, "#REF!"), (2, "=A1&B1", "科", 1, 1, 1), *ROWS]
    folder = tmp_path / "出"
    first = make_batch(context, Batch(listed(context, tmp_path, rows), folder))
    assert first.returned_rows is not None and len(first.returned) == 2
    again = open_list(context, first.returned_rows, FORM).read().projects
    assert [bool(each.faults) for each in again] == [True, True]
    [copied] = paste_list(context, "项目名称\t年初预算数\n甲\t#DIV/0!\n", FORM).read().projects
    assert copied.faults


def test_the_head_that_a_person_names_is_taken(context: Context, tmp_path: Path) -> None:
    rows = [
        ("项目名称", "主管部门", "实施单位", "年初预算数"),
        ("甲", "局", "科", "1万元"),
        ("事项", "金额"),
        ("乙", "2万元"),
    ]
    assert documents(listed(context, tmp_path, rows))[0].text(BUDGET) == "1万元"
    plan = listed(context, tmp_path, rows, head=3).with_column(0, 1, "project_name")
    assert plan.lists[0].head_row == 3 and plan.lists[0].columns[1].heading == "金额"
    [project] = plan.read().projects
    assert project.name == "乙"
    with pytest.raises(Refusal, match="第 9 行是空的"):
        listed(context, tmp_path, rows, head=9)


def test_a_run_can_be_stopped_while_its_papers_are_drawn(
    context: Context, tmp_path: Path, plan: Plan
) -> None:
    asked = itertools.count()
    # Asked before each of the two projects, then before each paper.
    report = make_batch(
        context,
        Batch(plan, tmp_path / "出", printed=True),
        Watch(cancelled=lambda: next(asked) > 2),
    )
    assert not report.is_whole and len(report.made) == 2
    assert not list((tmp_path / "出").glob("全部打印*")) and report.report is None
