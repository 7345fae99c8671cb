"""Add up what a sentence says adds up: 其中 under a total, 单价 by 数量."""

from __future__ import annotations

import re
from decimal import Decimal

from perfdesk.models.values import round_half_up
from perfdesk.rules.text.figures import Figure, Sense, Sort, in_sentence
from perfdesk.rules.text.sentences import first_in

_WHOLE = re.compile(r"共|合计|总计|总额|总价|总预算|总投资|总金额")
# Wholes too, where the parts stand in one list: a list in a list counts things twice.
_FUNDS = re.compile(r"资金|预算|批复|经费|投入")
# Parts that are all there are: 其中 alone may leave some out.
_CLOSED = re.compile(r"分别|组成|[两二三四五六七八九]项|[两二三四五六七八九]部分|其中[:：]")
_OPEN = re.compile(r"等|主要|其余|剩余|余下|另|还有|结余|未")
_PRICE = re.compile(r"单价|每[^0-9，。；]{1,4}$|[@×xX*] ?$")
_TIMES = re.compile(r"^[^0-9，。；]{0,6}[×xX*] ?$")
_TOTAL = re.compile(r"(?:共|共计|合计|总计|总价|小计|[，, ]计|^计|[=＝]) ?(?:人民币|¥)? ?$")
# A price by the month asks for how many months.
_BY_TIME = re.compile(
    r"每[^0-9，。；]{0,3}[月年天日次季周班期]|^ ?/[^，。；]{0,3}[月年天日次季周班期]"
)
# Amounts under 其中 that are not parts beside each other.
_MIXED = re.compile(r"含|包括|用于|占|支出|支付|执行|调[减增整]|结转|预算")
_BRACKETS = re.compile(r"（[^（）]{0,200}）")


_NUMBER = r"[0-9][0-9,]{0,18}(?:\.[0-9]{1,8})?(?: ?(?:亿元|万元|元))?"
_SUM = rf"{_NUMBER}(?: ?[+＋] ?{_NUMBER}){{1,12}}"
_EQUATION = re.compile(
    rf"(?<![0-9.+＋×*/÷-])(?P<total>{_NUMBER}) ?[=＝] ?(?P<sum>{_SUM})(?![0-9.%×*/÷+＋-])"
    rf"|(?<![0-9.+＋×*/÷-])(?P<before>{_SUM}) ?[=＝] ?(?P<behind>{_NUMBER})(?![0-9.%×*/÷+＋-])"
)


def parts_unequal(text: str) -> str | None:
    """Give the first total whose parts, named behind 其中, do not add up to it.

    More than the total is always wrong; less only where the sentence says that these are all.
    """
    return first_in(text, _parts_unequal)


def _parts_unequal(sentence: str) -> str | None:
    head, _, tail = sentence.partition("其中")
    tail = _BRACKETS.sub("", tail)
    if not tail or "其中" in tail or _MIXED.search(tail):
        return None
    whole, parts = _amounts(head)[-1:], _amounts(tail)
    if not whole or len(parts) < 2 or not _adds_up(whole[0], parts):
        return None
    (total,) = whole
    added = sum((each.number for each in parts), Decimal(0))
    slack = max(each.step for each in (total, *parts)) / 2 * (len(parts) + 1)
    closed = _CLOSED.search(sentence) and not _OPEN.search(tail)
    if added > total.number + slack or (closed and added < total.number - slack):
        return f"{total.text}，其中各项之和为 {_written(added, total)}"
    return None


def _amounts(text: str) -> list[Figure]:
    return [each for each in in_sentence(text) if each.sort is Sort.AMOUNT]


def _adds_up(whole: Figure, parts: list[Figure]) -> bool:
    """Tell whether an amount is meant as the sum of others: one list, of one year, no asides."""
    is_list = len({each.before.startswith("、") for each in parts[1:]}) == 1
    if not (_WHOLE.search(whole.before) or (is_list and _FUNDS.search(whole.before))):
        return False
    senses = {sense for each in (whole, *parts) for sense in each.senses}
    years = {each.year for each in (whole, *parts)}
    return senses <= {Sense.PLAN, Sense.AIM} and len(years) == 1


def reckoned_wrong(text: str) -> str | None:
    """Give the first amount that a sentence reckons wrongly: a price times a count, a sum."""
    return first_in(text, _reckoned_wrong)


def _reckoned_wrong(sentence: str) -> str | None:
    if match := _EQUATION.search(sentence):
        return _equation(match)
    found = in_sentence(sentence)
    for place in range(len(found) - 2):
        three = found[place : place + 3]
        wrong = _factors(three)
        if wrong:
            return wrong
    return None


def _equation(match: re.Match[str]) -> str | None:
    """Add up a sum written out; every number in it must be written in one unit."""
    total, terms = match["total"] or match["behind"], match["sum"] or match["before"]
    numbers = [each.rstrip("亿万元 ") for each in (total, *re.split("[+＋]", terms))]
    units = {re.sub(r"[0-9., ]", "", each) for each in (total, *re.split("[+＋]", terms))}
    whole, *parts = (Decimal(each.strip().replace(",", "")) for each in numbers)
    if len(units) > 1 or sum(parts) == whole:
        return None
    return f"{total.strip()}，而 {terms.strip()} 为 {sum(parts):f} {units.pop()}".strip()


def _factors(three: tuple[Figure, ...]) -> str | None:
    one, two, total = three
    if total.sort is not Sort.AMOUNT or not _TOTAL.search(total.before):
        return None
    if {one.sort, two.sort} != {Sort.COUNT, Sort.AMOUNT}:
        return None
    price, count = (one, two) if one.sort is Sort.AMOUNT else (two, one)
    joined = _TIMES.match(two.before) is not None
    if _BY_TIME.search(price.before) or _BY_TIME.search(price.after):
        return None
    priced = _PRICE.search(price.before) or price.after.lstrip().startswith(("/", "每"))
    if not (joined or priced) or {Sense.ABOUT, Sense.CHANGE} & total.senses | (
        {Sense.ABOUT} & (price.senses | count.senses)
    ):
        return None
    exact = price.number * count.number
    if round_half_up(exact / total.step, 0) == total.number / total.step:
        return None
    return f"{total.text}，而 {count.text} × {price.text} 为 {_written(exact, total)}"


def _written(yuan: Decimal, like: Figure) -> str:
    """Write an amount in the unit of another."""
    if like.text.endswith("万元"):
        return f"{(yuan / 10_000).normalize():f} 万元"
    return f"{yuan.normalize():f} 元"
