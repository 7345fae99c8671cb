"""Read words of quality in three levels: 达成, 部分达成, 未达成.

A word is judged by what it says of itself. What is on neither list stays unjudged:
a level that was guessed would find fault with a sound form.
"""

from __future__ import annotations

import re

MET, PARTLY_MET, NOT_MET = "met", "partly_met", "not_met"

# A longer answer tells a story, in which several levels may occur.
_LONGEST = 24
# Here 不, 未 and 无 deny nothing.
_NO_DENIAL = re.compile(
    "不断|不间断|不仅|不动产|不变|无障碍|无纸化|无偿|无缝|未来|未成年|毫无保留|不低于|不少于|不超过"
)
_GOOD = (
    "达成|完成|达标|达到|合格|合规|合法|及时|按时|按期|如期|准时|到位|落实|实现|健全|完善|完备|完整"
    "|准确|规范|充分|充足|有效|显著|明显|满意|提升|提高|改善|增强|优化|加强|保障|安全|稳定|正常|通过|覆盖|建立|符合|良好|明确|清晰|合理|可持续|解决|使用|执行|到账|开展"
)
_BAD = (
    "投诉|事故|拖欠|违规|违法|违纪|上访|信访|纠纷|问题|差错|延误|逾期|火灾|发生|案件|浪费|污染|超标|缺陷"
    "|隐患|舞弊|挪用|截留|挤占|重大偏差"
)
_DENIED_BAD = re.compile(
    rf"(?:无|未|没有|零|杜绝|避免|不存在|未出现|未发生|不发生)"
    rf"(?:发生|出现|存在|收到|接到)?(?:重大|一般|有责|安全|生产|质量|群体性?|有效|明显|显著)*(?:{_BAD})"
)
_DENIED_GOOD = re.compile(
    rf"(?:未|不|没有|没|无法|未能|未全部?|尚未|未按规定|不太|不够|非)"
    rf"(?:能|够|全面|全部|完全|按|见|有|得到)?(?:{_GOOD})"
    rf"|无(?:任何|实质性?|明显|显著)?(?:提升|提高|改善|增强|优化|完善)"
)
# 不规范现象减少 is no denial of what was to be.
_FEWER = re.compile(r"(?:现象|行为|情况|问题).*(?:减少|下降|消除|杜绝|整改|解决)")
_PARTLY = re.compile(
    r"基本|部分|大部|多数|较(?!上|去|往|同|年)|尚(?!未)|一般|有待|初步|大致|欠|"
    r"正在|推进中|进行中|待完善"
)
_NOT_MET = re.compile(
    r"(?:较|很|极)?差|否|未|(?:尚)?未(?:开始|启动|实施)|下降明显|没有|不(?:好|行|达|足)|无效|失败"
)
_FIGURE = re.compile("[0-9]")
_GOOD_WORD = re.compile(_GOOD)
_BAD_WORD = re.compile(_BAD)
_PLAIN_GOOD = frozenset(
    ["是", "有", "好", "优", "优秀", "良", "很好", "非常好", "高", "强", "零投诉", "零事故", "全部"]
)


def quality_level(plain: str) -> str:
    """Give `met`, `partly_met` or `not_met`; blank where the words do not tell."""
    # 80%的小区已完成 is neither level: a figure in the words says more than they do.
    if not 0 < len(plain) <= _LONGEST or _FIGURE.search(plain):
        return ""
    text = _NO_DENIAL.sub("", plain).rstrip("。.；;")
    if text in _PLAIN_GOOD:
        return MET
    if _NOT_MET.fullmatch(text):
        return NOT_MET
    kept = _DENIED_BAD.sub("", text)
    if _DENIED_GOOD.search(kept):
        return "" if _PARTLY.search(kept) or _FEWER.search(kept) else NOT_MET
    if _BAD_WORD.search(kept):
        return ""
    if _PARTLY.search(kept):
        return PARTLY_MET
    return MET if kept != text or _GOOD_WORD.search(kept) else ""


def is_punctual(plain: str) -> bool:
    """Tell whether words say that a deadline was kept."""
    return quality_level(plain) == MET and any(
        word in plain for word in ("按时", "按期", "如期", "准时", "及时", "提前")
    )
