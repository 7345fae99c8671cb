"""A web page is read as a browser shows it."""

from __future__ import annotations

import pytest

from perfdesk.exchange.parse.grid import SheetGrid, as_grid
from perfdesk.exchange.parse.web import parse


def page(text: str) -> SheetGrid:
    [sheet] = as_grid(parse(text.encode())).sheets
    return sheet


def texts(text: str) -> dict[tuple[int, int], str]:
    return {at: cell.text for at, cell in page(text).cells.items()}


def row(*cells: str) -> str:
    return f"<html><table><tr>{''.join(cells)}</tr></table></html>"


def test_a_table_keeps_its_merges_boxes_and_lines() -> None:
    sheet = page(
        "<table><tr><td rowspan=2>一<br>二</td><th colspan='2'>三</th></tr>"
        "<tr><td>是<input type=checkbox checked></td><td>&lt;四&gt;</td></tr></table>"
    )
    assert {p: c.text for p, c in sheet.cells.items()} == {
        (1, 1): "一\n二",
        (1, 2): "三",
        (2, 2): "是☑",
        (2, 3): "<四>",
    }
    assert set(sheet.merges) == {(1, 1, 2, 1), (1, 2, 1, 3)}


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ('<td onclick="if(a>0 && b<1)show()">甲</td>', "甲"),
        ('<td title="提示">甲</td>', "甲"),
        ("<td>甲<script>var x='<b>1</b>'</script></td>", "甲"),
        ("<td>甲<style>.a{color:red}</style></td>", "甲"),
        ("<td>甲<!-- 乙 --></td>", "甲"),
        ('<td>甲<span style="display: none">乙</span></td>', "甲"),
        ('<td>甲<span style="visibility:hidden">乙</span></td>', "甲"),
        ("<td>甲<span hidden>乙</span></td>", "甲"),
        ('<td><input value="120000"></td>', "120000"),
        ('<td>甲<input type="hidden" value="乙"></td>', "甲"),
        ("<td><textarea>甲\n乙</textarea></td>", "甲\n乙"),
        ("<td><select><option>甲<option selected>乙<option>丙</select></td>", "乙"),
        ("<td><select><option>甲<option>乙</select></td>", "甲"),
        ("<td><p>甲</p><p>乙</p></td>", "甲\n乙"),
        ("<td>甲\n   乙&nbsp;丙</td>", "甲 乙 丙"),
        ("<td><pre>甲\n  乙</pre></td>", "甲\n乙"),
        ("<td>29<s>30</s></td>", "29"),
        ('<td>29<span style="text-decoration:line-through">30</span></td>', "29"),
        ("<td>1.5×10<sup>4</sup></td>", "1.5×10⁴"),
        ('<td>是<font face="Wingdings">&#254;</font></td>', "是☑"),
        (f'<td style="{"a:b;" * 20_000}">甲</td>', "甲"),
    ],
)
def test_a_cell_holds_what_is_seen(cell: str, seen: str) -> None:
    assert texts(row(cell, "<td>右</td>")) == {(1, 1): seen, (1, 2): "右"}


@pytest.mark.parametrize(
    "hidden",
    [
        '<td style="display:none">8a7f</td>',
        '<td class="id">8a7f</td>',
        '<td STYLE="DISPLAY:NONE !important">8a7f</td>',
    ],
)
def test_a_cell_that_is_not_shown_takes_no_room(hidden: str) -> None:
    style = "<html><style>.xl65 {color:red} td.id, .no {display:none}</style>"
    assert texts(f"{style}<table><tr>{hidden}<td>甲</td></tr></table>") == {(1, 1): "甲"}


def test_rows_and_columns_that_are_not_shown_are_not_there() -> None:
    found = texts(
        "<html><table><col><col style='display:none'><tr><td>甲<td>乙<td>丙</tr>"
        "<tr style='display:none'><td>合计<td>1<td>2</tr><tr><td>丁<td>戊<td>己</tr></table>"
    )
    assert found == {(1, 1): "甲", (1, 2): "丙", (2, 1): "丁", (2, 2): "己"}


def test_a_table_within_a_cell_stands_below() -> None:
    inner = "<table><tr><td>丙<td>丁</tr></table>"
    assert texts(f"<html><p>题</p><table><tr><td>甲{inner}<td>乙</tr></table>尾</html>") == {
        (1, 1): "题",
        (2, 1): "甲",
        (2, 2): "乙",
        (3, 1): "丙",
        (3, 2): "丁",
        (4, 1): "尾",
    }


def test_plain_lines_around_a_table_stay_lines() -> None:
    assert texts("一\n二\t三\n<table><tr><td>甲</td></tr></table>\n尾") == {
        (1, 1): "一",
        (2, 1): "二",
        (2, 2): "三",
        (4, 1): "甲",
        (6, 1): "尾",
    }


@pytest.mark.parametrize(
    "text",
    [
        "<table>" + "<tr><td>甲</td></tr>" * 20_001 + "</table>",
        "<table>" + "<tr><td><table>" * 400,
        "<html>" + "<div>" * 5_000 + "甲",
        row('<td rowspan="200" colspan="100">甲</td>' * 40),
        "<table><tr>" + "<td>甲</td>" * 501 + "</tr></table>",
    ],
)
def test_more_than_any_form_has_is_refused(text: str) -> None:
    with pytest.raises((MemoryError, ValueError)):
        parse(text.encode())
