"""What the sentences of real forms say, and what they do not."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator_value import parse_indicator_value as value
from perfdesk.rules import narrative

END = date(2024, 8, 31)
CUT, APPROVED = Decimal(7000), Decimal(900_000)


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
        ("", None),
    ],
)
def test_what_is_said_to_be_done_after_the_period(text: str, found: str | None) -> None:
    assert narrative.done_after(text, END) == found


@pytest.mark.parametrize(
    ("text", "word", "amount", "found"),
    [
        ("预算调减0.30万元", "调减", CUT, "0.30万元"),
        ("预算调减 0.30 万元", "调减", CUT, "0.30 万元"),
        ("预算调减0.70万元", "调减", CUT, None),
        ("调减金额为7,000元", "调减", CUT, None),
        ("调减金额为７，０００．００元", "调减", CUT, None),
        ("预算调减后为89.30万元", "调减", CUT, None),
        ("预算调减至89.30万元", "调减", CUT, None),
        ("未发生调减，支出89.30万元", "调减", CUT, None),
        ("调减（见批复）89.30万元", "调减", CUT, None),
        ("首次调减0.30万元，其中设备调减0.70万元", "调减", CUT, None),
        ("上年调减5万元，本年调减0.70万元", "调减", CUT, None),
        ("去年预算批复80.00万元", "批复", APPROVED, None),
        ("2023年批复80.00万元，2024年批复90.00万元", "批复", APPROVED, None),
        ("经批复同意调减0.70万元", "批复", APPROVED, None),
        ("预算批复89.60万元，预算调减0.30万元", "批复", APPROVED, "89.60万元"),
        ("预算批复90万元", "批复", APPROVED, None),
        ("年初批复时间为2024年3月1日", "批复", APPROVED, None),
        ("批复文号2024第3号", "批复", APPROVED, None),
        ("调整后预算金额89.30万元", "调整后", Decimal(893_000), None),
        ("调整后预算89.3万元", "调整后", Decimal(893_049), None),
        ("预算执行数3.65万元", "执行数", Decimal("36453.40"), None),
        ("实际支出至8月31日为89.30万元", "实际支出", Decimal(1), None),
    ],
)
def test_amounts_said_of_a_word(text: str, word: str, amount: Decimal, found: str | None) -> None:
    assert narrative.amount_contradicting(text, word, amount) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("预算执行率99.22%", None),
        ("预算执行率为99.2%", None),
        ("预算执行率达到９９．２２％", None),
        ("预算执行率99%", None),
        ("预算执行率99.67%", "99.67%"),
        ("预算执行率99.222%", None),
        ("执行率100%", "100%"),
        ("执行率应达到75%", None),
        ("执行率和目标完成度均在75%以上", None),
        ("执行率在75%以上", None),
        ("执行率目标为90%", None),
        ("上年执行率98%，本年执行率99.22%", None),
        ("去年执行率98%", None),
        ("执行率较高，完成90%", None),
    ],
)
def test_percentages_said_of_a_word(text: str, found: str | None) -> None:
    assert narrative.percent_contradicting(text, "执行率", Decimal("99.22")) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("已有3个居民区完成", "3个居"),
        ("23个居民区全部完成", None),
        ("共２３个居，均已完成", None),
        ("居民区全部完成", None),
        ("3、个居", None),
    ],
)
def test_counts_in_the_unit_of_an_indicator(text: str, found: str | None) -> None:
    assert narrative.count_contradicting(text, value("23个居"), value("23个居")) == found


def test_a_unit_of_one_character_counts_anything() -> None:
    assert narrative.count_contradicting("来了3个人", value("23个"), value("23个")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系人13800001234。", "138****1234"),
        ("１３８００００１２３４", "138****1234"),
        ("身份证310112198001011234", "310****1234"),
        ("31011219800101123X", "310****123X"),
        ("合同编号2024138000012345678", None),
        ("电话021-62210000", None),
        ("12345678901", None),
    ],
)
def test_private_numbers_are_found_and_masked(text: str, found: str | None) -> None:
    assert narrative.private_number(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1、运行正常（执行率和目标完成度均在75%以上）", "75"),
        ("4５％", "45"),
        ("99.222%", "99.222"),
        ("没有", None),
    ],
)
def test_the_first_percentage(text: str, said: str | None) -> None:
    assert narrative.percent_said(text) == (None if said is None else Decimal(said))


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


@given(
    st.text(
        "已将拟了完成2024年9月31日调减执行率后至0.30万元%，。（13800001234上去个居", max_size=60
    )
)
def test_no_text_is_beyond_reading(text: str) -> None:
    narrative.done_after(text, END)
    narrative.amount_contradicting(text, "调减", CUT)
    narrative.percent_contradicting(text, "执行率", Decimal("99.22"))
    narrative.count_contradicting(text, value("23个居"), value("23个居"))
    narrative.private_number(text)


@pytest.mark.parametrize(
    "seed", ["调减", "调减1", "执行率", "9", "9,", "1.", "个居", "2024年9月", "执行率9%"]
)
def test_a_ten_times_longer_text_takes_about_ten_times_longer(seed: str) -> None:
    # A quadratic finder takes a hundred times longer; the bound lies far from both.
    def seconds(size: int) -> float:
        text = seed * (size // len(seed))
        return max(min(timed(text + " " * turn) for turn in range(3)), 100e-6)

    def timed(text: str) -> float:
        start = time.perf_counter()
        narrative.done_after(text, END)
        narrative.amount_contradicting(text, "调减", CUT)
        narrative.percent_contradicting(text, "执行率", Decimal("99.22"))
        narrative.count_contradicting(text, value("23个居"), value("23个居"))
        narrative.private_number(text)
        return time.perf_counter() - start

    assert seconds(30_000) < 40 * seconds(3_000)
