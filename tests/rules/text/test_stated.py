"""A year, a grade, an amount and a floor are read where a text states them, and nowhere else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from perfdesk.rules.text import stated
from perfdesk.rules.text.stated import choice_said, year_end

GRADES = "优、良、中、差"


@pytest.mark.parametrize("text", ["2024", "2024年", "２０２４年度", " 2024 年 "])
def test_a_year_ends_on_its_last_day(text: str) -> None:
    assert year_end(text) == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["24", "20244", "本年", "2024-2025", "3024", ""])
def test_what_is_no_year_has_no_end(text: str) -> None:
    assert year_end(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("绩效评级为“良”。", "良"),
        ("评级为优秀，总分 95 分", "优"),
        ("绩效等级：中", "中"),
        ("评级是良好", "良"),
        ("绩效评级分优、良、中、差", None),
        ("评级为优、良的项目", None),
        ("在评级中，我们核对了数据", None),
        ("评为优秀供应商", None),
        ("评级为中心工作", None),
        ("评级工作", None),
        ("评级", None),
        ("", None),
    ],
)
def test_a_grade_is_read_where_it_is_stated(text: str, said: str | None) -> None:
    assert choice_said(text, "评级、等级", GRADES) == said


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
    assert stated.floor_said(text) == (None if said is None else Decimal(said))


@pytest.mark.parametrize("text", ["", "无", "无。", " 无 ", "—", "……", "/", "没有", "暂无。", "0"])
def test_empty_answers(text: str) -> None:
    assert stated.says_nothing(text)


@pytest.mark.parametrize("text", ["无法按期完成", "无。但付款较慢", "没有列出单价", "1"])
def test_answers_that_only_begin_like_empty_ones(text: str) -> None:
    assert not stated.says_nothing(text)


def test_things_are_named_with_or_without_their_ending() -> None:
    assert stated.speaks_of("质量、效益三类指标", "质量指标")
    assert stated.speaks_of("可持续目标不涉及", None, "可持续目标")
    assert not stated.speaks_of("资金按合同支付", "质量指标")
    assert not stated.speaks_of("任何文字", "", "指标", " ")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2024年预算申报60.00万元，核定的预算数为3.65万元。", Decimal(600_000)),
        ("年初申报 90.00万元，预算批复89.60万元。", Decimal(900_000)),
        ("申报单位共 3 家，资金 20 万元。", None),
        ("拟申报60万元。", None),
        ("没有申报数。", None),
    ],
)
def test_what_was_applied_for(text: str, amount: Decimal | None) -> None:
    assert stated.amount_said(text, "申报、申请") == amount
