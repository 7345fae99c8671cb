"""Make the files that forms become in strangers' hands: retyped, unmerged, pasted, torn.

Each case takes a sound copy of an edition as it is exported, without our names, and does to it
what was seen done. `python -m tests.exchange.labels.disfigured` prints what comes back of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from itertools import pairwise

from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from tests.opened import opened

Place = tuple[int, int]
Block = tuple[int, int, int, int]
Value = str | int | float | None


@dataclass(frozen=True)
class Page:
    """A sheet as texts and merges; rows and columns count from 1."""

    cells: dict[Place, object]
    merges: tuple[Block, ...] = ()

    @property
    def last_row(self) -> int:
        return max(row for row, _ in self.cells)

    @property
    def last_column(self) -> int:
        return max(column for _, column in self.cells)


@cache
def page_of(workbook: bytes) -> Page:
    """Take the first sheet out of a workbook; names, properties and hidden sheets stay behind."""
    sheet = opened(workbook).worksheets[0]
    cells = {
        (cell.row, cell.column): _percent(cell.value, cell.number_format)
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None
    }
    merges = []
    for each in sheet.merged_cells.ranges:
        left, top, right, bottom = range_boundaries(str(each))
        merges.append((top, left, bottom, right))
    return Page(cells, tuple(sorted(merges)))


def _percent(value: object, code: str) -> object:
    if isinstance(value, int | float) and "%" in code:
        return f"{round(value * 100, 2)}%"
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else value


# --- what is done to a page ------------------------------------------------------------------

Deed = Callable[[Page], Page]


def moved(page: Page, place: Callable[[int, int], Place]) -> Page:
    """Move every cell; merges grow with what comes between their ends."""
    cells = {place(*at): value for at, value in page.cells.items()}
    merges = tuple((*place(*m[:2]), *place(*m[2:])) for m in page.merges)
    return Page(cells, merges)


def blank_rows_everywhere(page: Page) -> Page:
    """Put a blank row above each row in which nothing is merged downwards."""
    inside = {row for top, _, bottom, _ in page.merges for row in range(top + 1, bottom + 1)}
    before, count = {}, 0
    for row in range(1, page.last_row + 2):
        count += row not in inside and row > 1
        before[row] = count
    return moved(page, lambda row, column: (row + before.get(row, count), column))


def blank_row_in_tables(page: Page) -> Page:
    """Insert one blank row into the middle of every three."""
    return moved(page, lambda row, column: (row + row // 3, column))


def blank_columns(page: Page) -> Page:
    """Insert a blank column at the left and after every third."""
    return moved(page, lambda row, column: (row, column + 1 + column // 3))


def unmerged(page: Page) -> Page:
    """Lose all merges; the texts stay in the corner."""
    return Page(dict(page.cells))


def unmerged_down(page: Page) -> Page:
    """Lose the merges over several rows."""
    return Page(dict(page.cells), tuple(m for m in page.merges if m[0] == m[2]))


def filled(page: Page) -> Page:
    """Lose the merges over several rows; each of their cells repeats the text."""
    cells = dict(page.cells)
    for top, left, bottom, _ in page.merges:
        for row in range(top, bottom + 1):
            if (top, left) in cells:
                cells[row, left] = cells[top, left]
    return Page(cells, tuple(m for m in page.merges if m[0] == m[2]))


def narrow_columns(page: Page) -> Page:
    """Keep one column for each cell of a row, as text copied from a viewer does.

    What is merged down leaves its blank cell.
    """
    hidden = {
        (row, column)
        for top, left, bottom, right in page.merges
        for row in range(top, bottom + 1)
        for column in range(left + 1, right + 1)
    }
    cells = {}
    for row in range(1, page.last_row + 1):
        shown = [c for c in range(1, page.last_column + 1) if (row, c) not in hidden]
        for place, column in enumerate(shown, 1):
            if (row, column) in page.cells:
                cells[row, place] = page.cells[row, column]
    return Page(cells)


def shifted_left(page: Page) -> Page:
    """Lose also the blank cells under what was merged down: rows begin further left."""
    covered = {
        (row, left) for top, left, bottom, _ in page.merges for row in range(top + 1, bottom + 1)
    }
    hidden = {
        (row, column)
        for top, left, bottom, right in page.merges
        for row in range(top, bottom + 1)
        for column in range(left + 1, right + 1)
    }
    cells = {}
    for row in range(1, page.last_row + 1):
        shown = [
            c
            for c in range(1, page.last_column + 1)
            if (row, c) not in hidden and (row, c) not in covered
        ]
        for place, column in enumerate(shown, 1):
            if (row, column) in page.cells:
                cells[row, place] = page.cells[row, column]
    return Page(cells)


def reworded(words: dict[str, str]) -> Deed:
    """Retype labels: each word that is the whole of a cell, apart from line feeds."""

    def deed(page: Page) -> Page:
        def new(value: object) -> object:
            plain = "".join(str(value).split()) if isinstance(value, str) else ""
            bare = re.sub(r"[（(].*|[：:]$", "", plain)
            if bare in words:
                return plain.replace(bare, words[bare])
            return value

        return replace(page, cells={at: new(value) for at, value in page.cells.items()})

    return deed


def respelled(change: Callable[[str], str]) -> Deed:
    """Change the spelling of every short text without figures."""

    def deed(page: Page) -> Page:
        def new(value: object) -> object:
            short = isinstance(value, str) and len(value) < 24 and not re.search(r"\d", value)
            return change(str(value)) if short and _is_label(str(value)) else value

        return replace(page, cells={at: new(value) for at, value in page.cells.items()})

    return deed


_LABELS: set[str] = set()


def _is_label(text: str) -> bool:
    return "".join(text.split()) in _LABELS


def know_labels(labels: set[str]) -> None:
    """Tell which texts are labels, for those who retype labels and leave entries alone."""
    _LABELS.clear()
    _LABELS.update("".join(label.split()) for label in labels)


def spaced(text: str) -> str:
    return " ".join(text)


def with_colon(text: str) -> str:
    return text if text.endswith(("：", ":")) else f"{text}："


def wide_brackets(text: str) -> str:
    return text.replace("（", "(").replace("）", ")") + "\n"


_TRADITIONAL = str.maketrans(
    "项绩标预总体额执实际数偿资产决过态续经济环响满务对单级类门层区别准备计划开点",
    "項績標預總體額執實際數償資產決過態續經濟環響滿務對單級類門層區別準備計劃開點",
)


def traditional(text: str) -> str:
    return text.translate(_TRADITIONAL)


def numbered(text: str) -> str:
    return f"（三）{text}"


def with_lines(*lines: str, above: bool = False) -> Deed:
    """Write notes above or below the form."""

    def deed(page: Page) -> Page:
        shift = len(lines) if above else 0
        made = moved(page, lambda row, column: (row + shift, column))
        first = 0 if above else page.last_row + 1
        cells = made.cells | {(first + n, 1): line for n, line in enumerate(lines, 1)}
        return replace(made, cells=cells)

    return deed


def without_title(page: Page) -> Page:
    return replace(page, cells={at: v for at, v in page.cells.items() if at[0] > 1})


def title_aside(page: Page) -> Page:
    """Move the title to the right and down behind a blank row."""
    made = moved(page, lambda row, column: (row + 2, column))
    cells = dict(made.cells)
    cells[2, 4] = cells.pop((3, 1))
    return Page(cells, tuple(m for m in made.merges if m[0] != 3))


def joined(page: Page) -> Page:
    """Write label and value of a row into one cell: 项目名称：某某."""
    cells = dict(page.cells)
    merges = list(page.merges)
    for row in sorted({r for r, _ in cells}):
        line = sorted(c for r, c in cells if r == row)
        for left, right in pairwise(line):
            label, value = cells.get((row, left)), cells.get((row, right))
            if (
                isinstance(label, str)
                and _is_label(label)
                and isinstance(value, str)
                and not _is_label(value)
                and (row, left) in cells
                and len(line) in (2, 4)
                and not any(m[:2] == (row, left) and m[2] > row for m in page.merges)
            ):
                cells[row, left] = f"{label}：{value}"
                del cells[row, right]
                merges = [m for m in merges if not (m[0] == row and m[1] in (left, right))]
    return Page(cells, tuple(merges))


def money(factor: int, was: str, now: str, least: int = 0) -> Deed:
    """Write money in another unit, and say so in the heads."""

    def deed(page: Page) -> Page:
        def new(value: object) -> object:
            if isinstance(value, str):
                for left, right in (("（", "）"), ("(", ")")):
                    value = value.replace(f"{left}{was}{right}", f"{left}{now}{right}")
                return value
            if isinstance(value, int | float) and abs(value) >= least:
                return round(value * factor, 6) if factor > 1 else value / 10_000
            return value

        return replace(page, cells={at: new(value) for at, value in page.cells.items()})

    return deed


def retexted(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Deed:
    """Replace a pattern in every text."""

    def deed(page: Page) -> Page:
        cells = {
            at: re.sub(pattern, by, v) if isinstance(v, str) else v for at, v in page.cells.items()
        }
        return replace(page, cells=cells)

    return deed


def without_row_of(label: str) -> Deed:
    """Delete the row in which a label stands."""

    def deed(page: Page) -> Page:
        row = next(r for (r, _), v in page.cells.items() if str(v).strip("：") == label)
        kept = {at: v for at, v in page.cells.items() if at[0] != row}
        merges = tuple(m for m in page.merges if not m[0] == row == m[2])
        made = Page(kept, merges)
        return moved(made, lambda r, c: (r - (r > row), c))

    return deed


def with_head_again(label: str, after: int) -> Deed:
    """Repeat a table's head some rows further down, as on a second page."""

    def deed(page: Page) -> Page:
        row = next(r for (r, _), v in page.cells.items() if v == label)
        at = row + after
        made = moved(page, lambda r, c: (r + (r >= at), c))
        again = {(at, c): v for (r, c), v in page.cells.items() if r == row and c > 1}
        merges = tuple((at, m[1], at, m[3]) for m in page.merges if m[0] == row == m[2])
        return Page(made.cells | again, made.merges + merges)

    return deed


