"""Read a text as a proof-reader: doubled words, open brackets, repealed laws, gaps left open.

Each function gives the first thing amiss as it is written, or None.
"""

from __future__ import annotations

import re

from perfdesk.models.plain import narrow
from perfdesk.models.values import Value
from perfdesk.rules.text.sentences import first_in, in_sentences, sentences

_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")


def private_number(text: str) -> str | None:
    """Give the first mobile or identity number of a text, its middle masked."""
    return first_in(text, _private_number)


def _private_number(sentence: str) -> str | None:
    plain = narrow(sentence)
    match = _MOBILE.search(plain) or _IDENTITY.search(plain)
    return f"{match[0][:3]}****{match[0][-4:]}" if match else None


def typed_number_of(text: str, word: str) -> str | None:
    """Give the first number typed after a word with nothing but blanks between: 表 9."""
    match = re.search(re.escape(word) + r" ?[0-9]{1,3}(?![0-9.,年月日%])", narrow(text))
    return match[0] if match else None


_DOUBLED_MARK = re.compile(
    r"(?<![，。；：、])(?:[，。；：、][，。；：、]|？？|！！)(?![，。；：、])|[，；：、]{3}"
)


def doubled(text: str) -> str | None:
    """Give the first two marks of punctuation that stand together: 。。 or ，。."""
    match = _DOUBLED_MARK.search(text)
    return match[0] if match else None


# The same word twice is a slip, but 目的的 is not, nor 为了了解, 层层, 一步一步, 管理管理办法.
_DOUBLED_LETTER = re.compile(
    r"(?<!目)(?<![^指目]标)(?<!^标)的的(?!确)|项目的的|了了(?![解然结事却断])|也也|被被|们们|是是(?![否非])"
)
_DOUBLED_WORD = re.compile(r"([\u4e00-\u9fff]{2})\1(?=([\u4e00-\u9fff]?))")
_NEVER_TWICE = re.compile(
    r"进行|开展|已经|由于|因此|以及|通过|对于|根据|按照|为了|但是|并且|同时|其中|尚未|没有|"
    r"我镇|本镇|截至|截止|目前|提高|加强|完善|完成|落实|我们|可以|应当|需要|确保|促进|推进|"
    r"提升|实现|达到|采取|主要|相关|有关|部分|方面|问题|情况|能够|不断"
)
_OFTEN_TWICE = re.compile(r"许多|很多|非常|研究|讨论|考虑|商量|多少|逐[个项户]|哈哈|[一二两几].")
_AFTER_A_WORD = "的了在和与及已未将由为对中等"


def doubled_word(text: str) -> str | None:
    """Give the first word that is written twice by mistake: 的的, 项目项目."""
    return first_in(text, _doubled_word)


def _doubled_word(sentence: str) -> str | None:
    if match := _DOUBLED_LETTER.search(sentence):
        return match[0]
    for match in _DOUBLED_WORD.finditer(sentence):
        word, after = match[1], match[2]
        if word[0] == word[1] or _OFTEN_TWICE.fullmatch(word):
            continue
        # 项目项目 before another word may be 该项目 + 项目单位.
        if _NEVER_TWICE.fullmatch(word) or not after or after in _AFTER_A_WORD:
            return match[0]
    return None


_PAIRS = {"）": "（", ")": "（", "》": "《", "”": "“", "】": "【", "〕": "〔"}
_OPENING = {"（": "（", "(": "（", "《": "《", "“": "“", "【": "【", "〔": "〔"}
_MARKS = re.compile(r"[（(）)《》“”【】〔〕]")
_COUNTING = re.compile(
    r"(?:^|[\n。；;，,：: ])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z])$"
)
_AROUND = 6


def unpaired(text: str) -> str | None:
    """Give the first bracket or quotation mark without its other half, with what follows it."""
    opened: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text):
        mark, place = match[0], match.start()
        if mark in _OPENING:
            opened.append((_OPENING[mark], place))
        elif opened and opened[-1][0] == _PAIRS[mark]:
            opened.pop()
        elif mark == "”" and text[place - 1 : place].isdigit():
            continue  # inches
        elif not (mark in "）)" and _COUNTING.search(text[max(0, place - 3) : place])):
            return " ".join(text[max(0, place - _AROUND) : place + 1].split())
    if opened:
        place = opened[0][1]
        return " ".join(text[place : place + _AROUND + 1].split())
    return None


