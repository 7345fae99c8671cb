"""An .ods is read with its merges, names, percentages and repeated cells."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from perfdesk.exchange.parse.grid import WorkbookGrid, as_grid
from perfdesk.exchange.parse.ods import parse

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def book(rows: str, names: str = "") -> WorkbookGrid:
    content = (
        f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{rows}</table:table>{names}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return as_grid(parse(data.getvalue()))


def cell(inside: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{inside}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def value(number: str, kind: str = "float") -> str:
    return f'office:value-type="{kind}" office:value="{number}"'


@pytest.mark.parametrize(
    ("attributes", "shown", "text", "kind"),
    [
        (value("1200.5"), "1,200.50", "1200.5", "number"),
        (value("0.9922", "percentage"), "99.22%", "0.9922", "number"),
        (
            'office:value-type="date" office:date-value="2024-08-31"',
            "2024年8月",
            "2024-08-31",
            "date",
        ),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE", "TRUE", "bool"),
        (value("1e999"), "Err:503", "1e999", "error"),
        ('office:value-type="string"', "字", "字", "text"),
        (value("50"), "≥50个", "≥50个", "text"),
        (value("713300"), "71.33", "71.33", "number"),
        (value("1"), "是", "是", "text"),
        (value("0"), "-", "0", "number"),
        (value("-1234.5"), "(1,234.50)", "-1234.5", "number"),
    ],
)
def test_a_value_is_what_it_is_shown_as(attributes: str, shown: str, text: str, kind: str) -> None:
    found = book(row(cell(shown, attributes))).sheets[0].cells[1, 1]
    assert (found.text, found.kind, found.is_percent) == (text, kind, shown == "99.22%")


def test_what_is_rounded_says_what_is_shown() -> None:
    sheet = book(row(cell("36,453", value("36453.4")), cell("71.3", value("713300")))).sheets[0]
    assert (sheet.cells[1, 1].text, sheet.cells[1, 1].shown) == ("36453.4", "36,453")
    assert (sheet.cells[1, 2].text, sheet.cells[1, 2].shown) == ("71.33", "")
    assert "713300" in sheet.notes[1, 2]


def test_repeated_cells_and_rows_are_spread_and_blank_ones_are_not() -> None:
    rows = (
        row(cell("甲", 'table:number-columns-repeated="2"'))
        + row("<table:table-cell/>", attributes='table:number-rows-repeated="100"')
        + row(cell("乙"), attributes='table:number-rows-repeated="2"')
    )
    cells = book(rows).sheets[0].cells
    assert {place: each.text for place, each in cells.items()} == {
        (1, 1): "甲",
        (1, 2): "甲",
        (102, 1): "乙",
        (103, 1): "乙",
    }


def test_merges_and_names_are_where_they_were() -> None:
    spans = 'table:number-columns-spanned="2" table:number-rows-spanned="3"'
    names = (
        '<table:named-expressions><table:named-range table:name="f.name" '
        "table:cell-range-address=\"$'表'.$A$1:.$B$3\"/></table:named-expressions>"
    )
    found = book(row(cell("甲", spans)), names)
    assert found.sheets[0].merges == ((1, 1, 3, 2),)
    assert found.names == {"f.name": ("表", 1, 1, 3, 2)}


def test_spaces_tabs_and_lines_within_a_text_stay_and_notes_do_not() -> None:
    inside = (
        '甲<text:s text:c="2"/>乙<text:tab/>丙<text:line-break/>丁'
        "<office:annotation>注</office:annotation>"
    )
    assert book(row(cell(inside))).sheets[0].cells[1, 1].text == "甲  乙\t丙\n丁"


def test_a_block_of_billions_is_refused() -> None:
    with pytest.raises(MemoryError):
        book(row(cell("甲", 'table:number-columns-repeated="9999999"')))
