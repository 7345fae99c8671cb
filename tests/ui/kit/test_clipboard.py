"""Blocks travel to Excel and WPS and back without a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.ui.kit.clipboard import from_block, to_block

cells = st.text(alphabet=st.sampled_from("ab\"\t\n,， ='甲乙")) | st.text(
    alphabet=st.characters(exclude_characters="\r\v\u2028\u2029\0", exclude_categories=["Cs"])
)
blocks = st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5)


@given(blocks)
def test_a_block_comes_back_as_it_was(rows):
    assert from_block(to_block(rows)) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\r\n", [[""]]),
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
        ("甲\t乙\n丙", [["甲", "乙"], ["丙"]]),
        ("甲\t\r\n\t丁", [["甲", ""], ["", "丁"]]),
        ('"甲\n乙"\t丙\r\n', [["甲\n乙", "丙"]]),
        ('"甲\r\n乙"\r\n', [["甲\n乙"]]),
        ('"说""好""了\t吧"\r\n', [['说"好"了\t吧']]),
        ('5" 管\t12"\r\n', [['5" 管', '12"']]),
        ('"甲\t乙\r\n', [['"甲', "乙"]]),
        ('"甲"乙\t丙\r\n', [['"甲"乙', "丙"]]),
        ('""\t甲', [["", "甲"]]),
        ("甲\v乙\0", [["甲\n乙"]]),
    ],
)
def test_what_excel_and_wps_write_is_read(text, rows):
    assert from_block(text) == rows


@given(blocks)
def test_other_programs_find_as_many_rows_as_were_copied(rows):
    flat = [[cell.replace("\n", " ").replace('"', "'") for cell in row] for row in rows]
    assert to_block(flat).count("\r\n") == len(rows)