_GAP = re.compile(
    r"(?<![A-Za-z0-9])[Xx]{2,8}(?![A-Za-z0-9])|[ＸｘＯ×○]{2,8}|[_＿]{2,40}|"
    r"【[^】填补待]{0,8}[填补待][^】]{0,8}】|【 {0,9}】|（(?:待|此处)[^）]{1,12}）|"
    r"待补充(?=[，。；\n）]|$)"
)


def gap_left(text: str) -> str | None:
    """Give the first gap that was meant to be filled in: XX, ××, ____, 【】, 待补充."""
    return first_in(text, _gap)


def _gap(sentence: str) -> str | None:
    match = _GAP.search(sentence)
    return match[0] if match else None


_NOT_IN_FORCE = re.compile(r"废止|原《|原《?中华人民共和国|失效")


def repealed_law(text: str, laws: str) -> str | None:
    """Give the first law of a list, with 、 between, that a text still goes by.

    A law is named in 《》 or behind 依据, 根据 and the like; a sentence that says it was
    repealed knows.
    """
    return first_in(text, _repealed, laws)


def _repealed(sentence: str, laws: str) -> str | None:
    if "法" not in sentence or _NOT_IN_FORCE.search(sentence):
        return None
    for law in laws.split("、"):
        for country in ("", "中华人民共和国"):
            if f"《{country}{law}》" in sentence:
                return f"《{country}{law}》"
            for by in ("依据", "根据", "按照", "依照", "遵守"):
                said = f"{by}{country}{law}"
                place = sentence.find(said)
                if place >= 0 and sentence[place + len(said) :][:1] not in tuple("律务定规人院学"):
                    return country + law
    return None


_BESIDE = re.compile(r"(?:与|和|同|及|、|参照|借鉴|比照|学习|相邻|毗邻|周边|邻近|原|至|到)$")
_OURSELVES = ("我镇", "本镇", "我街道", "本街道", "两镇", "两地")


def other_town(text: str | None, towns: str, *own: Value) -> str | None:
    """Give the first town of a list that a text names, where the form is another's.

    Silent unless one of `own` names a town of the list: then only can it be told.
    """
    ours = "".join(each for each in own if isinstance(each, str))
    mine = [each for each in towns.split("、") if each in ours]
    if not mine or not text:
        return None
    for sentence, towns_named in zip(
        sentences(text), in_sentences(text, _named, towns), strict=True
    ):
        for name in towns_named:
            beside = any(each in sentence for each in (*mine, *_OURSELVES))
            if name not in mine and not beside:
                return name
    return None


def _named(sentence: str, towns: str) -> list[str]:
    """Give the towns of a list that a sentence speaks of, not only beside another."""
    found = []
    for name in towns.split("、"):
        place = sentence.find(name)
        before, behind = sentence[max(0, place - 3) : place], sentence[place + len(name) :]
        if place >= 0 and not _BESIDE.search(before) and behind[:1] not in ("、", "和", "与"):
            found.append(name)
    return found


_YEAR_OF = re.compile(r"(?<![0-9])(20[0-9]{2})年度?(?=[^，。；：、《》0-9]{0,16}项目)")
_SINCE = re.compile(r"同类|类似|前|起|以来|至|首次|立项|开始|启动|延续|上|历")


def other_year(text: str, year: Value) -> str | None:
    """Give the first year, not the form's, of which a text calls its project: 2022年度…项目.

    Silent in a sentence that names the form's year too.
    """
    own = str(year)[:4]
    if not own.isdigit():
        return None
    for sentence, years in zip(sentences(text), in_sentences(text, _years_called), strict=True):
        if years and own not in sentence:
            return years[0]
    return None


def _years_called(sentence: str) -> list[str]:
    """Give the years of which a sentence calls the project of the form."""
    found = []
    for match in _YEAR_OF.finditer("" if "《" in sentence else sentence):
        behind = sentence[match.end() :].partition("项目")[0]
        ours = "本" in sentence[: match.start()][-6:] + behind
        if not _SINCE.search(behind) and (ours or match[0].endswith("度")):
            found.append(match[0])
    return found
