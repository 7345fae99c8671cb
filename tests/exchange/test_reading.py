"""Files of every kind become one kind of grid, and none of them harms the program."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from perfdesk.commands.context import Context, Refusal
from perfdesk.commands.intake import read_excels
from perfdesk.exchange.incoming.differences import differences
from perfdesk.exchange.reading import forms_in, read_grid, read_pasted
from perfdesk.exchange.untrusted import pool
from perfdesk.exchange.untrusted.gate import admit_any
from perfdesk.exchange.untrusted.refusal import BLOATED, BROKEN, Refused
from perfdesk.forms.catalogue import Catalogue
from tests import libreoffice
from tests.conftest import RESOURCES
from tests.exchange.hostile import making as hostile
from tests.exchange.labels.disfigured import Page, as_docx, as_xlsx
from tests.exchange.labels.test_disfigured import exported, sound

CATALOGUE = Catalogue([RESOURCES / "forms"])
PAGE = Page({(1, 1): "题目", (2, 1): "项目名称", (2, 3): "某某", (3, 1): "备注"}, ((2, 1, 2, 2),))
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: str) -> dict[str, str]:
    """Give the parts of the smallest .ods."""
    space = f'xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0"'
    space += f' xmlns:text="{OFFICE}:text:1.0"'
    table = f'<table:table table:name="表">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {space}>{body}</office:document-content>"
    return {"mimetype": MIME, "META-INF/manifest.xml": "<m/>", "content.xml": content}


def zipped(path: Path, parts: dict[str, str]) -> Path:
    with ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def texts(path: Path) -> dict[tuple[int, int], str]:
    [sheet] = read_grid(path).sheets
    return {place: cell.text for place, cell in sheet.cells.items()}


def test_a_word_document_is_rows_of_paragraphs_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(as_docx(PAGE))
    [sheet] = read_grid(path).sheets
    assert [cell.text for cell in sheet.cells.values()] == ["题目", "项目名称", "某某", "备注"]


def test_what_a_file_is_decides_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.et"
    path.write_bytes(as_xlsx(PAGE))
    assert admit_any(path)[0] == "xlsx"
    assert texts(path)[2, 3] == "某某"


def test_an_ods_is_read_with_its_repeated_cells_and_merges(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    wide = cell.replace("<table:table-cell", '<table:table-cell table:number-columns-spanned="2"')
    edge = '<table:table-cell table:number-columns-repeated="16000"/>'
    bottom = '<table:table-row table:number-rows-repeated="1048000">' + edge + "</table:table-row>"
    path = zipped(
        tmp_path / "a.ods", ods(f"<table:table-row>{wide}{edge}</table:table-row>{bottom}")
    )
    [sheet] = read_grid(path).sheets
    assert list(sheet.cells) == [(1, 1)]
    assert sheet.merges == ((1, 1, 1, 2),)


def test_an_ods_that_spreads_out_for_ever_is_refused(context: Context, tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
    cell += "<text:p>甲</text:p></table:table-cell>"
    rows = f'<table:table-row table:number-rows-repeated="1048000">{cell}</table:table-row>'
    with pytest.raises(Refusal) as caught:
        read_excels(context, zipped(tmp_path / "a.ods", ods(rows)))
    assert BLOATED in str(caught.value)


@pytest.mark.parametrize("tail", [b"", b"Workbook".decode().encode("utf-16-le") * 40])
def test_a_broken_old_workbook_is_refused_in_one_sentence(
    tail: bytes, context: Context, tmp_path: Path
) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + tail)
    with pytest.raises(Refusal) as caught:
        read_excels(context, path)
    assert BROKEN in str(caught.value)


def test_a_worker_that_runs_out_of_memory_is_told_as_such() -> None:
    with pytest.raises(Refused) as caught:
        pool.read_one(hostile.abort, b"")
    assert caught.value.message == BLOATED


def test_pasted_text_has_cells_between_tabs_and_boxes_from_a_page() -> None:
    text = '项目名称\t某某\n| 甲 | 乙 |\n|---|---|\n是 <input type="checkbox" checked="" /> 否'
    [sheet] = read_pasted(text).sheets
    assert [cell.text for cell in sheet.cells.values()] == [
        "项目名称",
        "某某",
        "甲",
        "乙",
        "是 ☑ 否",
    ]


def test_too_much_pasted_text_is_refused() -> None:
    with pytest.raises(Refused):
        read_pasted("一\n" * 100_000)


@pytest.mark.outside
@libreoffice.needed
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_every_edition_comes_back_as_libreoffice_converts_it(suffix: str, tmp_path: Path) -> None:
    for key in CATALOGUE:
        (tmp_path / f"{key.replace('/', '__')}.xlsx").write_bytes(exported(key))
    libreoffice.convert(suffix, *sorted(tmp_path.glob("*.xlsx")), into=tmp_path)
    for key in CATALOGUE:
        path = tmp_path / f"{key.replace('/', '__')}.{suffix}"
        [incoming] = forms_in(read_grid(path), CATALOGUE)
        assert differences(CATALOGUE[key], sound(key), incoming.document) == ()
        assert incoming.notes == []
