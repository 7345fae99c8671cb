"""Which units were to send something, and which of them did not: 未交单位.

A list comes from a text, from a column of a workbook, or from the summary of another year.
Whoever is named a little otherwise is not taken for missing in silence, nor for present.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.collect.agree import Listed
from perfdesk.commands.context import Refusal
from perfdesk.models.plain import unspaced
from perfdesk.models.summary_lines import (
    MAYBE,
    MISSING,
    NO_NAME,
    NO_UNIT,
    STRANGE,
    UNREAD,
    ExpectedLine,
)

if TYPE_CHECKING:
    from perfdesk.exchange.parse.grid import SheetGrid, WorkbookGrid

_LONGEST, _MOST, _MOST_SHOWN = 60, 5_000, 3
# Shorter than this, a name is part of too many others.
_LEAST = 2
_NUMBER = re.compile(r"^\s*(?:[0-9]+\s*[.、．)）]|[（(][0-9]+[)）]|[0-9]+\s+)\s*")
_FIGURES = re.compile(r"[0-9.,%\s/-]*")
_ADDED = re.compile(r"\([^()]*\)")
_CUT = re.compile(r"[、,，;；\n]")
_UNIT, _NAMED = "单位", "单位名称"
_NO_NAMES = frozenset((_UNIT, _NAMED, "合计", unspaced(NO_NAME), unspaced(NO_UNIT)))
# A head stands near the top.
_HIGH = 10


def names_in(text: str) -> tuple[str, ...]:
    """Read a list of units from a text, as it is copied from a notice or a table."""
    from perfdesk.exchange.reading import read_pasted_apart
    from perfdesk.exchange.untrusted.refusal import Refused

    try:
        return names_of(read_pasted_apart(text))
    except Refused:
        return ()


def read_expected(path: Path) -> tuple[str, ...]:
    """Read a list of units from a text file, a workbook's column of units, or a summary of ours.

    Raises Refusal where the file cannot be read or names none.
    """
    from perfdesk.exchange.reading import read_grid_apart
    from perfdesk.exchange.untrusted.refusal import Refused

    try:
        found = names_of(read_grid_apart(path))
    except Refused as error:
        raise Refusal(error.message) from error
    if not found:
        raise Refusal(f"“{path.name}”里没有找到单位名称。请每行写一个单位，或放在表格的一列里。")
    return found


def names_of(grid: WorkbookGrid) -> tuple[str, ...]:
    """Take the column under a head that speaks of units, else the first that has words."""
    for sheet in grid.sheets:
        for row, column in sorted(sheet.cells):
            if row > _HIGH:
                break
            head = unspaced(sheet.cells[row, column].text)
            above = any(across == column and at < row for at, across in sheet.cells)
            # A unit may be called so itself; a head has a title above it at most.
            is_head = head in (_UNIT, _NAMED) or (head.endswith((_UNIT, _NAMED)) and not above)
            if is_head and (names := _clean(_below(sheet, column, row))):
                return names
    for sheet in grid.sheets:
        for column in sorted({column for _, column in sheet.cells}):
            if names := _clean(_below(sheet, column, 0)):
                return names
    return ()


def _below(sheet: SheetGrid, column: int, head: int) -> list[str]:
    rows = sorted(row for row, across in sheet.cells if across == column and row > head)
    texts = (_NUMBER.sub("", sheet.cells[row, column].text) for row in rows)
    # A notice names them in one sentence.
    return [name for text in texts for name in _CUT.split(text)]


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    """Drop blanks, figures, heads, totals, and what stands there twice."""
    found: dict[str, str] = {}
    for name in names:
        key = unspaced(name)
        is_name = _LEAST <= len(key) <= _LONGEST and not _FIGURES.fullmatch(key)
        if is_name and key not in _NO_NAMES:
            found.setdefault(key, " ".join(name.split()))
    return tuple(found.values())[:_MOST]


def compare_expected(
    expected: Sequence[str],
    forms: Sequence[Listed],
    unread: Sequence[tuple[str, str]],
) -> tuple[ExpectedLine, ...]:
    """Give the units that nothing certain came from, then those that nobody expected."""
    units: dict[str, str] = {}
    places: dict[str, list[str]] = defaultdict(list)
    for each in forms:
        units.setdefault(each.of[0], each.unit.strip() or NO_UNIT)
        places[unspaced(each.path)].append(each.of[0])
    wanted = {unspaced(each) for each in expected}
    others = {key: unit for key, unit in units.items() if key not in wanted}
    lines, known = [], set[str]()
    for name in expected:
        key = unspaced(name)
        if key in units:
            continue
        near = {each for each in others if _is_part(key, each) or _is_part(each, key)}
        near |= {other for place, of in places.items() if key in place for other in of}
        near &= others.keys()
        known |= near
        lines.append(_line(name, [others[each] for each in sorted(near)], unread))
    lines.sort(key=lambda each: (MISSING, UNREAD, MAYBE).index(each.what))
    remark = "名单里没有这个单位，请看是不是名称写法不同。"
    strange = (unit for key, unit in sorted(others.items()) if key and key not in known)
    return (*lines, *(ExpectedLine(unit, STRANGE, remark) for unit in strange))


def _is_part(short: str, whole: str) -> bool:
    """Tell whether a name is part of another; what it adds in brackets, as (本级), is no name."""
    bare = _ADDED.sub("", short)
    return len(bare) >= _LEAST and bare in whole


def _line(name: str, near: Sequence[str], unread: Sequence[tuple[str, str]]) -> ExpectedLine:
    if near:
        shown = "、".join(f"“{each}”" for each in near[:_MOST_SHOWN])
        more = f"等 {len(near)} 个" if len(near) > _MOST_SHOWN else ""
        return ExpectedLine(name, MAYBE, f"可能是{shown}{more}，请核对是不是同一单位。")
    files = [path for path, _ in unread if unspaced(name) in unspaced(path)]
    if files:
        shown = "、".join(files[:_MOST_SHOWN])
        more = f"等 {len(files)} 个" if len(files) > _MOST_SHOWN else ""
        return ExpectedLine(name, UNREAD, f"有没读成的文件：{shown}{more}，原因见“未识别文件”。")
    return ExpectedLine(name, MISSING, "")
