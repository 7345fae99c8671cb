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


@pytest.mark.parametrize(
    ("attributes", "text", "kind", "percent"),
    [
        ('office:value-type="float" office:value="1200.5"', "1200.5", "number", False),
        ('office:value-type="percentage" office:value="0.9922"', "0.9922", "number", True),
        ('office:value-type="date" office:date-value="2024-08-31"', "2024-08-31", "date", False),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE", "bool", False),
        ('office:value-type="float" office:value="1e999"', "1e999", "error", False),
        ('office:value-type="string"', "字", "text", False),
    ],
)
def test_a_value_is_what_it_is_written_as(
    attributes: str, text: str, kind: str, percent: bool
) -> None:
    found = book(row(cell("字", attributes))).sheets[0].cells[1, 1]
    assert (found.text, found.kind, found.is_percent) == (text, kind, percent)


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
