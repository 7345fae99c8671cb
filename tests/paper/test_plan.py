"""From layout and document to the grid: pictures of what stands where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.forms.prove import document_of
from perfdesk.models.document import Document
from perfdesk.models.form import Edition, Field, Section, Table
from perfdesk.models.layout import Layout, LayoutBand, LayoutCell, LayoutRow
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Band, Page, Sheet, Style
from perfdesk.models.values import Kind
from perfdesk.paper.plan import lay_out
from perfdesk.rules.evaluate.engine import evaluate


def edition(*rows: LayoutRow, columns: int = 3, **band: object) -> Edition:
    """Make an edition with a field of each kind, a table, and one band of paper."""
    fields = (
        Field("town", "街镇", Kind.TEXT),
        Field("money", "金额", Kind.AMOUNT, unit="元"),
        Field("rate", "执行率", Kind.PERCENT, calculation="percent(money, 200)"),
        Field("day", "日期", Kind.DATE),
        Field("yes", "是否", Kind.CHOICE, choices=("是", "否")),
        Field("reason", "理由", Kind.CHOICE, choices=("甲", "乙"), open_choices=True),
    )
    items = Table(
        "items",
        "表",
        "页",
        (
            Field("one", "一级", Kind.TEXT, merged=True),
            Field("two", "二级", Kind.TEXT, merged=True),
            Field("name", "三级", Kind.TEXT),
        ),
        "name",
    )
    sections = (Section("s", "一", "页", fields), items)
    made = LayoutBand("band", (60.0,) * columns, rows, **band)  # type: ignore[arg-type]
    layout = Layout(Page(210, 297, 15, 15, 15, 15), {"value": Style()}, (made,))
    return Edition(
        form="small",
        edition="one",
        title="小表",
        short_title="小表",
        tabs=("页",),
        sections=sections,
        layout=layout,
    )


def row(*cells: LayoutCell, **more: object) -> LayoutRow:
    return LayoutRow(cells, **more)  # type: ignore[arg-type]


def field(name: str, **more: object) -> LayoutCell:
    return LayoutCell(field=name, **more)  # type: ignore[arg-type]


def laid_out(made: Edition, **texts: str) -> Sheet:
    document = document_of(made, texts)
    return lay_out(made, document, evaluate(made, document))


def picture(band: Band) -> list[str]:
    """Draw a band as lines of texts; a merged cell is written once, `<` and `^` continue it."""
    grid = [["?"] * len(band.columns) for _ in band.rows]
    for cell in band.cells:
        for down in range(cell.rows):
            for across in range(cell.columns):
                place = grid[cell.row + down]
                assert place[cell.column + across] == "?", "two cells in one place"
                mark = "^" if down else "<"
                place[cell.column + across] = mark if down or across else cell.text or "·"
    return [" ".join(line) for line in grid]


ITEMS = row(field("one"), field("two"), field("name"), repeat="items")


def table(*rows: tuple[str, str, str]) -> dict[str, str]:
    return {
        f"items[{place}].{name}": text
        for place, texts in enumerate(rows, 1)
        for name, text in zip(("one", "two", "name"), texts, strict=True)
    }


def test_each_kind_stands_as_it_is_printed() -> None:
    made = edition(
        row(LayoutCell(label="money"), field("money", span=2)),
        row(LayoutCell(label="rate"), field("rate"), field("day")),
        row(field("yes"), field("reason"), field("town")),
    )
    sheet = laid_out(made, money="１００", day="2024-8-31", yes="否", reason="丙", town="某镇")
    assert picture(sheet.bands[0]) == [
        "金额 100.00 <",
        "执行率 50.00% 2024年08月31日",
        "是 ☐　否 ☑ 丙 某镇",
    ]
    values = {cell.refs[0].field: cell for cell in sheet.bands[0].cells if cell.refs}
    assert values["money"].value == Decimal(100)
    assert values["day"].value == date(2024, 8, 31)
    assert values["rate"].computed
    assert not values["money"].computed


def test_what_cannot_be_read_stands_as_typed() -> None:
    made = edition(row(field("money"), field("day"), field("yes")))
    sheet = laid_out(made, money="约一百", day="月底", yes="大概")
    assert picture(sheet.bands[0]) == ["约一百 月底 大概"]
    assert all(cell.value is None for cell in sheet.bands[0].cells)


def test_options_have_a_box_each() -> None:
    made = edition(
        row(field("yes", option="是"), field("yes", option="否"), field("reason")),
    )
    assert picture(laid_out(made, yes="否").bands[0]) == ["是 ☐ 否 ☑ ·"]
    assert picture(laid_out(made).bands[0]) == ["是 ☐ 否 ☐ ·"]


def test_a_sentence_takes_its_entries_and_knows_how_to_come_apart() -> None:
    made = edition(row(LayoutCell(text="{town}：{day} 止", span=3)))
    (cell,) = laid_out(made, town="{day}<b>", day="2024-08-31").bands[0].cells
    assert cell.text == "{day}<b>：2024年08月31日 止"
    assert cell.refs == (Ref("town"), Ref("day"))
    assert cell.template == ("", None, "：", None, " 止")
    (blank,) = laid_out(made).bands[0].cells
    assert blank.text.replace("　", "") == "：年月日 止"
    assert blank.text.startswith("　　")


def test_equal_neighbours_are_merged_within_what_stands_left_of_them() -> None:
    made = edition(ITEMS)
    sheet = laid_out(
        made,
        **table(
            ("产出", "数量", "甲"),
            ("产出", "数量", "乙"),
            ("产出", "质量", "丙"),
            ("效益", "质量", "丙"),
            ("", "", "丁"),
            ("", "", "戊"),
            ("效益", "质量", "己"),
        ),
    )
    assert picture(sheet.bands[0]) == [
        "产出 数量 甲",
        "^ ^ 乙",
        "^ 质量 丙",
        "效益 质量 丙",
        "· · 丁",
        "· · 戊",
        "效益 质量 己",
    ]
    merged = sheet.bands[0].cells[0]
    assert [ref.row for ref in merged.refs] == ["r1", "r2", "r3"]


def test_used_rows_are_printed_and_empty_ones_fill_up() -> None:
    made = edition(ITEMS, least_rows=3)
    document = document_of(made, table(("产出", "数量", "甲")))
    document.tables["items"].insert(0, document.tables["items"][0].copy("r0"))
    document.tables["items"][0].cells = {"name": " "}
    band = lay_out(made, document, evaluate(made, document)).bands[0]
    assert picture(band) == ["产出 数量 甲", "· · ·", "· · ·"]
    assert [(each.table, each.row_id) for each in band.rows] == [
        ("items", "r1"),
        ("items", ""),
        ("items", ""),
    ]


def test_a_band_of_an_unused_table_is_left_out() -> None:
    made = edition(row(LayoutCell(text="表", span=3), head=True), ITEMS, only_with="items")
    assert laid_out(made).bands == ()
    assert laid_out(made, **table((" ", "", ""))).bands == ()
    assert len(laid_out(made, **table(("", "", "甲"))).bands) == 1


def test_cells_go_round_what_hangs_from_above() -> None:
    made = edition(
        row(LayoutCell(text="甲", rows=2), LayoutCell(text="乙", span=2)),
        row(LayoutCell(text="丙"), LayoutCell(text="丁")),
    )
    assert picture(laid_out(made).bands[0]) == ["甲 乙 <", "^ 丙 丁"]


def test_a_tail_is_in_the_ordinary_weight() -> None:
    made = edition(row(LayoutCell(text="一、", tail="（说明）", span=3)))
    (cell,) = laid_out(made).bands[0].cells
    assert [(span.text, span.role) for span in cell.spans] == [("一、", ""), ("（说明）", "song")]


@pytest.mark.parametrize(("asked", "marked"), [(None, True), (False, False), (True, True)])
def test_errors_make_a_draft_unless_told_otherwise(asked: bool | None, marked: bool) -> None:
    made = edition(row(field("money", span=3)))
    document = document_of(made, {"money": "错"})
    assert lay_out(made, document, evaluate(made, document), draft=asked).draft is marked
    right = document_of(made, {"money": "1"})
    assert lay_out(made, right, evaluate(made, right)).draft is False


labels = st.sampled_from(("", "产出", "效益"))


@given(st.lists(st.tuples(labels, labels, st.sampled_from(("甲", "乙"))), max_size=8))
def test_every_place_is_covered_once_and_every_cell_is_shown_once(
    rows: list[tuple[str, str, str]],
) -> None:
    made = edition(ITEMS, least_rows=2)
    document = document_of(made, table(*rows))
    band = lay_out(made, document, evaluate(made, document)).bands[0]
    assert all("?" not in line for line in picture(band))
    # Empty rows, printed to be filled in by hand, name their columns and no row.
    shown = [ref for cell in band.cells for ref in cell.refs if ref.row]
    assert len(set(shown)) == len(shown) == 3 * len([each for each in rows if any(each)])
    for cell in band.cells:
        assert {document.text(ref) for ref in cell.refs if ref.row} <= {cell.text}


def test_headings_follow_the_chosen_framework(edition: Edition, sound: Document) -> None:
    for framework in edition.frameworks:
        sound.put(Ref(edition.framework_field), framework.name)
        sheet = lay_out(edition, sound, evaluate(edition, sound))
        texts = {cell.text for band in sheet.bands for cell in band.cells}
        assert set(framework.headings.values()) <= texts


def test_the_sheet_names_its_edition(edition: Edition, sound: Document) -> None:
    sheet = lay_out(edition, sound, evaluate(edition, sound))
    assert (sheet.edition, sheet.title) == (edition.key, edition.title)
    assert sheet == lay_out(replace(edition), sound, evaluate(edition, sound))
