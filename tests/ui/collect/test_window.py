"""收集汇总 in the window: real files in, lists out, nothing blocks and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from perfdesk.commands.context import Context
from perfdesk.commands.projects import new_project
from perfdesk.commands.watch import Progress
from perfdesk.models.document import Project
from perfdesk.models.refs import Ref
from perfdesk.models.summary_lines import Spread
from perfdesk.storage.preferences import PreferenceStore
from perfdesk.storage.project_file import read_project, write_project
from perfdesk.ui.collect.pace import Pace
from perfdesk.ui.collect.result import CLASHES, EXPECTED, FORMS, OVERVIEW, PROBLEMS, UNITS, UNREAD
from perfdesk.ui.collect.spread_chart import SpreadChart
from perfdesk.ui.kit import ask_path
from tests import patience, processes
from tests.processes import children
from tests.ui.window_sample import drop

pytestmark = pytest.mark.usefixtures("shared_worker")

SAMPLES = ("居民小区综合治理建设", "人房共管服务项目", "住宅小区综合服务")


@pytest.fixture
def folder(context: Context, tmp_path: Path) -> Path:
    """Give a folder of three forms, a copy of one, and three files that are none."""
    root = tmp_path / "各单位"
    for place, name in enumerate(SAMPLES):
        project = read_project((context.samples / f"{name}.perfdesk").read_bytes())
        (root / f"第{place}镇").mkdir(parents=True)
        path = root / f"第{place}镇" / f"{place}.perfdesk"
        path.write_bytes(write_project(Project(project.documents[:1])))
    shutil.copy(root / "第0镇" / "0.perfdesk", root / "第0镇" / "副本.perfdesk")
    (root / "坏.xlsx").write_bytes(b"PK\x03\x04")
    (root / "空.perfdesk").write_bytes(b"")
    (root / "说明.txt").write_text("请于周五前报送", encoding="utf-8")
    return root


@pytest.fixture
def small(context):
    """Collect with the program's own forms."""
    return context


@pytest.fixture
def shown(window):
    window.action_set["collect"].trigger()
    return window.side_windows.collecting


@pytest.fixture
def collected(shown, folder, qtbot):
    shown.choose_folder(folder)
    run(shown, qtbot)
    return shown


def run(shown, qtbot):
    shown.start_button.click()
    assert shown.is_running
    qtbot.waitUntil(lambda: not shown.is_running)


def lines(shown, name):
    model = shown.result.lists[name].view.lines
    return [model.line(row) for row in range(model.rowCount())]


def press_on_line(shown, name, row):
    view = shown.result.lists[name].view
    shown.result.show_list(name)
    view.selectRow(row)
    QTest.keyClick(view, Qt.Key.Key_Return)


def test_it_comes_up_from_the_start_page_with_no_project_open(window, qtbot):
    qtbot.waitUntil(lambda: window._start.widget() is not None)
    links = window._start.findChildren(QPushButton)
    next(one for one in links if "收集汇总" in one.text()).click()
    assert window.side_windows.collecting.isVisible()
    assert not window.side_windows.collecting.start_button.isEnabled()


def test_a_folder_dropped_on_the_main_window_is_one_to_collect(window, folder):
    assert drop(window, folder)
    shown = window.side_windows.collecting
    assert shown.setup.folder == folder
    assert shown.setup.out == folder.parent / "各单位-汇总.xlsx"
    assert not shown.is_running
    other = folder / "第0镇"
    assert drop(shown, other)
    assert shown.setup.folder == other


def test_all_lists_are_in_the_window_and_the_workbook_is_written(collected, folder):
    assert len(lines(collected, FORMS)) == 4
    assert {path for path, _ in lines(collected, UNREAD)} == {"坏.xlsx", "空.perfdesk", "说明.txt"}
    assert all(reason.endswith("。") for _, reason in lines(collected, UNREAD))
    assert [each.what for each in lines(collected, CLASHES)] == ["重复"]
    assert lines(collected, UNITS)[-1].is_total
    assert lines(collected, PROBLEMS)[0].finding.level == "error"
    assert collected.setup.out.is_file()
    assert collected.links.book_button.isEnabled()
    assert collected.result.current == OVERVIEW
    tabs = collected.result.tabs
    assert "未识别文件 3" in [tabs.tabText(place) for place in range(tabs.count())]


