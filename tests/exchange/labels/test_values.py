"""What stands beside a label becomes an entry, or is given up and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.exchange.incoming.incoming import Place
from perfdesk.exchange.labels.texts import GridText
from perfdesk.exchange.labels.values import (
    Entry,
    entry_of,
    holds_several_rows,
    split_slots,
    without_head,
)
from perfdesk.exchange.parse.grid import GridCell
from perfdesk.models.form import Field
from perfdesk.models.values import Kind, parse

AMOUNT, POINTS = Field("a", "金额", Kind.AMOUNT, "元"), Field("p", "得分", Kind.POINTS)
LINE, TEXT = Field("t", "名称", Kind.TEXT), Field("l", "说明", Kind.LONG_TEXT)
YES = Field("y", "是否", Kind.CHOICE, choices=("是", "否"))
DATES = (Field("d", "起", Kind.DATE), Field("e", "止", Kind.DATE))


def cells(*texts: str, below: bool = False) -> list[GridText]:
    made = []
    for place, text in enumerate(texts, 1):
        row, column = (place, 1) if below else (1, place)
        made.append(
            GridText(row, column, row, column, GridCell(text, "text"), Place("表", row, column))
        )
    return made


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("是☑ 否☐", "是"), ("□是 √否", "否"), ("是（√） 否（ ）", "是"), ("是 ☒ 否 □", "是"),
        ("否", "否"), ("是 否", ""), ("☐是 ☐否", ""),
    ],
)  # fmt: skip
def test_a_choice_is_the_one_that_is_ticked(text: str, chosen: str) -> None:
    assert entry_of(YES, cells(text)) == Entry(chosen)


def test_two_ticks_are_none_and_said() -> None:
    entry = entry_of(YES, cells("是☑", "否☑"))
    assert entry.lost and "同时勾选" in entry.note


def test_money_of_another_unit_is_converted_and_said() -> None:
    entry = entry_of(AMOUNT, cells("3.65"), "万元")
    assert entry.text == "36500.00" and "万元" in entry.note
    assert entry_of(AMOUNT, cells("3.65万元"), "万元").text == "3.65万元"
    assert entry_of(AMOUNT, cells("——")) == Entry("")


def test_lines_stay_lines_and_what_ran_over_cells_is_one() -> None:
    assert entry_of(TEXT, cells("甲", "乙", below=True)).text == "甲\n乙"
    assert entry_of(TEXT, cells("甲", "乙")).text == "甲 乙"
    assert entry_of(LINE, cells("河道", "保洁")).text == "河道保洁"
    assert entry_of(LINE, cells("No", "7")).text == "No 7"
    assert "拼成" in entry_of(LINE, cells("河道", "保洁")).note


@given(st.lists(st.integers(0, 99).map(str), min_size=2, max_size=6))
def test_figures_run_together_are_never_one(figures: list[str]) -> None:
    text = " ".join(figures)
    grouped = 1 <= len(figures[0]) <= 3 and all(len(each) == 3 for each in figures[1:])
    assert holds_several_rows(POINTS, text) is not grouped
    assert not holds_several_rows(LINE, text)


def test_thousands_kept_apart_are_one_figure() -> None:
    assert not holds_several_rows(AMOUNT, "1 234 567.00")
    assert parse(Kind.AMOUNT, "1 234 567.00", "元").value is not None


@pytest.mark.parametrize(
    ("field", "text", "left"),
    [
        (POINTS, "得分 5", "5"), (POINTS, "得分", ""), (LINE, "实际得分", ""),
        (LINE, "得分 很高", "得分 很高"), (LINE, "分", "分"), (POINTS, "5", "5"),
    ],
)  # fmt: skip
def test_a_head_run_into_a_cell_is_taken_off(field: Field, text: str, left: str) -> None:
    assert without_head(field, text, frozenset(["得分", "实际得分"])) == left


@pytest.mark.parametrize(
    ("text", "parts", "clear"),
    [
        ("2024年1月1日 — 2024年8月31日", ("2024年1月1日", "2024年8月31日"), True),
        ("2024.1.1-2024.8.31", ("2024.1.1", "2024.8.31"), True),
        ("   年 月 日 至 年 月 日", ("", ""), True),
        ("2024年1月1日起", ("", ""), False),
    ],
)
def test_a_period_is_two_dates_or_not_understood(
    text: str, parts: tuple[str, str], clear: bool
) -> None:
    assert split_slots(DATES, ("", " — ", ""), text) == (parts, clear)
