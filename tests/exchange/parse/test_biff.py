"""What an old workbook shows comes out as plain data, and never more than a form has."""

from __future__ import annotations

import pytest

from perfdesk.exchange.parse.biff import parse
from perfdesk.exchange.parse.grid import as_grid
from tests.exchange.hostile.old import (
    bof,
    book,
    compound,
    dimensions,
    label,
    merged,
    number,
    record,
)

MAKE_TOO_LARGE = {
    "cells": lambda: b"".join(number(n // 200, n % 200, 1) for n in range(300_001)),
    "block": lambda: label(0, 0, "甲") + label(65_535, 200, "乙"),
    "merges": lambda: label(0, 0, "甲") + merged(*[(0, 65_535, 0, 255)] * 9),
}


def workbook(*records: bytes) -> bytes:
    return compound(book(bof(0x10) + dimensions(9, 9) + b"".join(records) + record(0x000A)))


def cells_of(*records: bytes) -> dict[tuple[int, int], tuple[str, str]]:
    [sheet] = as_grid(parse(workbook(*records))).sheets
    return {at: (cell.kind, cell.text) for at, cell in sheet.cells.items()}


def test_a_cell_stands_where_it_stood_whatever_is_blank_before_it() -> None:
    assert cells_of(label(4, 3, "甲"), label(7, 5, "乙")) == {
        (5, 4): ("text", "甲"),
        (8, 6): ("text", "乙"),
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (31_905_962.95, "31905962.95"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (-0.0, "0"),
        (0.0, "0"),
        (100.0, "100"),
    ],
)
def test_a_figure_is_a_plain_decimal_of_fifteen_digits(value: float, text: str) -> None:
    assert cells_of(number(0, 0, value)) == {(1, 1): ("number", text)}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_an_error_and_no_figure(value: float) -> None:
    [(kind, _)] = cells_of(number(0, 0, value)).values()
    assert kind == "error"


def test_merges_count_from_one_and_include_their_last_cell() -> None:
    [sheet] = as_grid(parse(workbook(label(0, 0, "甲"), merged((0, 1, 0, 2))))).sheets
    assert sheet.merges == ((1, 1, 2, 3),)


@pytest.mark.parametrize("what", MAKE_TOO_LARGE)
def test_more_than_any_form_has_takes_no_memory(what: str) -> None:
    with pytest.raises(MemoryError):
        parse(workbook(MAKE_TOO_LARGE[what]()))
