from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.paper.printable import on_a_line, printable


@pytest.mark.parametrize(
    "text", ["资金 893,000.00 元", "全角　空格", "=1+1 <b> & {x} R&D", "𬍛😀é"]
)
def test_what_can_be_drawn_stays_as_typed(text):
    assert printable(text) == on_a_line(text) == text


def test_no_control_or_format_character_is_left():
    unwanted = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    every = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in unwanted]
    assert len(every) > 2_000
    assert set(printable("".join(every))) == {" ", "\n", "\ufffd"}
    assert set(on_a_line("".join(every))) == {" ", "\ufffd"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_line_feed(end):
    assert printable(f"甲{end}乙") == "甲\n乙"


@pytest.mark.parametrize("space", ["\t", "\u00a0", "\u2003", "\u202f"])
def test_every_other_space_is_a_plain_one(space):
    assert printable(f"甲{space}乙") == "甲 乙"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_a_second_time_changes_nothing(text):
    assert printable(printable(text)) == printable(text)
