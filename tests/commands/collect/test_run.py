"""A folder of forms becomes one summary: nothing lost, nothing changed, no work done twice."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet import _writer

from perfdesk import cli
from perfdesk.commands.collect.gather import gathered
from perfdesk.commands.collect.run import Collection, Report, collect
from perfdesk.commands.collect.totals import Totals
from perfdesk.commands.collect.walk import walk
from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.form import JudgedForm, judge
from perfdesk.commands.output import draw_paper
from perfdesk.commands.projects import new_project, open_project
from perfdesk.commands.watch import UNWATCHED, Progress, Watch
from perfdesk.commands.workbooks import write_excel, write_excels, write_template
from perfdesk.forms.catalogue import Catalogue
from perfdesk.models.collected import CollectedForm
from perfdesk.models.document import Document, Project
from perfdesk.models.refs import Ref
from perfdesk.paper.fonts import Faces
from perfdesk.storage.project_file import read_project, write_project
from tests import libreoffice, processes
from tests.conftest import RESOURCES, make_context
from tests.exchange.labels.disfigured import Page, as_docx, as_xlsx, page_of
from tests.patience import wait_until
from tests.processes import children, is_alive

pytestmark = pytest.mark.usefixtures("shared_worker")

FILLED = "住宅小区综合服务"
FORMULA = '=HYPERLINK("http://x","点我")'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, faces: Faces) -> Path:
    """Make one workbook and one PDF, which take longest to make."""
    folder = tmp_path_factory.mktemp("made")
    context = make_context(folder, catalogue)
    sample = context.samples / "居民小区综合治理建设.perfdesk"
    opened = open_project(context, sample)
    opened.document.cells["project_name"] = "测试项目甲"
    opened.document.cells["year"] = FORMULA
    evaluation = judge(context, opened.edition, opened.document)
    book = write_excel(context, JudgedForm(opened.edition, opened.document, evaluation))
    (folder / "书.xlsx").write_bytes(book)
    paper = draw_paper(context, JudgedForm(opened.edition, opened.document, evaluation))
    (folder / "纸.pdf").write_bytes(paper.pdf)
    return folder


def sample_document(context: Context, name: str) -> Document:
    return read_project((context.samples / f"{name}.perfdesk").read_bytes()).documents[0]


def put(path: Path, *documents: Document) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_project(Project(list(documents))))


@pytest.fixture
def folder(context: Context, made: Path, tmp_path: Path) -> Path:
    """Give a folder as an office receives it."""
    return received(context, made, tmp_path / "各单位")


def received(context: Context, made: Path, root: Path) -> Path:
    """Fill a folder as an office receives it: subfolders, bad files, litter."""
    (root / "甲街道").mkdir(parents=True)
    shutil.copy(made / "书.xlsx", root / "甲街道" / "自评 100%#1.xlsx")
    shutil.copy(made / "纸.pdf", root / "甲街道" / "自评.pdf")
    put(root / "乙镇" / "一.perfdesk", sample_document(context, "住宅小区综合服务"))
    put(root / "乙镇" / "二.perfdesk", sample_document(context, "住宅小区修缮工程"))
    put(root / "丙镇" / "三.perfdesk", sample_document(context, "人房共管服务项目"))
    (root / "坏.xlsx").write_bytes((made / "书.xlsx").read_bytes()[:3000])
    (root / "空.perfdesk").write_bytes(b"")
    (root / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (root / "说明.txt").write_text("请于周五前报送", encoding="utf-8")
    (root / "~$自评.xlsx").write_bytes(b"lock")
    (root / ".隐藏.xlsx").write_bytes(b"hidden")
    (root / ".隐藏夹").mkdir()
    shutil.copy(made / "书.xlsx", root / ".隐藏夹" / "书.xlsx")
    return root


@pytest.fixture(scope="module")
def shared(
    tmp_path_factory: pytest.TempPathFactory, made: Path, catalogue: Catalogue
) -> tuple[Context, Path, Report]:
    """Collect once for all tests that only look at what came of it."""
    context = make_context(tmp_path_factory.mktemp("data"), catalogue)
    root = received(context, made, tmp_path_factory.mktemp("shared") / "各单位")
    return context, root, run(context, root)


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Give the rows of a list of the summary by their heads."""
    book = openpyxl.load_workbook(path)
    lines: list[Any] = list(book[sheet].iter_rows(min_row=3, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def run(context: Context, folder: Path, watch: Watch = UNWATCHED, **more: Any) -> Report:
    return collect(context, Collection(folder, folder.parent / "汇总.xlsx", jobs=1, **more), watch)


def footprint(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(each.relative_to(folder)): (
            hashlib.sha256(each.read_bytes()).hexdigest() if each.is_file() else "",
            each.stat().st_mtime_ns,
        )
        for each in sorted(folder.rglob("*"))
    }


def test_every_form_is_listed_and_every_other_file_is_named(
    shared: tuple[Context, Path, Report],
) -> None:
    _, folder, report = shared
    assert (report.forms, report.repeated, report.is_whole) == (5, 1, True)
    listed = {row["文件"] for row in rows(report.out, "汇总")}
    unread = {row["文件"] for row in rows(report.out, "未识别文件")}
    assert (
        unread == {"坏.xlsx", "空.perfdesk", "旧.xls", "说明.txt"} == {p for p, _ in report.unread}
    )
    assert listed | unread == {each.path for each in walk(folder).files}
    assert all(row["原因"].endswith("。") for row in rows(report.out, "未识别文件"))


def test_the_folder_is_only_read(context: Context, folder: Path) -> None:
    before = footprint(folder)
    collect(context, Collection(folder, folder.parent / "汇总.xlsx", jobs=2))
    assert footprint(folder) == before


def test_a_summary_in_the_folder_is_not_collected(context: Context, folder: Path) -> None:
    first = collect(context, Collection(folder, folder / "汇总.xlsx", jobs=1))
    shutil.copy(first.out, folder / "上周汇总.xlsx")
    second = collect(context, Collection(folder, folder / "汇总.xlsx", jobs=1))
    assert (second.forms, second.unread) == (first.forms, first.unread)


def test_links_do_not_lead_out_of_the_folder(context: Context, folder: Path, made: Path) -> None:
    try:
        (folder / "外面.xlsx").symlink_to(made / "书.xlsx")
        (folder / "外面的夹").symlink_to(made, target_is_directory=True)
        (folder / "圈").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets us make no links")
    paths = [each.path for each in walk(folder).files]
    assert not [path for path in paths if path.startswith(("外面", "圈"))]


# --- no work twice ------------------------------------------------------------------------------


def test_what_was_read_is_not_read_again(context: Context, folder: Path) -> None:
    first = run(context, folder)
    second = run(context, folder)
    assert first.read_now == 8 and second.read_now == 0
    assert replace(second, read_now=8) == first
    assert run(context, folder, again=True).read_now == 8


def test_a_changed_file_is_read_again_and_only_that(context: Context, folder: Path) -> None:
    run(context, folder)
    document = sample_document(context, "住宅小区综合服务")
    document.put(Ref("project_name"), "改名的项目")
    put(folder / "乙镇" / "一.perfdesk", document)
    (folder / "乙镇" / "二.perfdesk").touch()  # the same data under another time
    report = run(context, folder)
    assert report.read_now == 2
    assert "改名的项目" in {row["项目"] for row in rows(report.out, "汇总")}


def test_a_run_that_was_stopped_goes_on_where_it_was(context: Context, folder: Path) -> None:
    done: list[str] = []

    def note(progress: Progress) -> None:
        done.append(progress.name)

    stopped = run(context, folder, Watch(note, lambda: len(done) > 3))
    assert not stopped.is_whole and not stopped.out.exists()
    assert 0 < stopped.read_now < 8
    rest = run(context, folder)
    assert rest.is_whole and rest.read_now == 8 - stopped.read_now


def test_stopped_while_it_writes_it_leaves_nothing_half_written(
    context: Context, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def writes() -> bool:
        return bool(_writer.ALL_TEMP_FILES)

    assert not writes()
    stopped = run(context, folder, Watch(cancelled=writes))
    gc.collect()
    assert (stopped.is_whole, stopped.read_now, stopped.out.exists()) == (False, 8, False)
    assert not writes() and capfd.readouterr().err == ""


@processes.needed
def test_a_killed_program_leaves_what_it_read_and_no_process(
    context: Context, tmp_path: Path
) -> None:
    root, data, document = tmp_path / "夹", tmp_path / "data", sample_document(context, FILLED)
    for number in range(300):
        document.put(Ref("project_name"), f"项目{number}")
        put(root / f"{number}.perfdesk", document)
    command = [sys.executable, "main.py", "collect", str(root), "-o", str(tmp_path / "汇总.xlsx")]
    means: dict[str, Any] = {"cwd": RESOURCES.parent, "stderr": subprocess.DEVNULL}
    means["env"] = {**os.environ, "XDG_DATA_HOME": str(data)}
    with subprocess.Popen(command, **means) as program:
        wait_until(lambda: read_in(data) >= 50)
        readers = children(program.pid)
        program.kill()
    before = read_in(data)
    assert readers and before < 300
    wait_until(lambda: not any(map(is_alive, readers)))
    done = subprocess.run([*command, "--json"], stdout=subprocess.PIPE, check=False, **means)
    # What the readers held in their hands is read a second time, nothing else is.
    assert json.loads(done.stdout)["read_now"] == 300 - before


def read_in(data: Path) -> int:
    """Count the whole lines of the results, but for the first."""
    return sum(each.read_bytes().count(b"\n") - 1 for each in data.rglob("collect/*.jsonl"))


def test_two_runs_over_one_folder_do_not_mix(context: Context, folder: Path) -> None:
    with gathered(context, folder, jobs=1), pytest.raises(Refusal, match="另一个窗口"):
        run(context, folder)


# --- what the summary says ----------------------------------------------------------------------


def test_totals_are_the_sums_of_what_is_listed_without_copies(
    shared: tuple[Context, Path, Report],
) -> None:
    _, _, report = shared
    forms = [row for row in rows(report.out, "汇总") if "重复" not in (row["备注"] or "")]
    units = rows(report.out, "按单位")
    for head in ("预算（元）", "执行（元）", "错误", "警告"):
        listed = sum(Decimal(str(row[head])) for row in forms if row[head] is not None)
        for is_total in (True, False):
            lines = [row for row in units if (row["单位"] == "合计") is is_total]
            added = sum(Decimal(str(row[head])) for row in lines if row[head] is not None)
            assert added == listed, head
    assert sum(row["份数"] for row in units if row["单位"] == "合计") == len(forms) == 4


def test_a_rate_is_of_forms_that_have_both_amounts() -> None:
    totals = Totals()
    for budget, execution in (("100", "90"), ("", "50"), ("300", "")):
        form = CollectedForm("k", "表", "", budget=budget, execution=execution)
        totals.add(form, is_clashing=False)
    line, *_ = totals.lines()
    assert (line.budget, line.execution, line.rate) == (400, 140, 90)


def test_the_first_sheet_says_what_is_to_be_done_and_leads_there(
    shared: tuple[Context, Path, Report],
) -> None:
    _, _, report = shared
    book = openpyxl.load_workbook(report.out)
    page = book.worksheets[0]
    told = {row["要处理的事"]: row["数量"] for row in rows(report.out, page.title)}
    assert told["未识别文件"] == f"{len(report.unread)} 处"
    assert told["错误"] == f"{report.errors} 处"
    assert told["警告"] == f"{report.problems - report.errors} 处"
    assert told["重复"] == f"{report.repeated} 张"
    links = [cell.hyperlink.location for row in page.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == len(told)
    assert {link.split("'")[1] for link in links} <= set(book.sheetnames)


def test_lists_are_printed_across_one_page_with_their_head(
    shared: tuple[Context, Path, Report],
) -> None:
    _, _, report = shared
    for page in openpyxl.load_workbook(report.out):
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToWidth == 1 and page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$3:$3"
        assert page.freeze_panes == "A4"
        printed = page.print_area.rsplit("!", 1)[-1].split(":")[1].split("$")[1]
        last = openpyxl.utils.column_index_from_string(printed)
        widths = [
            page.column_dimensions[openpyxl.utils.get_column_letter(n)].width
            for n in range(1, last + 1)
        ]
        # A digit is 9 pixels. Smaller than six tenths, letters of 10 points are hard to read.
        if page.title != "指标明细":
            assert sum(widths) * 9 / 96 * 25.4 < 277 / 0.6, page.title


def test_amounts_in_ten_thousands_are_brought_to_yuan(shared: tuple[Context, Path, Report]) -> None:
    _, _, report = shared
    row = next(row for row in rows(report.out, "汇总") if row["项目"] == "住宅小区综合服务")
    assert (row["预算（元）"], row["执行（元）"]) == (713300, 66100)
    assert row["执行比例"] == pytest.approx(0.0926)


def test_findings_are_those_of_check_with_their_cell(shared: tuple[Context, Path, Report]) -> None:
    context, folder, report = shared
    opened = open_project(context, folder / "丙镇" / "三.perfdesk")
    evaluation = judge(context, opened.edition, opened.document, opened.project)
    wanted = [each.message for each in evaluation.findings]
    found = rows(report.out, "问题清单")
    assert [row["发现的问题"] for row in found if row["文件"].endswith("三.perfdesk")] == wanted
    book = openpyxl.load_workbook(folder / "甲街道" / "自评 100%#1.xlsx").worksheets[0]
    cells = [row["单元格"] for row in found if row["文件"].endswith("1.xlsx") and row["单元格"]]
    assert cells and all(book[cell] is not None for cell in cells)


def test_links_are_relative_and_lead_to_the_file(shared: tuple[Context, Path, Report]) -> None:
    _, _, report = shared
    page = openpyxl.load_workbook(report.out)["汇总"]
    links = [cell.hyperlink for row in page.iter_rows() for cell in row]
    targets = {str(link.target) for link in links if link}
    assert "各单位/甲街道/自评%20100%25%231.xlsx" in targets
    assert all(not target.startswith("/") and "://" not in target for target in targets)


def test_no_text_becomes_a_formula(shared: tuple[Context, Path, Report]) -> None:
    _, _, report = shared
    book = openpyxl.load_workbook(report.out)
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if cell.value == FORMULA]


def test_indicators_are_listed_with_figures_as_numbers(
    shared: tuple[Context, Path, Report],
) -> None:
    context, folder, report = shared
    opened = open_project(context, folder / "丙镇" / "三.perfdesk")
    names = [row.cells["name"] for row in opened.document.rows("indicators")]
    found = rows(report.out, "指标明细")
    label = opened.edition.tables["indicators"].column("name").label
    assert [row[label] for row in found if row["文件"].endswith("三.perfdesk")] == names
    scores = [row["得分"] for row in found if row["文件"].startswith("甲街道")]
    assert scores and all(isinstance(score, int | float) for score in scores if score is not None)


def test_the_same_form_with_other_figures_is_a_conflict(context: Context, folder: Path) -> None:
    document = sample_document(context, "住宅小区综合服务")
    document.row("funds", "total").cells["period_execution"] = "6.62"
    put(folder / "丁镇" / "又一份.perfdesk", document)
    report = run(context, folder)
    assert report.clashing == 2
    found = [row for row in rows(report.out, "重复与冲突") if row["种类"] == "冲突"]
    assert [(row["甲的内容"], row["乙的内容"]) for row in found] == [("6.62", "6.61")]
    marked = [row for row in rows(report.out, "汇总") if "内容不同" in (row["备注"] or "")]
    assert {row["文件"] for row in marked} == {"丁镇/又一份.perfdesk", "乙镇/一.perfdesk"}


def test_stages_of_one_project_in_two_files_are_compared(context: Context, folder: Path) -> None:
    monitoring = sample_document(context, "住宅小区综合服务")
    other = sample_document(context, "居民小区综合治理建设")
    for name in ("project_name", "implementing_unit"):
        other.put(Ref(name), monitoring.cells[name])
    other.put(Ref("year"), "2023")
    other.row("funds", "total").cells["initial_budget"] = "1"
    put(folder / "戊镇" / "自评.perfdesk", other)
    found = rows(run(context, folder).out, "重复与冲突")
    stages = [row for row in found if row["种类"] == "前后不一致"]
    assert {row["甲文件"] for row in stages} == {"乙镇/一.perfdesk"}
    assert any("年初预算数" in row["栏目"] for row in stages)
    other.put(Ref("year"), "2022")  # another year is another story
    put(folder / "戊镇" / "自评.perfdesk", other)
    again = rows(run(context, folder).out, "重复与冲突")
    assert not [row for row in again if row["种类"] == "前后不一致"]


def test_charts_count_every_form_that_has_the_figure(shared: tuple[Context, Path, Report]) -> None:
    _, _, report = shared
    page = openpyxl.load_workbook(report.out)["分布图"]
    assert len(page._charts) == 2  # type: ignore[attr-defined]
    forms = [row for row in rows(report.out, "汇总") if "重复" not in (row["备注"] or "")]
    rates, scores = report.spreads
    assert rates.total == sum(row["执行比例"] is not None for row in forms)
    assert scores.total == sum(row["分数"] is not None for row in forms)


def test_odd_texts_do_not_break_the_workbook(context: Context, tmp_path: Path) -> None:
    root = tmp_path / "夹"
    document = sample_document(context, "住宅小区综合服务")
    document.put(Ref("project_name"), "=1+1\x0b_x0041_" + "长" * 40_000)
    put(root / "a.perfdesk", document)
    row = rows(run(context, root).out, "汇总")[0]
    assert row["项目"].startswith("=1+1") and len(row["项目"]) < 33_000


# --- forms that only words tell -------------------------------------------------------------------

NOTE = "按栏目名称识别，请核对"


def test_word_and_retyped_forms_are_listed_to_be_looked_over(
    context: Context, made: Path, tmp_path: Path
) -> None:
    root = tmp_path / "夹"
    root.mkdir()
    page = page_of((made / "书.xlsx").read_bytes())
    shutil.copy(made / "书.xlsx", root / "原.xlsx")
    (root / "重打.xlsx").write_bytes(as_xlsx(page))
    (root / "文档.docx").write_bytes(as_docx(page))
    (root / "通知.docx").write_bytes(as_docx(Page({(1, 1): "通知", (2, 1): "请于周五前报送"})))
    report = run(context, root)
    assert [path for path, _ in report.unread] == ["通知.docx"]
    assert "认不出是哪张表" in report.unread[0][1]
    found = {row["文件"]: row for row in rows(report.out, "汇总")}
    assert {NOTE in (row["备注"] or "") for row in found.values()} == {True, False}
    assert NOTE not in (found["原.xlsx"]["备注"] or "")
    assert {row["项目"] for row in found.values()} == {"测试项目甲"}
    assert len({row["预算（元）"] for row in found.values()}) == 1


def test_blank_forms_are_told_as_blank_however_they_come(context: Context, tmp_path: Path) -> None:
    root = tmp_path / "夹"
    for key in context.catalogue:
        edition = context.catalogue[key]
        document = new_project(edition).document
        if edition.framework_field:
            document.put(Ref(edition.framework_field), edition.frameworks[-1].name)
        asked = JudgedForm(edition, document, judge(context, edition, document))
        book = write_excels(context, [asked])
        name = key.replace("/", " ")
        put(root / f"{name}.perfdesk", document)
        (root / f"{name}.xlsx").write_bytes(book)
        (root / f"{name}模板.xlsx").write_bytes(write_template(context, [asked]))
        (root / f"{name}重打.xlsx").write_bytes(as_xlsx(page_of(book)))
    report = run(context, root)
    assert report.forms == 0
    assert {reason.partition("”")[2][:6] for _, reason in report.unread} == {"是一张空表，"}


@libreoffice.needed
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_libreoffice_converted_is_listed(
    context: Context, made: Path, tmp_path: Path, suffix: str
) -> None:
    root = tmp_path / "夹"
    libreoffice.convert(suffix, made / "书.xlsx", into=root)
    report = run(context, root)
    [row] = rows(report.out, "汇总")
    assert (row["项目"], report.unread) == ("测试项目甲", ())
    assert NOTE not in (row["备注"] or "")  # our names survive


# --- slips, the command line ----------------------------------------------------------------------


def test_each_unit_gets_a_slip_of_what_it_has_to_mend(context: Context, folder: Path) -> None:
    report = run(context, folder, slips=folder.parent / "退回")
    names = sorted(each.name for each in (folder.parent / "退回").iterdir())
    assert report.slips == 3 and len(names) == 6
    slip = next(name for name in names if "莘庄" in name and name.endswith(".xlsx"))
    book = openpyxl.load_workbook(BytesIO((folder.parent / "退回" / slip).read_bytes()))
    texts = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert any("住宅小区综合服务" in text for text in texts)
    assert not any("人房共管" in text for text in texts)


def test_a_slip_says_from_whom_until_when_and_of_which_file(context: Context, folder: Path) -> None:
    slips = folder.parent / "退回"
    words = ["--slips", str(slips), "--from", "某某镇财政所", "--due", "2024-12-20"]
    assert cli.run(["collect", str(folder), "-o", str(folder.parent / "a.xlsx"), *words], context)
    texts = slip_texts(next(slips.glob("*莘庄*.xlsx")))
    assert {"某某镇财政所", "2024年12月20日"} <= texts
    assert any("错误" not in text and "于2024年12月20日前重新报送" in text for text in texts)
    # The folders are the office's own, and may name another unit.
    assert any("文件：一.perfdesk" in text for text in texts)
    assert not any("乙镇" in text for text in texts)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on a process")
def test_a_disk_too_full_for_the_summary_is_said_and_nothing_is_read_again(
    context: Context, tmp_path: Path
) -> None:
    root, data = tmp_path / "夹", tmp_path / "data"
    for number in range(40):
        document = sample_document(context, FILLED)
        document.put(Ref("project_name"), f"项目{number}")
        put(root / f"{number}.perfdesk", document)
    command = f"{sys.executable} main.py collect {root} -o {tmp_path / '汇总.xlsx'}"
    means: dict[str, Any] = {"shell": True, "cwd": RESOURCES.parent, "capture_output": True}
    means["env"] = {**os.environ, "XDG_DATA_HOME": str(data), "TMPDIR": str(tmp_path)}
    assert subprocess.run(command, check=False, **means).returncode == cli.DONE
    full = subprocess.run(f"ulimit -f 40; {command}", check=False, **means)
    told = full.stderr.decode()
    assert full.returncode == cli.REFUSED
    assert "临时文件写不下来" in told and "Error" not in told
    assert not list(tmp_path.glob("openpyxl.*"))


def test_slips_of_before_that_were_not_written_again_are_named(
    context: Context, folder: Path
) -> None:
    slips = folder.parent / "退回"
    first = run(context, folder, slips=slips)
    for path in (folder / "丙镇").iterdir():
        path.unlink()
    second = run(context, folder, slips=slips)
    assert (first.slips - second.slips, first.message) == (1, "")
    assert "1 份以前写的" in second.message and "请不要再发" in second.message


def test_slips_that_cannot_be_written_cost_nothing_that_was_read(
    context: Context, folder: Path
) -> None:
    slips = folder.parent / "退回"
    slips.write_text("no folder", encoding="utf-8")
    report = run(context, folder, slips=slips)
    assert report.out.is_file() and report.slips == 0
    assert "只写了 0 份" in report.message


def test_stopped_among_the_slips_it_says_how_far_it_came(context: Context, folder: Path) -> None:
    slips = folder.parent / "退回"
    report = run(context, folder, Watch(cancelled=lambda: any(slips.glob("*.xlsx"))), slips=slips)
    assert report.is_whole and report.slips == 1
    assert "只写了 1 份" in report.message


def test_a_slip_leaves_room_for_what_nobody_said(context: Context, folder: Path) -> None:
    run(context, folder, slips=folder.parent / "退回")
    texts = slip_texts(next((folder.parent / "退回").glob("*莘庄*.xlsx")))
    assert {"发文单位\n（盖章）", "编号", "截止日期", "　　　　年　　月　　日"} <= texts


def test_a_date_that_is_none_and_a_sender_without_slips_are_refused(
    context: Context, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = ["collect", str(folder), "-o", str(folder.parent / "a.xlsx")]
    assert cli.run([*begin, "--slips", str(folder.parent / "b"), "--due", "周五"], context) == 2
    assert "“周五”" in capsys.readouterr().err
    assert cli.run([*begin, "--from", "某某镇财政所"], context) == 2
    assert "--slips" in capsys.readouterr().err


def slip_texts(path: Path) -> set[str]:
    cells = openpyxl.load_workbook(path).worksheets[0].iter_rows()
    return {str(cell.value) for row in cells for cell in row if cell.value is not None}


def test_the_same_folder_gives_the_same_bytes_at_the_same_moment(
    context: Context, folder: Path
) -> None:
    still = replace(context, now=lambda: datetime(2024, 9, 2, 9, 30, tzinfo=UTC))
    slips = folder.parent / "退回"
    made = []
    for _ in "12":
        report = run(still, folder, slips=slips)
        files = [report.out, *sorted(slips.iterdir())]
        made.append([hashlib.sha256(each.read_bytes()).hexdigest() for each in files])
    assert made[0] == made[1] and len(made[0]) > 3
    assert openpyxl.load_workbook(report.out).properties.modified == datetime(2024, 9, 2, 9, 30)


def test_the_command_line_says_what_came_of_it(
    context: Context, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder.parent / "汇总.xlsx"
    arguments = ["collect", str(folder), "-o", str(out), "--jobs", "1"]
    assert cli.run([*arguments, "--json"], context) == cli.FOUND
    told = capsys.readouterr()
    assert json.loads(told.out)["forms"] == 5
    assert "5 张表" in told.err and "坏.xlsx" in told.err and "\r" not in told.err
    empty = folder.parent / "空夹"
    empty.mkdir()
    assert cli.run(["collect", str(empty), "-o", str(out)], context) == cli.REFUSED
    assert cli.run(["collect", str(empty / "无"), "-o", str(out)], context) == cli.REFUSED
    assert "不是文件夹" in capsys.readouterr().err
    assert cli.run(["collect", str(folder), "-o", str(out.with_suffix(".xls"))], context) == 2


def test_a_folder_of_sound_forms_ends_with_0(
    context: Context, catalogue: Any, tmp_path: Path
) -> None:
    from perfdesk.forms.load import load_examples
    from perfdesk.forms.prove import document_of

    for key in catalogue:
        sound, _ = load_examples(catalogue.folder(key))
        put(
            tmp_path / "夹" / f"{key.replace('/', '-')}.perfdesk",
            document_of(catalogue[key], sound),
        )
    out = tmp_path / "汇总.xlsx"
    assert cli.run(["collect", str(tmp_path / "夹"), "-o", str(out), "--jobs", "1"], context) == 0
    found = rows(out, "汇总")
    assert len(found) == len(catalogue)
    assert all(row["单位"] != "（未填）" and row["项目"] != "（未填）" for row in found)
    assert all(row["年度或时段"] and row["预算（元）"] is not None for row in found)
