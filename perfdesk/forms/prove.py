"""Prove an edition whole: paper, tabs, formulas and examples agree with its fields.

Every fault is one Chinese sentence that names the place, for whoever writes an edition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from perfdesk.forms.load_aliases import strange_aliases
from perfdesk.forms.summaries import summary_faults
from perfdesk.models.document import Document, Row
from perfdesk.models.finding import Evaluation, Severity
from perfdesk.models.form import Edition, Example, Table
from perfdesk.models.layout import LayoutBand, LayoutCell, LayoutRow
from perfdesk.models.refs import Ref, cell_name, split_cell_name
from perfdesk.models.values import Kind
from perfdesk.rules.evaluate.compiled import EditionError, compiled
from perfdesk.rules.evaluate.engine import evaluate

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NARROWEST = 0.01
# Millimetres that office printers do not reach; how far rows may give way; the floor of type
# that is read without a glass (points).
_SAFE_MARGIN, _TIGHTEST, _SMALLEST = 10, 0.7, 6


def prove(
    edition: Edition, sound: Mapping[str, str], examples: Sequence[Example]
) -> tuple[str, ...]:
    """List everything wrong with an edition; empty when it is whole."""
    return tuple(fault for _, fault in placed_faults(edition, sound, examples))


def placed_faults(
    edition: Edition, sound: Mapping[str, str], examples: Sequence[Example]
) -> Iterator[tuple[str, str]]:
    """List the same, each with the file in which it is to be mended."""
    try:
        compiled(edition)
    except EditionError as error:
        yield from (("form.toml", fault) for fault in str(error).splitlines())
        return
    faults = [("form.toml", each) for each in (*_form_faults(edition), *_carry_faults(edition))]
    faults += [("form.toml", each) for each in summary_faults(edition)]
    faults += [("layout.toml", each) for each in _paper_faults(edition)]
    faults += [("aliases.toml", f"没有名为“{each}”的栏目") for each in strange_aliases(edition)]
    yield from faults
    if not faults:
        yield from (("examples", each) for each in _example_faults(edition, sound, examples))


def document_of(edition: Edition, texts: Mapping[str, str]) -> Document:
    """Make a document of texts by cell name, with as many rows as they name.

    Fixed rows are there in any case; raises ValueError for one that the form has not.
    """
    document = Document(edition.form, edition.edition)
    for name, each in edition.tables.items():
        if each.rows:
            document.tables[name] = [Row(row.name) for row in each.rows]
    for name, text in texts.items():
        table, place, field = split_cell_name(name)
        if not table:
            document.put(Ref(field), text)
            continue
        rows = document.tables.setdefault(table, [])
        if edition.tables[table].rows and place > len(rows):
            raise ValueError(name)
        while len(rows) < place:
            rows.append(Row(document.new_row_id(table)))
        document.put(Ref(field, table, rows[place - 1].id), text)
    return document


def _form_faults(edition: Edition) -> Iterator[str]:
    names = Counter(field.name for table, field in edition.walk() if not table)
    columns = {field.name for table, field in edition.walk() if table}
    for name, times in names.items():
        if times > 1:
            yield f"栏目 {name} 定义了 {times} 次"
        if name in columns:
            yield f"{name} 既是栏目又是表格的列，公式里分不清"
    for part in edition.sections:
        if part.tab not in edition.tabs:
            yield f"{part.name} 的 tab“{part.tab}”不在 tabs 里"
        if isinstance(part, Table):
            yield from _table_faults(part)
    for table, field in edition.walk():
        where = f"{table}.{field.name}" if table else field.name
        if field.kind is Kind.CHOICE and not field.choices:
            yield f"{where} 是选择项，却没有 choices"
        if field.kind is Kind.FRAMEWORK and not edition.frameworks:
            yield f"{where} 选择指标体系，却没有 [[framework]]"
        if field.calculation and field.required:
            yield f"{where} 由程序计算，不能同时 required"
        if field.basis and field.basis not in {each.document for each in edition.basis}:
            yield f"{where} 的 basis“{field.basis}”不是 [[basis]] 里的 document"
    if edition.frameworks:
        ordered = edition.tables.get(edition.framework_table)
        if ordered is None:
            yield f"framework_table“{edition.framework_table}”不是表格"
        elif not {1, 2} <= {column.level for column in ordered.columns}:
            yield f"{ordered.name} 的列里没有 level = 1 和 level = 2，指标体系无处可用"


def _table_faults(table: Table) -> Iterator[str]:
    columns = {column.name for column in table.columns}
    rows = {row.name for row in table.rows}
    if table.title_column not in columns and not (table.rows and not table.title_column):
        yield f"{table.name} 的 title_column“{table.title_column}”不是它的列"
    for column in table.columns:
        for row in column.only:
            if row not in rows:
                yield f"{table.name}.{column.name} 的 only“{row}”不是它的固定行"


def _carry_faults(edition: Edition) -> Iterator[str]:
    for carry in edition.carries:
        for name in carry.fields:
            table, _, column = name.rpartition(".")
            table, _, row = table.partition(".")
            rows = edition.tables[table].rows if table in edition.tables else ()
            if not _has(edition, table, column) or (table and row not in {r.name for r in rows}):
                yield f"carry[{carry.source}]：没有名为“{name}”的栏目"
        for each in carry.tables:
            for column in each.columns:
                if not _has(edition, each.to, column):
                    yield f"carry[{carry.source}]：表格“{each.to}”没有名为“{column}”的列"


def _has(edition: Edition, table: str, name: str) -> bool:
    try:
        return bool(edition.field(Ref(name, table)))
    except KeyError:
        return False


def _paper_faults(edition: Edition) -> Iterator[str]:
    page = edition.layout.page
    room = page.width - page.left - page.right
    yield from _page_faults(edition)
    printed: Counter[tuple[str, str]] = Counter()
    options: Counter[tuple[str, str]] = Counter()
    for band in edition.layout.bands:
        if abs(sum(band.columns) - room) > _NARROWEST:
            yield f"版面 {band.name}：各列共 {sum(band.columns):g} 毫米，纸面可用 {room:g} 毫米"
        yield from _span_faults(band)
        for row in band.rows:
            if row.repeat and row.repeat not in edition.tables:
                yield f"版面 {band.name}：没有名为“{row.repeat}”的表格"
                return
            fixed = row.repeat and edition.tables[row.repeat].rows
            if fixed and not any(cell.row_label for cell in row.cells):
                yield f"版面 {band.name}：重复固定行，却没有印行名的格（row_label = true）"
            for cell in row.cells:
                yield from _cell_faults(edition, band, row, cell)
                if cell.option:
                    options[cell.field, cell.option] += 1
                elif cell.field:
                    printed[row.repeat, cell.field] += 1
                for name in _SLOT.findall(cell.text):
                    printed["", name] += 1
    for (name, option), times in options.items():
        if option not in edition.fields[name].choices or times > 1:
            yield f"版面：{name} 的选项“{option}”不存在，或印了 {times} 次"
    for table, field in edition.walk():
        if field.kind is Kind.FRAMEWORK:
            # It stands on paper as the headings of its table.
            continue
        where = f"{table}.{field.name}" if table else field.name
        shown = sum(name == field.name for name, _ in options)
        times = printed[table, field.name] + (shown == len(field.choices) if shown else 0)
        if times > 1 or (times == 0 and not field.is_computed):
            yield f"版面：{where} 应在纸上出现一次，现出现 {times} 次"


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


def _cell_faults(
    edition: Edition, band: LayoutBand, row: LayoutRow, cell: LayoutCell
) -> Iterator[str]:
    where = f"版面 {band.name}"
    if sum(map(bool, (cell.text, cell.label, cell.field, cell.shows))) > 1:
        yield f"{where}：一格里只能写 text、label、field、shows 之一"
    if cell.shows and not _is_computed_cell(edition, cell.shows):
        yield f"{where}：shows“{cell.shows}”应为程序计算的栏目，或 表格.固定行.列"
    table, _, name = cell.label.rpartition(".")
    for known_in, wanted in ((table, name), (row.repeat, cell.field)):
        if wanted and (known_in, wanted) not in compiled(edition).places:
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


def _example_faults(
    edition: Edition, sound: Mapping[str, str], examples: Sequence[Example]
) -> Iterator[str]:
    strange = [name for name in sound if not _is_cell(edition, name)]
    if strange:
        yield from (f"sound：“{name}”不是格的名字" for name in strange)
        return
    for finding in evaluate(edition, document_of(edition, sound)).findings:
        if finding.severity is not Severity.NOTE:
            yield f"正确的样表却有{finding.severity.word} {finding.code}：{finding.message}"
    tripped: set[str] = set()
    passed: set[str] = set()
    for example in examples:
        where = f"{example.source}“{example.title}”"
        strange = [name for name in example.given if not _is_cell(edition, name)]
        if strange:
            yield f"{where}：“{strange[0]}”不是格的名字"
            continue
        given = {**sound, **example.given}
        document = document_of(edition, {name: text for name, text in given.items() if text})
        evaluation = evaluate(edition, document)
        codes = {finding.code for finding in evaluation.findings}
        tripped |= set(example.found) & codes
        passed |= set(example.silent) - codes
        yield from (
            f"{where}：应发现 {code}，没有发现" for code in example.found if code not in codes
        )
        yield from (f"{where}：不该发现 {code}" for code in example.silent if code in codes)
        yield from _computed_faults(where, example, document, evaluation)
    for code in sorted({check.code for check in edition.checks}):
        if code not in tripped:
            yield f"检查 {code} 没有触发它的示例"
        if code not in passed:
            yield f"检查 {code} 没有通过它的示例"


def _is_cell(edition: Edition, name: str) -> bool:
    try:
        table, place, field = split_cell_name(name)
    except ValueError:
        return False
    rows = edition.tables[table].rows if table in edition.tables else ()
    return _has(edition, table, field) and not (rows and place > len(rows))


def _computed_faults(
    where: str, example: Example, document: Document, evaluation: Evaluation
) -> Iterator[str]:
    texts = {cell_name(at, document): each.text for at, each in evaluation.computed.items()}
    for name, text in example.computed.items():
        if texts.get(name) != text:
            yield f"{where}：{name} 应为 {text}，算得 {texts.get(name)}"
