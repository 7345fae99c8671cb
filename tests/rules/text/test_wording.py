"""What a proof-reader marks, and what a proof-reader leaves alone."""

from __future__ import annotations

import pytest

from perfdesk.rules.text import wording


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
    assert wording.private_number(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("详见表 4。", "表 4"), ("见表10", "表10"), ("见下表", None), ("报表2024年汇总", None)],
)
def test_a_typed_table_number_is_seen(text: str, found: str | None) -> None:
    assert wording.typed_number_of(text, "表") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("完成。。", "。。"),
        ("完成，。", "，。"),
        ("完成；，验收", "；，"),
        ("项目，，，资金", "，，，"),
        ("等等……完成——", None),
        ("待续。。。", None),
        ("他说：“好。”，走了", None),
        ("真的？！", None),
    ],
)
def test_marks_that_stand_together_are_seen(text: str, found: str | None) -> None:
    assert wording.doubled(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("居民的的需求", "的的"),
        ("项目的的资金", "项目的的"),
        ("完成了了验收", "了了"),
        ("已经已经完成", "已经已经"),
        ("本项目项目的资金", "项目项目"),
        ("按照按照方案", "按照按照"),
        ("资金资金", "资金资金"),
    ],
)
def test_a_word_written_twice_is_seen(text: str, found: str) -> None:
    assert wording.doubled_word(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "目的的说明",
        "标的的价格",
        "的的确确",
        "为了了解情况",
        "一目了了然",
        "人人参与",
        "天天巡查",
        "层层落实",
        "一步一步推进",
        "一个一个地核对",
        "研究研究再定",
        "许多许多人",
        "该项目项目单位",
        "资金管理管理办法",
        "合并并移交",
        "涉及及时性",
        "存在在建工地",
        "关键是是否到位",
        "参与与配合",
        "其中中标单位",
        "年年如此",
        "等等",
        "逐户逐户走访",
        "家家户户",
        "2024年2024",
        "绩效目标目标值",
    ],
)
def test_a_word_that_may_stand_twice_is_left_alone(text: str) -> None:
    assert wording.doubled_word(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("按《住房租赁条例的要求", "《住房租赁条例"),
        ("人房共管”服务", "人房共管”"),
        ("（含税", "（含税"),
        ("设备（含“终端）”", "备（含“终端）"),
        ("设备（含“终端”）", None),
        ("1）登记；2）注销", None),
        ("55”屏幕", None),
        ("(半角) 和（全角)", None),
        ("", None),
    ],
)
def test_half_a_pair_is_seen(text: str, found: str | None) -> None:
    assert wording.unpaired(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("服务××户", "××"),
        ("服务XX户", "XX"),
        ("金额____元", "____"),
        ("【】", "【】"),
        ("【请填写金额】", "【请填写金额】"),
        ("（待补充）", "（待补充）"),
        ("数据待补充。", "待补充"),
        ("二〇〇九年", None),
        ("XXL 号", None),
        ("3×4 米", None),
        ("【通知】", None),
        ("待补充资料到齐", None),
        ("MAXX", None),
    ],
)
def test_a_gap_left_open_is_seen(text: str, found: str | None) -> None:
    assert wording.gap_left(text) == found


LAWS = "合同法、物权法、民法通则"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("符合《合同法》的规定", "《合同法》"),
        ("《中华人民共和国物权法》", "《中华人民共和国物权法》"),
        ("依据合同法签订", "合同法"),
        ("《劳动合同法》", None),
        ("依据劳动合同法", None),
        ("依据合同法律关系", None),
        ("原《合同法》已废止", None),
        ("《中华人民共和国民法典》", None),
    ],
)
def test_a_repealed_law_is_seen(text: str, found: str | None) -> None:
    assert wording.repealed_law(text, LAWS) == found


TOWNS = "华漕镇、七宝镇、莘庄镇"


@pytest.mark.parametrize(
    ("text", "own", "found"),
    [
        ("七宝镇安排专人登记。", "闵行区华漕镇", "七宝镇"),
        ("华漕镇与七宝镇交界。", "闵行区华漕镇", None),
        ("做法参照七宝镇。", "闵行区华漕镇", None),
        ("七宝镇安排专人登记。", "浦东新区川沙新镇", None),
        ("七宝镇安排专人登记。", None, None),
        ("本镇安排专人登记。", "闵行区华漕镇", None),
    ],
)
def test_another_town_is_seen_where_the_own_is_known(
    text: str, own: str | None, found: str | None
) -> None:
    assert wording.other_town(text, TOWNS, own) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年度居民服务项目已完成", "2022年度"),
        ("2022年本项目已完成", "2022年"),
        ("2024年度居民服务项目已完成", None),
        ("2022年起设立本项目", None),
        ("《2022年度项目实施方案》", None),
        ("2022年完成了三个项目", None),
        ("较2022年度项目有所改进，2024年度项目", None),
    ],
)
def test_a_project_of_another_year_is_seen(text: str, found: str | None) -> None:
    assert wording.other_year(text, "2024年度") == found
