"""Sheets made by hand, in the shape of the key-monitoring form."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Band, Page, Sheet, SheetCell, SheetRow, Span, Style

A4 = Page(width=210, height=297, top=15, bottom=15, left=15, right=15)
VALUE = Style(size=9)
CENTRED = Style(size=9, align="center")
LABEL = Style(role="hei", size=9, align="center")
LONG = Style(size=9, indent=2, vertical="top")
TITLE = Style(role="hei_bold", size=16, align="center")
PLAIN = Style(size=10)

BACKGROUND = (
    "根据《上海市住房租赁条例》的要求，为落实房屋出租主体责任，按照“谁经营、谁受益、谁负责”的原则，通过"
    "搭建区级“住房租赁人房共管系统”，推动住房租赁和人口登记自主填报，形成“以房管人、数据赋能”的工作机制；"
    "现有23个居民区，预计出租房1.3万户，出租间数2.82万间。\n本年度继续开展租赁房屋（分散式）“人房共管”服务项目。"
)
PROGRESS = (
    "该项目年初预算申请90.00万元，预算批复89.60万元，预算调减0.30万元，调整后预算金额89.30万元（已在2024年9月"
    "进行了预算调整）。截止2024年8月31日，实际支出89.30万元，预算执行率99.22%。二维码门牌只是载体，激活和绑定"
    "房屋信息以及租客扫码申报信息的功能依赖于“随申办”软件系统的设备链接和模块扩展，同时需要PDA设备的支持……"
    "应拨付金额89.30万元，与实际拨付一致。"
)


def cell(
    row: int, column: int, text: str | Sequence[Span], style: Style = VALUE, **more: object
) -> SheetCell:
    spans = (Span(text),) if isinstance(text, str) else tuple(text)
    return SheetCell(row, column, spans, style, **more)  # type: ignore[arg-type]


def ref(field: str, row: str = "") -> tuple[Ref, ...]:
    return (Ref(field, "indicators" if row else "", row),)


def title_band() -> Band:
    cells = (
        cell(0, 0, "财政项目支出绩效运行监控（跟踪评价）（重点）", TITLE, borders=""),
        cell(1, 0, "街镇名称：某某镇（盖章）", PLAIN, borders="", refs=ref("town")),
    )
    return Band("title", (180,), (SheetRow(12, with_next=True), SheetRow(8, with_next=True)), cells)


def head_band() -> Band:
    columns = (24, 23, 22, 23, 22, 24, 22, 20)
    lines = [
        "预算单位|某某镇平安建设办公室|具体实施（内设机构）|某某镇平安建设办公室"
        "|跟踪时段|2024年01月01日 — 2024年08月31日|是否为经常性项目|是☐ 否☑",
        "当年预算数（元）|900,000.00|预算执行数（元）|893,000.00"
        "|预算执行进度（%）|99.22%|是否需要预算调整|是☑ 否☐",
        "调整后预算数（元）|893,000.00|调减金额（元）|7,000.00|调增金额（元）||事前绩效评估评审预算（元）|",
    ]
    cells = [
        cell(0, 0, "项目名称", LABEL),
        cell(0, 1, "租赁房屋（分散式）“人房共管”服务项目", VALUE, columns=7, refs=ref("name")),
    ]
    for index, texts in enumerate(lines, 1):
        for column, text in enumerate(texts.split("|")):
            style = CENTRED if column % 2 else LABEL
            refs = ref(f"head{index}{column}") if column % 2 else ()
            cells.append(cell(index, column, text, style, refs=refs))
    cells += [
        cell(4, 0, "选择重点跟踪理由", LABEL),
        cell(4, 1, "镇、街道认为需开展重点跟踪的项目", VALUE, columns=7, refs=ref("reason")),
    ]
    return Band("head", columns, (SheetRow(8),) * 5, tuple(cells))


def narrative_band(name: str, heading: str, parts: Sequence[tuple[str, str]]) -> Band:
    """A heading and its texts, glued into one box."""
    cells = [cell(0, 0, [Span(heading, "hei_bold")], VALUE, borders="tlr")]
    rows = [SheetRow(7, with_next=True)]
    for label, text in parts:
        cells.append(cell(len(rows), 0, label, VALUE, borders="lr"))
        rows.append(SheetRow(6, with_next=True))
        cells.append(cell(len(rows), 0, text, LONG, borders="lr", refs=ref(f"{name}{len(rows)}")))
        rows.append(SheetRow(8))
    cells[-1] = cell(len(rows) - 1, 0, parts[-1][1], LONG, borders="blr", refs=ref(f"{name}_last"))
    return Band(name, (180,), tuple(rows), tuple(cells))


def inner_band() -> Band:
    cells = [
        cell(0, column, text, LABEL)
        for column, text in enumerate(("序号", "指标名称", "指标内容说明", "跟踪目标", "完成情况"))
    ]
    for row in range(1, 5):
        texts = (
            str(row),
            "服务及时性",
            "考察服务供应商服务及时性，包括培训、安装等。",
            "16667张",
            "20000张",
        )
        cells += [
            cell(
                row,
                column,
                text,
                CENTRED if column != 2 else VALUE,
                refs=ref(f"i{column}", f"n{row}"),
            )
            for column, text in enumerate(texts)
        ]
    rows = (SheetRow(7, head=True), *(SheetRow(7) for _ in range(4)))
    return Band("inner", (14, 40, 66, 30, 30), rows, tuple(cells))


def judgement_band() -> Band:
    cells = [cell(0, 0, "四、绩效跟踪后项目总体判断", LABEL, rows=2)]
    for row, label in enumerate(("年度项目预算完成可能性", "年度绩效目标完成可能性")):
        cells.append(cell(row, 1, label, LABEL))
        for column, option in enumerate(("确定能完成☑", "有可能完成☐", "确定不能完成☐"), 2):
            cells.append(cell(row, column, option, CENTRED, refs=ref(f"likelihood{row}")))
    return Band("judgement", (40, 50, 30, 30, 30), (SheetRow(8), SheetRow(8)), tuple(cells))


def indicator_band(groups: Sequence[tuple[str, Sequence[str]]]) -> Band:
    """Nine columns under a head of three rows; one level-1 label over each group."""
    cells = [
        cell(
            0,
            0,
            [Span("主要跟踪指标（结合项目特点选择重点绩效指标）", "hei_bold")],
            CENTRED,
            columns=9,
        )
    ]
    for column, text in enumerate(("一级指标", "二级指标", "三级指标", "年度指标值")):
        cells.append(cell(1, column, text, LABEL, rows=2))
    cells.append(cell(1, 4, "跟踪时的目标完成情况", LABEL, columns=3))
    cells.append(cell(1, 7, "跟踪时的纠偏情况", LABEL, columns=2))
    for column, text in enumerate(
        (
            "应完成的绩效目标值",
            "完成百分比或情况描述",
            "偏差情况（尽量用数值表示）",
            "偏差原因",
            "纠偏措施",
        ),
        4,
    ):
        cells.append(cell(2, column, text, LABEL))
    rows = [SheetRow(7, head=True), SheetRow(7, head=True), SheetRow(10, head=True)]
    for level1, names in groups:
        cells.append(
            cell(
                len(rows), 0, level1, CENTRED, rows=len(names), refs=ref("level1", f"g{len(rows)}")
            )
        )
        for name in names:
            row = len(rows)
            texts = ("数量指标", name, "30000张", "≤89.60万元", "89.30万元", "无偏差", "", "")
            cells += [
                cell(row, column, text, CENTRED, refs=ref(f"c{column}", f"r{row}"))
                for column, text in enumerate(texts, 1)
            ]
            rows.append(SheetRow(8, table="indicators", row_id=f"r{row}"))
    return Band("indicators", (16, 20, 27, 20, 20, 22, 19, 18, 18), tuple(rows), tuple(cells))


def signature_band() -> Band:
    cells = (
        cell(0, 0, "领导（签字）：", PLAIN, borders="tl"),
        cell(0, 1, "绩效负责人（签字）：", PLAIN, borders="t"),
        cell(0, 2, "经办人（签字）：", PLAIN, borders="t"),
        cell(0, 3, "填报日期：", PLAIN, borders="tr", refs=ref("date")),
        cell(1, 0, "", PLAIN, columns=4, borders="blr"),
    )
    return Band("signatures", (45, 50, 45, 40), (SheetRow(14), SheetRow(12)), cells, whole=True)


def remarks_band(text: str) -> Band:
    cells = (
        cell(0, 0, [Span("需要说明的情况：", "hei_bold")], VALUE, borders="tlr"),
        cell(1, 0, text, LONG, borders="blr", refs=ref("remarks")),
    )
    return Band("remarks", (180,), (SheetRow(7, with_next=True), SheetRow(10)), cells)


GROUPS = (
    ("成本指标", ["服务费投入"]),
    (
        "产出指标",
        [
            "居民区治理网格",
            "物码生成、发放及安装数量",
            "实有人口信息采集准确性",
            "安装、维修等服务及时性",
        ],
    ),
    ("效益指标", ["提高人口精细化管理", "长效管理机制"]),
    ("满意度指标", ["使用人满意度"]),
)


def key_form(*, draft: bool = False) -> Sheet:
    """A filled form of two pages."""
    bands = (
        title_band(),
        head_band(),
        narrative_band(
            "basis",
            "一、项目基本情况（包括项目背景概况、预算安排、工作内容和计划时间节点）：",
            [
                ("1、项目背景概况", BACKGROUND),
                ("2、预算安排", PROGRESS[:64]),
                ("3、工作内容", BACKGROUND),
                ("4、计划时间节点", "协助、督促服务供应商按照投标承诺及合同约定实施项目。"),
            ],
        ),
        narrative_band(
            "progress",
            "二、项目具体实施情况（对照阶段性绩效目标的完成情况）：",
            [("1、预算执行情况", PROGRESS), ("2、阶段性目标完成情况", PROGRESS[:90])],
        ),
        inner_band(),
        narrative_band(
            "conclusion",
            "三、阶段性跟踪结论：",
            [("", "2、运行基本正常（执行率和目标完成度均在45%以上）。")],
        ),
        judgement_band(),
        narrative_band(
            "problems",
            "五、存在问题及改进措施（包括项目存在哪些方面偏差、问题及改进措施）：",
            [("1、存在问题", "无。"), ("2、改进措施", "无。")],
        ),
        indicator_band(GROUPS),
        remarks_band(
            "1、未跟踪绩效目标的原因：质量指标、效益指标及满意度指标需项目完成后进行评价确认。\n"
            + PROGRESS[:70]
        ),
        signature_band(),
    )
    return Sheet(
        "财政项目支出绩效运行监控（跟踪评价）（重点）", "some_form/some-edition", A4, bands, draft
    )


def sheet_of(*bands: Band, draft: bool = False) -> Sheet:
    return Sheet("试样", "some_form/some-edition", A4, bands, draft)