def test_a_filter_goes_through_all_lists_and_is_let_go_with_escape(collected, qtbot):
    result, unit = collected.result, lines(collected, FORMS)[0].unit
    collected.activateWindow()
    qtbot.waitUntil(collected.isActiveWindow)
    QTest.keyClick(result, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert result.current == FORMS
    assert result.filter_bar.line.hasFocus()
    result.filter_bar.line.setText(unit)
    qtbot.waitUntil(lambda: {each.unit for each in lines(collected, FORMS)} == {unit})
    assert {each.form.unit for each in lines(collected, PROBLEMS)} == {unit}
    assert lines(collected, UNREAD) == []
    QTest.keyClick(result.filter_bar.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(lines(collected, FORMS)) == 4)
    assert collected.isVisible()


def test_levels_of_problems_are_shown_and_hidden(collected):
    result = collected.result
    result.show_list(PROBLEMS)
    every = len(lines(collected, PROBLEMS))
    for level in ("warning", "note", "reading"):
        result.filter_bar.levels[level].click()
    left = lines(collected, PROBLEMS)
    assert {each.finding.level for each in left} == {"error"}
    assert 0 < len(left) < every


def test_a_bar_shows_the_forms_of_its_class_and_lets_them_go_again(collected):
    result = collected.result
    chart = result.overview.charts[0]
    place = next(place for place, (_, count) in enumerate(chart.spread.classes) if count)
    label, count = chart.spread.classes[place]
    chart.resize(600, 300)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.column(place).center().toPoint())
    assert result.current == FORMS
    assert len(lines(collected, FORMS)) == count
    assert {each.rate_class for each in lines(collected, FORMS)} == {label}
    assert label in result.filter_bar.class_button.text()
    result.filter_bar.class_button.click()
    assert len(lines(collected, FORMS)) == 4
    assert chart.picked == ""


def test_columns_sort_by_figure_and_totals_stay_below(collected):
    view = collected.result.lists[UNITS].view
    budget = [each.title for each in view.lines.columns].index("预算（元）")
    view.sortByColumn(budget, Qt.SortOrder.DescendingOrder)
    shown = lines(collected, UNITS)
    units = [each for each in shown if not each.is_total]
    figures = [each.budget for each in units if each.budget is not None]
    assert figures == sorted(figures, reverse=True)
    assert all(each.is_total for each in shown[len(units) :])


def test_chosen_lines_are_copied_under_their_heads_as_excel_takes_them(collected):
    view = collected.result.lists[UNREAD].view
    collected.result.show_list(UNREAD)
    view.selectAll()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    block = QGuiApplication.clipboard().text().splitlines()
    assert block[0] == "文件\t原因"
    assert len(block) == 4


def test_the_line_under_the_cursor_stands_there_in_full(collected):
    collected.result.show_list(PROBLEMS)
    collected.result.lists[PROBLEMS].view.selectRow(0)
    line = lines(collected, PROBLEMS)[0]
    told = collected.result.detail.toPlainText()
    assert line.finding.message in told
    assert line.form.path in told


def test_enter_on_a_form_opens_its_file_in_the_main_window(window, collected, qtbot):
    press_on_line(collected, FORMS, 1)
    qtbot.waitUntil(lambda: window.project is not None)
    assert window.project.files.path == collected.links.folder / lines(collected, FORMS)[1].path


def test_a_strangers_file_is_imported_by_itself_not_into_what_is_open(
    window, collected, qtbot, monkeypatch
):
    press_on_line(collected, FORMS, 0)
    qtbot.waitUntil(lambda: window.project is not None)
    read = []
    monkeypatch.setattr(window.opening.importing, "read", lambda path: read.append(window.project))
    window.opening.open_apart(collected.links.folder / "甲.xlsx")
    assert read == [None]


