from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfdesk.paper.linebreak import (
    NOT_AT_END,
    NOT_AT_START,
    Line,
    break_heading,
    break_lines,
    squeezed,
)

# Written out here again, so that a mark lost from the program's lists is missed.
MAY_NOT_START = "，。、；：！？”’）》】」』〉…—～·％‰℃,.;:!?)]}%"
MAY_NOT_END = "“‘（《【「『〈([{￥$≥≤"
CLOSING = tuple("，。、；：！？”’）》】」』〉")
HAN = "项目资金按计划完成的一二三成本产出效益"


def widths(text: str) -> list[int]:
    return [500 if character.isascii() else 1000 for character in text]


def lines_of(text: str, width: float, indent: float = 0) -> list[str]:
    """Break a text whose characters are 1 wide, or half where they are ASCII."""
    return [text[line.start : line.end] for line in broken(text, width, indent)]


def broken(text: str, width: float, indent: float = 0) -> list[Line]:
    return break_lines(text, widths(text), width * 1000, indent * 1000)


def texts() -> st.SearchStrategy[str]:
    alphabet = st.sampled_from(MAY_NOT_START + MAY_NOT_END + HAN * 3 + "abcXYZ0189 \u3000\n")
    return st.text(alphabet, max_size=120)


def longest_unbreakable(text: str) -> float:
    """Measure the widest stretch that the marks alone hold together."""
    widest = here = 0.0
    for place, character in enumerate(text):
        before = text[:place].rstrip(" \u3000")[-1:]
        free = character not in MAY_NOT_START + " \u3000" and before not in MAY_NOT_END
        here = 0.0 if character == "\n" or free else here
        here += 0.5 if character.isascii() else 1
        widest = max(widest, here)
    return widest


@given(texts(), st.integers(1, 24), st.sampled_from([0, 2]))
def test_no_line_starts_or_ends_with_a_forbidden_mark(text: str, width: int, indent: int) -> None:
    assume(longest_unbreakable(text) + indent <= width)
    for line in broken(text, width, indent):
        shown = text[line.start : line.end]
        starts_paragraph = not text[: line.start] or text[line.start - 1] == "\n"
        if shown and not starts_paragraph:
            assert shown[0] not in MAY_NOT_START
        if shown and not line.closes:
            assert shown[-1] not in MAY_NOT_END


@given(texts(), st.floats(0.5, 24), st.sampled_from([0, 2]))
def test_nothing_is_wider_than_its_line(text: str, width: float, indent: int) -> None:
    for line in broken(text, width, indent):
        assert line.indent + line.width <= width * 1000 + 1e-3 or line.end - line.start == 1
        shown = text[line.start : line.end]
        natural = sum(widths(shown)) - 500 * len(squeezed(shown, widths(shown)))
        halved = 500 * (shown[-1:] in CLOSING)
        assert line.width in (natural, natural - halved)


@given(st.text(max_size=80), st.floats(0.1, 24))
def test_every_character_stands_once_in_order(text: str, width: float) -> None:
    lines = broken(text, width)
    assert "".join("".join(lines_of(text, width)).split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(lines))


def test_all_common_marks_are_known() -> None:
    assert set(MAY_NOT_START) <= NOT_AT_START
    assert set(MAY_NOT_END) <= NOT_AT_END


@pytest.mark.parametrize(
    "kept",
    [
        "89.60万元",
        "16667张",
        "99.22%",
        "900,000.00",
        "≥98%",
        "≤89.60万元",
        "7个工作日",
        "100.00(%)",
        "0.5 分",
        "第 3 页",
    ],
)
@pytest.mark.parametrize("before", range(8))
def test_figures_stay_together_with_their_units(kept: str, before: int) -> None:
    text = HAN[:before] + kept + HAN
    assert any(kept in line for line in lines_of(text, 9))


@pytest.mark.parametrize(
    "kept", ["2024-08-31", "GB/T", "PDA", "don't", "-3.2%", "12月底", "——", "……"]
)
@pytest.mark.parametrize("before", range(8))
def test_words_and_double_marks_stay_together(kept: str, before: int) -> None:
    text = HAN[:before] + kept + HAN
    assert any(kept in line for line in lines_of(text, 9))


