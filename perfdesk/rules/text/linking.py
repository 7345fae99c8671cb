"""Tell which field or indicator a figure in a sentence speaks of, and how surely.

A field is spoken of by its words, which an edition lists with 、 between; an indicator by
its name or a part of it that no other indicator shares.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from perfdesk.models.indicator.value import IndicatorValue
from perfdesk.models.values import Value
from perfdesk.rules.text.figures import Figure, Sense, Sort, figures_of, sentences

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


@lru_cache(maxsize=512)
def said_of(text: str, words: str, sort: Sort) -> tuple[tuple[Link, ...], ...]:
    """Give what a text says of a field, sentence by sentence that says anything of it."""
    found = (_links(each, words, sort) for each in sentences(text))
    return tuple(each for each in found if each)


@lru_cache(maxsize=16384)
def _links(sentence: str, words: str, sort: Sort) -> tuple[Link, ...]:
    names = tuple(sorted(words.split("、"), key=len, reverse=True))
    of_sort = (each for each in figures_of(sentence) if each.sort is sort)
    return tuple(link for each in of_sort if (link := _link(each, names)))


def _link(figure: Figure, names: tuple[str, ...]) -> Link | None:
    for name in names:
        place = figure.before.rfind(name)
        if place < 0:
            continue
        between = figure.before[place + len(name) :]
        if len(between) > _REACH or _TURNS.search(between):
            return None
        if _FLOWS.search(name) and _is_of_a_span(figure):
            return None
        joined = _JOINS.fullmatch(between) is not None
        return Link(figure, joined, joined and is_generic(figure.before[:place]))
    return None


def _is_of_a_span(figure: Figure) -> bool:
    return bool(_SPAN.search(figure.before)) and not _TILL.search(figure.before)


def is_generic(before: str, name: str = "") -> bool:
    """Tell whether words before a name add nothing to it, the name's own letters aside."""
    left = _GENERIC.sub("", before)
    return sum(each not in name for each in left) <= (1 if name else 0)


# --- indicators ------------------------------------------------------------------------------

_ENDINGS = re.compile(r"(?:完成)?(?:情况|数量|个数|次数|数|指标|目标)$")
_RATE_NAME = re.compile(r"[率度比]$")
_MEASURES = {Sort.PERCENT: "%", Sort.AMOUNT: "元"}
_FILLERS = " ”“（）()、，"
# A part of a name that more indicators share than these tells nothing.
_MOST_SHARING = 12


@dataclass(frozen=True, eq=False, slots=True)
class Names:
    """The indicators of a form by the pairs of letters in their names."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    pairs: Mapping[str, Sequence[int]]


@lru_cache(maxsize=64)
def names_index(names: Sequence[Value], targets: Sequence[Value]) -> Names:
    """Index the names of a form's indicators; another number of a unit changes nothing."""
    stems = tuple(stem_of(each) if isinstance(each, str) else "" for each in names)
    units = tuple(each.unit if isinstance(each, IndicatorValue) else "" for each in targets)
    return _index(stems, units)


@lru_cache(maxsize=16)
def _index(stems: tuple[str, ...], units: tuple[str, ...]) -> Names:
    pairs: dict[str, list[int]] = defaultdict(list)
    for row, stem in enumerate(stems):
        for pair in _pairs(stem):
            pairs[pair].append(row)
    return Names(stems, units, pairs)


@lru_cache(maxsize=16384)
def _pairs(text: str) -> tuple[str, ...]:
    pairs = (one + two for one, two in pairwise(text) if not (one in _FILLERS or two in _FILLERS))
    return tuple(dict.fromkeys(pairs))


@lru_cache(maxsize=64)
def links_by_name(
    text: str, names: Sequence[Value], targets: Sequence[Value]
) -> Mapping[str, tuple[tuple[Figure, ...], ...]]:
    """Give, by the stem of an indicator's name, the figures each sentence states of it."""
    index = names_index(names, targets)
    found: dict[str, list[tuple[Figure, ...]]] = {}
    for sentence in sentences(text):
        said: dict[str, list[Figure]] = {}
        for row, figure in _linked(sentence, index):
            said.setdefault(index.names[row], []).append(figure)
        for name, each in said.items():
            found.setdefault(name, []).append(tuple(each))
    return {name: tuple(each) for name, each in found.items()}


