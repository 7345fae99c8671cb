"""Read deadlines and dates: 12月底前, 2024年12月31日前, 第三季度末, 上半年, 年内."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

_LEAD = r"(?:已|将|拟|计划|力争|确保)?(?:[≤<=]|于|在|截至|截止到?|不晚于|不迟于|最迟)?"
_YEAR = r"(?:([0-9]{4})年度?|当年|本年度?|今年)?"
_TAIL = (
    r"(?:[之以]?前|内|为止)?(?:全部|均|已)?(?:完成|完工|竣工|建成|验收|到位|办结|结束|交付|发放|支付|实施"
    r"|开展|启动|投入使用)?"
)
_MONTH = re.compile(
    _LEAD + _YEAR + r"([0-9]{1,2})月份?(?:([0-9]{1,2})[日号]|(底|末|初|上旬|中旬|下旬))?" + _TAIL
)
_DATE = re.compile(
    _LEAD + r"((?:19|20)[0-9]{2})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?(?:日)?" + _TAIL
)
_SHORT = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})[之以]?前" + _TAIL)
_QUARTER = re.compile(_LEAD + _YEAR + r"第?([一二三四1-4])季度?(?:末|底)?" + _TAIL)
_HALF = re.compile(_LEAD + _YEAR + r"([上下])半年(?:末|底)?" + _TAIL)
_YEAR_END = re.compile(_LEAD + r"(?:([0-9]{4})年度?|当年|本年度?|年)(?:底|末|内)" + _TAIL)
_LEAP_YEAR = 4
_LAST_DAYS = {"初": 10, "上旬": 10, "中旬": 20, "下旬": 31, "底": 31, "末": 31}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A month, with the year and the last day meant where the text names them, else 0."""

    year: int
    month: int
    day: int = 0

    @property
    def exists(self) -> bool:
        """Tell whether the calendar has it; 31 stands for the end of any month."""
        if not 1 <= self.month <= 12 or self.day > 31:
            return False
        return self.day == 31 or self.day <= monthrange(self.year or _LEAP_YEAR, self.month)[1]


def read_deadline(plain: str) -> Deadline | None:
    """Read a deadline; one that the calendar has not is given back as it stands."""
    if match := _MONTH.fullmatch(plain):
        day = int(match[3]) if match[3] else _LAST_DAYS.get(match[4] or "", 0)
        deadline = Deadline(int(match[1] or 0), int(match[2]), day)
        # 36月 may be a length of time.
        return None if deadline.month > 12 and plain == f"{match[2]}月" else deadline
    if match := _DATE.fullmatch(plain):
        # 2024.12 may be a number.
        if match[2] == "." and not match[4]:
            return None
        return Deadline(int(match[1]), int(match[3]), int(match[4] or 0))
    if match := _SHORT.fullmatch(plain):
        return Deadline(0, int(match[1]), int(match[2]))
    if match := _QUARTER.fullmatch(plain):
        return Deadline(int(match[1] or 0), 3 * ("一二三四1234".index(match[2]) % 4 + 1))
    if match := _HALF.fullmatch(plain):
        return Deadline(int(match[1] or 0), 6 if match[2] == "上" else 12)
    if match := _YEAR_END.fullmatch(plain):
        return Deadline(int(match[1] or 0), 12)
    return None