def test_an_unread_file_is_shown_in_its_folder_and_a_missing_one_is_said(
    collected, folder, monkeypatch
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    press_on_line(collected, UNREAD, 0)
    collected.links.book_button.click()
    assert [Path(url.toLocalFile()) for url in opened] == [folder, collected.setup.out]
    collected.setup.out.unlink()
    collected.links.book_button.click()
    assert "不在原处" in collected.messages.text


def test_a_unit_leads_to_its_forms(collected):
    unit = lines(collected, UNITS)[0].unit
    press_on_line(collected, UNITS, 0)
    assert collected.result.current == FORMS
    assert {each.unit for each in lines(collected, FORMS)} == {unit}


def test_forms_without_a_unit_are_found_from_their_total(shown, folder, context, qtbot):
    edition = context.catalogue["monitoring/minhang-2023"]
    document = new_project(edition).document
    document.put(Ref("project_name"), "没有单位的项目")
    (folder / "没有单位.perfdesk").write_bytes(write_project(Project([document])))
    shown.choose_folder(folder)
    run(shown, qtbot)
    place = [line.unit for line in lines(shown, UNITS)].index("（未填单位）")
    press_on_line(shown, UNITS, place)
    assert shown.result.current == FORMS
    assert [line.project for line in lines(shown, FORMS)] == ["没有单位的项目"]


def test_an_earlier_summary_is_told_of_before_it_is_replaced(collected, window, folder):
    assert "已有一份" in collected.setup.note.text()
    assert "换成新的" in collected.setup.note.text()
    collected.setup.out_line.setText(str(folder.parent / "另一份.xlsx"))
    collected.setup.refresh()
    assert collected.setup.note.text() == ""


def test_a_workbook_that_cannot_be_written_costs_nothing_that_was_read(shown, folder, qtbot):
    shown.choose_folder(folder)
    shown.setup.out.mkdir()
    run(shown, qtbot)
    assert "汇总表没有写成" in shown.messages.text
    assert len(lines(shown, FORMS)) == 4
    assert not shown.links.book_button.isEnabled()
    shown.setup.out.rmdir()
    run(shown, qtbot)
    assert shown.setup.out.is_file()
    assert not shown.messages.text


def test_slips_are_written_beside_the_summary_when_they_are_wanted(shown, folder, qtbot):
    shown.choose_folder(folder)
    shown.setup.slips_box.click()
    run(shown, qtbot)
    assert {each.suffix for each in (folder.parent / "各单位-退回修改通知").iterdir()} == {
        ".pdf",
        ".xlsx",
    }
    assert not shown.links.slips_button.isHidden()


def test_slips_say_from_whom_and_until_when_and_a_day_that_is_none_is_told(
    shown, folder, context, qtbot
):
    shown.choose_folder(folder)
    assert not shown.notice.isVisible()
    shown.setup.slips_box.click()
    assert shown.notice.isVisible()
    shown.notice.sender_line.setText("测试镇财政所")
    shown.notice.due_editor.setFocus()
    due = shown.notice.due_editor.focusProxy()
    QTest.keyClicks(due, "2026-9-31")
    shown.start_button.click()
    assert not shown.is_running
    assert "截止日期“2026-9-31”看不懂" in shown.messages.text
    due.selectAll()
    QTest.keyClicks(due, "2026-9-30")
    run(shown, qtbot)
    slips = sorted((folder.parent / "各单位-退回修改通知").glob("*.xlsx"))
    book = openpyxl.load_workbook(slips[0])
    told = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert "测试镇财政所" in told
    assert any("2026年09月30日" in text for text in told)
    again = PreferenceStore(context.data / "preferences.json").current
    assert again.collect_sender == "测试镇财政所"


def test_a_folder_without_a_form_says_so_and_shows_why(shown, tmp_path, qtbot):
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "说明.txt").write_text("一", encoding="utf-8")
    shown.choose_folder(tmp_path / "夹")
    run(shown, qtbot)
    assert "没有一张能读的表" in shown.messages.text
    assert shown.result.current == UNREAD
    assert not shown.links.book_button.isEnabled()


