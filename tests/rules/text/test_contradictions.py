"""A form, and sentences about it: half of them contradict it, half speak of other matters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.models.indicator.value import parse_indicator_value as value
from perfdesk.rules.text import contradictions

END = date(2024, 8, 31)
AMOUNTS = {
    "调减、核减": Decimal(7_000),
    "批复、核定的预算": Decimal(900_000),
    "调整后": Decimal(893_000),
    "实际支出、执行数、累计支出": Decimal(893_000),
    "年初预算": Decimal(900_000),
}
RATE = Decimal("99.22")
# 三级指标, 年度指标值, 完成值
INDICATORS = (
    ("居民区治理网格", "23个居", "23个居"),
    ("物码生成、发放及安装数量", "30000张", "20000张"),
    ("居民满意度", "≥85%", "92%"),
    ("主管部门满意度", "≥90%", "95%"),
    ("应急抢修到场及时率", "≥95%", "96%"),
    ("物联网设备维护数", "≥50台", "48台"),
    ("物联网设备完好率", "≥98%", "99%"),
    ("协管员培训场次", "12场", "12场"),
    ("代理记账服务小区数", "29个", "29个"),
    ("长效管理机制健全性", "健全", "健全"),
    ("新增垃圾分类投放点", "10处", "10处"),
    ("服务费投入", "≤89.60万元", "89.30万元"),
    ("政策宣传活动参与人次", "≥2000人次", "2350人次"),
)
NAMES = tuple(name for name, _, _ in INDICATORS)
TARGETS = tuple(value(target) for _, target, _ in INDICATORS)


def said_wrong(text: str) -> list[str]:
    """Give every figure of a text that contradicts the form."""
    found = [
        contradictions.amount_contradicting(text, words, amount, END)
        for words, amount in AMOUNTS.items()
    ]
    found.append(contradictions.percent_contradicting(text, "执行率、执行进度", RATE, END))
    for name, target, actual in INDICATORS:
        found.append(
            contradictions.figure_contradicting(
                text, name, NAMES, TARGETS, END, value(target), value(actual)
            )
        )
    return [each for each in found if each is not None]


CONTRADICTING = [
    ("截至6月底执行率44%，截至8月底执行率98.22%。", "98.22%"),
    ("预算调减0.30万元", "0.30万元"),
    ("8 月办理预算调整，调减 0.30 万元", "0.30 万元"),
    ("经批准核减3,000元。", "3,000元"),
    ("调减金额为３０００元", "3000元"),
    ("调减金额：￥3,000.00", "3,000.00"),
    ("预算批复89.60万元，预算调减0.70万元", "89.60万元"),
    ("2024年预算申报120万元，核定的预算数为80万元。", "80万元"),
    ("预算批复9万元。", "9万元"),
    ("预算批复90元。", "90元"),
    ("预算批复人民币89.6万元", "89.6万元"),
    ("年初预算80万元。", "80万元"),
    ("年初预算为0.09亿元。", "0.09亿元"),
    ("2024年年初预算98万元。", "98万元"),
    ("调整后预算金额89.60万元。", "89.60万元"),
    ("调整后为83.90万元。", "83.90万元"),
    ("截止2024年8月31日，实际支出88.30万元。", "88.30万元"),
    ("截至8月底，累计支出89.30元", "89.30元"),
    ("1-8月累计支出88.30万元。", "88.30万元"),
    ("实际支出893万元", "893万元"),
    ("本项目执行数共计 8.93 万元。", "8.93 万元"),
    ("实际支出89.30万元。项目累计支出98.30万元。", "98.30万元"),
    ("去年实际支出80万元，今年实际支出70万元。", "70万元"),
    ("比上年实际支出增长一成，本年实际支出70万元。", "70万元"),
    ("预算执行率99.67%。", "99.67%"),
    ("预算执行进度为９２．９２％", "92.92%"),
    ("本项目预算执行率达到100%", "100%"),
    ("截至8月底执行率9.92%", "9.92%"),
    ("预算执行率99.2%。预算执行率98%。", "98%"),
    ("已有3个居民区完成，其余推进中。", "3个居"),
    ("共涉及32个居民区。", "32个居"),
    ("物码已安装 2000 张。", "2000张"),
    ("物码安装2.3万张。", "2.3万张"),
    ("物码生成、发放和安装数量为 12000 张", "12000张"),
    ("居民满意度达到82%。", "82%"),
    ("经问卷调查，居民满意度为 29%。", "29%"),
    ("主管部门满意度85%，居民满意度92%。", "85%"),
    ("应急抢修到场及时率69%。", "69%"),
    ("应急抢修到场及时率达到90.6%", "90.6%"),
    ("维护物联网设备 84 台。", "84台"),
    ("物联网设备完好率90%。", "90%"),
    ("协管员培训 21 场。", "21场"),
    ("全年为 27 个小区提供代理记账。", "27个小"),
    ("垃圾分类投放点建成 20 处", "20处"),
    ("服务费投入98.30万元。", "98.30万元"),
    ("政策宣传活动参与 3250 人次。", "3250人次"),
]

SILENT = [
    # What there was till an earlier month.
    "截至2024年6月底实际支出40万元，执行率44.44%；截至7月底执行率66%。",
    # Parts of a whole, named one after the other.
    "共安装物联网设备48台，其中门禁30台、物联网设备探头18台。",
    "全年实际支出89.30万元，其中：人员费执行数60万元，设备执行数29.30万元。",
    "培训包括协管员培训场次8场、网格长4场。",
    # The figure beside it is of what stands behind the mark.
    "组织演练69场、协管员培训12场。",
    # The right figure stands in the same sentence.
    "服务小区29个，8月底前完成3个小区的代理记账服务续签。",
    "预算调减0.70万元，调整后预算金额89.30万元。",
    "调减金额7,000元",
    "调减金额为７，０００．００元",
    "预算调减后为89.30万元",
    "预算调减至89.30万元",
    "首次调减0.30万元，其中设备调减0.70万元",
    "设备调减0.30万元，服务调减0.40万元",
    "拟调减0.30万元。",
    "上年调减5万元，本年调减0.70万元",
    "未发生调减，支出50万元",
    "2023年预算批复80.00万元；2024年预算批复90.00万元。",
    "设备采购批复20万元。",
    "批复文号2024第3号，批复时间为2024年3月1日",
    "年初预算90万元，中标价85.6万元，合同总价85.6万元。",
    "每户年初预算300元。",
    "去年年初预算80万元。",
    "年初预算约91万元。",
    "年初预算85万元至95万元。",
    "设备实际支出60万元，服务实际支出29.3万元。",
    "设备一项实际支出60万元。",
    "实际支出89.3万元",
    "8月实际支出5万元。",
    "第一季度实际支出20万元，6 月执行率50%。",
    "实际支出比上年增加10万元。",
    "实际支出较去年减少5万元。",
    "招标控制价88万元，首付款40万元。",
    "预算执行率应达到75%",
    "执行率和目标完成度均在75%以上",
    "上年执行率98%，本年执行率99.22%",
    "按调整后预算计算，执行率100%。",
    "设备租赁费执行率80%",
    "预算执行率较上年提高3%。",
    "执行率99%。",
    "23个居民区全部完成。",
    "其余20个居民区按时间表推进。",
    "剩余 10000 张物码在 11 月底前装完。",
    "物码已安装2万张，另张贴海报 300 张。",
    "发放宣传折页 3000 张。",
    "敬老院老人满意度80%。",
    "满意度88%。",
    "居民满意度目标为85%，居民满意度不低于85%。",
    "去年居民满意度88%。",
    "居民满意度比去年提高4个百分点。",
    "物业维修及时率80%。",
    "应急抢修到场及时率96%，同比提高2%。",
    "维护电脑 30 台，租赁终端 200 台。",
    "网格员培训每场 40 人，每月 1 场。",
    "20 个小区的业委会正在换届。",
    "3个小区因换届暂未建立机制。",
    "代理记账服务小区 29 个，其中新增 2 个。",
    "有 14 处工地纳入巡查。",
    "协管员5月培训 3 场，协管员 7 月培训 4 场。",
    "协管员培训第一季度 3 场。",
    "协管员培训 5 场。协管员又培训 7 场。",
    "设备服务费投入20万元。",
    "服务费投入89.3万元。",
    "全年接待来访 320 人次。",
    "2024年3月1日召开第3次会议，形成纪要5份。",
    "依据沪财绩〔2020〕6号文件，抽查凭证120份。",
]


@pytest.mark.parametrize(("text", "said"), CONTRADICTING)
def test_what_contradicts_the_form_is_said(text: str, said: str) -> None:
    assert said_wrong(text) == [said]


@pytest.mark.parametrize("text", SILENT)
def test_figures_of_other_matters_are_left_alone(text: str) -> None:
    assert said_wrong(text) == []


@given(st.sampled_from(CONTRADICTING), st.sampled_from(SILENT))
def test_sentences_of_another_matter_change_nothing(pair: tuple[str, str], other: str) -> None:
    """Where years differ the given year decides, not what stands beside it."""
    text, said = pair
    own = text.rstrip("。") + "。"
    assert said_wrong(f"{other.rstrip('。')}。\n{own}") == [said]
    assert said_wrong(f"{own}{other}") == [said]


@given(st.sampled_from(CONTRADICTING), st.text("天气晴朗春风和煦花草树木", max_size=30))
def test_idle_words_change_nothing(pair: tuple[str, str], idle: str) -> None:
    text, said = pair
    assert said_wrong(f"{idle}。{text}") == [said]
    assert said_wrong(f"{text.rstrip('。')}。{idle}") == [said]


def test_without_a_year_the_latest_named_is_the_forms() -> None:
    text = "2023年批复80万元。2024年批复70万元。"
    assert contradictions.amount_contradicting(text, "批复", Decimal(900_000)) == "70万元"


# --- parts, points, things ---------------------------------------------------------------------

PARTS = (Decimal(300_000), Decimal(1_121_040), None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年初预算 147.104 万元", None),
        ("巡查服务年初预算30万元，设备年初预算112.10万元", None),
        ("巡查服务年初预算30万元，宣传年初预算6万元", "6万元"),
        ("上年年初预算6万元", None),
        ("没有说金额", None),
    ],
)
def test_every_amount_said_must_be_the_whole_or_a_part(text: str, found: str | None) -> None:
    whole = Decimal(1_471_040)
    assert contradictions.amount_unknown(text, "年初预算", whole, PARTS, "2024") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("权重 20 分，得分 17 分，得分率 85%", None),
        ("权重 20 分，得分 19 分，得分率 95%", "19 分"),
        ("得分率 85%", None),
        ("得分不低于 15 分", None),
        ("资金管理得分 9 分，组织实施得分 8 分", None),
        ("用时 15 分钟", None),
    ],
)
def test_points_said_must_be_the_points_given(text: str, found: str | None) -> None:
    assert contradictions.points_contradicting(text, "得分", Decimal(17)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共设 3 个二级指标", "3个二级指标"),
        ("本类共设2个二级指标", None),
        ("共设 3 个三级指标", None),
        ("其中 3 个二级指标得满分", None),
    ],
)
def test_things_said_must_be_as_many(text: str, found: str | None) -> None:
    said = contradictions.things_contradicting(text, "共设", "二级指标", Decimal(2))
    assert said == found


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("一是缺成本指标，扣 0.5 分；二是名称不规范，扣 0.5 分。", "1"),
        ("缺两项各扣0.5分，共扣1分。", "1"),
        ("每缺一项扣 0.5 分", None),
        ("没有扣分", None),
    ],
)
def test_points_taken_are_added_up(text: str, points: str | None) -> None:
    taken = contradictions.points_taken(text)
    assert taken == (None if points is None else Decimal(points))


@pytest.mark.parametrize("actual", ["达标", "约29个", "28–30个"])
def test_beside_a_loose_value_no_figure_contradicts(actual: str) -> None:
    text, name = "全年为 27 个小区提供代理记账。", "代理记账服务小区数"
    known = value("29个"), value(actual)
    assert contradictions.figure_contradicting(text, name, NAMES, TARGETS, END, *known) is None


def test_an_aim_is_held_against_the_target() -> None:
    aims = contradictions.aim_contradicting
    name, names, targets = "居民满意度", NAMES, TARGETS
    assert aims("居民满意度不低于80%。", name, names, targets, value("≥85%")) == "80%"
    assert aims("居民满意度不低于85%。", name, names, targets, value("≥85%")) is None
    assert aims("去年居民满意度80%。", name, names, targets, value("≥85%")) is None