@lru_cache(maxsize=8192)
def stem_of(name: str) -> str:
    """Give the name under which `links_by_name` knows an indicator."""
    return _ENDINGS.sub("", name.strip())


@lru_cache(maxsize=16384)
def _linked(sentence: str, index: Names) -> tuple[tuple[int, Figure], ...]:
    found = []
    for figure, pairs in _surroundings(sentence):
        row = _indicator_of(figure, pairs, index)
        if row is not None:
            found.append((row, figure))
    return tuple(found)


@lru_cache(maxsize=16384)
def _surroundings(sentence: str) -> tuple[tuple[Figure, tuple[str, ...]], ...]:
    """Give the figures that may be an indicator's, with the pairs of letters around them."""
    found = []
    for figure in figures_of(sentence):
        if figure.sort is not Sort.POINTS:
            after = figure.after if figure.sort is Sort.COUNT else ""
            found.append((figure, _pairs(f"{figure.before}，{after}")))
    return tuple(found)


def _indicator_of(figure: Figure, pairs: tuple[str, ...], index: Names) -> int | None:
    scores: dict[int, int] = {}
    for pair in pairs:
        sharing = index.pairs.get(pair, ())
        if len(sharing) <= _MOST_SHARING:
            for row in sharing:
                scores[row] = scores.get(row, 0) + 1
    # A unit that says what is counted, 个小区, leaves only those who have it.
    telling = [row for row in scores if len(index.units[row]) > 1 and _fits(figure, index, row)]
    best = max((scores[row] for row in telling or scores), default=0)
    rows = [row for row in telling or scores if scores[row] == best]
    # Rows of one name are one indicator; of two names, nobody knows which is meant. Where
    # quantity and quality of one thing are measured, the unit decides.
    rows = [row for row in rows if _fits(figure, index, row)] or rows
    if len({index.names[row] for row in rows}) != 1 or not _fits(figure, index, rows[0]):
        return None
    name = index.names[rows[0]]
    if _is_of_a_span(figure):
        return None
    if figure.sort is Sort.AMOUNT:
        sure = (link := _link(figure, (name,))) is not None and link.strong
    elif figure.sort is Sort.PERCENT:
        sure = _sure_rate(figure, name)
    else:
        sure = _sure(figure, name) and (bool(telling) or _is_told(figure, name, best))
    return rows[0] if sure else None


def _fits(figure: Figure, index: Names, row: int) -> bool:
    unit = index.units[row]
    if figure.sort is not Sort.COUNT or unit in _MEASURES.values():
        return _MEASURES.get(figure.sort) == unit
    # 23个居 is also written 23居, and what is counted follows at once: 23个居民区.
    return bool(unit) and figure.after.lstrip().startswith((unit, unit[1:] or unit))


def _sure_rate(figure: Figure, name: str) -> bool:
    """Tell whether a percentage is that of a name: its last word stands before the figure."""
    tail = name[-3:]
    place = figure.before.rfind(tail)
    if not _RATE_NAME.search(name) or place < 0:
        return False
    between = figure.before[place + len(tail) :]
    if len(between) > _REACH or _TURNS.search(between) or not _JOINS.fullmatch(between):
        return False
    return is_generic(figure.before[:place], name)


def _sure(figure: Figure, name: str) -> bool:
    """Tell whether nothing before a count makes it that of another matter."""
    return is_generic(figure.before, name) and Sense.SHARE not in figure.senses


def _is_told(figure: Figure, name: str, pairs: int) -> bool:
    """Tell whether a clause says a good part of a name: 个 or 张 alone counts anything."""
    around = figure.before + figure.after
    letters = [each for each in name if each not in _FILLERS]
    return pairs > 1 and 5 * sum(each in around for each in letters) >= 2 * len(letters)
