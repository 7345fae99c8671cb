"""What a library keeps of a value: operator and unit, never a figure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.library import GAP, outline
from perfdesk.models.values import Kind, parse


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("≥98%", "≥__%"),
        ("=100.00(%)", "=__%"),
        ("≤89.60万元", "≤__万元"),
        ("３０,０００张", "__张"),
        ("完整字段≥22项/条", "完整字段≥__项/条"),
        ("2024年12月底前", "__月底前"),
        ("及时", "及时"),
        ("每季度一次", ""),
        ("", ""),
        ("完成全年29个小区代理记账服务和物联网设备维护", ""),
    ],
)
def test_operator_and_unit_stay_and_figures_go(value: str, kept: str) -> None:
    assert outline(value) == kept


@given(st.text(max_size=20))
def test_no_figure_is_ever_kept_and_an_outline_is_its_own_outline(value: str) -> None:
    kept = outline(value)
    assert not re.search("[0-9]", kept)
    assert outline(kept) == kept


def test_a_gap_left_in_a_value_cannot_be_read() -> None:
    assert GAP in parse(Kind.INDICATOR_VALUE, "≥__%").problem
    assert not parse(Kind.INDICATOR_VALUE, "≥90%").problem
