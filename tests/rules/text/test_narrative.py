"""Small questions asked of a text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.rules.text import narrative


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1、运行正常（执行率和目标完成度均在75%以上）", "75"),
        ("4５％（含）以上", "45"),
        ("99.222%以上", "99.222"),
        ("均为45%", None),
        ("3、运行有偏差（执行率低于45%，目标完成度在45%以上）", None),
        ("没有", None),
    ],
)
def test_only_what_is_to_be_reached_is_a_floor(text: str, said: str | None) -> None:
    assert narrative.floor_said(text) == (None if said is None else Decimal(said))


@pytest.mark.parametrize("text", ["", "无", "无。", " 无 ", "—", "……", "/", "没有", "暂无。", "0"])
def test_empty_answers(text: str) -> None:
    assert narrative.says_nothing(text)


@pytest.mark.parametrize("text", ["无法按期完成", "无。但付款较慢", "没有列出单价", "1"])
def test_answers_that_only_begin_like_empty_ones(text: str) -> None:
    assert not narrative.says_nothing(text)


def test_things_are_named_with_or_without_their_ending() -> None:
    assert narrative.speaks_of("质量、效益三类指标", "质量指标")
    assert narrative.speaks_of("可持续目标不涉及", None, "可持续目标")
    assert not narrative.speaks_of("资金按合同支付", "质量指标")
    assert not narrative.speaks_of("任何文字", "", "指标", " ")
