"""Long texts that a form might hold, and what of them stands on paper."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pypdfium2 import PdfDocument

from perfdesk.models.document import Document, Row
from perfdesk.models.form import Edition
from perfdesk.models.refs import Ref
from perfdesk.models.sheet import Sheet
from perfdesk.models.values import Kind
from perfdesk.paper.linebreak import NOT_AT_END, NOT_AT_START
from perfdesk.paper.printable import printable
from perfdesk.paper.typeset import TypesetPage

_CHARACTERS = (
    "镇街道项目预算执行绩效目标完成情况居民社区服务中心运行费用租赁房屋人口管理安装维护培训采购验收支付合同"
    "质量数量时效成本效益满意度措施原因偏差调整年初批复申报喆堃镕珺𬱖"
)
_TOKENS = (
    *(
        "2024年8月31日",
        "89.30万元",
        "≥98%",
        "16,667张",
        "（以下简称中心）",
        "“人房共管”",
        "GB/T15834",
    ),
    *("《条例》第三条", "3.5%", "PDA", "……", "——", "perfdesk", "①②", "￥100"),
)


def long_text(characters: int, seed: int) -> str:
    """Make a text of Chinese, figures, words and marks, in which no two marks clash."""
    chance, parts, size = random.Random(seed), ["正文"], 2
    while size < characters - 20:
        part = "".join(chance.choices(_CHARACTERS, k=chance.randint(3, 9)))
        if chance.random() < 0.3:
            part += chance.choice(_TOKENS) + "".join(chance.choices(_CHARACTERS, k=2))
        part += chance.choice(("，", "。", "；", "、", "：", "", "", "\n" if size % 5 == 0 else ""))
        parts.append(part)
        size += len(part)
    return ("".join(parts) + "末" * characters)[: characters - 1] + "终"


def is_text(edition: Edition, at: Ref) -> bool:
    field = edition.field(at)
    return field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.INDICATOR_VALUE) and not field.is_computed


def with_long_texts(edition: Edition, sound: Document, characters: int) -> Document:
    """Fill every text cell, of one row in each table, with a long text of its own."""
    document = sound.copy()
    document.tables = {
        name: [Row(fixed.name) for fixed in table.rows] or [Row("r1")]
        for name, table in edition.tables.items()
    }
    for seed, (table, field) in enumerate(edition.walk()):
        at = Ref(field.name, table, document.rows(table)[0].id if table else "")
        if is_text(edition, at):
            document.put(at, long_text(characters, seed))
    return document


def with_many_rows(edition: Edition, sound: Document, count: int) -> Document:
    """Repeat the rows of the first table with merged columns, each a little different."""
    document = sound.copy()
    table = next(each for each in edition.tables.values() if any(c.merged for c in each.columns))
    rows = sound.rows(table.name)
    document.tables[table.name] = []
    for place in range(count):
        # The first merged label runs over sixty rows.
        row = rows[place // 60 % len(rows)].copy(f"r{place + 1}")
        row.cells[table.title_column] = f"第{place + 1}项指标，{long_text(30, place)}"
        document.tables[table.name].append(row)
    return document


def squeezed(text: str) -> str:
    return "".join(text.split())


def copied(data: bytes) -> list[str]:
    """Give each page's text as a reader of the file copies it, without blanks."""
    with PdfDocument(data) as document:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]


def faults_on_paper(
    edition: Edition, document: Document, sheet: Sheet, pages: Sequence[TypesetPage], data: bytes
) -> Iterator[str]:
    """List what is cut, lost, out of order, or begins a line where it may not."""
    for number, (page, text) in enumerate(zip(pages, copied(data), strict=True), 1):
        drawn = "".join(line.text for piece in page.pieces for line in piece.lines)
        if text != squeezed(f"{printable(drawn)}第{number}页共{len(pages)}页"):
            yield f"page {number} does not read as it was set"
    lines: dict[int, list[str]] = defaultdict(list)
    for page in pages:
        for piece in page.pieces:
            lines[id(piece.cell)] += piece.texts
    shown: dict[Ref, str] = {}
    for band in sheet.bands:
        for cell in band.cells:
            whole = squeezed(printable(cell.text))
            found = squeezed("".join(lines[id(cell)]))
            # Labels and heads stand again on each page that their rows run over.
            repeats = cell.rows > 1 or not cell.refs
            if found != whole and not (repeats and whole and not found.replace(whole, "")):
                yield f"{cell.refs or cell.text} is on paper as “{found[:40]}”"
            shown |= {at: shown.get(at, "") + cell.text for at in cell.refs}
            yield from _marks_out_of_place(lines[id(cell)])
    for at, text in document.entries():
        if is_text(edition, at) and text not in shown.get(at, ""):
            yield f"{at} is not on paper"


def _marks_out_of_place(lines: Sequence[str]) -> Iterator[str]:
    if len(lines) == 1 and len(lines[0].strip()) == 1:
        return  # a cell of one mark, as the dash where a row has no cell
    for line in lines:
        text = line.rstrip()
        if text and (text[0] in NOT_AT_START or text[-1] in NOT_AT_END):
            yield f"a line reads “{text}”"
