"""Read an indicator value as people write it: ≥90%, 16667张, 12月底前, 每季度一次, 及时.

The text is always kept. What it says is an operator with a number and a unit, or a
deadline, or how often, or words; what cannot be read more closely is words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfdesk.models.indicator.deadline import read_deadline
from perfdesk.models.indicator.frequency import read_frequency, read_rate
from perfdesk.models.indicator.numerals import NUMERALS, chinese_number
from perfdesk.models.indicator.units import measure, scale, split_scale
from perfdesk.models.indicator.words import quality_level
from perfdesk.models.plain import narrow

# No value of a form is longer; what is, tells a story, and is words.
_LONGEST = 120
# Signs that stand for an operator in an indicator value, though not everywhere.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("⪰≽≳≮", "≥"),
        **dict.fromkeys("⪯≼≲≯", "≤"),
        **dict.fromkeys("〉›❯", ">"),
        **dict.fromkeys("〈‹❮", "<"),
        **dict.fromkeys("【〔", "["),
        **dict.fromkeys("】〕", "]"),
        **dict.fromkeys("–—―〜∼", "~"),
    }
)
_OPERATORS = {
    sign: meaning
    for meaning, signs in {
        "≥": "大于或等于 大于等于 不低于 不少于 不小于 不得低于 不得少于 至少 最低 >= => ≥= =≥ ≥",
        "≤": "小于或等于 小于等于 不高于 不超过 不多于 不大于 不得超过 不得高于 未超过 不突破 不超 "
        "至多 控制在 <= =< ≤= =≤ ≤",
        ">": "大于 高于 超过 多于 >",
        "<": "小于 低于 少于 不足 <",
        "=": "等于 == =",
    }.items()
    for sign in signs.split()
}
# Longest first, so that 不少于 is not read as 少于.
_OPERATOR = re.compile("|".join(map(re.escape, sorted(_OPERATORS, key=len, reverse=True))))
_SUFFIXES = (
    ("及以上", "≥"),
    ("或以上", "≥"),
    ("以上", "≥"),
    ("及以下", "≤"),
    ("以下", "≤"),
    ("以内", "≤"),
    ("之内", "≤"),
    ("范围内", "≤"),
    ("日内", "≤"),
    ("天内", "≤"),
    ("小时内", "≤"),
    ("分钟内", "≤"),
    ("周内", "≤"),
    ("月内", "≤"),
    ("年内", "≤"),
)
_AROUND = ("左右", "上下")
_BRACKETED_SIGN = re.compile(r"[\[(]([≥≤<>=]{1,2})[\])]")
_INCLUSIVE = re.compile(r"\(含(?:本数)?\)")
_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,8})?"
_QUANTITY = re.compile(rf"({_NUMBER})([^0-9]{{0,12}})")
_RANGE = re.compile(rf"({_NUMBER})([^0-9~至到-]{{0,6}})(?:~|-|至|到)({_NUMBER})([^0-9]{{0,12}})")
_MARGIN = re.compile(rf"({_NUMBER})±({_NUMBER})([^0-9]{{0,12}})")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_REMARK = re.compile(r"([^()\[\]]+)[(\[][^()\[\]]*[)\]]?")
_FRACTION = re.compile(rf"(百|千)分之([{NUMERALS}点]{{1,8}})|百分百")
_SPELLED = re.compile(
    rf"([{NUMERALS}]{{1,9}})(人次|个?工作日|个?小时|个月|个小区|个居|个村|个项目|个点位|课时|分钟"
    r"|[次人名个户家场份项台辆张件套处座条起天栋株篇册轮间位])"
)
_LEAD = re.compile(
    r"(?:实际|已|均|全部|共计?|总计|合计|累计|全年|本年度?|年度|预计|完成|达成|达到|达|实现|建成|发放|开展"
    r"|为|计|人民币|¥|￥|约|大约|接近|近){1,5}"
)
_SHARE = re.compile(r"([^0-9未不无没非]{0,11}(?:率|满意度|比例|占比|覆盖面))(?:已?达到?|为|约|:)?")
_AFTER = re.compile(r"[^0-9未不无没非]{1,12}后(?=[0-9])")
_AGAINST = r"(?:同比|环比|(?:较|比|与)(?:上一?年度?|去年|往年)(?:同期)?(?:水平)?(?:相比)?,?)"
_FEWER = "下降|降低|减少|压减|压降|缩减|下调|削减"
_MORE = "上升|提高|提升|增长|增加|上涨"
_CHANGE = re.compile(
    rf"{_AGAINST}?(?:({_FEWER})|({_MORE}))(?:率|幅度?)?(至|到)?(?:了|约|为|达到?)?"
)
_SUBJECT_CHANGE = re.compile(rf"(?:({_FEWER})|({_MORE}))(?:率|幅度?)?$")
_DONE = re.compile(r"(?<![未不没待])(?:已|均|全部|都|全面)*(?:完成|达标|到位|全覆盖|办结|建成)$")
# A number with letters that look like digits, or with marks where no number has them.
_MISTYPED = re.compile(rf"[0-9OoIl{NUMERALS},.，、%]{{2,40}}[^0-9OoIl{NUMERALS},.]{{0,6}}")
_NOT_A_UNIT = ("O", "o", "I", "l")
_DIGIT_LIKE = re.compile(rf"[0-9{NUMERALS}%]*(?:[0-9][OoIl]|[OoIl][0-9%]|[{NUMERALS}][OoIl])")


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One indicator value: the text, and as much of its meaning as could be read.

    `number` is in `unit`, with 万元 brought to 元 and 万张 to 张; `magnitude` is the 万 that
    was taken off. `upper` is the other end of a range. `month` is the month a deadline falls
    in, with `year` and `day` 0 where the text names none. `per_year` is a frequency, blank
    where it is not told how often. `change` is 1 or -1 for a rise or fall against last year.
    `subject` is what stands before the operator, as in 完整字段≥22项. Texts without number,
    deadline and frequency are words, with their `level` where they tell one; `garbled` ones
    were meant to be a figure.
    """

    text: str
    operator: str = ""
    number: Decimal | None = None
    unit: str = ""
    subject: str = ""
    year: int = 0
    month: int = 0
    frequency: bool = False
    day: int = 0
    upper: Decimal | None = None
    magnitude: str = ""
    per_year: Decimal | None = None
    change: int = 0
    approximate: bool = False
    level: str = ""
    garbled: bool = False

    def __hash__(self) -> int:
        # All else follows from the text, and a thousand values are looked up at a keystroke.
        return hash(self.text)

    @property
    def is_quantity(self) -> bool:
        return self.number is not None

    @property
    def is_percent(self) -> bool:
        """Tell whether it is a share in hundredths or thousandths."""
        return self.number is not None and measure(self.unit)[0] == "%"

    @property
    def is_words(self) -> bool:
        """Tell whether it speaks of quality, not of number, date or frequency."""
        return self.number is None and not self.month and not self.frequency

    @property
    def direction(self) -> str:
        """Give `at_least`, `at_most` or `equal`; blank where no operator says so."""
        return {"≥": "at_least", ">": "at_least", "=": "equal"}.get(
            self.operator, "at_most" if self.operator else ""
        )


