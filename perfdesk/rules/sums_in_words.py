"""Add up what a sentence says adds up: 其中 under a total, 单价 by 数量."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from perfdesk.models.values import round_half_up
from perfdesk.rules.said import Figure, Sense, Sort, figures_of, sentences

_WHOLE = re.compile(r"共|合计|总计|总额|总价|总预算|总投资|总金额")
# Parts that are all there are: 其中 alone may leave some out.
_CLOSED = re.compile(r"分别|组成|[两二三四五六七八九]项|[两二三四五六七八九]部分|其中[:：]")
_OPEN = re.compile(r"等|主要|其余|剩余|余下|另|还有|结余|未")
_PRICE = re.compile(r"单价|每[^0-9，。；]{1,4}$|[@×xX*] ?$")
_TIMES = re.compile(r"^[^0-9，。；]{0,6}[×xX*] ?$")
_TOTAL = re.compile(r"(?:共计?|合计|总计|总价|小计|金额|费用|计|[=＝]|为) ?(?:人民币|¥|约)? ?$")


def parts_unequal(text: str) -> str | None:
    """Give the first total whose parts, named behind 其中, do not add up to it.

    More than the total is always wrong; less only where the sentence says that these are all.
    """
    return next((found for each in sentences(text) if (found := _parts_unequal(each))), None)


@lru_cache(maxsize=16384)
def _parts_unequal(sentence: str) -> str | None:
    head, _, tail = sentence.partition("其中")
    if not tail or "其中" in tail:
        return None
    whole = [each for each in figures_of(head) if each.sort is Sort.AMOUNT]
    parts = [each for each in figures_of(tail) if each.sort is Sort.AMOUNT]
    if not whole or len(parts) < 2 or not _WHOLE.search(whole[-1].before):
        return None
    senses = {sense for each in (whole[-1], *parts) for sense in each.senses}
    if senses - {Sense.PLAN, Sense.AIM} or len({each.year for each in (whole[-1], *parts)}) > 1:
        return None
    total = whole[-1].number
    added = sum((each.number for each in parts), Decimal(0))
    slack = max(each.step for each in (whole[-1], *parts)) / 2 * (len(parts) + 1)
    closed = bool(_CLOSED.search(sentence)) and not _OPEN.search(tail)
    if added > total + slack or (closed and added < total - slack):
        return f"{whole[-1].text}，其中各项之和为 {_written(added, whole[-1])}"
    return None


def product_wrong(text: str) -> str | None:
    """Give the first amount that a sentence says is a price times a count, and is not."""
    return next((found for each in sentences(text) if (found := _product_wrong(each))), None)


@lru_cache(maxsize=16384)
def _product_wrong(sentence: str) -> str | None:
    found = figures_of(sentence)
    for place in range(len(found) - 2):
        three = found[place : place + 3]
        wrong = _factors(three)
        if wrong:
            return wrong
    return None


def _factors(three: tuple[Figure, ...]) -> str | None:
    one, two, total = three
    if total.sort is not Sort.AMOUNT or not _TOTAL.search(total.before):
        return None
    if {one.sort, two.sort} != {Sort.COUNT, Sort.AMOUNT}:
        return None
    price, count = (one, two) if one.sort is Sort.AMOUNT else (two, one)
    joined = _TIMES.match(two.before) is not None
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