def test_a_folder_that_is_not_there_is_refused_in_the_window(shown, tmp_path, qtbot):
    shown.choose_folder(tmp_path / "没有")
    run(shown, qtbot)
    assert "不是文件夹" in shown.messages.text
    assert shown.result.isHidden()


def slow_down(shown, monkeypatch) -> threading.Event:
    """Hold the run after its first file, until the event is set."""
    go_on, show_progress = threading.Event(), shown.run.show_progress

    def wait(progress: Progress) -> None:
        show_progress(progress)
        if progress.name:
            go_on.wait(patience.SECONDS)

    monkeypatch.setattr(shown.run, "show_progress", wait)
    return go_on


def test_a_run_is_stopped_keeps_what_it_read_and_goes_on(window, shown, folder, qtbot, monkeypatch):
    shown.choose_folder(folder)
    go_on = slow_down(shown, monkeypatch)
    shown.start_button.click()
    qtbot.waitUntil(lambda: "已读" in shown.run.line.text())
    assert not shown.setup.folder_line.isEnabled()
    window.side_windows.collect(folder.parent)
    assert shown.setup.folder == folder
    assert "正在收集另一个文件夹" in shown.messages.text
    shown.run.stop_button.click()
    go_on.set()
    qtbot.waitUntil(lambda: not shown.is_running)
    assert "已停止" in shown.messages.text
    assert "接着读" in shown.messages.text
    assert not shown.setup.out.exists()
    assert shown.start_button.isVisible()
    run(shown, qtbot)
    assert len(lines(shown, FORMS)) == 4


def test_a_form_is_opened_and_exported_while_a_folder_is_read(
    window, shown, folder, tmp_path, qtbot, monkeypatch
):
    shown.choose_folder(folder)
    go_on = slow_down(shown, monkeypatch)
    shown.start_button.click()
    qtbot.waitUntil(lambda: "已读" in shown.run.line.text())
    window.opening.open(folder / "第0镇" / "0.perfdesk")
    qtbot.waitUntil(lambda: window.project is not None)
    book = tmp_path / "输出.xlsx"
    monkeypatch.setattr(ask_path, "to_save", lambda *_: book)
    window.project.exports.excel()
    qtbot.waitUntil(book.is_file)
    assert shown.is_running
    go_on.set()
    qtbot.waitUntil(lambda: not shown.is_running)
    assert len(lines(shown, FORMS)) == 4


def test_another_run_over_the_same_folder_is_refused(shown, folder, context, qtbot):
    from perfdesk.commands.collect.gather import gathered

    shown.choose_folder(folder)
    with gathered(context, folder, leave_out=[shown.setup.out], jobs=1):
        run(shown, qtbot)
    assert "正在收集这个文件夹" in shown.messages.text


def test_closed_while_it_reads_it_goes_on_and_says_in_the_main_window_when_it_is_done(
    window, shown, folder, qtbot, monkeypatch
):
    shown.choose_folder(folder)
    go_on = slow_down(shown, monkeypatch)
    shown.start_button.click()
    shown.close()
    assert "在继续" in window.messages.text
    go_on.set()
    qtbot.waitUntil(lambda: "已完成" in window.messages.text)
    assert not shown.isVisible()
    assert shown.setup.out.is_file()
    next(one for one in window.messages.findChildren(QPushButton) if one.text() == "查看").click()
    assert shown.isVisible()


@pytest.mark.own_workers
@processes.needed
def test_it_goes_with_the_main_window_and_leaves_no_process_behind(
    window, shown, folder, qtbot, monkeypatch
):
    before = children(os.getpid())
    shown.choose_folder(folder)
    go_on = slow_down(shown, monkeypatch)
    shown.start_button.click()
    qtbot.waitUntil(lambda: bool(children(os.getpid()) - before))
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not shown.isVisible()
    go_on.set()
    assert window.jobs.wait(patience.MILLISECONDS)
    assert children(os.getpid()) <= before
    assert not shown.setup.out.exists()


