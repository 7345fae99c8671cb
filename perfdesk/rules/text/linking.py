"""Tell which figures of a text speak of a field, and how surely.

A field is spoken of by its words, which an edition lists with 、 between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.rules.text.figures import Figure, Sort, in_sentence
from perfdesk.rules.text.sentences import in_sentences

# What may stand between a field's word and its figure: 调减金额为, 预算执行数：.
_JOINS = re.compile(
    r"(?:[为是约共达到了的数额率度：:=“”￥¥0-9年 ]|[合总]计|"
    r"金额|总额|资金|经费|预算|人民币|完成|实现|只有|仅|不[低少高多]于|不超过|应|须|目标|[≥≤>])*"
)
# After these the figure speaks of something else: 调减后, 调减至, 批复同意调减.
_TURNS = re.compile(r"后|至|(?<!达)到|调减|调增|追加|调整|同意|的是")
# What may stand before a field's word without making it another matter: 本项目全年预算.
_GENERIC = re.compile(
    r"[0-9年月日底末初旬上半第一二三四季度中由经按其各本该全的为是共总已至止前后]|"
    r"[在并则且又即故也了“”：:、 .\-—]|项目[\u4e00-\u9fff]{2}类指标|项目|年度|预算|资金|实际|"
    r"累[计积]|合计|截[至止]|当年|今年|本期|跟踪期|财政|批复|核定|核减|申报|安排|数额|金额|总额|"
    r"目前|现已|最终|支付|支出|执行|完成|办理|因此|调查|问卷|抽样|显示|结果|达到|实现|有效|经费|"
    r"支持|提供|开展|组织|举办|受理|收到|发生|涉及|覆盖|纳入|类|批准|数量|情况|和|建成|新建"
)
_REACH = 10
# A month or a quarter has only its own share of the year, 截至8月底 what there is till then.
_SPAN = re.compile(
    r"^ ?月(?![底末])|[0-9]月(?![底末])|月份|[当本上]月|季度|[上下]半年|首批|分别|各"
)
_TILL = re.compile(r"截|止|至|累计|[0-9] ?[-—–~]|^[-—–~]")
# What flows through the year, unlike 调减 and 批复, which happen once.
_FLOWS = re.compile(r"支出|执行|支付")


@dataclass(frozen=True, slots=True)
class Link:
    """A figure said of a word: close where nothing of weight stands between them.

    It is strong where nothing before the word makes it another matter either.
    """

    figure: Figure
    close: bool
    strong: bool


def figures_of_field(text: str, words: str, sort: Sort) -> Sequence[tuple[Link, ...]]:
    """Give the figures of a sort that a text links to a field, by the sentences with any."""
    return [*filter(None, in_sentences(text, _links, words, sort))]


def _links(sentence: str, words: str, sort: Sort) -> tuple[Link, ...]:
    names = tuple(sorted(words.split("、"), key=len, reverse=True))
    of_sort = (each for each in in_sentence(sentence) if each.sort is sort)
    return tuple(found for each in of_sort if (found := link(each, names)))


def link(figure: Figure, names: Sequence[str]) -> Link | None:
    """Link a figure to the first of some names that its clause has before it."""
    for name in names:
        place = figure.before.rfind(name)
        if place < 0:
            continue
        between = figure.before[place + len(name) :]
        if _is_parted(between) or (_FLOWS.search(name) and is_of_a_span(figure)):
            return None
        close = is_joined(between)
        return Link(figure, close, close and is_generic(figure.before[:place]))
    return None


def is_joined(between: str) -> bool:
    """Tell whether what stands between a name and a figure leaves the figure to the name."""
    return not _is_parted(between) and _JOINS.fullmatch(between) is not None


def _is_parted(between: str) -> bool:
    return len(between) > _REACH or _TURNS.search(between) is not None


def is_of_a_span(figure: Figure) -> bool:
    """Tell whether a figure is that of a month or a quarter, not of all there is till then."""
    return bool(_SPAN.search(figure.before)) and not _TILL.search(figure.before)


def is_generic(before: str, name: str = "") -> bool:
    """Tell whether words before a name add nothing to it, the name's own letters aside."""
    left = _GENERIC.sub("", before)
    return sum(each not in name for each in left) <= (1 if name else 0)
