"""Of a text is read what a reader sees: nothing struck out, no footnote, ticks as ticks."""

from __future__ import annotations

import pytest

from perfdesk.exchange.parse.characters import cleaned
from perfdesk.exchange.parse.runs import PLAIN, Font, as_seen
from perfdesk.exchange.parse.symbols import looks

STRUCK, RAISED, LOWERED = Font(struck=True), Font(level=1), Font(level=-1)


@pytest.mark.parametrize(
    ("runs", "seen", "told"),
    [
        ([("29", STRUCK), ("27个", PLAIN)], "27个", "29"),
        ([("原", STRUCK), ("房管办", STRUCK)], "", "原房管办"),
        ([("50", PLAIN), ("1", RAISED), ("个", PLAIN)], "50个", "1"),
        ([("1.5×10", PLAIN), ("4", RAISED)], "1.5×10⁴", ""),
        ([("30m", PLAIN), ("2", RAISED)], "30m²", ""),
        ([("CO", PLAIN), ("2", LOWERED)], "CO₂", ""),
        ([("是", PLAIN), ("\x52", Font(face="Wingdings 2"))], "是☑", ""),
        ([("是", PLAIN), ("J", Font(face="Wingdings"))], "是", "Wingdings"),
    ],
)
def test_what_is_seen_is_read_and_what_is_left_out_is_told(
    runs: list[tuple[str, Font]], seen: str, told: str
) -> None:
    text, notes = as_seen(runs)
    assert text == seen
    assert told in "".join(notes)
    assert bool(notes) is bool(told)


@pytest.mark.parametrize(
    ("text", "face", "shown"),
    [
        ("\xfe", "Wingdings", "☑"),
        ("\uf0fe", "Wingdings", "☑"),
        ("\uf052", "", "☑"),
        ("\uf0a3", "wingdings 2", "☐"),
        ("a", "Webdings", "√"),
        ("☑", "Segoe UI Symbol", "☑"),
        ("是", "宋体", "是"),
        ("\uf04a", "Wingdings", None),
        ("A", "Symbol", None),
    ],
)
def test_a_tick_of_a_symbol_font_is_a_tick(text: str, face: str, shown: str | None) -> None:
    assert looks(text, face) == shown


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1\u200b20,000\ufeff", "120,000"),
        ("主管部⻔", "主管部门"),
        ("上海市闵⾏区⼈", "上海市闵行区人"),
        ("⺠⻅⻰", "民见龙"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("\u202b甲\u202c", "甲"),
    ],
)
def test_what_nobody_sees_is_gone_and_radicals_are_characters(text: str, plain: str) -> None:
    assert cleaned(text) == plain