def test_the_folder_is_remembered(window, collected, context):
    again = PreferenceStore(context.data / "preferences.json").current
    assert Path(again.collect_folder) == collected.setup.folder


def test_units_that_sent_nothing_are_listed_from_a_pasted_list(shown, folder, qtbot):
    QGuiApplication.clipboard().setText("没交镇\n第1镇\n")
    shown.expected.paste()
    assert "2 个" in shown.expected.text()
    shown.choose_folder(folder)
    run(shown, qtbot)
    found = {each.unit: each.what for each in lines(shown, EXPECTED)}
    assert found["没交镇"] == "未交"
    assert found["第1镇"] == "可能已交"
    QGuiApplication.clipboard().setText("")
    shown.expected.paste()
    assert "没有单位名称" in shown.messages.text
    assert len(shown.expected.names) == 2


def test_a_list_of_units_is_read_beside_the_window_and_let_go(
    window, shown, tmp_path, qtbot, monkeypatch
):
    path = tmp_path / "名单.txt"
    path.write_text("华漕镇\n马桥镇\n", encoding="utf-8")
    monkeypatch.setattr(ask_path, "to_open", lambda *_: path)
    actions = {each.text(): each for each in shown.expected.menu().actions()}
    actions["从文件读名单…"].trigger()
    qtbot.waitUntil(lambda: len(shown.expected.names) == 2)
    actions["不核对名单"].trigger()
    assert shown.expected.names == ()
    assert "不核对" in shown.expected.text()


def test_a_path_that_windows_copied_is_understood(shown, folder):
    shown.setup.folder_line.setText(f'"{folder}"')
    assert shown.setup.folder == folder
    shown.setup.out_line.setText(str(folder.parent / "汇总"))
    assert shown.setup.out.name == "汇总.xlsx"


def test_the_pace_is_said_once_it_is_known_and_what_was_known_does_not_count():
    pace = Pace(with_slips=True)
    assert pace.words(Progress(500, 1000), 0.0) == "已读 500 / 1000"
    assert "每秒" not in pace.words(Progress(505, 1000), 1.0)
    assert pace.words(Progress(600, 1000, bad=3), 10.0) == (
        "已读 600 / 1000，未识别 3，每秒 10 个，约还要 40 秒"
    )
    assert "写汇总表和退回修改通知" in pace.words(Progress(1000, 1000), 50.0)


def test_a_chart_tells_itself_in_words_and_is_walked_with_keys(qtbot):
    chart = SpreadChart()
    qtbot.addWidget(chart)
    chart.show_spread(Spread("执行比例", (("50 以下", 0), ("50–60", 3))))
    assert chart.accessibleName() == "执行比例（3 张表有此数）"
    assert chart.accessibleDescription() == "50–60：3 张"
    chosen = []
    chart.chosen.connect(chosen.append)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chosen == []
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Space)
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert chosen == ["50–60", ""]


def test_a_chart_is_painted_from_the_palette(qtbot):
    chart = SpreadChart()
    qtbot.addWidget(chart)
    chart.resize(500, 250)
    chart.show_spread(Spread("分数", (("80–90", 3), ("100", 1))))
    palette = chart.palette()
    for name in ("#c01010", "#10a010"):
        palette.setColor(palette.ColorRole.Highlight, name)
        chart.setPalette(palette)
        middle = chart.column(0).center().toPoint()
        assert chart.grab().toImage().pixelColor(middle).name() == name


def test_preferences_of_before_are_read(context):
    before = context.preferences.current
    assert (before.collect_folder, before.collect_expected) == ("", ())
    context.preferences.change(collect_expected=("甲", "乙"))
    again = PreferenceStore(context.data / "preferences.json")
    assert again.current.collect_expected == ("甲", "乙")
