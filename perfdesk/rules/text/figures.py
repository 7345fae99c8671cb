"""Find every figure a long text speaks of: amounts, counts, percents, points, dates.

All patterns are linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from perfdesk.rules.kept import once
from perfdesk.rules.text.sentences import in_sentences

# A figure, a year, or a word that tells of which year the next figures speak.
_EVENT = re.compile(
    r"(?P<year>(?<![0-9])(?:19|20)[0-9]{2}(?=年|[-/.][0-9]{1,2}(?:[-/.月]|$)))"
    r"|(?P<date>(?<![0-9.])[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
    r"|(?P<number>(?<![0-9.,A-Za-z])"
    r"(?:[0-9]{1,3}(?:[,，][0-9]{3}){1,5}(?![0-9])|[0-9]{1,18}(?![0-9]))(?:\.[0-9]{1,8})?)"
    r" ?(?P<unit>亿元|万元|千元|元|亿|万|%|个百分点|‰|分(?![钟之为别期析批类组管局]))?"
    r"|(?P<earlier>上一?年|去年|前年|往年|历年|上期|上一?轮|上一?合同)"
    r"|(?P<now>本年|今年|当年|本期|本轮)"
)
_FACTORS = {
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "千元": Decimal(1_000),
}
# What parts a clause from the next. A colon does not: 预算批复：90万元.
_STOPS = "，,；;（）()。！？!?\n"
_MONEY = re.compile(r"预算|支出|支付|资金|金额|批复|调减|调增|经费|执行数|申报")
_JOINTS = "-~～—–至到"
_ABOUT = re.compile(r"(?:约|近|逾|超过?|不到|(?<!不)[大小低高多少]于)$")
_BOUNDS = ("以上", "以下", "以内", "及以", "左右", "上下", "余", "多")
# The clause before says on what supposition the figure holds: 按调整后预算计算，执行率100%.
_BASIS = re.compile(r"按.{1,20}(?:计算|口径|测算)|[若如]按|假[如设]|以.{1,20}为(?:基数|分母)")
_BEYOND = "第号令〔[#"
# What is parted goes on through the list, 其中食堂6个、助餐点8个, up to the next statement.
_PARTS = re.compile(r"其中|包括|包含")
_STATEMENT_ENDS = "；;"
# 截至6月底 speaks of what there was till then, up to 全年 or another such month.
_TILL = re.compile(r"[截至止到][0-9年]{0,5}$")
_YEAR_WHOLE = re.compile(r"全年|年末|年底|年终")


class Sort(StrEnum):
    """What a figure counts."""

    AMOUNT = "amount"
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"


class Sense(StrEnum):
    """How a figure is meant where it does not simply state what is."""

    AIM = "aim"
    PLAN = "plan"
    CHANGE = "change"
    SHARE = "share"
    REST = "rest"
    ABOUT = "about"
    BASIS = "basis"


_WORDS = {
    Sense.AIM: r"(?<![供响反适相效对])应(?![急用付收对答邀])|目标|要求|标准|"
    r"不[低少高多]于|不超过|至少|≥|≤",
    Sense.PLAN: r"拟|(?<!按)计划|预计|预期|力争|争取|确保|定于|下一?年|明年|(?<!已)将",
    Sense.CHANGE: r"同比|环比|较|比上|比去|增长|增加|减少|下降|新增|提升|提高",
    Sense.SHARE: r"每|人均|日均|月均|户均|平均|单价|最高|最低|其中",
    Sense.REST: r"剩余|其余|另|还有|尚有|未|不足|扣除|剔除|除了",
}
_SENSES = {sense: re.compile(words) for sense, words in _WORDS.items()}
EARLIER = -1


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what stands around it.

    `text` is as written; `number` is in 元 for amounts, and in ones where 万 was written;
    `step` is what one more in its last written place would add. `before` and `after` are
    the rest of its clause, up to the figures beside it. `year` is the year it speaks of,
    0 where none is named and EARLIER for 上年; `month` the one up to which it counts, or 0.
    """

    sort: Sort
    text: str
    number: Decimal
    step: Decimal
    before: str
    after: str
    senses: frozenset[Sense]
    year: int
    month: int = 0

    @property
    def is_plain(self) -> bool:
        """Tell whether it states a fact: no aim, plan, change, share, remainder or bound."""
        return not self.senses


