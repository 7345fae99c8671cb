"""Small forms with one field of each kind, and a context of them, for tests of the window."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QTableWidget

from perfdesk.commands.context import Context
from perfdesk.commands.projects import new_project
from perfdesk.forms.catalogue import EditionHead
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
from perfdesk.rules.evaluate.engine import Evaluator
from perfdesk.session import Session
from perfdesk.storage.preferences import PreferenceStore
from perfdesk.ui.kit.icons import Icons
from perfdesk.ui.opened.bridge import Bridge
from tests.conftest import RESOURCES, read_faces

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

    def heads(self) -> tuple[EditionHead, ...]:
        return tuple(EditionHead(each.key, each.title, each.due) for each in self.values())


def small_context(folder: Path, *editions: Edition) -> Context:
    """Make a context of small forms, with nothing remembered and nobody's samples."""
    catalogue = Catalogue({each.key: each for each in editions})
    data = folder / "data"
    return Context(
        lambda: catalogue,
        read_faces,
        fonts=RESOURCES / "fonts",
        samples=folder / "samples",
        data=data,
        now=lambda: datetime(2024, 9, 1, 14, 2, tzinfo=UTC),
        preferences=PreferenceStore(data / "preferences.json"),
    )


class TableStandIn(QTableWidget):
    def __init__(self, bridge, table, parent):
        super().__init__(1, len(table.columns), parent)
        self.shown = []

    def show_cell(self, ref):
        self.shown.append(ref)


def make_session() -> Session:
    opened = new_project(EDITION)
    evaluate = Evaluator(EDITION).evaluate
    return Session(opened.project, opened.document, EDITION, evaluate, lambda: 0.0)


def make_bridge() -> Bridge:
    return Bridge(make_session())


def icons() -> Icons:
    return Icons(RESOURCES / "icons")


def settle(window, qtbot) -> None:
    """Wait until nothing is done beside the window any more."""
    qtbot.waitUntil(lambda: not window.jobs.running)


def drop(widget, path: Path) -> bool:
    """Drag a file or folder onto a widget and let it go; False where it is not wanted there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), copy, data, left, none))
    return enter.isAccepted()
