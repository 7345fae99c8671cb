"""Characters that look like others or like nothing, brought to what a reader takes them for."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and direction marks, soft hyphens, and the choice between text and picture (U+FE0F).
# The selectors of Chinese variants (U+E0100 and on) belong to names and stay.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff]"
)
_RADICAL = re.compile("[\u2e80-\u2fdf]")
# The radicals to which Unicode gives no compatible form, and the characters whose shape they have.
# Source: EquivalentUnifiedIdeograph.txt of Unicode 15.
_SUPPLEMENT = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀"
    "⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹"
    "虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)


def cleaned(text: str) -> str:
    """Take out what nobody sees, and write for a radical the character it is taken for.

    Converters from PDF write ⻔ (U+2ED4) and ⼈ (U+2F08) for 门 and 人.
    """
    text = _INVISIBLE.sub("", text)
    return _RADICAL.sub(lambda found: _character(found[0]), text)


def _character(radical: str) -> str:
    return unicodedata.normalize("NFKC", radical).translate(_SUPPLEMENT)
