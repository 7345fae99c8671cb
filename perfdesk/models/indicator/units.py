"""Units as people write them: which are the same, and how many of one make the other."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

_ONE = Decimal(1)
_SCALES = {
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "万": Decimal(10) ** 4,
}
# 天 is no 工作日, and a month has no fixed number of days: what is not here is not converted.
_SAME = {
    "%": {"%": "1", "‰": "0.1"},
    "平方米": {
        **dict.fromkeys(["㎡", "平方米", "平米", "m²", "m2", "平方"], "1"),
        **dict.fromkeys(["平方公里", "平方千米", "km²", "km2"], "1000000"),
        "公顷": "10000",
    },
    "立方米": dict.fromkeys(["m³", "m3", "立方米", "立方"], "1"),
    "米": {"米": "1", "m": "1", **dict.fromkeys(["公里", "千米", "km", "KM"], "1000")},
    "千克": {**dict.fromkeys(["千克", "公斤", "kg", "KG"], "1"), "吨": "1000", "t": "1000"},
    "秒": {
        "秒": "1",
        **dict.fromkeys(["分钟", "min"], "60"),
        **dict.fromkeys(["小时", "h"], "3600"),
        **dict.fromkeys(["天", "日", "自然日", "日历天", "日历日"], "86400"),
        **dict.fromkeys(["周", "星期"], "604800"),
    },
    "月": {"月": "1", "年": "12"},
    "人": {"人": "1", "名": "1"},
    "℃": dict.fromkeys(["℃", "°C", "摄氏度"], "1"),
    "台(套)": dict.fromkeys(["台(套)", "台套", "台/套"], "1"),
}
_MEASURES = {
    unit: (key, Decimal(factor)) for key, units in _SAME.items() for unit, factor in units.items()
}
TIMES = frozenset((*_SAME["秒"], *_SAME["月"], "工作日"))


def split_scale(unit: str) -> tuple[str, str]:
    """Take the 万 or 亿 before a unit off: 万人次 is 人次 and 万."""
    if unit == "千元":
        return "元", "千"
    for word in _SCALES:
        if unit.startswith(word):
            return unit.removeprefix(word).removesuffix("整"), word
    return unit.removesuffix("整"), ""


def scale(word: str) -> Decimal:
    """Give how many one of a scale is; 1 for none."""
    return Decimal(1000) if word == "千" else _SCALES.get(word, _ONE)


@lru_cache(maxsize=1024)
def measure(unit: str) -> tuple[str, Decimal]:
    """Give what a unit measures, the same for all units that can be converted, and its factor.

    个 before another unit says nothing: 个工作日 is 工作日.
    """
    plain = unit.removeprefix("个") or unit
    return _MEASURES.get(plain, (plain, _ONE))


def is_time(unit: str) -> bool:
    """Tell whether a unit counts time, of which sometimes less and sometimes more is better."""
    return (unit.removeprefix("个") or unit) in TIMES
