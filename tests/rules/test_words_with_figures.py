"""Figures in long texts that contradict the tables: amounts, points, typed table numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.rules.narrative import (
    amount_unknown,
    doubled,
    number_contradicting,
    typed_number_of,
)

PARTS = (Decimal("300000"), Decimal("1121040"), None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年初预算 147.104 万元", None),
        ("巡查服务年初预算30万元，设备年初预算112.10万元", None),
        ("巡查服务年初预算30万元，宣传年初预算6万元", "6万元"),
        ("没有说金额", None),
    ],
)
def test_every_amount_said_must_be_the_whole_or_a_part(text: str, found: str | None) -> None:
    assert amount_unknown(text, "年初预算", Decimal("1471040"), PARTS) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("权重 20 分，得分 17 分，得分率 85%", None),
        ("权重 20 分，得分 19 分，得分率 95%", "19"),
        ("得分率 85%", None),
        ("得分不低于 15 分", None),
    ],
)
def test_points_said_must_be_the_points_given(text: str, found: str | None) -> None:
    assert number_contradicting(text, "得分", Decimal(17)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("详见表 4。", "表 4"), ("见表10", "表10"), ("见下表", None), ("报表2024年汇总", None)],
)
def test_a_typed_table_number_is_seen(text: str, found: str | None) -> None:
    assert typed_number_of(text, "表") == found


@pytest.mark.parametrize(
    ("text", "found"), [("完成。。", "。。"), ("等等……完成——", None), ("合并并移交", None)]
)
def test_a_doubled_mark_is_seen(text: str, found: str | None) -> None:
    assert doubled(text) == found