@lru_cache(maxsize=8192)
def parse_indicator_value(text: str) -> IndicatorValue:
    """Read an indicator value; never fails, the least it finds is words."""
    if len(text) > _LONGEST:
        return IndicatorValue(text)
    plain = "".join(narrow(text).translate(_SIGNS).split())
    if (often := read_frequency(plain)) is not None:
        return IndicatorValue(
            text,
            often.operator,
            unit=often.thing,
            frequency=True,
            per_year=often.per_year,
        )
    if (deadline := read_deadline(plain.replace("~", "-"))) is not None:
        if not deadline.exists:
            return IndicatorValue(text, garbled=True)
        return IndicatorValue(text, year=deadline.year, month=deadline.month, day=deadline.day)
    plain = _FRACTION.sub(_in_digits, _BRACKETED_SIGN.sub(r"\1", _INCLUSIVE.sub("", plain)))
    read = _read_quantity(text, plain)
    if read is not None:
        return read
    garbled = _is_garbled(plain)
    return IndicatorValue(text, level="" if garbled else quality_level(plain), garbled=garbled)


def _in_digits(match: re.Match[str]) -> str:
    number = chinese_number(match[2]) if match[2] else Decimal(100)
    if number is None and match[2] == "百":
        number = Decimal(100)
    sign = "‰" if match[1] == "千" else "%"
    return match[0] if number is None else f"{number}{sign}"