def in_text(text: str) -> tuple[tuple[Figure, ...], ...]:
    """Give the figures of a text, by its sentences; sentences without any are left out."""
    return tuple(filter(None, in_sentences(text, in_sentence)))


def latest_year(text: str) -> int:
    """Give the latest year a text names, 0 where it names none."""
    return max(in_sentences(text, _latest_year), default=0)


def _latest_year(sentence: str) -> int:
    return max((int(each["year"]) for each in _EVENT.finditer(sentence) if each["year"]), default=0)


def in_sentence(sentence: str) -> tuple[Figure, ...]:
    """Give the figures of one sentence."""
    return once(sentence, _read)


def _read(sentence: str) -> tuple[Figure, ...]:
    events = list(_EVENT.finditer(sentence))
    starts = [each.start() for each in events if each["number"]][1:]
    stops = iter((*starts, len(sentence)))
    found: list[Figure] = []
    year, month, start = 0, 0, 0
    parted: Sort | None = None
    for event in events:
        if event["year"]:
            year = int(event["year"])
        elif event["earlier"]:
            # 较上年 compares with it and goes on about this year.
            if sentence[max(0, event.start() - 1) : event.start()] not in ("较", "比", "与", "同"):
                year = EARLIER
        elif event["now"]:
            year = 0
        elif event["date"]:
            if _TILL.search(sentence, max(0, event.start() - 8), event.start()):
                month = int(event["date"].partition("月")[0])
        elif event["number"]:
            figure = _figure(sentence, event, start, next(stops), year)
            between = sentence[start : event.start()]
            if _YEAR_WHOLE.search(between):
                month = 0
            if any(each in between for each in _STATEMENT_ENDS):
                parted = None
            if figure is not None:
                if _PARTS.search(between):
                    parted = figure.sort
                senses = {Sense.SHARE} if figure.sort is parted else frozenset()
                found.append(replace(figure, senses=figure.senses | senses, month=month))
            start = event.end()
    return tuple(found)


def _figure(sentence: str, event: re.Match[str], start: int, stop: int, year: int) -> Figure | None:
    ahead = sentence[max(0, event.start() - 60) : event.start()]
    before = _last_clause(ahead[-min(40, event.start() - start) :] if event.start() > start else "")
    after = _first_clause(sentence[event.end() : min(stop, event.end() + 24)])
    stem, unit = before.rstrip(), event["unit"] or ""
    sort = _sort(stem, unit, after)
    if sort is None:
        return None
    digits = event["number"].replace(",", "").replace("，", "")
    number, factor = Decimal(digits), _FACTORS.get(unit, Decimal(1))
    step = factor.scaleb(int(number.as_tuple().exponent))
    in_range = start > 0 and len(stem) == 1 and stem in _JOINTS
    in_range = in_range or (len(after) == 1 and after in _JOINTS)
    senses = _senses(before, after) | ({Sense.ABOUT} if in_range else frozenset())
    if _BASIS.search(_last_clause(ahead[: len(ahead) - len(_last_clause(ahead)) - 1])):
        senses |= {Sense.BASIS}
    return Figure(sort, event[0].strip(), number * factor, step, before, after, senses, year)


def _sort(stem: str, unit: str, after: str) -> Sort | None:
    if stem and stem[-1] in _BEYOND:
        return None
    if unit.endswith("元") or stem.endswith(("¥", "人民币")):
        return Sort.AMOUNT
    if unit in ("万", "亿") and not after.strip() and _MONEY.search(stem):
        return Sort.AMOUNT
    if unit == "%":
        return Sort.PERCENT
    if unit == "分":
        return Sort.POINTS
    if unit in ("个百分点", "‰") or after.lstrip().startswith(("年", "月", "日", "号", "/", ".")):
        return None
    return Sort.COUNT


def _senses(before: str, after: str) -> frozenset[Sense]:
    found = {sense for sense, words in _SENSES.items() if words.search(before)}
    if _ABOUT.search(before.rstrip()) or after.lstrip().startswith(_BOUNDS):
        found.add(Sense.ABOUT)
    if after.lstrip().startswith(("/", "每")):
        found.add(Sense.SHARE)
    return frozenset(found)


def _last_clause(text: str) -> str:
    return text[max(text.rfind(stop) for stop in _STOPS) + 1 :]


def _first_clause(text: str) -> str:
    ends = [place for stop in f"{_STOPS}、" if (place := text.find(stop)) >= 0]
    return text[: min(ends)] if ends else text
