"""Words of quality fall into three levels, and what denies a good thing is not good."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.words import is_punctual, quality_level

MET = [
    "达成",
    "已完成",
    "及时",
    "合规",
    "健全",
    "有效提升",
    "有所改善",
    "是",
    "有",
    "按时完成",
    "全部合格",
]
MET += [
    "无投诉",
    "未发生安全事故",
    "无重大安全事故",
    "零投诉",
    "不断完善",
    "不存在违规",
    "无明显差错",
]
PARTLY = [
    "基本达成",
    "部分健全",
    "较及时",
    "基本完成",
    "大部分完成",
    "一般",
    "正在推进",
    "有待提高",
]
NOT_MET = ["未达成", "不及时", "未完成", "不合规", "没有完成", "差", "否", "未按时完成", "尚未建立"]
NOT_MET += ["无改善", "无明显提升", "未见改善", "没有得到提升"]
UNKNOWN = [
    "",
    "无",
    "还可以",
    "尽量多装",
    "发生事故",
    "有投诉",
    "上年水平",
    "80%的小区已完成",
    "部分未完成",
    "无违规但有投诉",
    "不规范现象明显减少",
]


@pytest.mark.parametrize(
    ("text", "level"),
    [(text, "met") for text in MET]
    + [(text, "partly_met") for text in PARTLY]
    + [(text, "not_met") for text in NOT_MET]
    + [(text, "") for text in UNKNOWN],
)
def test_the_level_words_tell(text: str, level: str) -> None:
    assert quality_level(text) == level


@pytest.mark.parametrize("good", ["及时", "合规", "达标", "完成", "健全", "满意", "到位"])
@pytest.mark.parametrize("denial", ["不", "未", "没有", "未能"])
def test_a_denied_good_thing_is_never_met(denial: str, good: str) -> None:
    assert quality_level(f"{denial}{good}") == "not_met"


@given(st.text("不未无没基本部分较完成及时事故投诉发生达标全", max_size=30))
def test_any_words_have_a_level_or_none(text: str) -> None:
    assert quality_level(text) in ("met", "partly_met", "not_met", "")


def test_only_words_of_time_say_that_a_deadline_was_kept() -> None:
    assert is_punctual("按时完成")
    assert not is_punctual("已完成")
    assert not is_punctual("未按时完成")
