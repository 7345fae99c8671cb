"""What is said to be done, and when."""

from __future__ import annotations

from datetime import date

import pytest

from perfdesk.rules.text.completions import done_after

END = date(2024, 8, 31)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("调整后预算金额89.30万元（已在2024年9月进行了预算调整）。", "2024年9月"),
        ("预算单位已在2024年9月将预算调整为89.30万元。", "2024年9月"),
        ("已完成招标，2024年9月将完成验收。", None),
        ("预算单位2024年9月已将预算调整为89.30万元。", "2024年9月"),
        ("2024年9月5日完成了验收。", "2024年9月5日"),
        ("２０２４年９月完成了验收。", "2024年9月"),
        ("截止2024年8月31日，已有3个居民区完成。", None),
        ("2024年8月完成网络安装。", None),
        ("拟于2024年9月办理验收。", None),
        ("计划2024年12月完成全部安装。", None),
        ("2024年12月底前完成全部安装。", None),
        ("2024年9月尚未完成验收。", None),
        ("应于2024年12月完成，目前进展顺利。", None),
        ("合同期至2024年12月31日，设备已到货。", None),
        ("2025年申报预算90万元。", None),
        ("合同期至2025年3月1日，已签订合同。", None),
        ("已签订合同，有效期至2025年3月1日。", None),
        ("", None),
    ],
)
def test_what_is_said_to_be_done_after_the_period(text: str, found: str | None) -> None:
    assert done_after(text, END) == found
