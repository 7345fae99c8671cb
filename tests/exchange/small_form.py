"""A small form with one of everything, its paper, and documents for it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby

from hypothesis import strategies as st

from perfdesk.exchange.parse.grid import WorkbookGrid, as_grid
from perfdesk.exchange.parse.xlsx import parse as parse_workbook
from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition, Field, Section, Table
from perfdesk.models.layout import Layout, LayoutBand, LayoutCell, LayoutRow
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Band, Page, Sheet, SheetCell, SheetRow, Span, Style
from perfdesk.models.values import Kind, parse, written

PAGE = Page(210, 297, 20, 20, 18, 18)
CHOICES = ("确定能完成", "有可能完成", "确定不能完成")
FIELDS = (
    Field("town", "街镇名称", Kind.TEXT),
    Field("name", "项目名称", Kind.TEXT),
    Field("amount", "当年预算数（元）", Kind.AMOUNT, unit="元"),
    Field("funds", "资金（万元）", Kind.AMOUNT, unit="万元"),
    Field("share", "比例（%）", Kind.PERCENT),
    Field("rate", "预算执行进度（%）", Kind.PERCENT, calculation="percent(amount, funds)"),
    Field("since", "开始", Kind.DATE),
    Field("until", "结束", Kind.DATE),
    Field("signed", "填报日期", Kind.DATE),
    Field("regular", "是否为经常性项目", Kind.CHOICE, choices=("是", "否")),
    Field("likelihood", "完成可能性", Kind.CHOICE, choices=CHOICES),
    Field("background", "项目背景概况", Kind.LONG_TEXT),
    Field("budgeting", "预算安排", Kind.LONG_TEXT),
)
COLUMNS = (
    Field("level1", "一级指标", Kind.TEXT, merged=True),
    Field("title", "三级指标", Kind.TEXT),
    Field("target", "年度指标值", Kind.INDICATOR_VALUE),
    Field("cost", "金额", Kind.AMOUNT, unit="元"),
    Field("rate", "完成率", Kind.PERCENT, calculation="1"),
    Field("reason", "偏差原因", Kind.LONG_TEXT),
)
COMPOSED = (
    LayoutCell("街镇名称：{town}（盖章）"),
    LayoutCell("{since} — {until}"),
    LayoutCell("填报日期：{signed}"),
)
EDITION = Edition(
    form="small",
    edition="here-2024",
    title="小表",
    short_title="小表",
    due="",
    tabs=("一",),
    sections=(
        Section("head", "基本信息", "一", FIELDS),
        Table("indicators", "绩效指标", "一", COLUMNS, "title"),
    ),
    checks=(),
    parameters=(),
    frameworks=(),
    framework_table="",
    basis=(),
    layout=Layout(PAGE, {}, (LayoutBand("texts", (174,), (LayoutRow(COMPOSED),)),)),
)
EDITIONS = {EDITION.key: EDITION}
LABEL, VALUE = Style("hei", align="center"), Style()
COMPUTED_RATE = parse(Kind.PERCENT, "99.2222").value


def document(**cells: str) -> Document:
    return Document("small", "here-2024", {k: v for k, v in cells.items() if v})


def with_rows(made: Document, *rows: dict[str, str]) -> Document:
    kept = [{name: text for name, text in cells.items() if text} for cells in rows]
    made.tables["indicators"] = [Row(f"r{n}", cells) for n, cells in enumerate(kept, 1)]
    return made


def paper(made: Document, draft: bool = False, empty_rows: int = 0) -> Sheet:
    """Lay a document out the way `paper/plan.py` does, on one page of bands."""
    head = Band("head", (30, 50.4, 30, 63.6), _rows(3), _head_cells(made))
    dates = Band("dates", (30, 50, 30, 64), _rows(4), _date_cells(made))
    text = Band("text", (174,), _rows(1), (_composite(made, 0, 0, 1, *_NARRATIVE),))
    foot = Band("foot", (174,), _rows(1), (_composite(made, 0, 0, 1, *_SIGNED),), whole=True)
    bands = (head, dates, text, _table(made, empty_rows), foot)
    return Sheet("小表", EDITION.key, PAGE, bands, draft)


def heights(sheet: Sheet) -> dict[str, list[float]]:
    return {band.name: [row.height for row in band.rows] for band in sheet.bands}


def grid_of(data: bytes) -> WorkbookGrid:
    """Read a workbook without the worker."""
    return as_grid(json.loads(json.dumps(parse_workbook(data))))


_NARRATIVE = (("1、背景\n", None, "\n2、安排\n", None), ("background", "budgeting"))
_SIGNED = (("填报日期：", None), ("signed",))


def _rows(count: int) -> tuple[SheetRow, ...]:
    return (SheetRow(8),) * count


def _label(row: int, column: int, text: str, columns: int = 1) -> SheetCell:
    return SheetCell(row, column, (Span(text),), LABEL, columns=columns)


def shown(its_field: Field, text: str) -> str:
    reading = parse(its_field.kind, text, its_field.unit)
    return text if reading.problem else written(its_field.kind, reading.value)


def _value(made: Document, row: int, column: int, at: Ref, columns: int = 1) -> SheetCell:
    its_field = EDITION.field(at)
    if its_field.is_computed:
        text, value = "99.22%", COMPUTED_RATE
    else:
        text = shown(its_field, made.text(at) if not at.table or at.row else "")
        raw = made.text(at) if not at.table or at.row else ""
        value = parse(its_field.kind, raw, its_field.unit).value
        value = None if isinstance(value, str) or its_field.kind in _TEXTS else value
    return SheetCell(
        row,
        column,
        (Span(text),),
        VALUE,
        columns=columns,
        refs=(at,),
        template=(None,),
        value=value,
        kind=its_field.kind,
        computed=its_field.is_computed,
    )


_TEXTS = {Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.INDICATOR_VALUE}


def _composite(
    made: Document,
    row: int,
    column: int,
    columns: int,
    template: tuple[str | None, ...],
    names: tuple[str, ...],
) -> SheetCell:
    parts = iter(shown(EDITION.fields[name], made.cells.get(name, "")) for name in names)
    spans = tuple(
        Span(next(parts)) if piece is None else Span(piece, "hei_bold") for piece in template
    )
    refs = tuple(Ref(name) for name in names)
    return SheetCell(
        row, column, spans, VALUE, columns=columns, refs=refs, template=template, kind=Kind.TEXT
    )


def _head_cells(made: Document) -> tuple[SheetCell, ...]:
    boxes = " ".join(f"{c}{_box(made, 'regular', c)}" for c in ("是", "否"))
    regular = replace(_value(made, 2, 3, Ref("regular")), spans=(Span(boxes),), kind=Kind.CHOICE)
    return (
        _label(0, 0, "项目名称"),
        _value(made, 0, 1, Ref("name"), 3),
        _label(1, 0, "当年预算数（元）"),
        _value(made, 1, 1, Ref("amount")),
        _label(1, 2, "资金（万元）"),
        _value(made, 1, 3, Ref("funds")),
        _label(2, 0, "预算执行进度（%）"),
        _value(made, 2, 1, Ref("rate")),
        _label(2, 2, "是否为经常性项目"),
        regular,
    )


def _box(made: Document, name: str, choice: str) -> str:
    return "☑" if made.cells.get(name) == choice else "☐"


def _date_cells(made: Document) -> tuple[SheetCell, ...]:
    options = tuple(
        SheetCell(
            3,
            column,
            (Span(f"{choice} {_box(made, 'likelihood', choice)}"),),
            VALUE,
            refs=(Ref("likelihood"),),
            option=choice,
            kind=Kind.CHOICE,
        )
        for column, choice in enumerate(CHOICES, 1)
    )
    return (
        _label(0, 0, "跟踪时段"),
        _composite(made, 0, 1, 3, (None, " — ", None), ("since", "until")),
        _label(1, 0, "比例（%）"),
        _value(made, 1, 1, Ref("share"), 3),
        _composite(made, 2, 0, 4, ("街镇名称：", None, "（盖章）"), ("town",)),
        _label(3, 0, "完成可能性"),
        *options,
    )


def _table(made: Document, empty_rows: int) -> Band:
    rows = made.rows("indicators")
    cells = [_label(0, n, column.label) for n, column in enumerate(COLUMNS)]
    ids = [row.id for row in rows] + [""] * empty_rows
    for place, row_id in enumerate(ids, 1):
        cells += [
            _value(made, place, n, Ref(column.name, "indicators", row_id))
            for n, column in enumerate(COLUMNS)
            if not column.merged
        ]
    texts = [row.cells.get("level1", "") for row in rows] + [""] * empty_rows
    for text, group in groupby(range(len(ids)), key=lambda place: texts[place]):
        places = list(group)
        for run in [places] if text else [[place] for place in places]:
            refs = tuple(Ref("level1", "indicators", ids[place]) for place in run)
            cells.append(
                SheetCell(
                    run[0] + 1, 0, (Span(text),), VALUE, rows=len(run), refs=refs, template=(None,)
                )
            )
    lines = (SheetRow(8, head=True), *(SheetRow(8, table="indicators", row_id=i) for i in ids))
    return Band("table", (25, 40, 30, 25, 20, 34), lines, tuple(cells))


# --- documents of all sorts -------------------------------------------------------------------

AWKWARD = [
    "=1+1",
    "<b>粗</b>",
    "{x}",
    "{name}",
    "“引号”",
    '"quoted"',
    "'apostrophe",
    "a\tb",
    "  两头有空格  ",
    "全角　空格ＡＢＣ１２３",
    "第一行\n第二行\n\n第四行",
    "_x000D_",
    "_x0041_x0042_",
    "_x005F_x0041_",
    "1、背景\n2、安排\n",
    "\n2、安排\n",
    " — ",
    "（盖章）",
    "#REF!",
    "1e5",
    "98%",
    "00123",
    "TRUE",
    "2024-8-31",
    "\x0b竖表符",
    "𠮷野家𪚥",
    "\u202e反\u200b",
    "\r\n\r",
    "+1",
    "-1",
    "@SUM(A1)",
]
TEXTS = st.one_of(
    st.just(""),
    st.sampled_from(AWKWARD),
    st.lists(st.sampled_from([*AWKWARD, "字", " ", "\n"]), max_size=4).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
AMOUNTS = st.one_of(
    TEXTS,
    st.decimals(0, 10**13, places=2).map(str),
    st.sampled_from(
        ["3.65万元", "36,453.40", "３６４５３．４", "0", "¥5", "1.23456789万元", "不详"]
    ),
)
PERCENTS = st.one_of(
    TEXTS, st.decimals(-100, 1000, places=4).map(str), st.sampled_from(["99.22%", "0.9922", "1e2"])
)
DATES = st.one_of(
    TEXTS,
    st.dates().map(str),
    st.sampled_from(["2024年8月31日", "20240831", "1900-01-01", "1900-02-28", "9999-12-31"]),
)


def _texts(its_field: Field) -> st.SearchStrategy[str]:
    if its_field.choices:
        return st.sampled_from(["", *its_field.choices])
    return {Kind.AMOUNT: AMOUNTS, Kind.PERCENT: PERCENTS, Kind.DATE: DATES}.get(
        its_field.kind, TEXTS
    )


def _cells(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({f.name: _texts(f) for f in fields if not f.is_computed})


LEVELS = st.sampled_from(["", "产出指标", "效益指标"])
ROW_CELLS = st.builds(lambda cells, level: cells | {"level1": level}, _cells(COLUMNS), LEVELS)
DOCUMENTS = st.builds(
    lambda cells, rows: with_rows(document(**cells), *rows),
    _cells(FIELDS),
    st.lists(ROW_CELLS, max_size=5),
)