def _read_quantity(text: str, plain: str) -> IndicatorValue | None:
    subject, operator, rest = _split_operator(plain)
    change, approximate = _change_of(subject), False
    if not operator:
        subject, operator, rest, change = _split_lead(plain)
        approximate = subject.endswith(("约", "近"))
    for suffix, meaning in _SUFFIXES:
        if operator in ("", meaning) and rest.endswith(suffix):
            inner = suffix[-1] == "内" and suffix not in ("以内", "之内", "范围内")
            operator, rest = meaning, rest.removesuffix("内" if inner else suffix)
            break
    for word in _AROUND:
        if rest.endswith(word):
            approximate, rest = True, rest.removesuffix(word)
    figures = _read_figures(rest)
    if figures is None:
        return None
    number, upper, raw = figures
    if raw.startswith(("多", "余")):
        approximate, raw = True, raw[1:]
    unit, magnitude = split_scale(_plain_unit(raw))
    factor = scale(magnitude)
    rate = read_rate(unit)
    return IndicatorValue(
        text,
        operator,
        number * factor,
        unit,
        "" if _LEAD.fullmatch(subject) else subject,
        upper=None if upper is None else upper * factor,
        magnitude=magnitude,
        per_year=None if rate is None else number * rate.per_year,
        change=change,
        approximate=approximate,
    )


def _split_operator(plain: str) -> tuple[str, str, str]:
    match = _OPERATOR.search(plain)
    if match is None:
        return "", "", plain
    return plain[: match.start()], _OPERATORS[match[0]], plain[match.end() :]


def _change_of(subject: str) -> int:
    match = _SUBJECT_CHANGE.search(subject)
    return 0 if match is None else -1 if match[1] else 1


def _split_lead(plain: str) -> tuple[str, str, str, int]:
    """Take off what may stand before a number without an operator; the rest is the number."""
    if match := _CHANGE.match(plain):
        level = bool(match[3])
        operator = "≤" if level and match[1] else ""
        change = 0 if level else -1 if match[1] else 1
        return match[0], operator, plain[match.end() :], change
    match = _SHARE.match(plain) or _AFTER.match(plain) or _LEAD.match(plain)
    return (match[0], "", plain[match.end() :], 0) if match else ("", "", plain, 0)


def _read_figures(rest: str) -> tuple[Decimal, Decimal | None, str] | None:
    """Read a number or a range, and what follows it."""
    match = _QUANTITY.fullmatch(rest)
    if match and not match[2].startswith(_NOT_A_UNIT):
        return _decimal(match[1]), None, match[2]
    if match := _RANGE.fullmatch(rest):
        low, high = _decimal(match[1]), _decimal(match[3])
        years = {len(match[1]), len(match[3])} == {4} and not match[4]
        # 1-12月 and 2024-2025 are times, not figures.
        times = years or match[4] == "月"
        if low < high and match[2] in ("", match[4]) and not times:
            return low, high, match[4]
    if match := _MARGIN.fullmatch(rest):
        middle, margin = _decimal(match[1]), abs(_decimal(match[2]))
        return middle - margin, middle + margin, match[3]
    if match := _SPELLED.fullmatch(rest):
        number = chinese_number(match[1])
        return None if number is None else (number, None, match[2])
    return None


def _decimal(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))


def _plain_unit(raw: str) -> str:
    """Take brackets and remarks off a unit: (个), %(按季), 个小区全部完成."""
    if match := _IN_BRACKETS.fullmatch(raw):
        return match[1]
    if match := _REMARK.fullmatch(raw):
        raw = match[1]
    return _DONE.sub("", raw.strip("()[]"))


def _is_garbled(plain: str) -> bool:
    """Tell whether a text was clearly meant to be a figure and is none."""
    subject, operator, rest = _split_operator(plain)
    signed = operator and not subject and not plain[0].isalpha()
    if signed and rest in ("", "%"):
        return True
    if not _MISTYPED.fullmatch(rest):
        return False
    if _DIGIT_LIKE.match(rest) or (len(rest) > 15 and rest[:16].isdecimal()):
        return True
    return rest[0].isdecimal() and any(mark in rest for mark in ",.")
