"""Bring the words on a form to one plain spelling, so that a retyped label is still known."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Characters of Hong Kong and Taiwan beside ours, as far as forms of this kind use them.
_TRADITIONAL = str.maketrans(
    "項績標預總體額執實際數償說況質時來資產決過會態續經濟環響滿務對給單單類級據門層屬關審達區別"
    "準備計劃開點錄議題驗備註長短紅綠價權評複雜號號種職聯繫責結轉餘財撥從負鎮報運監測編碼領導簽"
    "稱範圍認億萬兩發國檢"
    "員組織與歸誰個條縣業與應當為無圖書檔後現進見見選擇擇狀調減償還間風險須並內節約約師補貼",
    "项绩标预总体额执实际数偿说况质时来资产决过会态续经济环响满务对给单单类级据门层属关审达区别"
    "准备计划开点录议题验备注长短红绿价权评复杂号号种职联系责结转余财拨从负镇报运监测编码领导签"
    "称范围认亿万两发国检"
    "员组织与归谁个条县业与应当为无图书档后现进见见选择择状调减偿还间风险须并内节约约师补贴",
)
_NUMBERING = re.compile(
    r"(?:\((?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\)|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．,)](?![0-9]))"
)
_BRACKETS = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]|【[^【】]{0,60}】")
_AMONG = re.compile(r"^(?:其中|其它?中)[:、]?")
_UNIT = re.compile(r"[(\[:位](?:人民币|金额)?[:]?(万元|元)[)\],;。]?")
_ENDS = " :;,.。、*★▲·_-—()[]【】"


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Write a text without blanks, in narrow and simplified characters."""
    narrow = unicodedata.normalize("NFKC", text[:4000]).translate(_TRADITIONAL)
    return "".join(narrow.split())


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """Give what is left of a label without numbering, brackets, colons and 其中."""
    whole = plain(text)
    bare = whole
    while number := _NUMBERING.match(bare):
        bare = bare[number.end() :]
    inner = _BRACKETS.sub("", bare)
    words = _AMONG.sub("", inner or bare.strip(_ENDS)).strip(_ENDS)
    return words.casefold()


def is_label_alone(text: str) -> bool:
    """Tell whether nothing stands behind the colon of what may be a label."""
    depth = 0
    whole = _AMONG.sub("", _NUMBERING.sub("", plain(text), count=1))
    for place, mark in enumerate(whole):
        depth += (mark in "([【") - (mark in ")]】")
        if mark == ":" and depth <= 0:
            return not whole[place + 1 :].strip("_ ")
    return True


def unit_in(text: str) -> str:
    """Tell which unit of money a head or a label states; blank for none."""
    found = _UNIT.search(plain(text))
    return found[1] if found else ""


# --- labels within a longer text -----------------------------------------------------------


@lru_cache(maxsize=4096)
def squeezed(text: str) -> Squeezed:
    """Squeeze a text; the same text is asked about many labels."""
    return Squeezed(text)


class Squeezed:
    """A text without its blanks, each character knowing where it stood."""

    def __init__(self, text: str) -> None:
        self.source = text
        places = [place for place, mark in enumerate(text) if not mark.isspace()]
        marks = [unicodedata.normalize("NFKC", text[p]).translate(_TRADITIONAL) for p in places]
        self.text = "".join(mark[:1] or "?" for mark in marks).casefold()
        self.places = [*places, len(text)]

    def find(self, word: str, numbered: bool) -> tuple[int, int] | None:
        """Find a label in the text: from where it begins, numbering included, to its value.

        `numbered` asks for a number before it on a line of its own.
        """
        at = -1
        while (at := self.text.find(word, at + 1)) >= 0:
            begin, has_number = self._begin(at)
            if begin is None or (numbered and not has_number):
                continue
            end = self._end(at + len(word), begin == 0 or has_number or self._opens_line(begin))
            if end is not None:
                return self.places[begin], end
        return None

    def _begin(self, at: int) -> tuple[int | None, bool]:
        number = re.search(_NUMBERING.pattern + r"$", self.text[max(0, at - 5) : at])
        begin = at - len(number[0]) if number else at
        if begin == 0 or self._blank_before(begin) or self.text[begin - 1] in ":;。,)":
            return begin, number is not None
        return None, False

    def _blank_before(self, at: int) -> bool:
        return self.places[at] > self.places[at - 1] + 1

    def _opens_line(self, at: int) -> bool:
        return at == 0 or "\n" in self.source[self.places[at - 1] + 1 : self.places[at]]

    def _end(self, after: int, is_head: bool) -> int | None:
        """Tell where the value begins, if what follows is what follows a label."""
        bracket = _BRACKETS.match(self.text, after)
        after = bracket.end() if bracket else after
        if after >= len(self.text):
            return len(self.source)
        if self.text[after] == ":":
            return self.places[after] + 1
        return self.places[after] if is_head and self._blank_before(after) else None
