"""A good workbook reads right, a bad one gives one sentence, and nothing in between."""

import datetime
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.packaging.custom import BoolProperty, IntProperty, StringProperty
from openpyxl.styles import Alignment
from openpyxl.workbook.defined_name import DefinedName

from perfdesk.exchange.parse.grid import GridCell, SheetGrid, WorkbookGrid, as_grid
from perfdesk.exchange.parse.xlsx import parse
from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.gate import admit_any
from perfdesk.exchange.untrusted.refusal import BROKEN, Refused
from tests.exchange.hostile import making as hostile

pytestmark = pytest.mark.usefixtures("shared_worker")
# A busy machine must not turn one message into another.
PATIENT = pool.Limits(seconds=60)


def read(data: bytes, folder: Path) -> WorkbookGrid:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    try:
        return as_grid(pool.read_one(parse, admit_any(path)[1], PATIENT))
    except ValueError as error:
        raise Refused(BROKEN) from error


def saved(book: openpyxl.Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def first_sheet(data: bytes, folder: Path) -> SheetGrid:
    return read(data, folder).sheets[0]


def texts(data: bytes, folder: Path) -> list[str]:
    return [cell.text for cell in first_sheet(data, folder).cells.values()]


# --- bad ones ------------------------------------------------------------------------------


# test_gate.py has the others, which never reach the reader.
@pytest.mark.parametrize(
    "name",
    [n for n, (_, piece) in hostile.FILES.items() if not piece or n in hostile.FOR_THE_READER],
)
def test_what_passes_the_gate_gives_one_sentence_or_a_grid(name: str, tmp_path: Path) -> None:
    make, piece = hostile.FILES[name]
    try:
        read(make(), tmp_path)
    except Refused as refused:
        assert piece in refused.message
        assert refused.message.endswith("。")
        assert "用时过长" not in refused.message
    else:
        assert not piece


@pytest.mark.slow
def test_bytes_changed_anywhere_give_one_sentence_or_a_grid(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "项目"
    refused = 0
    for data in hostile.mutations(saved(book), 40):
        try:
            read(data, tmp_path)
        except Refused:
            refused += 1
    assert 0 < refused <= 40


@pytest.mark.slow
def test_markup_changed_anywhere_gives_one_sentence_or_a_grid(tmp_path: Path) -> None:
    outcomes = set()
    for data in hostile.markup_mutations(hostile.good_parts(), 50):
        try:
            read(data, tmp_path)
            outcomes.add("grid")
        except Refused as refused:
            outcomes.add(refused.message)
    assert "grid" in outcomes
    assert len(outcomes) > 1


def test_an_answer_that_is_no_grid_is_refused() -> None:
    fine = {"properties": {}, "names": {}, "formats": ["General"], "sheets": []}
    sheet = {"title": "表", "hidden": False, "cells": [], "merges": []}
    lies: list[object] = [
        None,
        [],
        fine | {"names": {"a": ["表", 1, 1, 0, 1]}},
        fine | {"sheets": [sheet, sheet]},
        fine | {"sheets": [sheet | {"cells": [[1, 1, "text", "a", 1]]}]},
        fine | {"sheets": [sheet | {"cells": [[1, 1, "text", 5, 0]]}]},
        fine | {"sheets": [sheet | {"cells": [[True, 1, "text", "a", 0]]}]},
        fine | {"sheets": [sheet | {"cells": [[1, 1, "magic", "a", 0]]}]},
        fine | {"sheets": [sheet | {"cells": [[1, 1, [], "a", 0]]}]},
        fine | {"sheets": [sheet | {"cells": [[1, 1]]}]},
        fine | {"sheets": [sheet | {"merges": [[1, 1, 1]]}]},
        fine | {"properties": {"a": 1}},
    ]
    for lie in lies:
        with pytest.raises(ValueError):
            as_grid(lie)


# --- good ones -----------------------------------------------------------------------------


def test_a_workbook_reads_as_it_was_written(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "跟踪's 表"
    sheet["A1"] = "财政项目支出绩效运行监控"
    sheet.merge_cells("A1:C2")
    sheet["A3"] = 0.9922
    sheet["A3"].number_format = "0.00%"
    sheet["B3"] = 0.1 + 0.2
    sheet["C3"] = 893000
    sheet["A4"] = datetime.date(2024, 8, 31)
    sheet["B4"] = datetime.datetime(2024, 8, 31, 9, 30)
    sheet["C4"] = datetime.time(9, 30)
    sheet["A5"] = True
    sheet["B5"] = "#REF!"
    sheet["C5"] = "=SUM(C3:C4)"
    sheet["A6"] = "=1+1"
    sheet["A6"].data_type = "s"
    sheet["A6"].quotePrefix = True
    sheet["B6"] = "第一行\n第二行 "
    sheet["B6"].alignment = Alignment(wrap_text=True)
    sheet["A7"] = "长" * 32_767
    hidden = book.create_sheet("_perfdesk")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "{}"
    book.create_chartsheet("图")
    book.defined_names["funds.total"] = DefinedName("funds.total", attr_text="'跟踪''s 表'!$A$3")
    book.defined_names["rows"] = DefinedName("rows", attr_text="_perfdesk!$A$1:$B$9")
    book.defined_names["gone"] = DefinedName("gone", attr_text="#REF!")
    book.defined_names["constant"] = DefinedName("constant", attr_text="3.5")
    sheet.print_title_rows = "1:2"
    book.custom_doc_props.append(StringProperty(name="form", value="monitoring & 跟踪"))
    book.custom_doc_props.append(IntProperty(name="version", value=3))
    book.custom_doc_props.append(BoolProperty(name="draft", value=True))

    grid = read(saved(book), tmp_path)

    assert grid.properties == {"form": "monitoring & 跟踪", "version": "3", "draft": "1"}
    assert grid.names == {
        "funds.total": ("跟踪's 表", 3, 1, 3, 1),
        "rows": ("_perfdesk", 1, 1, 9, 2),
    }
    assert [(sheet.title, sheet.state) for sheet in grid.sheets] == [
        ("跟踪's 表", "visible"),
        ("_perfdesk", "hidden"),
    ]
    main = grid.sheets[0]
    assert main.merges == ((1, 1, 2, 3),)
    shown = {place: (cell.kind, cell.text) for place, cell in main.cells.items()}
    assert shown == {
        (1, 1): ("text", "财政项目支出绩效运行监控"),
        (3, 1): ("number", "0.9922"),
        (3, 2): ("number", "0.3"),
        (3, 3): ("number", "893000"),
        (4, 1): ("date", "2024-08-31"),
        (4, 2): ("date", "2024-08-31T09:30:00"),
        (4, 3): ("date", "09:30:00"),
        (5, 1): ("bool", "TRUE"),
        (5, 2): ("error", "#REF!"),
        (5, 3): ("formula", ""),
        (6, 1): ("text", "=1+1"),
        (6, 2): ("text", "第一行\n第二行 "),
        (7, 1): ("text", "长" * 32_767),
    }
    assert main.cells[3, 1] == GridCell("0.9922", "number", "0.00%")
    assert main.cells[3, 1].is_percent
    assert not main.cells[3, 2].is_percent


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x005F_x005F_x005F_x0041_", "_x005F_x0041_"),
        ("_x005F_", "_"),
        ("x005F_", "x005F_"),
        ("a_x000D_\nb", "a\r\nb"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ufffd"),
        ("_x00g1_ _x41_", "_x00g1_ _x41_"),
        ("&lt;b&gt; {x} &amp;", "<b> {x} &"),
        (" 前后 ", " 前后 "),
    ],
)
def test_escapes_are_decoded_once_wherever_the_text_stands(
    written: str, read_as: str, tmp_path: Path
) -> None:
    rows = (
        '<row><c t="s"><v>0</v></c>'
        f'<c t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'
        f'<c t="str"><f>A1</f><v xml:space="preserve">{written}</v></c></row>'
    )
    strings = f'<si><t xml:space="preserve">{written}</t></si>'
    assert texts(hostile.workbook(hostile.sheet(rows), strings), tmp_path) == [read_as] * 3


def test_rich_text_is_flattened_and_its_pronunciation_left_out(tmp_path: Path) -> None:
    strings = "<si><r><t>绩</t></r><r><rPr><b/></rPr><t>效</t></r><rPh><t>jixiao</t></rPh></si>"
    data = hostile.workbook(hostile.sheet('<row><c t="s"><v>0</v></c></row>'), strings)
    assert texts(data, tmp_path) == ["绩效"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("99.22", "99.22"),
        ("0.30000000000000004", "0.3"),
        ("0.42857142857142855", "0.428571428571429"),
        ("1.2345678901234568E+16", "12345678901234600"),
        ("1E-3", "0.001"),
        ("-0", "0"),
        ("900000.00", "900000"),
        ("1e300", "1" + "0" * 300),
    ],
)
def test_numbers_are_exact_decimals_of_fifteen_digits(raw: str, shown: str, tmp_path: Path) -> None:
    data = hostile.workbook(hostile.sheet(f"<row><c><v>{raw}</v></c></row>"))
    assert texts(data, tmp_path) == [shown]


def test_a_cached_value_is_preferred_to_its_formula(tmp_path: Path) -> None:
    rows = (
        "<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c>"
        '<c t="str"><f>""</f><v></v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    cells = first_sheet(hostile.workbook(hostile.sheet(rows)), tmp_path).cells
    assert {place: (cell.kind, cell.text) for place, cell in cells.items()} == {
        (1, 1): ("number", "2"),
        (1, 2): ("formula", ""),
        (1, 4): ("error", "#DIV/0!"),
    }


@pytest.mark.parametrize(
    ("number", "code", "kind", "text"),
    [
        (31, None, "date", "2024-08-31"),  # Chinese Excel's own long date
        (58, None, "date", "2024-08-31"),
        (200, "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "date", "2024-08-31"),
        (200, "[$-804]aaaa", "date", "2024-08-31"),
        (200, "0.00&quot;days&quot;", "text", "45535.00days"),
        (200, "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "number", "45535"),
        (200, "[h]:mm", "number", "45535"),
        (999, None, "number", "45535"),
    ],
)
def test_chinese_dates_are_dates_and_money_is_not(
    number: int, code: str | None, kind: str, text: str, tmp_path: Path
) -> None:
    own = f'<numFmts><numFmt numFmtId="{number}" formatCode="{code}"/></numFmts>' if code else ""
    styles = (
        f'<styleSheet xmlns="{hostile.MAIN}">{own}<cellXfs><xf numFmtId="0"/>'
        f'<xf numFmtId="{number}"/></cellXfs></styleSheet>'
    )
    parts = hostile.good_parts(hostile.sheet('<row><c s="1"><v>45535</v></c></row>'))
    parts["xl/styles.xml"] = styles.encode()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="s" Type="{hostile.OFFICE}/styles" Target="/xl/styles.xml"/>'
        "</Relationships>".encode(),
    )
    cell = first_sheet(hostile.packed(parts), tmp_path).cells[1, 1]
    assert (cell.kind, cell.text) == (kind, text)


def test_days_before_march_1900_and_the_calendar_of_1904(tmp_path: Path) -> None:
    for epoch, day in (
        (openpyxl.utils.datetime.WINDOWS_EPOCH, datetime.date(1900, 1, 1)),
        (openpyxl.utils.datetime.MAC_EPOCH, datetime.date(2024, 8, 31)),
    ):
        book = openpyxl.Workbook()
        book.epoch = epoch
        book.active["A1"] = day
        assert texts(saved(book), tmp_path) == [day.isoformat()]


def test_a_prefixed_and_a_strict_workbook_read_alike(tmp_path: Path) -> None:
    parts = hostile.good_parts()
    prefixed = {
        name: re.sub(rb"<(/?)(\w)", rb"<\1x:\2", body).replace(b"xmlns=", b"xmlns:x=")
        if name.startswith("xl/") and name.endswith(".xml")
        else body
        for name, body in parts.items()
    }
    strict = {
        name: body.replace(hostile.MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, body in parts.items()
    }
    expected = read(hostile.packed(parts), tmp_path)
    assert expected.sheets[0].cells
    assert read(hostile.packed(prefixed), tmp_path) == expected
    assert read(hostile.packed(strict), tmp_path) == expected


def test_our_reader_and_openpyxl_see_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(1, 40):
        for column in range(1, 12):
            value = row * column / 7 if (row + column) % 3 else f"第{row}行{column}列"
            book.active.cell(row, column, value)
    cells = first_sheet(saved(book), tmp_path).cells
    again = openpyxl.load_workbook(BytesIO(saved(book))).active
    assert len(cells) == 39 * 11
    for (row, column), cell in cells.items():
        value = again.cell(row, column).value
        if isinstance(value, str):
            assert cell.text == value
        else:
            assert abs(Decimal(cell.text) - Decimal(value)) <= abs(Decimal(value)) * Decimal(
                "1e-14"
            )
