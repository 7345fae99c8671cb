"""Prove the paper of an edition: every field once, columns that fill the page, nothing unprintable.

Every fault is one Chinese sentence that names the place, as in prove.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from perfdesk.models.form import Edition
from perfdesk.models.layout import LayoutBand, LayoutCell, LayoutRow
from perfdesk.models.refs import Ref
from perfdesk.models.values import Kind

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NARROWEST = 0.01
# Millimetres that office printers do not reach; how far rows may give way; the floor of type
# that is read without a glass (points).
_SAFE_MARGIN, _TIGHTEST, _SMALLEST = 10, 0.7, 6


def paper_faults(edition: Edition) -> Iterator[str]:
    """List what is wrong with the paper of an edition."""
    yield from _page_faults(edition)
    bands = edition.layout.bands
    for band in bands:
        yield from _width_faults(edition, band)
        yield from _span_faults(band)
        for row in band.rows:
            yield from _row_faults(edition, band, row)
    if all(row.repeat in ("", *edition.tables) for band in bands for row in band.rows):
        yield from _times_faults(edition)


def _page_faults(edition: Edition) -> Iterator[str]:
    page = edition.layout.page
    margins = {"上": page.top, "下": page.bottom, "左": page.left, "右": page.right}
    for side, margin in margins.items():
        if margin < _SAFE_MARGIN:
            yield f"版面：{side}边距 {margin:g} 毫米，打印机印不到，应不小于 {_SAFE_MARGIN:g} 毫米"
    if not _TIGHTEST <= page.tighten <= 1:
        yield f"版面：tighten 应在 {_TIGHTEST:g} 到 1 之间，现为 {page.tighten:g}"
    for name, style in edition.layout.styles.items():
        if style.least_size and not _SMALLEST <= style.least_size <= style.size:
            yield (
                f"样式 {name}：least_size 应在 {_SMALLEST:g} 磅和 size {style.size:g} 磅之间，"
                f"现为 {style.least_size:g}"
            )


def _width_faults(edition: Edition, band: LayoutBand) -> Iterator[str]:
    page = edition.layout.page
    room = page.width - page.left - page.right
    if abs(sum(band.columns) - room) > _NARROWEST:
        yield f"版面 {band.name}：各列共 {sum(band.columns):g} 毫米，纸面可用 {room:g} 毫米"


def _row_faults(edition: Edition, band: LayoutBand, row: LayoutRow) -> Iterator[str]:
    if row.repeat and row.repeat not in edition.tables:
        yield f"版面 {band.name}：没有名为“{row.repeat}”的表格"
        return
    fixed = row.repeat and edition.tables[row.repeat].rows
    if fixed and not any(cell.row_label for cell in row.cells):
        yield f"版面 {band.name}：重复固定行，却没有印行名的格（row_label = true）"
    for cell in row.cells:
        yield from _cell_faults(edition, band, row, cell)


def _cell_faults(
    edition: Edition, band: LayoutBand, row: LayoutRow, cell: LayoutCell
) -> Iterator[str]:
    where = f"版面 {band.name}"
    if sum(map(bool, (cell.text, cell.label, cell.field, cell.shows))) > 1:
        yield f"{where}：一格里只能写 text、label、field、shows 之一"
    if cell.shows and not _is_computed_cell(edition, cell.shows):
        yield f"{where}：shows“{cell.shows}”应为程序计算的栏目，或 表格.固定行.列"
    known = {(inside, field.name) for inside, field in edition.walk()}
    table, _, name = cell.label.rpartition(".")
    for known_in, wanted in ((table, name), (row.repeat, cell.field)):
        if wanted and (known_in, wanted) not in known:
            yield f"{where}：没有名为“{wanted}”的栏目"
    for wanted in _SLOT.findall(cell.text):
        if wanted not in edition.fields:
            yield f"{where}：没有名为“{wanted}”的栏目"


def _is_computed_cell(edition: Edition, name: str) -> bool:
    table, _, column = name.rpartition(".")
    table, _, row = table.partition(".")
    try:
        field = edition.field(Ref(column, table))
    except KeyError:
        return False
    fixed = not table or row in {each.name for each in edition.tables[table].rows}
    return fixed and field.is_computed


def _span_faults(band: LayoutBand) -> Iterator[str]:
    hanging: list[int] = [0] * len(band.columns)
    for place, row in enumerate(band.rows, 1):
        free = sum(left == 0 for left in hanging)
        wanted = sum(cell.span for cell in row.cells)
        if free != wanted:
            yield f"版面 {band.name} 第 {place} 行：{wanted} 列的格放在 {free} 列里"
            return
        ends = len(band.rows)
        rows = [ends if cell.down else cell.rows for cell in row.cells for _ in range(cell.span)]
        spans = iter(rows)
        hanging = [left - 1 if left else next(spans) - 1 for left in hanging]


def _times_faults(edition: Edition) -> Iterator[str]:
    """Tell which fields and options do not stand on paper just once."""
    rows = [row for band in edition.layout.bands for row in band.rows]
    cells = [(row.repeat, cell) for row in rows for cell in row.cells]
    options = Counter((cell.field, cell.option) for _, cell in cells if cell.option)
    yield from _option_faults(edition, options)
    shown = Counter((table, cell.field) for table, cell in cells if not cell.option)
    shown.update(("", name) for _, cell in cells for name in _SLOT.findall(cell.text))
    boxes = Counter(name for name, _ in options)
    for table, field in edition.walk():
        if field.kind is Kind.FRAMEWORK:
            continue  # it stands on paper as the headings of its table
        times = shown[table, field.name] + (0 < boxes[field.name] == len(field.choices))
        if times > 1 or (times == 0 and not field.is_computed):
            where = f"{table}.{field.name}" if table else field.name
            yield f"版面：{where} 应在纸上出现一次，现出现 {times} 次"


def _option_faults(edition: Edition, options: Counter[tuple[str, str]]) -> Iterator[str]:
    for (name, option), times in options.items():
        choices = edition.fields[name].choices if name in edition.fields else ()
        if option not in choices or times > 1:
            yield f"版面：{name} 的选项“{option}”不存在，或印了 {times} 次"
