"""Sums and products that a sentence states."""

from __future__ import annotations

import pytest

from perfdesk.rules.sums_in_words import parts_unequal, product_wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("共90万元，其中设备60万元、服务40万元", "90万元，其中各项之和为 100 万元"),
        ("合计90万元，其中两项：设备60万元、服务20万元。", "90万元，其中各项之和为 80 万元"),
        ("共90万元，其中：设备600,000元，服务200,000元。", "90万元，其中各项之和为 80 万元"),
        ("共90万元，其中设备60万元、服务30万元。", None),
        ("共90万元，其中设备60万元、服务20万元。", None),
        ("共90万元，其中两项：设备60万元、服务20万元，其余为培训费。", None),
        ("共90万元，其中设备60万元。", None),
        ("共约90万元，其中设备60万元、服务40万元。", None),
        ("共1.1万元，其中设备0.56万元、服务0.55万元。", None),
        ("单价90元，其中材料60元、人工40元。", None),
        ("预算共90万元，其中去年支付60万元、今年支付40万元。", None),
    ],
)
def test_parts_are_added_up(text: str, said: str | None) -> None:
    assert parts_unequal(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("标牌3万张，单价10元，共计300万元", "300万元，而 3万 × 10元 为 30 万元"),
        ("单价300元，租赁200台，合计100,000元。", "100,000元，而 200 × 300元 为 60000 元"),
        ("200台×300元=7万元", "7万元，而 200 × 300元 为 6 万元"),
        ("标牌3万张，单价10元，共计30万元", None),
        ("200台×300元=6万元", None),
        ("799张，单价9.8元，计7830.20元", None),
        ("799张，单价9.8元，计0.78万元", None),
        ("标牌约3万张，单价10元，共计31万元", None),
        ("安装200台，支付50万元，其余为5万元", None),
        ("每人每月800元，共发放12个月", None),
    ],
)
def test_prices_times_counts(text: str, said: str | None) -> None:
    assert product_wrong(text) == said