def with_row(label: str, after: int, texts: dict[int, object]) -> Deed:
    """Put a row of one's own some rows below a head; columns count among the head's texts."""

    def deed(page: Page) -> Page:
        row = next(r for (r, _), v in page.cells.items() if v == label)
        heads = sorted(c for r, c in page.cells if r == row)
        at = row + after
        made = moved(page, lambda r, c: (r + (r >= at), c))
        own = {(at, heads[place]): text for place, text in texts.items()}
        return replace(made, cells=made.cells | own)

    return deed


def beneath(*pages: Page) -> Page:
    """Put several forms one below the other on one sheet."""
    cells: dict[Place, object] = {}
    merges: list[Block] = []
    offset = 0
    for page in pages:
        part = moved(page, lambda row, column, by=offset: (row + by, column))
        cells |= part.cells
        merges += part.merges
        offset = max(row for row, _ in cells) + 2
    return Page(cells, tuple(merges))


# --- what a page is saved as -----------------------------------------------------------------


def as_xlsx(*pages: Page) -> bytes:
    book = Workbook()
    for place, page in enumerate(pages):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = f"Sheet{place + 1}"
        for (row, column), value in page.cells.items():
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        for top, left, bottom, right in page.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def as_docx(page: Page) -> bytes:
    """Write rows of one text as paragraphs, all others as tables, with their merges."""
    from docx import Document

    page = _compact(page)
    document = Document()
    alone = {
        row
        for row in range(1, page.last_row + 1)
        if len([c for r, c in page.cells if r == row]) == 1
        and not any(t <= row <= b and b > t for t, _, b, _ in page.merges)
    }
    row = 1
    while row <= page.last_row:
        if row in alone or not any(r == row for r, _ in page.cells):
            text = next((str(v) for (r, _), v in page.cells.items() if r == row), "")
            document.add_paragraph(text)
            row += 1
            continue
        last = row
        while (
            last < page.last_row
            and last + 1 not in alone
            and any(r == last + 1 for r, _ in page.cells)
        ):
            last += 1
        table = document.add_table(last - row + 1, page.last_column)
        # Once, and not by table.cell(): that goes over all of them for each.
        cells = {
            (row + place // page.last_column, 1 + place % page.last_column): cell
            for place, cell in enumerate(table._cells)
        }
        for at, value in page.cells.items():
            if at in cells:
                cells[at].text = _shown(value)
        for t, left, b, right in page.merges:
            if row <= t and b <= last and (t, left) != (b, right):
                cells[t, left].merge(cells[b, right])
        row = last + 1
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def _compact(page: Page) -> Page:
    """Leave out the columns in which no cell begins; Word knows no hair-thin ones."""
    begins = sorted({c for _, c in page.cells} | {m[1] for m in page.merges})
    new = {old: place for place, old in enumerate(begins, 1)}
    cells = {(row, new[column]): value for (row, column), value in page.cells.items()}
    merges = []
    for top, left, bottom, right in page.merges:
        last = max(place for old, place in new.items() if old <= right)
        merges.append((top, new[left], bottom, last))
    return Page(cells, tuple(merges))


def as_text(page: Page) -> bytes:
    """Write cells between tabs, as Excel copies them; a line feed within one is a blank."""
    page = _compact(page)
    lines = []
    for row in range(1, page.last_row + 1):
        texts = [
            _shown(page.cells.get((row, c), "")).replace("\n", " ")
            for c in range(1, page.last_column + 1)
        ]
        lines.append("\t".join(texts).rstrip("\t"))
    return "\n".join(lines).encode()


def as_web_page(page: Page) -> bytes:
    """Write the table of a web page, under the name of a workbook."""
    page = _compact(page)
    spans = {(t, left): (b - t + 1, right - left + 1) for t, left, b, right in page.merges}
    hidden = {
        (r, c)
        for t, left, b, right in page.merges
        for r in range(t, b + 1)
        for c in range(left, right + 1)
        if (r, c) != (t, left)
    }
    rows = []
    for row in range(1, page.last_row + 1):
        texts = []
        for column in range(1, page.last_column + 1):
            if (row, column) in hidden:
                continue
            down, across = spans.get((row, column), (1, 1))
            text = _shown(page.cells.get((row, column), "")).replace("\n", "<br>")
            texts.append(f'<td rowspan="{down}" colspan="{across}">{text}</td>')
        rows.append(f"<tr>{''.join(texts)}</tr>")
    body = "\n".join(rows)
    return f"<html><meta charset=gb18030><table>{body}</table></html>".encode("gb18030")


def _shown(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


# --- the cases -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """What is done to which edition's sound copy, and what it is saved as.

    `missing` are labels of what cannot come back and has to be named.
    """

    name: str
    edition: str
    deeds: tuple[Deed, ...] = ()
    save: Callable[[Page], bytes] = as_xlsx
    suffix: str = ".xlsx"
    missing: frozenset[str] = frozenset()
    with_edition: str = ""
    sheets: bool = field(default=False)


MONITORING, KEY = "monitoring/minhang-2023", "monitoring_key/minhang-2024"
SELF, VARIANT = "self_evaluation/shanghai-2024", "self_evaluation/variant-20-80"
GOAL, POST = "goal_declaration/mof-2020", "post_evaluation/minhang-2024"
ALL = (MONITORING, KEY, SELF, VARIANT, GOAL, POST)

_PERIOD = r"^(\d{4})年0?(\d+)月0?(\d+)日 — (\d{4})年0?(\d+)月0?(\d+)日$"
OTHER_WORDS = {
    "一级指标": "一级目标",
    "二级指标": "二级目标",
    "三级指标": "三级目标",
    "年度指标值": "年度绩效目标值",
    "实施单位": "项目单位",
    "主管部门": "预算主管部门",
    "当年财政拨款": "财政拨款",
    "上年结转资金": "上年结转",
    "项目名称": "项目全称",
    "跟踪时段": "跟踪期间",
    "项目属性": "项目性质",
    "评价机构": "第三方评价机构",
    "偏差原因分析": "偏差原因",
    "调减金额": "调减数",
    "偏差原因": "原因分析",
    "纠偏措施": "整改措施",
}
NOTES = (
    "附件2",
    "填表说明：本表一式三份，由项目单位填写并盖章。",
)


def cases() -> list[Case]:
    """List the cases."""
    docx, text, web = (as_docx, ".docx"), (as_text, ".txt"), (as_web_page, ".xls")
    made: list[Case] = []
    for key in ALL:
        # A row that begins further left is known by its level names, which these have not.
        shifts = key not in (GOAL, POST)
        one = [
            Case("names lost", key),
            Case("blank rows", key, (blank_rows_everywhere,)),
            Case("blank columns", key, (blank_columns,)),
            Case("merges down lost", key, (unmerged_down,)),
            Case("all merges lost", key, (unmerged,)),
            Case("merges filled", key, (filled,)),
            Case("a column for each cell", key, (narrow_columns,)),
            Case("labels reworded", key, (reworded(OTHER_WORDS),)),
            Case("labels spaced", key, (respelled(spaced),)),
            Case("labels with colons", key, (respelled(with_colon),)),
            Case("labels in brackets", key, (respelled(wide_brackets),)),
            Case("labels in traditional characters", key, (respelled(traditional),)),
            Case("labels numbered", key, (respelled(numbered),)),
            Case("notes around", key, (with_lines(NOTES[0], above=True), with_lines(NOTES[1]))),
            Case(
                "no title",
                key,
                (without_title,),
                missing=frozenset(["评价年度"] if key == POST else []),
            ),
            Case("title aside", key, (title_aside,)),
            Case("as Word", key, (), *docx),
            Case("as Word, merges down lost", key, (unmerged_down,), *docx),
            Case("as text", key, (), *text),
            Case("as a web page called .xls", key, (), *web),
        ]
        # The longest form, and the one that is another's twin, have every third.
        made += one[::3] if key in (VARIANT, POST) else one
        if shifts:
            made.append(Case("rows shifted left", key, (shifted_left,)))
            made.append(Case("as text, shifted left", key, (shifted_left,), *text))
    made += [
        Case("money in yuan", MONITORING, (money(10_000, "万元", "元", 100),)),
        Case("money in yuan", GOAL, (money(10_000, "万元", "元"),)),
        Case("money in ten thousands", KEY, (money(0, "元", "万元", 150),)),
        Case("money in ten thousands", SELF, (money(0, "元", "万元", 150),)),
        Case("label and value in one cell", SELF, (unmerged, joined)),
        Case("label and value in one cell", MONITORING, (unmerged, joined)),
        Case("label and value in one cell", KEY, (unmerged, joined)),
        Case("boxes as square and tick", KEY, (retexted("☐", "□"), retexted("☑", "√"))),
        Case("boxes as black squares", KEY, (retexted("☐", "□"), retexted("☑", "■"))),
        Case("boxes as crosses", KEY, (retexted("☑", "☒"),)),
        Case("boxes in brackets", KEY, (retexted("☐", "（ ）"), retexted("☑", "（√）"))),
        Case("boxes before words", KEY, (retexted("是 (.)\u3000否 (.)", r"\1是 \2否"),)),
        Case(
            "boxes as words",
            KEY,
            (retexted("是 ☑\u3000否 ☐", "是"), retexted("是 ☐\u3000否 ☑", "否")),
        ),
        Case(
            "dates with dashes",
            KEY,
            (retexted(_PERIOD, r"\1-\2-\3至\4-\5-\6"),),
        ),
        Case("dates with dots", KEY, (retexted(_PERIOD, r"\1.\2.\3—\4.\5.\6"),)),
        Case("months in full", MONITORING, (retexted(r"(\d{4})-(\d)月", r"\1年\2月"),)),
        Case("head again on page two", MONITORING, (unmerged_down, with_head_again("一级指标", 4))),
        Case("head again on page two", SELF, (unmerged_down, with_head_again("一级指标", 4))),
        Case("subtotals", SELF, (unmerged_down, with_row("一级指标", 4, {1: "小计", 6: "50"}))),
        Case(
            "a row deleted",
            KEY,
            (without_row_of("选择重点跟踪理由"),),
            missing=frozenset(["选择重点跟踪理由"]),
        ),
        Case("a row deleted", SELF, (without_row_of("项目名称"),), missing=frozenset(["项目名称"])),
        Case("two forms on one sheet", SELF, with_edition=MONITORING),
        Case("two forms on two sheets", SELF, with_edition=KEY, sheets=True),
        Case("two forms on two sheets", GOAL, with_edition=POST, sheets=True),
        Case("the same form twice", MONITORING, with_edition=MONITORING),
    ]
    return made


def disfigure(case: Case, exported: Callable[[str], bytes]) -> bytes:
    """Make the file of a case; `exported` gives the workbook of an edition's sound copy."""
    page = page_of(exported(case.edition))
    for deed in case.deeds:
        page = deed(page)
    if not case.with_edition:
        return case.save(page)
    other = page_of(exported(case.with_edition))
    return as_xlsx(page, other) if case.sheets else as_xlsx(beneath(page, other))


def main() -> None:
    """Print, for each case, how much came back and what is missing."""
    from tests.exchange.labels.test_disfigured import read_case, recovery

    bad = 0
    for case in cases():
        total, lost, named = recovery(case, read_case(case))
        bad += bool(lost)
        mark = "all" if not lost else f"{len(lost)} lost, {named} of them named"
        print(f"{case.edition:32} {case.name:34} {total:4} cells  {mark}")
        for each in lost[:6]:
            print("      ", each)
    print(f"{len(cases())} files, {len(cases()) - bad} whole")


if __name__ == "__main__":
    from tests.exchange.labels import (
        disfigured,  # not this module's twin: the labels are in the other
    )

    disfigured.main()
