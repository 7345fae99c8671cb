"""A small edition with an indicator table, and a session over it, for tests of the grid."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.models.document import Document, Project, Row
from perfdesk.models.finding import Computed, Evaluation, Finding, Origin, Severity
from perfdesk.models.form import Edition, Field, Framework, Section, Table
from perfdesk.models.layout import Layout, LayoutBand, LayoutCell, LayoutRow
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Page
from perfdesk.models.values import Kind
from perfdesk.session import Session

VALUE, LONG = Kind.INDICATOR_VALUE, Kind.LONG_TEXT

INDICATORS = Table(
    "indicators",
    "主要跟踪指标",
    "绩效指标",
    (
        Field("level1", "一级指标", Kind.TEXT, merged=True, level=1),
        Field("level2", "二级指标", Kind.TEXT, merged=True, level=2),
        Field("name", "三级指标", Kind.TEXT),
        Field("target_value", "年度指标值", VALUE),
        Field("planned_value", "应完成的绩效目标值", VALUE),
        Field("actual_value", "完成百分比或情况描述", VALUE),
        Field("deviation", "偏差情况（尽量用数值表示）", VALUE),
        Field("deviation_reason", "偏差原因", LONG),
        Field("corrective_measure", "纠偏措施", LONG),
    ),
    "name",
)
COSTS = Table(
    "costs",
    "明细",
    "执行情况",
    (
        Field("item", "项目", Kind.TEXT),
        Field("amount", "金额", Kind.AMOUNT, unit="元"),
        Field("done", "是否完成", Kind.CHOICE, choices=("是", "否")),
        Field("double", "两倍", Kind.AMOUNT, unit="元", calculation="amount * 2"),
    ),
    "item",
)
WIDTHS = (18.0, 20.0, 30.0, 20.0, 20.0, 22.0, 20.0, 20.0, 20.0)
_NAMES = [column.name for column in INDICATORS.columns]
EDITION = Edition(
    form="sample",
    edition="test",
    title="样表",
    short_title="样表",
    due="",
    tabs=("基本信息", "执行情况", "绩效指标"),
    sections=(
        Section(
            "head",
            "基本信息",
            "基本信息",
            (
                Field("project_name", "项目名称", Kind.TEXT),
                Field("framework", "指标体系", Kind.FRAMEWORK),
            ),
        ),
        COSTS,
        INDICATORS,
    ),
    checks=(),
    parameters=(),
    frameworks=(
        Framework(
            "新",
            {},
            {
                "成本指标": ("经济成本指标", "社会成本指标"),
                "产出指标": ("数量指标", "质量指标", "时效指标"),
                "效益指标": ("社会效益指标", "可持续影响指标"),
                "满意度指标": ("服务对象满意度指标",),
            },
        ),
        Framework("旧", {"level1": "一级目标"}, {"产出目标": ("数量", "质量")}),
    ),
    framework_table="indicators",
    basis=(),
    layout=Layout(
        Page(210, 297, 10, 10, 10, 10),
        {},
        (
            LayoutBand(
                "indicators",
                WIDTHS,
                (LayoutRow(tuple(LayoutCell(field=name) for name in _NAMES), repeat="indicators"),),
            ),
        ),
    ),
)

REAL = [
    "成本指标|经济成本指标|服务费投入|≤89.60万元|≤89.60万元|89.30万元|无偏差",
    "产出指标|数量指标|居民区治理网格|23个居|23个居|23个居|无偏差",
    "产出指标|数量指标|物码生成、发放及安装数量|30000张|16667张|20000张|无偏差",
    "产出指标|质量指标|实有人口信息采集准确性|≥98%",
    "产出指标|时效指标|安装、维修等服务及时性|100%|及时响应|及时响应|无偏差",
    "效益指标|社会效益指标|提高人口精细化管理|提高",
    "效益指标|可持续影响指标|长效管理机制|建立健全",
    "满意度指标|服务对象满意度指标|使用人满意度|≥85%",
]


def evaluate(edition: Edition, document: Document) -> Evaluation:
    """Find blank names and a copied 无偏差, and double the amounts."""
    findings, computed = [], {}
    for row in document.rows("indicators"):
        if not row.cells.get("name"):
            at = Ref("name", "indicators", row.id)
            message = "请填写<b>三级指标</b>。"
            findings.append(
                Finding("required", Severity.ERROR, Origin.MISSING, at, "三级指标", message)
            )
        planned, actual = row.cells.get("planned_value"), row.cells.get("actual_value")
        if planned != actual and row.cells.get("deviation") == "无偏差":
            at = Ref("deviation", "indicators", row.id)
            message = f"计划 {planned}，完成 {actual}，不能填“无偏差”。"
            findings.append(
                Finding("deviation", Severity.WARNING, Origin.UNMET, at, "偏差情况", message)
            )
    for row in document.rows("costs"):
        text = row.cells.get("amount", "")
        if text.isdecimal():
            value = 2 * Decimal(text)
            computed[Ref("double", "costs", row.id)] = Computed(
                value, f"{value:,.2f}", "金额 × 2", f"{text} × 2"
            )
    return Evaluation(computed, tuple(findings))


def indicator_rows(lines: list[str]) -> list[Row]:
    """Make rows from lines of cells parted by bars."""
    return [
        Row(f"r{nth}", {name: text for name, text in zip(_NAMES, line.split("|")) if text})  # noqa: B905
        for nth, line in enumerate(lines, 1)
    ]


def make_session(lines: list[str] = REAL, clock=lambda: 0.0) -> Session:
    """Open a document with these indicator rows."""
    tables = {"indicators": indicator_rows(lines)} if lines else {}
    document = Document("sample", "test", {}, tables)
    return Session(
        Project([document]), document, EDITION, lambda document: evaluate(EDITION, document), clock
    )


def picture(model) -> str:
    """Draw a table as text, the empty last row as a star."""
    lines = []
    for row in range(model.rowCount()):
        texts = [model.index(row, nth).data() or "" for nth in range(model.columnCount())]
        mark = "*" if row == model.rowCount() - 1 else ""
        lines.append(mark + "|".join(texts).rstrip("|"))
    return "\n".join(lines)