def test_a_date_stays_whole_where_the_line_has_room_for_it() -> None:
    for before in range(12):
        assert any(
            "2024年08月31日" in line for line in lines_of(HAN[:before] + "2024年08月31日止", 8)
        )


def test_a_date_too_long_for_its_line_parts_only_after_year_and_month() -> None:
    for before in range(12):
        for line in lines_of(HAN[:before] + "2024年08月31日" + "止", 6)[:-1]:
            assert line[-1:] in f"{HAN}年月日"


def test_a_figure_too_long_for_its_line_parts_from_its_unit_first() -> None:
    assert lines_of("≤89.60万元", 4) == ["≤89.60", "万元"]


def test_a_word_longer_than_a_line_goes_on_by_characters() -> None:
    assert lines_of("见abcdefghijklmn。", 4) == ["见abcdef", "ghijklm", "n。"]


def test_no_character_is_left_alone_on_the_last_line() -> None:
    assert lines_of("满意度指标", 4) == ["满意度", "指标"]
    assert lines_of("满意度指标。", 5) == ["满意度", "指标。"]
    assert lines_of("标", 4) == ["标"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("完成”（计划", [2]),
        ("完成。”计划", [2]),
        ("《“人房共管”》", [0, 6]),
        ("：“一、", [0]),
        ("……——，”", [4]),
        ("),(!", []),
        ("完成， “计划", []),
    ],
)
def test_the_first_of_two_full_width_marks_is_squeezed(text: str, places: list[int]) -> None:
    assert squeezed(text, widths(text)) == places


def test_a_mark_that_fits_by_half_is_not_carried_over_with_its_character() -> None:
    assert lines_of("项目资金，按计划办", 4.5) == ["项目资金，", "按计划办"]
    assert lines_of("项目资金，按计划办", 4.4) == ["项目资", "金，按计", "划办"]
    assert [line.width for line in broken("项目资金，按计划办", 4.5)] == [4500, 4000]


def test_room_to_write_a_date_in_is_not_cut_and_keeps_its_white_space() -> None:
    assert lines_of("　　年　月　日 — 　　年　月　日", 9) == ["　　年　月　日 —", "　　年　月　日"]


def heading(text: str, width: float) -> list[str]:
    lines = break_heading(text, widths(text), width * 1000)
    return [text[line.start : line.end] for line in lines]


def test_a_heading_parts_before_its_bracket_where_that_costs_no_line() -> None:
    assert heading("具体实施（内设机构）", 6) == ["具体实施", "（内设机构）"]
    assert heading("偏差情况（尽量用数值表示）", 6) == ["偏差情况", "（尽量用数值", "表示）"]
    assert heading("调整后预算数（元）", 5) == ["调整后预算", "数（元）"]
    assert heading("预算数（元）", 6) == ["预算数（元）"]


@given(texts(), st.integers(1, 24))
def test_a_heading_takes_no_more_lines_than_any_text(text: str, width: int) -> None:
    lines = heading(text, width)
    assert len(lines) <= len(lines_of(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_bracket_and_what_it_holds_are_no_single_character() -> None:
    assert lines_of("预算执行进度（%）", 4) == ["预算执行", "进度（%）"]
    assert lines_of("执行进度（%）", 3.9) == ["执行进", "度（%）"]


def test_line_feeds_end_paragraphs_and_blank_ones_are_kept() -> None:
    assert lines_of("一\n\n二\r\n三\n", 9) == ["一", "", "二", "三", ""]


def test_each_paragraph_starts_with_the_indent() -> None:
    assert [line.indent for line in broken(HAN + "\n" + HAN, 10, 2)] == [2000, 0, 0] * 2


def test_white_space_at_a_line_end_is_not_drawn() -> None:
    assert lines_of("完成   " + "计划", 2) == ["完成", "计划"]
    assert lines_of("   ", 1) == [""]


def test_spaces_that_a_paragraph_starts_with_are_kept() -> None:
    assert lines_of("　　完成计划", 4) == ["　　完成", "计划"]


def test_a_line_narrower_than_a_character_still_comes_to_an_end() -> None:
    assert lines_of("（完）。", 0.1) == ["（", "完", "）", "。"]
