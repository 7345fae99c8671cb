"""A small form with one field of each kind, and a program behind the window, for its tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QTableWidget

from perfdesk.commands import editions, finalising, intake, output, paper_face, submission
from perfdesk.commands.codes import code_of
from perfdesk.commands.context import Context, Opened, Refusal
from perfdesk.commands.finalising import is_draft
from perfdesk.commands.form import JudgedForm, blank_form
from perfdesk.commands.forms import add_form, forms_of
from perfdesk.commands.intake import compare, write_returned_rows
from perfdesk.commands.output import Paper
from perfdesk.commands.projects import new_project, open_project, save_project
from perfdesk.commands.verify import look
from perfdesk.desktop import Started
from perfdesk.forms.catalogue import Head
from perfdesk.models.edits import Batch
from perfdesk.models.finding import Severity
from perfdesk.models.form import (
    Appearance,
    Carry,
    Check,
    Edition,
    Field,
    FixedRow,
    Framework,
    Section,
    Table,
)
from perfdesk.models.layout import Layout
from perfdesk.models.sheet import Page
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.engine import evaluate
from perfdesk.session import Session
from perfdesk.storage.atomic import digest, write_output
from perfdesk.storage.preferences import Preferences
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.opened.bridge import Bridge
from perfdesk.ui.window.main_window import MainWindow
from tests.conftest import read_faces

RESOURCES = Path(__file__).parents[2] / "resources"

EDITION = Edition(
    form="sample",
    edition="test",
    title="样表全称",
    short_title="样表",
    due="每年 9 月报送",
    tabs=("基本信息", "执行情况"),
    sections=(
        Section(
            "head",
            "一、基本信息",
            "基本信息",
            (
                Field(
                    "town",
                    "街镇名称",
                    Kind.TEXT,
                    required="True",
                    hint="填全称。",
                    lasting=True,
                ),
                Field("unit", "预算单位", Kind.TEXT),
                Field("ends", "跟踪时段止", Kind.DATE),
                Field("regular", "是否经常性", Kind.CHOICE, choices=("是", "否")),
                Field(
                    "reason",
                    "选择理由",
                    Kind.CHOICE,
                    choices=("镇、街道认为需开展重点跟踪的项目", "其他"),
                    open_choices=True,
                ),
                Field("system", "指标体系", Kind.FRAMEWORK),
                Field("story", "1、项目背景概况", Kind.LONG_TEXT),
            ),
        ),
        Section(
            "money",
            "预算执行",
            "执行情况",
            (
                Field("budget", "当年预算数", Kind.AMOUNT, unit="元", required="True"),
                Field("spent", "预算执行数", Kind.AMOUNT, unit="元"),
                Field("cut", "调减金额", Kind.AMOUNT, unit="元"),
                Field("adjusted", "调整后预算数", Kind.AMOUNT, unit="元"),
                Field("rate", "执行进度", Kind.PERCENT, calculation="percent(spent, budget)"),
            ),
        ),
        Table(
            "items",
            "明细",
            "执行情况",
            (
                Field("level1", "一级指标", Kind.TEXT, level=1),
                Field("level2", "二级指标", Kind.TEXT, level=2),
                Field("name", "名称", Kind.TEXT),
                Field("sum", "金额", Kind.AMOUNT, unit="元"),
            ),
            "name",
        ),
    ),
    checks=(
        Check(
            "adjusted_right",
            Severity.ERROR,
            "adjusted",
            "adjusted == budget - cut",
            "调整后预算数应为 {expected}，现为 {actual}。",
            expected="budget - cut",
            fill=True,
            basis="样表填报说明第 3 条",
        ),
        Check(
            "not_overspent",
            Severity.WARNING,
            "spent",
            "spent <= budget",
            "执行数 {actual} 大于预算数 {budget}。",
        ),
    ),
    parameters=(),
    frameworks=(Framework("新", {}, {"产出指标": ("数量指标",)}), Framework("旧", {}, {})),
    framework_table="items",
    basis=(),
    layout=Layout(Page(210, 297, 10, 10, 10, 10), {}, ()),
)


LATER = Edition(
    form="later",
    edition="test",
    title="后续表全称",
    short_title="后续表",
    due="次年 1 月报送",
    tabs=("基本信息", "进度"),
    sections=(
        Section(
            "head",
            "一、基本信息",
            "基本信息",
            (
                Field("town", "街镇名称", Kind.TEXT, required="True", lasting=True),
                Field("unit", "预算单位", Kind.TEXT),
                Field("story", "1、项目背景概况", Kind.LONG_TEXT),
            ),
        ),
        Table(
            "funds",
            "项目资金",
            "基本信息",
            (
                Field("budget", "全年预算数", Kind.AMOUNT, unit="元"),
                Field("spent", "全年执行数", Kind.AMOUNT, unit="元"),
                Field("weight", "分值", Kind.POINTS, only=("total",)),
                Field("rate", "执行率", Kind.PERCENT, calculation="percent(spent, budget)"),
            ),
            "",
            rows=(
                FixedRow("total", "年度资金总额"),
                FixedRow("current_year", "其中：当年财政拨款"),
                FixedRow("other", "其他资金"),
            ),
        ),
        Section(
            "progress",
            "进度",
            "进度",
            (
                Field("planned", "计划数", Kind.NUMBER),
                Field("done", "完成数", Kind.NUMBER),
                Field(
                    "output",
                    "产出进度",
                    Kind.PERCENT,
                    calculation="percent(done, planned)",
                    appearance=Appearance.BAR,
                ),
                Field(
                    "half",
                    "时间进度",
                    Kind.PERCENT,
                    calculation="percent(planned, done)",
                    appearance=Appearance.BAR,
                ),
            ),
        ),
    ),
    checks=(),
    parameters=(),
    frameworks=(),
    framework_table="",
    basis=(),
    layout=Layout(Page(210, 297, 10, 10, 10, 10), {}, ()),
    carries=(Carry("sample", {"town": "town", "funds.total.budget": "budget"}, ()),),
)


class Catalogue(dict[str, Edition]):
    roots = (RESOURCES / "forms",)

    def find(self, name: str) -> Edition:
        return self[name]

    def folder(self, key: str) -> Path:
        return Path("nowhere") / key

    def heads(self) -> tuple[Head, ...]:
        return tuple(Head(each.key, each.title, each.due) for each in self.values())


class SmallProgram:
    """What `app.py` provides, with little behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heads = (Head(EDITION.key, EDITION.title, EDITION.due),)
        self.samples: tuple[tuple[str, Path], ...] = ()
        self.preferences = Preferences(last_folder=str(folder))
        catalogue = Catalogue({EDITION.key: EDITION})
        places = (folder / "fonts", folder / "samples", folder / "data")
        self.context = Context(lambda: catalogue, read_faces, *places, self.now)
        self.finished: list[Session] = []
        self.written: list[Opened] = []
        self.time = 0.0

    def remember(self, preferences: Preferences) -> None:
        self.preferences = preferences

    def paper_faces(self):
        return paper_face.offered_faces(self.context, self.preferences.paper_face)

    def why_face_unfit(self, key):
        return paper_face.why_face_unfit(key)

    def now(self) -> datetime:
        return datetime(2024, 9, 1, 14, 2, tzinfo=UTC)

    def clock(self) -> float:
        return self.time

    def create(self, key):
        return new_project(self.context.catalogue[key])

    def forms(self, opened):
        return forms_of(self.context, opened)

    def why_unfit(self, document):
        return editions.why_unfit(self.context, document)

    def stages(self, opened):
        return ()

    def carried(self, opened, form):
        return Batch(()), ()

    def add(self, opened, form):
        return add_form(self.context, opened, form)

    def drop(self, opened):
        opened.project.documents.remove(opened.document)

    def start(self, opened):
        session = Session(opened.project, opened.document, opened.edition, evaluate, self.clock)
        return Started(session)

    def mark(self, session):
        return 0

    def saved(self, session, saved, mark):
        self.written.append(saved)

    def finish(self, session):
        self.finished.append(session)

    def open(self, path):
        return open_project(self.context, path)

    def save(self, project, path, expected):
        return save_project(self.context, project, path, expected)

    def save_over(self, project, path):
        there = digest(path.read_bytes()) if path.exists() else None
        return save_project(self.context, project, path, there)

    def paper(self, edition, document, evaluation):
        pdf = b"%PDF-" + document.cells.get("town", "").encode()
        code = code_of(edition, document)
        return Paper(pdf, (None,), code, is_draft(document, evaluation, code))

    def papers(self, asked):
        made = tuple(self.paper(each.edition, each.document, each.evaluation) for each in asked)
        return b"".join(each.pdf for each in made), made

    def blank(self, opened):
        return blank_form(self.context, opened)

    def finalise(self, edition, document, evaluation):
        return finalising.finalise(self.context, JudgedForm(edition, document, evaluation))

    def draft_words(self, edition, document, evaluation):
        code = code_of(edition, document)
        return finalising.why_draft(JudgedForm(edition, document, evaluation), code, self.now())

    def note_print(self, paper, pages, how):
        return output.note_print(self.context, paper, pages, how)

    def findings_pdf(self, edition, document, evaluation):
        return b"%PDF-" + submission.verdict(evaluation).encode()

    def has_report(self, edition):
        return False

    def workbook(self, edition, document, evaluation):
        raise Refusal("这里写不了工作簿。")

    def workbooks(self, asked):
        return "、".join(each.edition.key for each in asked).encode()

    def template(self, edition, document, evaluation):
        return f"模板 {edition.key}".encode()

    def write(self, path, data):
        return write_output(path, data)

    def look_into(self, path, cancelled):
        return look.look_into(self.context, path, cancelled=cancelled)

    def look_at_code(self, text):
        return look.look_at_code(self.context, text)

    def look_at_project(self, name, project):
        return look.look_at_project(self.context, name, project)

    def read_workbook(self, path, preferred):
        raise Refusal(f"“{path.name}”不是 Excel 工作簿。请选 .xlsx 文件。")

    def read_pasted(self, text, preferred):
        return intake.read_pasted(self.context, text, preferred=preferred)

    def returned_rows(self, name, incoming):
        return write_returned_rows(name, [incoming])

    def differences(self, edition, document, incoming):
        return compare(edition, document, incoming)

    def take_in(self, edition, document, incoming, chosen):
        return intake.take_in(edition, document, incoming, chosen)


class TableStandIn(QTableWidget):
    def __init__(self, bridge, table, parent):
        super().__init__(1, len(table.columns), parent)
        self.shown = []

    def show_cell(self, ref):
        self.shown.append(ref)


def make_session() -> Session:
    opened = new_project(EDITION)
    return Session(opened.project, opened.document, EDITION, evaluate, lambda: 0.0)


def make_bridge() -> Bridge:
    return Bridge(make_session())


def icons() -> Icons:
    return Icons(RESOURCES / "icons")


def make_preview(bridge, parent):
    return QPlainTextEdit("纸面", parent)


def make_window(qapp, folder: Path) -> MainWindow:
    return MainWindow(qapp, SmallProgram(folder), icons(), TableStandIn, make_preview)
